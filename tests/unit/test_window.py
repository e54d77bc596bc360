"""Records in flight: bounds, order, positions."""

from hypothesis import given
from hypothesis import strategies as st

from worker.model import Handled, RawMessage, Skipped, SkipReason
from worker.window import Window, size_of

DONE = Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE))


def message(offset: int, partition: int = 0, value: bytes = b"x") -> RawMessage:
    """A raw message of topic t."""
    return RawMessage(topic="t", partition=partition, offset=offset, value=value)


def offsets(window: Window) -> list[tuple[int, int]]:
    """What is ready now, as (partition, offset)."""
    return [(entry.raw.partition, entry.raw.offset) for entry, _ in window.ready()]


def test_order_is_kept_whatever_finishes_first() -> None:
    """A later record waits for an earlier one of its partition, not for other partitions."""
    window = Window(10, 10_000)
    first, second, other = (window.admit(m) for m in (message(5), message(6), message(9, partition=1)))
    window.complete(second, DONE)
    window.complete(other, DONE)
    assert offsets(window) == [(1, 9)]
    window.complete(first, DONE)
    assert offsets(window) == [(0, 5), (0, 6)]
    assert window.positions == {("t", 0): 7, ("t", 1): 10}


def test_positions_stand_still_at_an_exception_between_records() -> None:
    """A record whose publishing raised is not counted as done."""
    window = Window(10, 10_000)
    for offset in (1, 2):
        window.complete(window.admit(message(offset)), DONE)
    for entry, _ in window.ready():
        if entry.raw.offset == 2:
            break  # as an exception in the loop's body would
    assert window.positions == {("t", 0): 2}


def test_room_is_bounded_by_records_and_by_bytes() -> None:
    """Full means no room; finishing gives it back."""
    window = Window(2, 5_000)
    ticket = window.admit(message(0, value=b"x" * 6_000))
    assert window.room == 0
    window.complete(ticket, DONE)
    assert offsets(window) == [(0, 0)]
    assert (window.room, window.bytes) == (2, 0)


def test_revoked_partitions_leave_no_trace() -> None:
    """Neither records, nor bytes, nor positions, nor late results."""
    window = Window(10, 10_000)
    done = window.admit(message(0))
    window.complete(done, DONE)
    assert offsets(window) == [(0, 0)]
    late = window.admit(message(1))
    kept = window.admit(message(7, partition=1))
    window.drop(frozenset({("t", 0)}))
    window.complete(late, DONE)
    window.complete(kept, DONE)
    assert offsets(window) == [(1, 7)]
    assert (window.bytes, dict(window.positions)) == (0, {("t", 1): 8})


@given(
    partitions=st.lists(st.integers(0, 2), max_size=40),
    finish=st.randoms(use_true_random=False),
)
def test_every_record_comes_out_once_and_in_order(partitions: list[int], finish: object) -> None:
    """For any interleaving of completions."""
    window = Window(1_000, 1_000_000)
    admitted = [message(offset, partition) for offset, partition in enumerate(partitions)]
    tickets = [window.admit(raw) for raw in admitted]
    assert window.bytes == sum(map(size_of, admitted))
    finish.shuffle(tickets)  # type: ignore[attr-defined]
    given_out = []
    for ticket in tickets:
        window.complete(ticket, DONE)
        given_out += offsets(window)
    for partition in range(3):
        mine = [offset for number, offset in given_out if number == partition]
        assert mine == [raw.offset for raw in admitted if raw.partition == partition]
    assert (len(window), window.bytes) == (0, 0)


def test_dropped_records_take_room_until_their_results_came() -> None:
    """Children still work on them: after many rebalances memory would hold many windows."""
    window = Window(2, 10_000)
    tickets = [window.admit(message(offset)) for offset in (1, 2)]
    window.clear()
    assert (len(window), window.room) == (0, 0)
    for ticket in tickets:
        window.complete(ticket, DONE)
    assert (window.room, window.bytes) == (2, 0)


def test_dropped_records_that_were_done_take_none() -> None:
    """Their results have come already."""
    window = Window(2, 10_000)
    window.complete(window.admit(message(1)), DONE)
    window.clear()
    assert (window.room, window.bytes) == (2, 0)
