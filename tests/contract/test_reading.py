"""One contract for what lies between two points: of a topic that is read, and of a recording of it."""

import time
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from kafka import KafkaAdminClient
from kafka.errors import OffsetOutOfRangeError
from kafka_ends import Topics, produce, settings_for

from worker import points
from worker.kafka import reading
from worker.kafka.check import TopicMissing
from worker.model import RawMessage

pytestmark = pytest.mark.kafka
POINTS = ("beginning", "end", "0", "3", "7", "99", "0:2,2:4", "1:0", "1d", "{middle}", "2100-01-01")


def _recorded(kafka: str, topic: str) -> list[RawMessage]:
    """Twenty records over three partitions, in two portions with a moment between."""
    records = [RawMessage(topic=topic, partition=n % 3, offset=0, value=b"%d" % n) for n in range(20)]
    produce(kafka, topic, tuple(records[:11]))
    time.sleep(0.05)  # the points in time between them are what is tested
    produce(kafka, topic, tuple(records[11:]))
    with closing(reading.consumer(settings_for(kafka))) as reader:
        spans = reading.spans(reader, [topic], points.BEGINNING, points.END)
        return [raw for raw, _ in reading.read(reader, spans)]


def test_a_topic_and_its_recording_agree_on_every_pair_of_points(kafka: str, topics: Topics) -> None:
    """Offsets, offsets of partitions, times, ages and ends: the same records."""
    topic = topics("points", partitions=3)
    recorded = _recorded(kafka, topic)
    assert len(recorded) == 20
    times = sorted(raw.timestamp_ms or 0 for raw in recorded)
    middle = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(times[11] // 1000)) + f".{times[11] % 1000:03}"
    now_ms = int(time.time() * 1000)
    named = {text: points.parse(text.format(middle=middle), now_ms) for text in POINTS}
    with closing(reading.consumer(settings_for(kafka))) as reader:
        for start in named.values():
            for stop in named.values():
                spans = reading.spans(reader, [topic], start, stop)
                read = {(raw.partition, raw.offset) for raw, _ in reading.read(reader, spans)}
                held = {(raw.partition, raw.offset) for raw in recorded if points.contain(start, stop, raw)}
                assert read == held, (start, stop)


def test_what_was_deleted_meanwhile_is_an_error(kafka: str, topics: Topics) -> None:
    """Not a gap that nobody hears of."""
    topic = topics("deleted")
    produce(kafka, topic, (RawMessage(topic=topic, partition=0, offset=0, value=b"x"),))
    with closing(reading.consumer(settings_for(kafka))) as reader:
        (span,) = reading.spans(reader, [topic], points.BEGINNING, points.END)
        beyond = replace(span, first=50, end=60)
        with pytest.raises(OffsetOutOfRangeError):
            list(reading.read(reader, [beyond]))


class Growing:
    """A topic of two partitions with a record each, which gets a third and three records more while it is read."""

    def __init__(self, kafka: str, topics: Topics, start: points.Point) -> None:
        self._kafka, self._topic = kafka, topics("growing", partitions=2)
        self._produce(0, 1)
        self._until = time.monotonic() + 60
        self._start = start
        self.got: list[int] = []

    def _produce(self, *partitions: int) -> None:
        records = [RawMessage(topic=self._topic, partition=n, offset=0, value=b"x") for n in partitions]
        produce(self._kafka, self._topic, tuple(records))

    def read(self, count: int) -> list[int]:
        """The partitions of so many records, of which the second half are in the topic after it has grown."""
        with closing(reading.consumer(settings_for(self._kafka))) as reader:
            spans = reading.spans(reader, [self._topic], self._start, points.parse("never", 0))
            for raw, _ in reading.read(reader, spans, lambda: len(self.got) == count or time.monotonic() > self._until):
                self.got.append(raw.partition)
                if len(self.got) == count // 2:
                    self._grow(reader)
        return sorted(self.got)

    def _grow(self, reader: Any) -> None:
        admin = KafkaAdminClient(bootstrap_servers=self._kafka)
        admin.create_partitions({self._topic: 3})
        admin.close()
        self._produce(0, 1, 2)
        while len(reader.partitions_for_topic(self._topic)) < 3:
            assert time.monotonic() < self._until
            reader._cluster.request_update()
            time.sleep(0.1)


def test_a_topic_that_grows_is_read_with_what_it_gets(
    kafka: str, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On and on means all of it, the new partition from its beginning; one that was asked for alone stays alone."""
    monkeypatch.setattr(reading, "LOOK_EVERY_S", 0.0)
    assert Growing(kafka, topics, points.BEGINNING).read(5) == [0, 0, 1, 1, 2]
    assert Growing(kafka, topics, points.parse("0:0", 0)).read(2) == [0, 0]


def test_a_topic_made_anew_is_no_more_the_one_that_was_asked_for(
    kafka: str, topics: Topics, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its offsets say nothing about the records that were read before."""
    monkeypatch.setattr(reading, "LOOK_EVERY_S", 0.0)
    ids = iter("aab")
    monkeypatch.setattr(reading, "topic_id", lambda _reader: lambda _topic: next(ids))
    topic = topics("anew")
    with closing(reading.consumer(settings_for(kafka))) as reader:
        spans = reading.spans(reader, [topic], points.BEGINNING, points.parse("never", 0))
        with pytest.raises(TopicMissing, match="made anew"):
            list(reading.read(reader, spans))
