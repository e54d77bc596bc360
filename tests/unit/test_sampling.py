"""Samples: the same records every time."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from worker import sampling
from worker.model import RawMessage

RAW = RawMessage(topic="t", partition=0, offset=0, key=b"k")


def test_every_nth_is_told_by_the_offset() -> None:
    """So two recordings of halves of a topic sample what one of the whole does."""
    keeps = sampling.every(10)
    assert [offset for offset in range(35) if keeps(replace(RAW, offset=offset))] == [0, 10, 20, 30]


def test_a_share_of_keys_is_about_that_share() -> None:
    """5 % of 20,000 keys, give or take what chance allows."""
    keeps = sampling.share(0.05)
    kept = sum(keeps(replace(RAW, key=b"story-%d" % number)) for number in range(20_000))
    assert 850 < kept < 1_150


def test_records_without_key_are_sampled_by_position() -> None:
    """They are not all kept or all left out."""
    keeps = sampling.share(0.5)
    kept = sum(keeps(replace(RAW, key=None, offset=offset)) for offset in range(1_000))
    assert 400 < kept < 600


@given(key=st.binary(), offset=st.integers(0, 2**60), partition=st.integers(0, 99))
def test_a_key_is_in_or_out_with_all_its_records(key: bytes, offset: int, partition: int) -> None:
    """Wherever they stand; and what a small share keeps, a larger one keeps too; all of it keeps everything."""
    one, other = replace(RAW, key=key), replace(RAW, key=key, offset=offset, partition=partition, topic="u")
    assert sampling.share(0.3)(one) == sampling.share(0.3)(other)
    assert sampling.share(0.6)(one) or not sampling.share(0.3)(one)
    assert sampling.share(1.0)(one)
