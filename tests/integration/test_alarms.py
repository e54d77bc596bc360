"""From a fault to the pager and back: a real worker, Kafka, Prometheus with our rules, Alertmanager and a webhook.

The rules are those shipped, with minutes made seconds (`adjusted_rules.py --faster 60`).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import adjusted_rules
import pytest
from alertmanager_server import Pager, alertmanager, pager
from kafka_broker import Broker
from kafka_ends import Topics
from kafka_fixtures import maker, started
from prometheus_server import Prometheus, prometheus
from run_worker import Worker
from watched_worker import play, ready, watching

pytestmark = pytest.mark.kafka

FASTER = 60
TOLD_S = 60  # seconds that somebody may take to hear of it, on a busy machine
WANTED = {f"Agencyfeed{name}" for name in ("DeadLetterBreakerOpen", "BrokerUnreachable", "NoWorkers")}
# Three in four records are poison: more than a month's budget.  And a group takes more than 5 s to come together again,
# which are 5 minutes in the rules as they are.
FOLLOWING = {f"Agencyfeed{name}" for name in ("DeadLetterBurnFast", "NoPartitions")}
OPTIONS = {"dead-letter-max-consecutive": "30", "breaker-cooldown-s": "1"}


@contextmanager
def watched(worker: Worker, folder: Path) -> Iterator[tuple[Prometheus, Pager]]:
    """Prometheus over the worker, Alertmanager behind it, the pager behind that."""
    adjusted_rules.write(folder / "rules", FASTER)
    with ExitStack() as stack:
        called = stack.enter_context(pager())
        address = stack.enter_context(alertmanager(folder, called))
        config = watching(
            worker,
            rule_files=[str(folder / "rules" / "*.yaml")],
            alerting={"alertmanagers": [{"static_configs": [{"targets": [address]}]}]},
        )
        server = stack.enter_context(prometheus(folder, config))
        yield server, called


def told(call: dict[str, Any]) -> str:
    """What the pager is told: whole sentences without gaps, and where to read on."""
    words = call["annotations"]
    assert "<no value>" not in words["description"] + words["summary"]
    assert Path(words["runbook_url"]).stem == call["labels"]["alertname"]
    return str(words["description"])


def poison(worker: Worker, called: Pager) -> None:
    """Nobody's format, over and over: the breaker's alarm, and its end."""
    play(worker, 0, poison=150)
    call = called.wait_for("AgencyfeedDeadLetterBreakerOpen", "firing", TOLD_S)
    assert "consecutive" in told(call)
    assert call["labels"]["severity"] == "critical"
    called.wait_for("AgencyfeedDeadLetterBreakerOpen", "resolved", TOLD_S)


def test_poison_reaches_the_pager(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """And the all-clear does when it is over."""
    worker = Worker(kafka, topics, "at_least_once", **OPTIONS)
    with ready(worker), watched(worker, tmp_path) as (server, called):
        server.wait_for("agencyfeed_breaker_trips_total")
        poison(worker, called)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_every_fault_reaches_the_pager(tmp_path: Path, delivery: str) -> None:
    """Poison, a broker that stops, a worker that is killed: the right alarm and no other critical one; all resolve."""
    with started(Broker) as broker:
        worker = Worker(broker.bootstrap, maker(broker.bootstrap), delivery, **OPTIONS)
        with watched(worker, tmp_path) as (server, called):
            with ready(worker):
                server.wait_for("up == 1")
                poison(worker, called)
                _stop_the_broker(broker, worker, called)
                worker.process.kill()
                call = called.wait_for("AgencyfeedNoWorkers", "firing", TOLD_S)
                assert "No worker of agencyfeed answers" in told(call)
            with ready(worker):
                called.wait_for("AgencyfeedNoWorkers", "resolved", TOLD_S)
            labels = [call["labels"] for call in called.calls]
            critical = {each["alertname"] for each in labels if each["severity"] == "critical"}
            assert critical >= WANTED
            assert critical <= WANTED | FOLLOWING


def _stop_the_broker(broker: Broker, worker: Worker, called: Pager) -> None:
    broker.stop()
    call = called.wait_for("AgencyfeedBrokerUnreachable", "firing", TOLD_S)
    assert f"127.0.0.1:{worker.port}" in told(call)
    broker.start()
    called.wait_for("AgencyfeedBrokerUnreachable", "resolved", TOLD_S)
