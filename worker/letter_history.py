"""How often a record was dead-lettered before, and of what: headers that outlive a redrive.

`dlq.attempts` counts; `dlq.history` is a JSON list of earlier deaths, oldest first, of which only the last few stay:

    [{"reason": "deadline_exceeded", "stage": "pool", "at": "2026-03-02T04:11:09.512Z", "version": "0.1.0",
      "source": "feeds.raw-2@7150"}]
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

import orjson

from worker.model import Headers

ATTEMPTS: Final = "dlq.attempts"
HISTORY: Final = "dlq.history"
HISTORY_MAX: Final = 10  # deaths
HISTORY_MAX_BYTES: Final = 4096
_WORD_MAX: Final = 120  # characters of a field; all of ours are shorter but for the names of topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """One time that a record was dead-lettered; `at` is the time of the dead letter, ISO 8601 in UTC."""

    reason: str
    stage: str
    at: str
    version: str
    source: str  # topic-partition@offset


def attempts(headers: Headers) -> int:
    """How often a record was dead-lettered; a broken header counts as never."""
    values = [value for name, value in headers if name == ATTEMPTS and value and value.isdigit()]
    return int(values[-1][:6]) if values else 0


def history(headers: Headers) -> tuple[Death, ...]:
    """The earlier deaths that are known; what is no such list, or too long to be ours, says nothing."""
    values = [value for name, value in headers if name == HISTORY and value]
    if not values or len(values[-1]) > HISTORY_MAX_BYTES:
        return ()
    try:
        return tuple(_death(item) for item in orjson.loads(values[-1])[-HISTORY_MAX:])
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return ()


def _death(item: dict[str, object]) -> Death:
    return Death(**{name: str(item[name])[:_WORD_MAX] for name in Death.__slots__})


def kept(headers: Headers) -> Iterator[tuple[str, bytes]]:
    """The history that a record came with, as the header its next dead letter has."""
    if deaths := history(headers):
        yield history_header(deaths)


def history_header(deaths: Sequence[Death]) -> tuple[str, bytes]:
    """The header that holds the last of `deaths`: as many as there may be, and as fit."""
    deaths = deaths[-HISTORY_MAX:]
    while len(text := orjson.dumps([asdict(death) for death in deaths])) > HISTORY_MAX_BYTES:
        deaths = deaths[1:]
    return HISTORY, text


def iso(timestamp_ms: int | None) -> str:
    """A record's time in words; empty for none, or one that is no time."""
    try:
        moment = datetime.fromtimestamp((timestamp_ms or 0) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return "" if timestamp_ms is None else moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
