"""What a redrive remembers: ranges of offsets that come back from text as they were."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.dead_letters import memory
from worker.dead_letters.memory import Ranges, Redriven
from worker.kafka.redriving import MemoryFull, commits_of

PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12)


def ranges_of(pairs: list[tuple[int, int]]) -> Ranges:
    """Ranges [first, first + length)."""
    found = Ranges()
    for first, length in pairs:
        found.add(first, first + length)
    return found


@given(pairs=PAIRS)
def test_ranges_are_the_set_of_their_offsets(pairs: list[tuple[int, int]]) -> None:
    """Disjoint, in order, never touching, and holding exactly what was added."""
    offsets = {offset for first, length in pairs for offset in range(first, first + length)}
    found = ranges_of(pairs)
    assert {offset for offset in range(80) if offset in found} == offsets
    items = list(found)
    assert all(one[1] < other[0] for one, other in pairwise(items))


@given(pairs=PAIRS, shift=st.integers(0, 2**60))
def test_text_and_back(pairs: list[tuple[int, int]], shift: int) -> None:
    """As a commit's metadata and as a state file."""
    found = ranges_of([(first + shift, length) for first, length in pairs])
    assert list(memory.from_text(memory.to_text(found))) == list(found)
    redriven = Redriven({("t", 3): found})
    assert list(memory.from_json(memory.to_json(redriven)).ranges["t", 3]) == list(found)


@pytest.mark.parametrize("text", ["", "r1:", "r1:zzz", "some other tool's", "r2:abc"])
def test_foreign_metadata_is_refused(text: str) -> None:
    """Another tool commits under this group: better to stop than to send everything again."""
    with pytest.raises(ValueError, match="metadata of the commit"):
        memory.from_text(text)


def test_gaps_without_letters_cost_nothing() -> None:
    """Transaction markers lie between letters: a topic redriven whole is one range."""
    redriven = Redriven()
    for offset in range(0, 3_000, 2):
        redriven.passed(("t", 0), offset, redriven=True)
    assert list(redriven.ranges["t", 0]) == [(0, 2_999)]


def test_letters_left_out_stay_to_be_redriven() -> None:
    """Those that another choice may want."""
    redriven = Redriven()
    for offset in range(6):
        redriven.passed(("t", 0), offset, redriven=offset % 3 == 0)
    assert [offset for offset in range(6) if redriven.has(("t", 0), offset)] == [0, 3]
    assert not redriven.has(("t", 1), 0)


def test_a_thousand_holes_fit_a_commit() -> None:
    """Every third letter of three thousand: text of less than 4 KiB."""
    assert len(memory.to_text(ranges_of([(offset, 1) for offset in range(0, 9_000, 3)]))) < 4_096


def test_what_was_deleted_is_forgotten() -> None:
    """Ranges before the partition's first offset."""
    found = ranges_of([(0, 5), (10, 5), (20, 5)])
    found.forget_before(12)
    assert list(found) == [(12, 15), (20, 25)]


def test_more_gaps_than_a_commit_can_note_are_refused() -> None:
    """Named, with the way out, before the transaction is committed."""
    random = Random(3)  # noqa: S311 - no secret
    scattered = Redriven({("t", 0): ranges_of([(random.randrange(10**9), 1) for _ in range(3_000)])})
    with pytest.raises(MemoryFull, match="more gaps than a group's commit can note: --state FILE"):
        commits_of(scattered)
