"""Text that a wire has broken at its width, as paragraphs; lists, tables and results keep their lines."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from worker.article import Block
from worker.cleaning import line as clean

WIDTH_MIN: Final = 28  # characters: of a teleprinter's narrowest copy
WIDTH_MAX: Final = 110
SLACK: Final = 3  # by which a line may be too short for the next word: hyphenation, another counting of signs
COLUMNS_SHARE: Final = 0.5  # of a group's lines that have columns makes a table of it
WIDE: Final = 0.95  # so many lines are no longer than the width: an address that nobody may break is longer

# Gallante dm (3)        Craig Williams         61   (two blanks, but not behind a sentence's end)
_COLUMNS: Final = re.compile(r"[^\s.!?:;\"'”)][ \u00a0]{2,}(?=\S)|\S[ \u00a0]{3,}(?=\S)|\S\t+(?=\S)")
_GAP: Final = re.compile(r"[ \u00a0]{2,}|\t+")
_INDENT: Final = re.compile(r"\t|[ \u00a0\u3000]{2,}")
# - adds comments   -- a samba school   * item   • item
_ITEM: Final = re.compile(r"\s{0,12}(?:-{1,2}|\*|•|·|o)\s{1,4}(?=\S)")
_RULE: Final = re.compile(r"[-_=*~\s]+")


def blocks(lines: Iterable[str]) -> list[Block]:
    """The lines' text: groups between blank lines, each as paragraphs, items of a list or one table."""
    rows = [line.rstrip() for line in lines]
    width = _width(rows)
    found: list[Block] = []
    for group in _groups(rows):
        if _is_table(group):
            found.append(table(group))
        else:
            found += _prose(group, width)
    return found


def table(rows: Iterable[str]) -> Block:
    """Lines of columns as they stand; the gaps between columns are tabs."""
    return Block(
        tag="pre", text="\n".join("\t".join(map(clean, _GAP.split(row.strip()))) for row in rows if row.strip())
    )


def is_rule(line: str) -> bool:
    """A line of dashes or blanks."""
    return _RULE.fullmatch(line) is not None


def _width(rows: Sequence[str]) -> int | None:
    """The width at which lines were broken; None where every line is a paragraph."""
    lengths = sorted(len(row) for row in rows if row.strip())
    if not lengths:
        return None
    width = lengths[int(WIDE * (len(lengths) - 1))]
    return width if WIDTH_MIN <= width <= WIDTH_MAX else None


def _groups(rows: Iterable[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for row in rows:
        if row.strip() and not is_rule(row):
            groups[-1].append(row)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _is_table(group: Sequence[str]) -> bool:
    columns = sum(1 for row in group if ("  " in row or "\t" in row) and _COLUMNS.search(row))
    return columns >= 2 and columns > COLUMNS_SHARE * len(group)


def _prose(group: Sequence[str], width: int | None) -> list[Block]:
    """Paragraphs: a new one begins at an indent, an item, and where the line above had room for the next word."""
    runs: list[tuple[str, list[str]]] = []
    above = ""
    for row in group:
        item = _ITEM.match(row)
        text = clean(row[item.end() :] if item else row)
        if not text:
            continue
        if item:
            runs.append(("li", [text]))
        elif runs and _goes_on(above, row, width, runs[-1][0]):
            runs[-1][1].append(text)
        else:
            runs.append(("p", [text]))
        above = row
    return [Block(tag=tag, text=" ".join(run)) for tag, run in runs]


def _goes_on(above: str, row: str, width: int | None, tag: str) -> bool:
    if width is None:
        return False
    if _INDENT.match(row) and not (tag == "li" or _INDENT.match(above)):
        return False
    first = row.split(None, 1)[0]
    return len(above) + 1 + len(first) > width - SLACK or _runs_on(above, first)


def _runs_on(above: str, first: str) -> bool:
    """A sentence that goes on in a line below one with room: copy that was broken by hand."""
    return first[:1].islower() and above[-1].isalnum() and len(above) >= WIDTH_MIN
