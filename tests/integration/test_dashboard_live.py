"""Every panel of the dashboard is asked of a real Prometheus that scrapes a real worker under load and faults."""

import math
import time
from collections.abc import Iterator

import pytest
from dashboard_json import dashboard
from kafka_ends import Topics
from prometheus_server import Prometheus, prometheus
from run_worker import Worker
from watched_worker import RULES, kill_a_child, play, ready, watching

pytestmark = pytest.mark.kafka

INSTEAD = {"$__rate_interval": "60s", "$__range": "60s", "$job": "agencyfeed", "$instance": ".*"}
INSTEAD |= {"$topic": ".*", "$agency": ".*", "[1h]": "[60s]"}
WORKED_S = 6  # several scrapes of everything at work


@pytest.fixture(scope="module")
def server(kafka: str, tmp_path_factory: pytest.TempPathFactory, module_topics: Topics) -> Iterator[Prometheus]:
    """After some rounds, a lost child, and enough bad records to open the breaker."""
    options = {"dead-letter-max-consecutive": "30", "breaker-cooldown-s": "1"}
    worker = Worker(kafka, module_topics, "exactly_once", **options)
    config = watching(worker, rule_files=[str(RULES / "*.yaml")])
    with ready(worker), prometheus(tmp_path_factory.mktemp("prometheus"), config) as started:
        started.wait_for("up == 1")
        kill_a_child(worker)
        until = time.monotonic() + WORKED_S
        while time.monotonic() < until:
            play(worker, 2)
        play(worker, 1, poison=120)
        started.wait_for("agencyfeed_breaker_trips_total > 0")
        started.wait_for("rate(agencyfeed_end_to_end_latency_seconds_count[10s]) > 0")
        yield started


def queries() -> list[tuple[str, str]]:
    """(panel, expression) with Grafana's variables filled in."""
    found = []
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", ()):
            expression = target["expr"]
            for variable, value in INSTEAD.items():
                expression = expression.replace(variable, value)
            found.append((panel["title"], expression))
    return found


@pytest.mark.parametrize(("title", "expression"), queries())
def test_a_panel_shows_something(server: Prometheus, title: str, expression: str) -> None:
    """At least one sample that is a number."""
    values = [float(sample["value"][1]) for sample in server.wait_for(expression, timeout_s=10)]
    assert any(math.isfinite(value) for value in values), f"{title}: {expression} gave {values}"


@pytest.mark.parametrize(
    "expression",
    [
        "sum(rate(agencyfeed_articles_published_total[60s])) > 0",
        'sum by (reason) (agencyfeed_dead_letters_total{stage="sniff"}) > 0',
        'agencyfeed_pool_worker_restarts_total{cause="worker_crashed"} > 0',
        'agencyfeed_transactions_total{result="committed"} > 0',
        "agencyfeed_broker_connections > 0",
        "agencyfeed_partitions_assigned == 3",
        'agencyfeed_event_freshness_seconds_count{urgency="1"} > 0',
        'rate(agencyfeed_stage_duration_seconds_sum{stage="parse"}[60s]) > 0',
        "agencyfeed_memory_used_bytes < agencyfeed_memory_limit_bytes",
    ],
)
def test_what_happened_is_seen(server: Prometheus, expression: str) -> None:
    """The load, the poison and the lost child stand in the metrics."""
    assert server.wait_for(expression, timeout_s=20)


def test_rules_are_evaluated_without_an_error(server: Prometheus) -> None:
    """Recording rules and alerts, on the real series; and the open breaker raises its alert."""
    server.wait_for('ALERTS{alertname="AgencyfeedDeadLetterBreakerOpen", alertstate="firing"}', timeout_s=90)
    groups = server.ask("rules")["groups"]
    assert [rule["lastError"] for group in groups for rule in group["rules"] if rule.get("lastError")] == []
