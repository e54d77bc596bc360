"""The pool's part of the settings, and its kill breaker."""

from collections import deque
from dataclasses import dataclass, field

from worker.model import Limits
from worker.pool.jail import Jail
from worker.settings.loading import Settings

_MINUTE_S = 60.0
WINDOW_RECORDS_MIN = 2  # one being worked on, one waiting: a child never idles while the parent reads its answer
WINDOW_RECORDS_MAX = 32  # 1 ms records last for a commit of 25 ms
WINDOW_BYTES = 512 * 1024  # fits the socket's buffer: the child can fetch it while the parent is busy elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """How many children, and what each may use."""

    workers: int = 1
    cpu_deadline_s: float = 10.0
    wall_deadline_s: float = 30.0
    child_memory_bytes: int = 512 * 1024 * 1024
    recycle_records: int = 10_000
    recycle_rss_bytes: int = 400 * 1024 * 1024
    kills_per_minute_max: int = 20
    record: Limits = field(default_factory=Limits)

    @classmethod
    def of(cls, settings: Settings) -> "PoolLimits":
        """What `settings` say about the pool."""
        return cls(
            workers=settings.workers,
            cpu_deadline_s=settings.record_cpu_deadline_s,
            wall_deadline_s=settings.record_wall_deadline_s,
            child_memory_bytes=settings.child_memory_bytes,
            recycle_records=settings.child_recycle_records,
            recycle_rss_bytes=settings.child_recycle_rss_bytes,
            kills_per_minute_max=settings.pool_kills_per_minute_max,
            record=settings.limits,
        )

    @property
    def jail(self) -> Jail:
        """What a child is held to."""
        return Jail(memory_bytes=self.child_memory_bytes, cpu_deadline_s=self.cpu_deadline_s)


class KillBreaker:
    """Open while more than `most` children were lost within the last minute."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kills: deque[float] = deque(maxlen=most + 1)

    def record(self, now: float) -> bool:
        """Count a lost child; True when this one opens the breaker."""
        was_open = self.closes_at(now) is not None
        self._kills.append(now)
        return not was_open and self.closes_at(now) is not None

    def closes_at(self, now: float) -> float | None:
        """When the minute will hold no more than `most` kills again; None when it does."""
        if len(self._kills) <= self._most or self._kills[0] + _MINUTE_S <= now:
            return None
        return self._kills[0] + _MINUTE_S
