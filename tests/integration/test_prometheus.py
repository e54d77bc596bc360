"""A real Prometheus scrapes a real health server, and every metric comes back from its query API."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from busy_telemetry import TRACE_ID, busy
from prometheus_client import generate_latest
from prometheus_server import Prometheus, program, prometheus, scraping

from worker.health import Health, HealthServer, application
from worker.telemetry import Telemetry


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    """The metrics that are scraped."""
    return busy()


@pytest.fixture(scope="module")
def server(telemetry: Telemetry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that scrapes a worker's server each second."""
    app = application(Health(started=True), telemetry.registry)
    with HealthServer(app, "127.0.0.1", 0) as worker:
        config = scraping([f"127.0.0.1:{worker.port}"])
        with prometheus(tmp_path_factory.mktemp("prometheus"), config) as started:
            started.wait_for("up == 1")
            yield started


def test_every_metric_comes_back(server: Prometheus, telemetry: Telemetry) -> None:
    """Each series that a scrape shows is found by its name, with the value it has here."""
    names = {sample.name for metric in telemetry.registry.collect() for sample in metric.samples}
    missing = [name for name in sorted(names) if not server.query(name)]
    assert not missing
    assert len(names) > 50
    [consumed] = server.query('agencyfeed_records_consumed_total{topic="raw"}')
    assert consumed["value"][1] == "1"
    assert consumed["metric"]["partition"] == "0"


def test_types_and_help_are_understood(server: Prometheus) -> None:
    """Prometheus took over types and help texts."""
    metadata = server.ask("metadata")
    ours = {name: entries[0] for name, entries in metadata.items() if name.startswith("agencyfeed_")}
    assert all(entry["help"] for entry in ours.values())
    assert {entry["type"] for entry in ours.values()} >= {"counter", "gauge", "histogram"}


def test_quantiles_can_be_asked(server: Prometheus) -> None:
    """The histograms' buckets make quantiles."""
    [sample] = server.query("histogram_quantile(0.5, sum by (le) (agencyfeed_stage_duration_seconds_bucket))")
    assert 0.005 <= float(sample["value"][1]) <= 0.01


@pytest.mark.parametrize("name", ["end_to_end_latency", "record_processing_duration", "event_freshness"])
def test_exemplars_arrive(server: Prometheus, name: str) -> None:
    """The trace of a slow record can be found from its latency, its work and its story's age."""
    found = server.exemplars(f"agencyfeed_{name}_seconds_bucket")
    assert found[0]["exemplars"][0]["labels"] == {"trace_id": TRACE_ID}


def test_promtool_has_nothing_to_say(telemetry: Telemetry) -> None:
    """`promtool check metrics` finds names, help texts and units in order, but for what the libraries name."""
    checked = subprocess.run(
        [program("promtool"), "check", "metrics"],
        input=generate_latest(telemetry.registry),
        capture_output=True,
        check=False,
    )
    words = (checked.stdout + checked.stderr).decode()
    assert not [line for line in words.splitlines() if line.startswith("agencyfeed_")], words
    assert not re.search(r"error while linting", words), words
