"""Records in flight: bounded, completed in any order, given back in offset order per partition."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from worker.endpoints import Offsets, Position
from worker.model import Handled, RawMessage


@dataclass(slots=True)
class Entry:
    """One record in flight; `handled` arrives later."""

    raw: RawMessage
    handled: Handled | None = None


def size_of(raw: RawMessage) -> int:
    """Bytes a record keeps in memory, near enough."""
    return len(raw.value or b"") + len(raw.key or b"") + 256


class Window:
    """Admits records up to a count and a size; `ready` gives finished ones in order, `positions` what to commit.

    Soft by one poll: a record is admitted whole, so `bytes` may pass its bound by what one poll returned.
    """

    def __init__(self, max_records: int, max_bytes: int) -> None:
        self.max_records = max_records
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: dict[int, Entry] = {}
        self._queues: dict[Position, deque[int]] = {}
        self._positions: dict[Position, int] = {}
        self._void: dict[int, int] = {}  # sizes of dropped records whose results have not come: memory all the same
        self._next_ticket = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def room(self) -> int:
        """How many records may still come; 0 = full."""
        used = len(self._entries) + len(self._void)
        return 0 if self.bytes >= self.max_bytes else max(0, self.max_records - used)

    @property
    def positions(self) -> Offsets:
        """Next offset per partition after everything `ready` gave out since the last `committed`."""
        return self._positions

    def admit(self, raw: RawMessage) -> int:
        """The ticket under which the record's result will be completed."""
        ticket, self._next_ticket = self._next_ticket, self._next_ticket + 1
        self._entries[ticket] = Entry(raw)
        self._queues.setdefault((raw.topic, raw.partition), deque()).append(ticket)
        self.bytes += size_of(raw)
        return ticket

    def complete(self, ticket: int, handled: Handled) -> None:
        """Note a result; one whose record was dropped meanwhile is ignored."""
        if entry := self._entries.get(ticket):
            entry.handled = handled
        self.bytes -= self._void.pop(ticket, 0)

    def ready(self) -> Iterator[tuple[Entry, Handled]]:
        """Finished records in offset order per partition, each given once.

        The position moves when the consumer of this iterator comes back for the next one, so an exception
        between two records leaves the first of them uncounted.
        """
        for position, queue in list(self._queues.items()):
            while queue and (entry := self._entries[queue[0]]).handled is not None:
                yield entry, entry.handled
                del self._entries[queue.popleft()]
                self.bytes -= size_of(entry.raw)
                self._positions[position] = entry.raw.offset + 1
            if not queue:
                del self._queues[position]

    def committed(self) -> None:
        """Forget the positions: they are durable."""
        self._positions = {}

    def drop(self, partitions: frozenset[Position]) -> None:
        """Forget the partitions' records and positions: they belong to another member now."""
        for position in partitions:
            for ticket in self._queues.pop(position, ()):
                self._forget(ticket)
            self._positions.pop(position, None)

    def _forget(self, ticket: int) -> None:
        entry = self._entries.pop(ticket)
        size = size_of(entry.raw)
        if entry.handled is None:  # whoever works on it keeps it until then
            self._void[ticket] = size
        else:
            self.bytes -= size

    def clear(self) -> None:
        """Forget everything."""
        self.drop(frozenset(self._queues) | frozenset(self._positions))

    def oldest(self) -> dict[Position, int]:
        """The offset each partition waits for."""
        return {position: self._entries[queue[0]].raw.offset for position, queue in self._queues.items() if queue}

    def oldest_timestamps(self) -> dict[Position, int]:
        """The broker timestamp (ms) of the record each partition waits for, where it has one."""
        heads = ((position, self._entries[queue[0]].raw.timestamp_ms) for position, queue in self._queues.items())
        return {position: timestamp for position, timestamp in heads if timestamp is not None}
