"""Where reading a topic begins or ends, as it is typed: an offset, a time, an age, or an end of the topic."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from worker.model import RawMessage

WORDS: Final = (
    "beginning, end, an offset (1200), offsets of partitions (0:100,2:250), a time (2026-03-01T06:00Z), an age"
)

# 90s   15m   2h   3d
_AGE: Final = re.compile(r"([0-9]{1,9})([smhd])", re.ASCII)
_OFFSET: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
# 0:100,2:250
_OFFSETS: Final = re.compile(r"[0-9]{1,9}:[0-9]{1,18}(?:,[0-9]{1,9}:[0-9]{1,18})*", re.ASCII)
_SECONDS: Final[Mapping[str, int]] = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class Kind(StrEnum):
    """What a point is told by."""

    BEGINNING = "beginning"
    END = "end"  # as of the start of reading
    NEVER = "never"  # goes on until told to stop
    OFFSET = "offset"  # of every partition
    OFFSETS = "offsets"  # of the partitions named
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place in every partition of a topic; `time_ms` is since 1970, UTC."""

    kind: Kind
    offset: int = 0
    offsets: Mapping[int, int] = field(default_factory=dict)
    time_ms: int = 0


BEGINNING: Final = Point(kind=Kind.BEGINNING)
END: Final = Point(kind=Kind.END)


def parse(text: str, now_ms: int) -> Point:
    """The point that `text` names; a time without zone is UTC.  Raises ValueError."""
    if text in (Kind.BEGINNING, Kind.END, Kind.NEVER):
        return Point(kind=Kind(text))
    if _OFFSET.fullmatch(text):
        return Point(kind=Kind.OFFSET, offset=int(text))
    if _OFFSETS.fullmatch(text):
        pairs = (pair.split(":") for pair in text.split(","))
        return Point(kind=Kind.OFFSETS, offsets={int(partition): int(offset) for partition, offset in pairs})
    return Point(kind=Kind.TIME, time_ms=time_ms(text, now_ms))


def time_ms(text: str, now_ms: int) -> int:
    """Milliseconds since 1970 of a time or an age.  Raises ValueError."""
    if age := _AGE.fullmatch(text):
        return now_ms - int(age[1]) * _SECONDS[age[2]] * 1000
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is none of: {WORDS} (90s, 15m, 2h, 3d)") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def contain(start: Point, stop: Point, raw: RawMessage) -> bool:
    """Whether a recorded record lies between two points, as it would in its topic; one without a time always does."""
    return _reached(start, raw) and (stop.kind in (Kind.END, Kind.NEVER) or not _reached(stop, raw))


def _reached(point: Point, raw: RawMessage) -> bool:
    match point.kind:
        case Kind.OFFSET:
            return raw.offset >= point.offset
        case Kind.OFFSETS:
            return raw.partition in point.offsets and raw.offset >= point.offsets[raw.partition]
        case Kind.TIME:
            return raw.timestamp_ms is None or raw.timestamp_ms >= point.time_ms
        case Kind.END:
            return False
        case _:
            return True
