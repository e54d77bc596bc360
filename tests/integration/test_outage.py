"""The broker goes away and comes back, or does not: the worker waits, lives, loses nothing, and leaves when told to."""

import json
import re
import signal
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from kafka import KafkaAdminClient, TopicPartition
from kafka.errors import KafkaError, TopicAlreadyExistsError
from kafka_broker import Broker, create_topics
from kafka_fixtures import Topics, started
from run_worker import GOOD, Worker, stop

pytestmark = pytest.mark.kafka

OUTAGE_S = 60.0
IMPATIENT = {"record-cpu-deadline-s": "1", "record-wall-deadline-s": "2", "stall-timeout-s": "4"}


@pytest.fixture
def mortal() -> Iterator[Broker]:
    """A broker of one's own, to be killed."""
    broker = started(Broker)
    try:
        yield broker
    finally:
        broker.close()


def worker_on(broker: Broker, delivery: str, **options: str) -> Worker:
    """A worker over fresh topics of that broker, whose group has been seen."""

    def topics(name: str, partitions: int = 1) -> str:
        unique = f"{name}-{uuid.uuid4().hex[:8]}"
        create_topics(broker.bootstrap, {unique: partitions})
        return unique

    return Worker(broker.bootstrap, topics, delivery, **options)


def status(worker: Worker, probe: str) -> int:
    """The HTTP status of a probe."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{worker.port}/{probe}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def until_committed(worker: Worker, count: int, timeout_s: float) -> None:
    """As the worker's own, on a broker that may still be electing coordinators."""
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            return worker.until_committed(count, deadline - time.monotonic())
        except KafkaError:
            assert time.monotonic() < deadline
            time.sleep(0.5)


@pytest.mark.slow
@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_an_outage_is_waited_out(mortal: Broker, delivery: str) -> None:
    """A minute without a broker in the middle of the work: alive all the time, on again after it, nothing lost."""
    worker = worker_on(mortal, delivery)
    count = 2_000
    worker.feed([(str(number), GOOD % number) for number in range(count)])
    with worker.running() as process:
        until_committed(worker, 1, 60)
        mortal.kill()
        back_at = time.monotonic() + OUTAGE_S
        while time.monotonic() < back_at:
            assert process.poll() is None, worker.said()
            assert status(worker, "livez") == 200
            time.sleep(1)
        mortal.start()
        until_committed(worker, count, 100)  # a transaction's flush ends with the client's delivery.timeout.ms
        assert stop(process) == 0
    sources = [one["agencyfeed"]["source"] for one in worker.articles()]
    places = Counter((source["partition"], source["offset"]) for source in sources)
    assert len(places) == count
    if delivery == "exactly_once":
        assert set(places.values()) == {1}


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_a_stop_during_an_outage_ends_within_the_deadline(mortal: Broker, delivery: str) -> None:
    """Exit 75: what was begun could not be committed."""
    worker = worker_on(mortal, delivery, **{"drain-deadline-s": "6"})
    worker.feed([(str(number), GOOD % number) for number in range(3_000)])
    with worker.running() as process:
        until_committed(worker, 1, 60)
        mortal.kill()
        time.sleep(2)  # until the client has noticed
        assert stop(process, 8) == 75
        assert "work undone" in worker.said()


def test_a_worker_that_starts_with_nothing_to_do_is_alive(kafka: str, topics: Topics) -> None:
    """All was read and committed before it came: an idle partition is no stalled one."""
    worker = Worker(kafka, topics, "at_least_once", **IMPATIENT)
    worker.feed([(str(number), GOOD % number) for number in range(9)])
    with worker.running() as process:
        worker.until_committed(9)
        assert stop(process) == 0
    with worker.running() as process:
        seen_until = time.monotonic() + 15
        while time.monotonic() < seen_until:
            assert "partition_stalled" not in worker.said()
            time.sleep(1)
        assert status(worker, "livez") == 200
        assert worker.metric("agencyfeed_partitions_assigned") == 3
        assert stop(process) == 0


def test_records_that_were_deleted_unread_are_told_of(kafka: str, topics: Topics) -> None:
    """Retention overtook the group: the worker goes on at the first record left, and says so."""
    worker = Worker(kafka, topics, "at_least_once")
    feed = [(str(number), GOOD % number) for number in range(30)]
    worker.feed(feed)
    with worker.running() as process:
        worker.until_committed(30)
        assert stop(process) == 0
    worker.feed(feed)
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    admin.delete_records({TopicPartition(worker.source, number): 15 for number in range(3)})
    admin.close()
    with worker.running() as process:
        worker.until_committed(60)
        assert worker.metric("agencyfeed_records_lost_total") == 15
        assert stop(process) == 0
        for number in range(3):
            assert f"{worker.source}-{number}: offsets 10 to 14 were deleted before they were read" in worker.said()
    assert len(worker.articles()) == 45


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_a_topic_made_anew_is_read_from_its_beginning(kafka: str, topics: Topics, delivery: str) -> None:
    """While the worker is away, and longer than the old one by then: its place there says nothing about this one."""
    worker = Worker(kafka, topics, delivery)
    worker.feed([(str(number), GOOD % number) for number in range(30)])
    admin = KafkaAdminClient(bootstrap_servers=kafka)
    with worker.running() as process:
        worker.until_committed(30)
        for first in (100, 200):
            process.send_signal(signal.SIGSTOP)
            admin.delete_topics([worker.source])
            made_again(kafka, worker.source, 3)
            worker.feed([(str(number), GOOD % number) for number in range(first, first + 90)])
            process.send_signal(signal.SIGCONT)
            until_counted(worker, set(range(first, first + 90)))
        assert stop(process) == 0
    admin.close()


def until_counted(worker: Worker, numbers: set[int]) -> None:
    """Wait for these stories."""
    deadline = time.monotonic() + 60
    while missing := numbers - {
        int(word) for one in worker.articles() for word in re.findall(r"counted (\d+) boats", json.dumps(one))
    }:
        assert time.monotonic() < deadline, f"{len(missing)} were never read"
        time.sleep(1)


def made_again(bootstrap: str, name: str, partitions: int) -> None:
    """The topic, as soon as the broker has forgotten its namesake."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return create_topics(bootstrap, {name: partitions})
        except TopicAlreadyExistsError:
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_a_topic_that_does_not_exist_is_named(kafka: str, topics: Topics) -> None:
    """It may come later, so the worker waits; a wrong name must not look like silence."""
    worker = Worker(kafka, topics, "at_least_once", **{"input-topics": "feeds.rwa"})
    with worker.running() as process:
        deadline = time.monotonic() + 30
        while '"running"' not in worker.said() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert stop(process) == 0
        assert "input topic feeds.rwa does not exist" in worker.said()
