"""Every pattern of the newsroom is linear, on the worst that was thought of for it."""

import re

import pytest
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of, rooms_of

from worker.formats.text import lines as text_lines
from worker.knowledge import notices, sections
from worker.knowledge.loading import load

KNOWLEDGE = load()
SIZE = 25_000  # a quadratic pattern takes a second for it
# names of sections are not looked at beyond so many characters: blanks on both sides of a divider
BOUNDED = {"sections._PATH": sections.LENGTH_MAX, "sections._AND": sections.LENGTH_MAX}
WORST = (
    "a", "A", " ", "1", "(", ")", "((", "/", "a/", "a/ ", "-", "- ", ". ", "May ", "May 1", "12", "12:", "12:30 ",
    "1.", "1. ", "1 هـ ", "+0", "月", "1月", "記者", "【", "a b ", "Aa", "by ", "and ", "(Reporting by ", "|", " | ",
    '<a href="', "{", "\u0300", "ا ", "dpa:240516-99-", "_", "=", "''", ", and ",
)  # fmt: skip


def _patterns() -> list[tuple[str, Pattern]]:
    found = patterns_of([*rooms_of("worker.newsroom", "worker.knowledge"), text_lines])
    rows = [(f"notice {row.words}", notices.compiled(row.words, whole=row.whole)) for row in _shapes()]
    return [*found, *rows, ("joined", KNOWLEDGE.bylines.joined), ("roles", KNOWLEDGE.bylines.roles)]


def _shapes() -> list[notices.Row]:
    """A row of each shape: one function makes all patterns of rows, from words and holes."""
    shapes = {
        (re.sub(r"[^{} ]+", "w", row.words).replace("w w", "w"), row.whole): row for row in KNOWLEDGE.notices.rows
    }
    return list(shapes.values())


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=[name for name, _ in _patterns()])
def test_a_pattern_takes_time_by_length_only(name: str, pattern: Pattern) -> None:
    """Four times the text takes about four times as long."""
    assert grows_faster_than_its_text(pattern, WORST, BOUNDED.get(name, SIZE)) is None, name
