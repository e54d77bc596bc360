"""A topic read from here to there without a group: partitions are assigned, no offset is ever committed."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError

from worker.kafka import client as kafka_client
from worker.kafka.check import TopicMissing
from worker.kafka.losses import TopicIdentity, topic_id
from worker.model import RawMessage
from worker.points import Kind, Point
from worker.recording import Ranges
from worker.recording_lines import TimestampType
from worker.settings.loading import Settings

POLL_S = 0.2
POLL_RECORDS_MAX = 500
LOG_APPEND_TIME = 1  # of a record's timestamp type
REQUEST_TIMEOUT_MS = 30_000
LOOK_EVERY_S = 10.0  # at topics that are read on and on; the client itself asks every five minutes
STALL_S = 60.0  # without a record that is there

Offsets = Mapping[TopicPartition, int]
Recorded = tuple[RawMessage, TimestampType]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Offsets [first, end) of a partition; `end` None: whatever comes.  `lost`: asked for, and deleted meanwhile."""

    topic: str
    partition: int
    first: int
    end: int | None
    lost: int = 0
    beginning: int = 0  # first offset that the partition still has

    @property
    def size(self) -> int:
        """How many offsets, not all of which need hold a record."""
        return 0 if self.end is None else self.end - self.first


def consumer(settings: Settings, isolation: str = "read_committed") -> Any:
    """A consumer of no group."""
    return KafkaConsumer(
        **kafka_client.connection(settings),
        group_id=None,
        auto_offset_reset="none",  # what was deleted under our hands is an error, not a gap that nobody hears of
        enable_auto_commit=False,
        isolation_level=isolation,
        allow_auto_create_topics=False,
        fetch_max_bytes=settings.fetch_max_bytes,
        max_partition_fetch_bytes=settings.max_partition_fetch_bytes,
        metrics_enabled=False,
    )


def spans(reader: Any, topics: Sequence[str], start: Point, stop: Point) -> list[Span]:
    """The spans of every partition of `topics` (those that `start` names, when it names some), ends as of now.

    Raises TopicMissing.
    """
    return [span for topic in topics for span in _spans_of(reader, topic, start, stop)]


def _spans_of(reader: Any, topic: str, start: Point, stop: Point) -> Iterator[Span]:
    there = reader.partitions_for_topic(topic)
    if not there:
        raise TopicMissing(f"topic {topic} does not exist, or we may not DESCRIBE it")
    numbers = sorted(there if start.kind is not Kind.OFFSETS else set(start.offsets) & there)
    partitions = [TopicPartition(topic, number) for number in numbers]
    first, last = _asked(reader.beginning_offsets, partitions), _asked(reader.end_offsets, partitions)
    starts, stops = _offsets(reader, start, first, last), _offsets(reader, stop, first, last)
    for tp in partitions:
        wanted = starts[tp]
        begins = min(max(wanted, first[tp]), last[tp])
        end = None if stop.kind is Kind.NEVER else min(max(stops[tp], begins), last[tp])
        yield Span(
            topic=topic,
            partition=tp.partition,
            first=begins,
            end=end,
            lost=max(0, first[tp] - wanted),
            beginning=first[tp],
        )


def _asked(question: Callable[..., Any], what: object) -> Any:
    return question(what, timeout_ms=REQUEST_TIMEOUT_MS)


def _offsets(reader: Any, point: Point, first: Offsets, last: Offsets) -> Offsets:
    match point.kind:
        case Kind.BEGINNING:
            return first
        case Kind.OFFSET:
            return dict.fromkeys(first, point.offset)
        case Kind.OFFSETS:
            return {tp: point.offsets.get(tp.partition, end) for tp, end in last.items()}
        case Kind.TIME:
            found = _asked(reader.offsets_for_times, dict.fromkeys(first, point.time_ms))
            return {tp: found[tp].offset if found.get(tp) else end for tp, end in last.items()}
        case _:
            return last


def ranges(given: Sequence[Span]) -> Ranges:
    """The spans as a manifest names them; one without an end is not known beforehand and left out."""
    topics: dict[str, dict[int, tuple[int, int]]] = {}
    for span in given:
        if span.end is not None:
            topics.setdefault(span.topic, {})[span.partition] = (span.first, span.end)
    return topics


