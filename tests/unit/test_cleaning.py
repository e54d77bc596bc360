"""Cleaning: lines are lines, and nothing unsafe is left in either."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.cleaning import line, paragraph_lines, safe

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a \t b\nc\r\nd\u2028e\x85f\x0cg", "a b c d e f g"),
        ("\u202elived\u202c", "lived"),
        ("می‌روم \u200fכן", "می‌روم \u200fכן"),
        ("a\u00a0b", "a b"),
        ("\x1b[2J", "[2J"),
    ],
)
def test_a_line_is_one_line(text: str, cleaned: str) -> None:
    """White space of every kind is one space; joiners and direction marks that scripts need stay."""
    assert line(text) == cleaned


def test_paragraph_lines_keep_rows_and_cells() -> None:
    """Tables and verse keep their shape, blank lines go."""
    assert paragraph_lines("Year\t Cost \n\n 2024\t5\r\nend") == "Year\tCost\n2024\t5\nend"


@given(st.text(st.characters()))
def test_nothing_unsafe_is_left(text: str) -> None:
    """Whatever comes in can be encoded, printed and dumped."""
    for cleaned in (safe(text), line(text), paragraph_lines(text)):
        cleaned.encode()
        assert not UNSAFE.search(cleaned)
    assert "\n" not in line(text)


@given(st.text() | st.text(alphabet=" a\u00a0\u3000\t\n\u2028\u202e\ufeff"))
def test_the_quick_look_gives_what_the_long_one_gives(text: str) -> None:
    """Texts that need no cleaning are told without touching them."""
    cleaned = "".join(character for character in " ".join(text.split()) if safe(f"\n{character}") != "\n")
    assert line(text) == cleaned
    assert paragraph_lines(text) == "\n".join(
        filter(None, ("\t".join(map(line, row.split("\t"))).strip() for row in text.replace("\r", "\n").split("\n")))
    )
