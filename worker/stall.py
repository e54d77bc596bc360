"""Notices a partition that has records and makes no progress: clients that silently stop fetching are real."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from worker.endpoints import Position


@dataclass(slots=True)
class _Seen:
    offset: int
    since: float


class StallWatch:
    """Positions as last seen; decisions take `now` (seconds, monotonic)."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._seen: dict[Position, _Seen] = {}

    def suspects(self, positions: Mapping[Position, int], now: float) -> list[Position]:
        """Partitions whose next offset has not moved for the time-out.  Forgets partitions that are not given."""
        self._seen = {position: self._seen[position] for position in positions if position in self._seen}
        for position, offset in positions.items():
            seen = self._seen.get(position)
            if seen is None or seen.offset != offset:
                self._seen[position] = _Seen(offset, now)
        return [position for position, seen in self._seen.items() if now - seen.since >= self._timeout_s]

    def excuse(self, positions: Iterable[Position], now: float) -> None:
        """Start their time anew: they had a reason (paused, nothing to read, broker away)."""
        for position in positions:
            if seen := self._seen.get(position):
                seen.since = now