def read(reader: Any, given: Sequence[Span], stopped: Callable[[], bool] = lambda: False) -> Iterator[Recorded]:
    """Every record of the spans, in offset order per partition, until all are done or `stopped`.

    A topic that is read on and on is read with the partitions that it gets meanwhile.

    Raises KafkaError for what cannot be read, OffsetOutOfRangeError when records were deleted meanwhile, TopicMissing
    when a topic was.
    """
    ends = {TopicPartition(span.topic, span.partition): span.end for span in given if span.size or span.end is None}
    reader.assign(list(ends))
    reader.resume(*ends)  # those that an earlier reading paused
    for span in given:
        if (tp := TopicPartition(span.topic, span.partition)) in ends:
            reader.seek(tp, span.first)
    watch = _Watch(bounded=all(end is not None for end in ends.values()))
    following = _Following(reader, given)
    while ends and not stopped():
        ends |= dict.fromkeys(following.grown())
        for tp, batch in reader.poll(timeout_ms=int(POLL_S * 1000), max_records=POLL_RECORDS_MAX).items():
            end = ends.get(tp)
            yield from (_recorded(record) for record in batch if end is None or record.offset < end)
        positions = {tp: _position(reader, tp) for tp in ends}
        watch.look(positions)
        for tp in [tp for tp, end in ends.items() if end is not None and positions[tp] >= end]:
            del ends[tp]
            reader.pause(tp)


class _Following:
    """Looks after topics that are read without end: whether they are the same still, and what partitions they got."""

    def __init__(self, reader: Any, given: Sequence[Span]) -> None:
        self._reader = reader
        self._identity = TopicIdentity(topic_id(reader))
        self._look_at = 0.0
        self._known: dict[str, set[int]] = {}
        for span in given:
            if span.end is None:
                self._known.setdefault(span.topic, set()).add(span.partition)
        for topic in [topic for topic, known in self._known.items() if known != set(self._there(topic))]:
            del self._known[topic]  # some of its partitions were asked for, not the topic

    def grown(self) -> list[TopicPartition]:
        """Partitions that came, to be read from their beginning: nothing was read of them, nothing is missed."""
        if not self._known or (now := time.monotonic()) < self._look_at:
            return []
        self._look_at = now + LOOK_EVERY_S
        if renewed := self._identity.renewed(self._known):
            raise TopicMissing(f"topic {min(renewed)} was deleted and made anew while it was read")
        new = [TopicPartition(topic, n) for topic, known in self._known.items() for n in self._there(topic) - known]
        if new:
            self._reader.assign([*self._reader.assignment(), *new])
            self._reader.seek_to_beginning(*new)
        for tp in new:
            self._known[tp.topic].add(tp.partition)
        return new

    def _there(self, topic: str) -> set[int]:
        return set(self._reader.partitions_for_topic(topic) or ())


class _Watch:
    """Ends a wait for records that are known to be there."""

    def __init__(self, *, bounded: bool) -> None:
        self._bounded = bounded
        self._seen: Offsets = {}
        self._since = time.monotonic()

    def look(self, positions: Offsets) -> None:
        """Raises KafkaTimeoutError when no position has moved for long."""
        now = time.monotonic()
        if positions != self._seen:
            self._seen, self._since = positions, now
        elif self._bounded and now - self._since > STALL_S:
            raise KafkaTimeoutError(f"nothing came for {STALL_S:.0f} s of {', '.join(map(str, sorted(positions)))}")


def _position(reader: Any, tp: TopicPartition) -> int:
    """What the next poll begins with; beyond transaction markers and gaps, which hold no record."""
    try:
        return int(reader.position(tp, timeout_ms=0) or 0)
    except KafkaError:
        return 0


def _recorded(record: Any) -> Recorded:
    raw = RawMessage(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp_ms=None if record.timestamp is None or record.timestamp < 0 else record.timestamp,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
    )
    return raw, "log_append" if record.timestamp_type == LOG_APPEND_TIME else "create"
