"""A real Prometheus scrapes a real health server, and every metric comes back from its query API."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from prometheus_client import generate_latest

from worker.health import Health, HealthServer, application
from worker.metric_labels import TIMED
from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason
from worker.telemetry import Telemetry

READY_S = 60
TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def program(name: str) -> str:
    """The program, else a skip (in CI a failure) that says which package has it."""
    found = shutil.which(name)
    if found is None:
        missing = f"{name} is not installed: apt-get install prometheus"
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def busy() -> Telemetry:
    """Metrics after some of everything."""
    telemetry = Telemetry(["ians"])
    raw = RawMessage(topic="raw", partition=0, offset=0, timestamp_ms=1, headers=(("traceparent", TRACE),))
    article = EncodedArticle(uri="u", body=b"{}", agency="ians", urgency=4, version_created_ms=1, missing=("by",))
    stages = tuple((name, 0.01) for name in TIMED)
    outcome = Published(articles=(article,), dropped=((Reason.NO_ARTICLE, ""),))
    telemetry.observe(raw, Handled(outcome=outcome, format="html", stage_seconds=stages), 2.0)
    letter = DeadLetter(reason=Reason.PARSE_ERROR, stage="parse:html", detail="")
    telemetry.observe(raw, Handled(outcome=letter, format="html", stage_seconds=stages), 2.0)
    telemetry.observe(raw, Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE)), 2.0)
    telemetry.delivered([raw], 2.0)
    for metric in (
        telemetry.records_consumed_total,
        telemetry.record_bytes_consumed_total,
        telemetry.consumer_lag_records,
        telemetry.consumer_lag_seconds,
        telemetry.last_progress_timestamp_seconds,
    ):
        metric.labels("raw", "0").inc()
    return telemetry


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    """The metrics that are scraped."""
    return busy()


@pytest.fixture(scope="module")
def prometheus(telemetry: Telemetry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a Prometheus that scrapes a worker's server each second."""
    binary = program("prometheus")
    folder = tmp_path_factory.mktemp("prometheus")
    app = application(Health(started=True), telemetry.registry)
    with HealthServer(app, "127.0.0.1", 0) as server:
        config = folder / "prometheus.yml"
        config.write_text(
            "global: {scrape_interval: 1s}\n"
            f"scrape_configs: [{{job_name: agencyfeed, static_configs: [{{targets: ['127.0.0.1:{server.port}']}}]}}]\n",
            encoding="utf-8",
        )
        address = f"127.0.0.1:{free_port()}"
        command = [binary, f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
        command += [f"--web.listen-address={address}", "--log.level=warn", "--enable-feature=exemplar-storage"]
        with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                wait_for_a_scrape(address, process, folder / "log")
                yield address
            finally:
                process.terminate()
                process.wait(20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_a_scrape(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until Prometheus says that the worker is up."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if [sample["value"][1] for sample in query(address, "up")] == ["1"]:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"Prometheus did not scrape within {READY_S} s: {log.read_text('utf-8', 'replace')[-2000:]}")


def ask(address: str, path: str) -> Any:
    """`data` of an API answer."""
    with urlopen(f"http://{address}/api/v1/{path}", timeout=10) as response:
        return json.load(response)["data"]


def query(address: str, expression: str) -> list[dict[str, Any]]:
    """The samples of an instant query."""
    result: list[dict[str, Any]] = ask(address, f"query?query={quote(expression)}")["result"]
    return result


def test_every_metric_comes_back(prometheus: str, telemetry: Telemetry) -> None:
    """Each series that a scrape shows is found by its name, with the value it has here."""
    names = {sample.name for metric in telemetry.registry.collect() for sample in metric.samples}
    names = {name for name in names if not name.endswith("_created")}
    missing = [name for name in sorted(names) if not query(prometheus, name)]
    assert not missing
    assert len(names) > 50
    [consumed] = query(prometheus, 'agencyfeed_records_consumed_total{topic="raw"}')
    assert consumed["value"][1] == "1"
    assert consumed["metric"]["partition"] == "0"


def test_types_and_help_are_understood(prometheus: str) -> None:
    """Prometheus took over types and help texts."""
    metadata = ask(prometheus, "metadata")
    ours = {name: entries[0] for name, entries in metadata.items() if name.startswith("agencyfeed_")}
    assert all(entry["help"] for entry in ours.values())
    assert {entry["type"] for entry in ours.values()} >= {"counter", "gauge", "histogram"}


def test_quantiles_can_be_asked(prometheus: str) -> None:
    """The histograms' buckets make quantiles."""
    [sample] = query(prometheus, "histogram_quantile(0.5, sum by (le) (agencyfeed_stage_duration_seconds_bucket))")
    assert 0.005 <= float(sample["value"][1]) <= 0.01


def test_exemplars_arrive(prometheus: str) -> None:
    """The trace of a slow record can be found from its latency."""
    end = int(time.time()) + 60
    expression = quote("agencyfeed_end_to_end_latency_seconds_bucket")
    found = ask(prometheus, f"query_exemplars?query={expression}&start={end - 3600}&end={end}")
    assert found[0]["exemplars"][0]["labels"] == {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}


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
