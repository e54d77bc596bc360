"""A recording at a glance: what it holds, from where and when, and whether it is whole.  Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from worker import logs
from worker.dead_letters.letter import place_name
from worker.differences.outputs import Kind, output_of
from worker.figures import Times, most
from worker.model import RawMessage

MOST = 12
Name = tuple[str, int]  # topic, partition


@dataclass(slots=True)
class Part:
    """One partition."""

    records: int = 0
    bytes: int = 0
    first: int | None = None
    last: int | None = None
    times: Times = field(default_factory=Times)

    def add(self, raw: RawMessage) -> None:
        """Take a record in."""
        self.records += 1
        self.bytes += size_of(raw)
        self.first = raw.offset if self.first is None else min(self.first, raw.offset)
        self.last = raw.offset if self.last is None else max(self.last, raw.offset)
        self.times.add(raw.timestamp_ms)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "records": self.records,
            "bytes": self.bytes,
            "offsets": [self.first, self.last],
            "times": self.times.pair,
        }


@dataclass(slots=True)
class Survey:
    """A recording; `manifest` None: it is none.  `problem`: what is wrong with it, None when it is whole."""

    file: str
    manifest: Mapping[str, Any] | None = None
    problem: str | None = None
    parts: dict[Name, Part] = field(default_factory=dict)
    largest: tuple[int, str] = (0, "")
    tombstones: int = 0
    without_key: int = 0
    formats: Counter[str] = field(default_factory=Counter)  # and reasons of what has none
    outcomes: Counter[str] = field(default_factory=Counter)  # of records that are outputs
    agencies: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def records(self) -> int:
        """How many there are, as far as it could be read."""
        return sum(part.records for part in self.parts.values())

    def add(self, raw: RawMessage) -> bool:
        """Take a record in; whether it is an output of the worker, whose format is known."""
        self.parts.setdefault((raw.topic, raw.partition), Part()).add(raw)
        self.largest = max(self.largest, (size_of(raw), place_name(raw.topic, raw.partition, raw.offset)))
        self.tombstones += raw.value is None
        self.without_key += raw.key is None
        if (output := output_of(raw)) is None:
            return False
        self.outcomes[output.kind] += 1
        if output.kind is Kind.ARTICLE:
            self.agencies[output.agency] += 1
        else:
            self.reasons[str(output.tree["dlq"]["reason"])] += 1
        return True


def size_of(raw: RawMessage) -> int:
    """Bytes of key, value and headers."""
    named = sum(len(name.encode()) + len(value or b"") for name, value in raw.headers)
    return len(raw.key or b"") + len(raw.value or b"") + named


def as_json(survey: Survey) -> dict[str, Any]:
    """For programs."""
    return {
        "file": survey.file,
        "whole": survey.problem is None,
        "problem": survey.problem,
        "manifest": survey.manifest,
        "records": survey.records,
        "partitions": [
            {"topic": topic, "partition": number, **part.as_json()}
            for (topic, number), part in sorted(survey.parts.items())
        ],
        "largest": {"bytes": survey.largest[0], "at": survey.largest[1]},
        "tombstones": survey.tombstones,
        "without_key": survey.without_key,
        **{name: dict(getattr(survey, name)) for name in ("formats", "outcomes", "reasons", "agencies")},
    }


def lines(survey: Survey) -> Iterator[str]:
    """For people."""
    state = "whole, SHA-256 as written" if survey.problem is None else survey.problem
    yield f"{survey.file}: {survey.records} records, {state}"
    if survey.manifest is None:
        return
    yield from (f"  {name:<11} {logs.clean(text)}" for name, text in _about(survey.manifest))
    if survey.parts:
        yield from _table(survey)
        yield f"  largest     {survey.largest[0]} bytes at {survey.largest[1]}"
        yield f"  without     key: {survey.without_key}, value: {survey.tombstones}"
    for name in ("formats", "outcomes", "reasons", "agencies"):
        if counter := getattr(survey, name):
            yield f"  {name:<11} {most(counter, MOST)}"


def _about(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that the manifest says beside its version and ranges."""
    known = ("agencyfeed_recording", "topics")
    yield from ((name, str(value)) for name, value in manifest.items() if name not in known)


def _table(survey: Survey) -> Iterator[str]:
    rows = [("partition", "records", "bytes", "offsets", "times")]
    for (topic, number), part in sorted(survey.parts.items()):
        offsets = f"{part.first} to {part.last}"
        rows.append((f"{topic}-{number}", str(part.records), str(part.bytes), offsets, str(part.times)))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for name, records, size, offsets, times in rows:
        numbers = f"{records:>{widths[1]}}  {size:>{widths[2]}}"
        yield f"  {name:{widths[0]}}  {numbers}  {offsets:{widths[3]}}  {times}"
