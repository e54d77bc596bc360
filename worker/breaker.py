"""When to stop consuming rather than drain a topic into the dead-letter topic (the rule of arroyo's DlqLimit)."""

import sys
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple


class Trip(NamedTuple):
    """Why it opened: a word for the metric, a sentence for the log."""

    cause: str  # consecutive | ratio
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerLimits:
    """`max_consecutive` dead letters in a row, or more than `max_ratio` of the last `window` records."""

    max_consecutive: int = 100
    max_ratio: float = 0.5
    window: int = 200
    cooldown_s: float = 30.0


NEVER = BreakerLimits(max_consecutive=sys.maxsize, max_ratio=1.0)  # of files: no topic is drained that could wait


class Breaker:
    """Closed until dead letters pass a limit; then open for `cooldown_s`; then closed with a clean slate.

    Decisions take `now` (seconds, monotonic): no clock in here.
    """

    def __init__(self, limits: BreakerLimits) -> None:
        self.limits = limits
        self._recent: deque[bool] = deque(maxlen=limits.window)
        self._dead = 0
        self._consecutive = 0
        self._open_until = float("-inf")

    def record(self, *, dead: bool, now: float) -> Trip | None:
        """Note one outcome; why the breaker opened just now, else None."""
        if len(self._recent) == self._recent.maxlen:
            self._dead -= self._recent[0]
        self._recent.append(dead)
        self._dead += dead
        self._consecutive = self._consecutive + 1 if dead else 0
        if self.is_open(now) or (why := self._excess()) is None:
            return None
        self.open(now + self.limits.cooldown_s)
        return why

    def _excess(self) -> Trip | None:
        if self._consecutive >= self.limits.max_consecutive:
            return Trip("consecutive", f"{self._consecutive} dead letters in a row")
        full = len(self._recent) == self.limits.window
        if full and self._dead > self.limits.max_ratio * self.limits.window:
            return Trip("ratio", f"{self._dead} dead letters among the last {self.limits.window} records")
        return None

    def open(self, until: float) -> None:
        """Open until that time and forget the past: the next limit is reached by new records only."""
        self._open_until = max(self._open_until, until)
        self._recent.clear()
        self._dead = self._consecutive = 0

    def is_open(self, now: float) -> bool:
        """Whether consumption pauses."""
        return now < self._open_until
