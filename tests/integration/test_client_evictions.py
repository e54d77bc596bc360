"""An evicted member: its work is refused, and the next poll says what it lost."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from kafka_ends import RAWS, KafkaWorld, article, at, committed
from kafka_fixtures import Topics

from worker.endpoints import DeliveryFailed, Polled
from worker.kafka.delivery import ExactlyOnce

pytestmark = pytest.mark.kafka


@pytest.fixture
def evicted(kafka: str, topics: Topics) -> Iterator[KafkaWorld]:
    """A member that took all records, then was busy longer than max_poll_interval_ms."""
    with ExitStack() as stack:
        world = KafkaWorld(kafka, topics, "exactly_once", stack, max_poll_interval_ms="7000")
        assert len(world.taken(len(RAWS))) == len(RAWS)
        deadline = time.monotonic() + 30
        while world.source.consumer.group_metadata().generation_id >= 0 and time.monotonic() < deadline:
            time.sleep(0.2)
        yield world


def test_an_evicted_members_work_is_refused(evicted: KafkaWorld) -> None:
    """Its snapshot was taken with the poll, so the broker knows it for stale."""
    evicted.delivery.publish(RAWS[0], article(RAWS[0]))
    with pytest.raises(DeliveryFailed):
        evicted.delivery.checkpoint(at(evicted, p0=1))
    assert committed(evicted) == {}


def test_metadata_taken_late_is_still_accepted(evicted: KafkaWorld) -> None:
    """What the snapshot cures: the same work with metadata taken now would be committed by nobody's member."""
    late = ExactlyOnce(evicted.publisher, evicted.source.consumer.group_metadata, evicted.guard)
    late.publish(RAWS[0], article(RAWS[0]))
    late.checkpoint(at(evicted, p0=1))
    assert committed(evicted) == {0: 1}, "late metadata is refused now: good, but keep the snapshot"


def test_the_poll_after_an_eviction_says_what_was_lost(evicted: KafkaWorld) -> None:
    """All partitions are revoked, whatever `assignment` still lists."""
    polled = Polled()
    deadline = time.monotonic() + 20
    while not polled.revoked and time.monotonic() < deadline:
        polled = evicted.source.poll(0.2, 10)
    assert polled.revoked == {(evicted.input, number) for number in range(3)}
    assert polled.rebalanced
