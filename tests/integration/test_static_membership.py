"""What a rolling restart does to the other members of a group."""

import time
from copy import copy

import pytest
from kafka_broker import free_ports
from kafka_fixtures import Topics
from run_worker import GOOD, Worker, stop

pytestmark = pytest.mark.kafka


def test_a_restart_moves_no_partition(kafka: str, topics: Topics) -> None:
    """One of two slots stops in order and comes back: the other one's assignment never changes, no story is lost."""
    worker = Worker(kafka, topics, "exactly_once")
    other = copy(worker)
    (other.port,) = free_ports(1)
    other.options = worker.options | {"group-instance-id": "two", "http-port": str(other.port)}
    with worker.running() as first:
        _until_shared(worker)
        with other.running() as second:
            _until_shared(worker, other)
            rebalances = _settled_rebalances(worker)
            assert stop(second) == 0
        worker.feed([(str(number), GOOD % number) for number in range(30)])
        with other.running() as second:
            worker.until_committed(30)
            assert stop(second) == 0
        assert worker.metric("agencyfeed_rebalances_total") == rebalances
        assert stop(first) == 0
    places = {
        (one["agencyfeed"]["source"]["partition"], one["agencyfeed"]["source"]["offset"]) for one in worker.articles()
    }
    assert len(places) == len(worker.articles()) == 30


def _settled_rebalances(worker: Worker) -> float:
    """How often ownership changed, once it has stopped changing.

    A member that gave partitions up hears of the generation that follows after the other one owns them, at the latest
    with its next heartbeat (3 s).
    """
    before, now = -1.0, worker.metric("agencyfeed_rebalances_total")
    while before != now:
        time.sleep(4)
        before, now = now, worker.metric("agencyfeed_rebalances_total")
    return now


def _until_shared(*workers: Worker) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            owned = [worker.metric("agencyfeed_partitions_assigned") for worker in workers]
        except OSError:
            owned = []
        if sum(owned) == 3 and all(owned):
            return
        assert time.monotonic() < deadline, owned
        time.sleep(0.2)
