"""One contract for what lies between two points: of a topic that is read, and of a recording of it."""

import time
from contextlib import closing
from dataclasses import replace

import pytest
from kafka.errors import OffsetOutOfRangeError
from kafka_ends import Topics, produce, settings_for

from worker import points
from worker.kafka import reading
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
