"""Datelines by the conventions of many agencies and languages, and lines that only look like one: tables beside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.knowledge.loading import load
from worker.newsroom import datelines, given_datelines
from worker.newsroom.dateline_parts import Prefix

KNOWLEDGE = load()
HERE = Path(__file__).parent
SIGNS = {":nbsp:": "\u00a0", ":rlm:": "\u200f"}


def _rows(name: str) -> Iterator[tuple[str, bool]]:
    """The lines of a table, and whether the feed names its agency elsewhere (the comment above says "credited")."""
    credited = False
    for row in (HERE / name).read_text(encoding="utf-8").splitlines():
        credited = "credited" in row if row.startswith("#") else credited
        if row and not row.startswith("#"):
            yield row, credited


def _parts(found: Prefix) -> tuple[str, ...]:
    day = f"{found.day.month:02}-{found.day.day:02}" if found.day else ""
    return "+".join(found.places), found.region or "", day, "+".join(found.agencies)


@pytest.mark.parametrize(("row", "credited"), list(_rows("datelines_printed.txt")))
def test_the_dateline_is_read_whole(row: str, credited: bool) -> None:
    """Its parts are what the table says, and what is left is the text."""
    printed, _, wanted = row.partition(" => ")
    for name, sign in SIGNS.items():
        printed = printed.replace(name, sign)
    line = " ".join(printed.replace("¦", "").split())
    found = datelines.read(printed.replace("¦", ""), KNOWLEDGE, credited=credited)
    assert found is not None
    assert _parts(found) == tuple(part.strip() for part in wanted.split(";"))
    assert line[found.end :] == printed.partition("¦")[2]
    assert line.startswith(found.text)


@pytest.mark.parametrize("row", [row for row, _ in _rows("datelines_lookalikes.txt")])
def test_a_line_that_only_looks_like_one_has_none(row: str) -> None:
    """Initials, headings, captions, results, slugs of lists, quotes."""
    assert datelines.read(row, KNOWLEDGE) is None


@pytest.mark.parametrize(
    "row",
    ["(" * 100_000, "/a" * 50_000, "[a " * 33_000, "a & " * 25_000, "1月" * 50_000, "(a:" * 33_000, "\u200f" * 100_000],
)
def test_only_the_head_of_a_long_line_is_looked_at(row: str) -> None:
    """Whatever is in it."""
    assert datelines.read(row, KNOWLEDGE) is None
    assert given_datelines.read(row, KNOWLEDGE) is None
