"""Every pattern of the newsroom is linear, on the worst that was thought of for it."""

import re
from collections.abc import Iterator
from types import ModuleType

import pytest
from pattern_timing import grows_faster_than_its_text

from worker.formats.text import lines as text_lines
from worker.knowledge import (
    agencies,
    dates,
    moments,
    note_words,
    notices,
    page_words,
    places,
    private_words,
    status_words,
)
from worker.knowledge.loading import load
from worker.newsroom import boxes as boxes_module
from worker.newsroom import (
    bylines,
    dateline_markers,
    dateline_parts,
    datelines,
    derived,
    embargo,
    hijri_datelines,
    house_signs,
    labels,
    names,
    peeling,
    signoffs,
    status,
    stopped_datelines,
    syndication,
    unspaced_datelines,
)
from worker.newsroom import notes as notes_module

MODULES: tuple[ModuleType, ...] = (
    *(agencies, boxes_module, bylines, dateline_markers, dateline_parts, datelines, dates, derived, embargo, labels),
    *(hijri_datelines, house_signs, moments),
    *(names, note_words, notes_module, notices, page_words, places, peeling, private_words, signoffs, status),
    *(status_words, stopped_datelines, syndication, unspaced_datelines, text_lines),
)
KNOWLEDGE = load()
SIZE = 25_000  # a quadratic pattern takes a second for it
WORST = (
    "a", "A", " ", "1", "(", ")", "((", "/", "a/", "a/ ", "-", "- ", ". ", "May ", "May 1", "12", "12:", "12:30 ",
    "1.", "1. ", "1 هـ ", "+0", "月", "1月", "記者", "【", "a b ", "Aa", "by ", "and ", "(Reporting by ", "|", " | ",
    '<a href="', "{", "\u0300", "ا ", "dpa:240516-99-", "_", "=", "''", ", and ",
)  # fmt: skip


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = [
        (f"{module.__name__}.{name}", pattern)
        for module in MODULES
        for name, value in vars(module).items()
        for pattern in _patterns_in(value)
    ]
    rows = [(f"notice {row.words}", notices.compiled(row.words, whole=row.whole)) for row in _shapes()]
    return [*found, *rows, ("joined", KNOWLEDGE.bylines.joined), ("roles", KNOWLEDGE.bylines.roles)]


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """A constant that is one, or a row or table of some."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _patterns_in(part)


def _shapes() -> list[notices.Row]:
    """A row of each shape: one function makes all patterns of rows, from words and holes."""
    shapes = {
        (re.sub(r"[^{} ]+", "w", row.words).replace("w w", "w"), row.whole): row for row in KNOWLEDGE.notices.rows
    }
    return list(shapes.values())


@pytest.mark.parametrize(("name", "pattern"), _patterns(), ids=[name for name, _ in _patterns()])
def test_a_pattern_takes_time_by_length_only(name: str, pattern: re.Pattern[str]) -> None:
    """Four times the text takes about four times as long."""
    assert grows_faster_than_its_text(pattern, WORST, SIZE) is None, name
