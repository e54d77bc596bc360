"""Small figures that reports are made of: what is most frequent, and from when to when."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from worker import logs
from worker.letter_history import iso


def most(counter: Counter[Any], shown: int) -> str:
    """The most frequent in words, `html 12, nitf 3, 4 more`: cleaned for a terminal, as they may come from feeds."""
    named = [f"{logs.clean(str(name))} {count}" for name, count in counter.most_common(shown)]
    return ", ".join(named) + (f", {len(counter) - shown} more" if len(counter) > shown else "")


@dataclass(slots=True)
class Times:
    """The oldest and the newest of some timestamps, in milliseconds since 1970; None while there was none."""

    oldest_ms: int | None = None
    newest_ms: int | None = None

    def add(self, timestamp_ms: int | None) -> None:
        """Take one in; None is none."""
        if timestamp_ms is not None:
            self.oldest_ms = timestamp_ms if self.oldest_ms is None else min(self.oldest_ms, timestamp_ms)
            self.newest_ms = timestamp_ms if self.newest_ms is None else max(self.newest_ms, timestamp_ms)

    @property
    def pair(self) -> list[str]:
        """Both in ISO 8601, empty for none."""
        return [iso(self.oldest_ms), iso(self.newest_ms)]

    def __str__(self) -> str:
        return " to ".join(self.pair) if self.oldest_ms is not None else "-"
