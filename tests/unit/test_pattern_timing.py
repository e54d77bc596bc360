"""The measure by which patterns are judged: it tells a quadratic one."""

import re

import pytest
from pattern_timing import grows_faster_than_its_text

PIECES = ("x", " ", "a", "ab ")


@pytest.mark.parametrize(
    ("pattern", "piece"), [(r"a*b", "a"), (r"\s+$", " "), (r"[a-z]+\.", "x"), (r"(?:a|c)*?!", "a")]
)
def test_a_quadratic_pattern_is_found(pattern: str, piece: str) -> None:
    """By the first piece that it takes long for."""
    assert grows_faster_than_its_text(re.compile(pattern), PIECES, 10_000) == piece


@pytest.mark.parametrize("pattern", [r"a{1,20}b", r"\s{1,8}$", r"[^.]{0,300}\.", r"x|a|b"])
def test_a_linear_pattern_passes(pattern: str) -> None:
    """However long it takes for each letter."""
    assert grows_faster_than_its_text(re.compile(pattern), PIECES, 100_000) is None


def test_what_is_only_matched_is_not_searched() -> None:
    """A search may be quadratic where a match is not."""
    pattern = re.compile(r"a*b")
    assert grows_faster_than_its_text(pattern, ["a"], 10_000) == "a"
    assert grows_faster_than_its_text(pattern, ["a"], 10_000, searched=False) is None
