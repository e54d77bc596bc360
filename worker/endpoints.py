"""What the loop asks of its two ends, whatever stands behind them: Kafka or files.

tests/contract runs one suite over every implementation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from worker.model import Outcome, RawMessage

Position = tuple[str, int]  # (topic, partition)
Offsets = Mapping[Position, int]  # next offset to read


class DeliveryFailed(Exception):  # noqa: N818 - the loop's word: rewind and try again
    """What was published since the last checkpoint may be gone: abandon it and rewind the source."""


class NotProduced(DeliveryFailed):
    """An output record could not be delivered."""


class NotCommitted(Exception):  # noqa: N818
    """Everything published is durable, its offsets are not yet: poll, then ask for the same checkpoint again."""


class Fenced(Exception):  # noqa: N818
    """Another live process holds our identity: leave, do not fight for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One poll: `revoked` partitions' work is void and comes before `records`.

    `rebalanced`: group membership changed, so nothing begun under the old one may be committed transactionally.
    `lost`: how many offsets of a partition were deleted before they were read.
    """

    records: tuple[RawMessage, ...] = ()
    revoked: frozenset[Position] = frozenset()
    rebalanced: bool = False
    lost: Offsets = field(default_factory=dict)


class Source(Protocol):
    """Where raw messages come from, in offset order per partition."""

    @property
    def exhausted(self) -> bool:
        """Whether no poll will ever give a record again (files; never Kafka)."""

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """Up to `max_records` records; waits at most `timeout_s`.  Must be called often even when paused."""

    def pause(self) -> None:
        """Stop handing out records, stay a member; holds for partitions assigned later too."""

    def resume(self) -> None:
        """Undo `pause`."""

    def rewind(self) -> None:
        """Every assigned partition back to its last checkpoint."""

    def assigned(self) -> frozenset[Position]:
        """The partitions now owned."""

    def position(self, position: Position) -> int | None:
        """The next offset the partition will hand out, from what is already known; None when it is not."""

    def lag(self) -> Offsets:
        """Records not yet handed out, per assigned partition, from what is already known (no request)."""

    def confirm_behind(self, position: Position, offset: int) -> bool:
        """Whether the source certainly holds a record at or after `offset`; False when it cannot be asked."""

    def close(self) -> None:
        """Leave."""


class Delivery(Protocol):
    """Where outcomes go.  Nothing counts until `checkpoint` returned."""

    @property
    def void_on_rebalance(self) -> bool:
        """Whether what was published since the last checkpoint cannot be committed under a new membership."""

    @property
    def in_flight(self) -> int:
        """Output records handed over and not yet acknowledged."""

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Hand over what `outcome` makes of `raw`; never waits for the broker.  May raise DeliveryFailed."""

    def checkpoint(self, offsets: Offsets) -> None:
        """Make everything published durable together with `offsets`.

        Raises DeliveryFailed, Fenced, or (where offsets travel apart) NotCommitted.
        """

    def abandon(self) -> None:
        """Void what was published since the last checkpoint as far as the mode allows, and be usable again."""

    def close(self) -> None:
        """Release; unfinished work is void."""
