"""Outputs that cannot be delivered as they are: what stands before them is not sent again at each attempt."""

import uuid
from contextlib import ExitStack
from dataclasses import replace

import pytest
from kafka_ends import RAWS, KafkaWorld, article, at, committed, read_all, route_of, settings_for
from kafka_fixtures import Topics

from worker.endpoints import NotProduced
from worker.kafka import client as kafka_client
from worker.kafka.check import check
from worker.logs import FirstCause
from worker.model import DeadLetter, Reason

pytestmark = pytest.mark.kafka

LETTER = DeadLetter(reason=Reason.NO_ARTICLE, stage="parse:text", detail="nothing there")


def test_what_is_acknowledged_is_committed_before_a_fresh_start(
    kafka: str, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dead-letter topic is gone: only its letters come again, however long nobody makes it."""
    monkeypatch.setattr(kafka_client, "MAX_BLOCK_MS", 1_000)
    gone = f"gone-{uuid.uuid4().hex[:8]}"
    with ExitStack() as stack:
        world = KafkaWorld(kafka, topics, "at_least_once", stack)
        world.deliver_by(replace(route_of(world.settings), dead_letter_topic=gone))
        records = world.taken(len(RAWS))
        for raw in records[:7]:  # all of partition 0, three of partition 1
            world.delivery.publish(raw, article(raw))
        world.publisher.producer.flush(timeout=30)
        with pytest.raises(NotProduced, match=f"cannot send to {gone}"):
            world.delivery.publish(records[7], LETTER)
        assert committed(world) == {0: 4, 1: 3}
        world.delivery.abandon()
        world.source.rewind()
        assert [(raw.partition, raw.offset) for raw in world.taken(5)] == [(1, 3), (2, 0), (2, 1), (2, 2), (2, 3)]
        world.delivery.checkpoint(at(world, p0=4))  # nothing is held of what was abandoned


@pytest.mark.parametrize("mode", ["at_least_once", "exactly_once"])
def test_a_letter_without_key_into_a_compacted_topic(kafka: str, topics: Topics, mode: str) -> None:
    """Refused once, then with its place for a key: it must not come round for ever and hold up what follows."""
    compacted = topics("compacted", cleanup_policy="compact")
    with ExitStack() as stack:
        world = KafkaWorld(kafka, topics, mode, stack)
        world.deliver_by(replace(route_of(world.settings), dead_letter_topic=compacted))
        raw = world.taken(len(RAWS))[1]
        assert raw.key is None
        world.publish_twice(raw, LETTER, at(world, p0=2), "without key")
        (dead,) = read_all(kafka, compacted)
        assert (dead.key, dead.value) == (f"{raw.topic}-0@1".encode(), raw.value)


def test_a_compacted_dead_letter_topic_is_told_of(kafka: str, topics: Topics, caplog: pytest.LogCaptureFixture) -> None:
    """At the start, where its settings may be read: letters of one key would replace one another."""
    given = {"output_topic": topics("out"), "input_topics": topics("in")}
    compacted = settings_for(kafka, dead_letter_topic=topics("compacted", cleanup_policy="compact,delete"), **given)
    assert check(compacted, FirstCause()).letters_need_keys
    assert "is compacted: of letters with the same key" in caplog.text
    caplog.clear()
    assert not check(settings_for(kafka, dead_letter_topic=topics("dead"), **given), FirstCause()).letters_need_keys
    assert "compacted" not in caplog.text
