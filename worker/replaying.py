"""Whether a recording may be played into a topic, where each record goes and when.  Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from worker.figures import Times
from worker.model import RawMessage

BATCH_OVERHEAD: Final = 128  # bytes that a batch of one record has beside key, value and headers, generously
HEADER_OVERHEAD: Final = 8


class Refusal(StrEnum):
    """What can be said against playing a recording into a topic; each can be overridden by its name."""

    PARTITIONS = "partitions"  # fewer than recorded; overridden: recorded partition modulo those there are
    SIZE = "size"  # records over max.message.bytes; overridden: they are left out
    RETENTION = "retention"  # old timestamps: deleted at the next cleaning; overridden: sent all the same
    COMPACTION = "compaction"  # records without key in a compacted topic; overridden: they are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFacts:
    """What a topic does with records; None: no limit, or not known."""

    name: str
    partitions: int
    max_message_bytes: int | None = None
    retention_ms: int | None = None
    compacted: bool = False
    stamps_itself: bool = False  # message.timestamp.type=LogAppendTime
    oldest_accepted_ms: int | None = None  # before now; the broker refuses older timestamps


@dataclass(slots=True, kw_only=True)
class Contents:
    """What a recording holds for one topic."""

    records: int = 0
    partitions: int = 0  # highest number + 1
    largest: int = 0
    times: Times = field(default_factory=Times)
    without_key: int = 0

    def add(self, raw: RawMessage) -> None:
        """Take a record into account."""
        self.records += 1
        self.partitions = max(self.partitions, raw.partition + 1)
        self.largest = max(self.largest, record_size(raw))
        self.without_key += raw.key is None
        self.times.add(raw.timestamp_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What of a record is kept: its partition (else chosen by its key), its timestamp (else now), its key."""

    partition: bool = True
    timestamp: bool = True
    key: bool = True


@dataclass(frozen=True, slots=True)
class Objection:
    """One thing against it; without `refusal` it cannot be overridden."""

    refusal: Refusal | None
    text: str


def record_size(raw: RawMessage) -> int:
    """Bytes of a record as `max.message.bytes` counts them before compression, at most."""
    named = sum(len(name.encode()) + len(value or b"") + HEADER_OVERHEAD for name, value in raw.headers)
    return len(raw.key or b"") + len(raw.value or b"") + named + BATCH_OVERHEAD


def survey(records: Iterable[RawMessage], targets: "Targets") -> dict[str, Contents]:
    """What goes to each target topic."""
    found: dict[str, Contents] = {}
    for raw in records:
        if (topic := targets.of(raw)) is not None:
            found.setdefault(topic, Contents()).add(raw)
    return found


@dataclass(frozen=True, slots=True)
class Targets:
    """Where records go: `all_to`, else by recorded topic; what neither names is left out."""

    all_to: str | None = None
    by_topic: Mapping[str, str] | None = None

    def of(self, raw: RawMessage) -> str | None:
        """The topic of a record, None for none."""
        return self.all_to or (self.by_topic or {}).get(raw.topic)


def objections(contents: Contents, topic: TopicFacts, keeping: Keeping, now_ms: int) -> Iterator[Objection]:
    """Everything that speaks against it, each with what to do about it."""
    if keeping.partition and contents.partitions > topic.partitions:
        yield Objection(
            Refusal.PARTITIONS,
            f"{topic.name} has {topic.partitions} partitions, the recording {contents.partitions}: add partitions, or "
            "--partitions by-key",
        )
    if topic.max_message_bytes is not None and contents.largest > topic.max_message_bytes:
        yield Objection(
            Refusal.SIZE,
            f"{topic.name} takes records of {topic.max_message_bytes} bytes, the largest is {contents.largest}: "
            "raise max.message.bytes",
        )
    if topic.compacted and (contents.without_key or not keeping.key):
        count = contents.without_key if keeping.key else contents.records
        yield Objection(Refusal.COMPACTION, f"{topic.name} is compacted and {count} records would be without key")
    yield from _objections_to_times(contents, topic, keeping, now_ms)


def _objections_to_times(contents: Contents, topic: TopicFacts, keeping: Keeping, now_ms: int) -> Iterator[Objection]:
    if not keeping.timestamp or topic.stamps_itself or contents.times.oldest_ms is None:
        return
    age_ms = now_ms - contents.times.oldest_ms
    if topic.oldest_accepted_ms is not None and age_ms > topic.oldest_accepted_ms:
        yield Objection(
            None,
            f"{topic.name} refuses timestamps older than {days(topic.oldest_accepted_ms)} "
            f"(message.timestamp.before.max.ms), the oldest is {days(age_ms)} old: raise it, or --timestamps now",
        )
    if topic.retention_ms is not None and age_ms > topic.retention_ms:
        yield Objection(
            Refusal.RETENTION,
            f"{topic.name} deletes what is older than {days(topic.retention_ms)} (retention.ms), the oldest record is "
            f"{days(age_ms)} old: set retention.ms=-1, or --timestamps now",
        )


def days(milliseconds: int) -> str:
    """A length of time for people."""
    hours = milliseconds / 3_600_000
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.1f} h"


@dataclass(slots=True)
class Pace:
    """When records are due: `speed` times as fast as they were recorded, or `rate` a second; neither: at once."""

    speed: float | None = None
    rate: float | None = None
    _began_ms: int | None = None
    _number: int = 0

    def due_s(self, raw: RawMessage) -> float:
        """Seconds after the first record; records must come in their order."""
        number, self._number = self._number, self._number + 1
        if self.rate is not None:
            return number / self.rate
        if self.speed is None or raw.timestamp_ms is None:
            return 0.0
        if self._began_ms is None:
            self._began_ms = raw.timestamp_ms
        return (raw.timestamp_ms - self._began_ms) / 1000 / self.speed
