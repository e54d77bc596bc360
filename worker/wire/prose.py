"""Text that a wire has broken at its width, as paragraphs; lists, tables and results keep their lines."""

import re
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Final

from worker.article import Block
from worker.cleaning import line as clean

WIDTH_MIN: Final = 28  # characters: of a teleprinter's narrowest copy
WIDTH_MAX: Final = 110
SLACK: Final = 3  # by which a line may be too short for the next word: hyphenation, another counting of signs
COLUMNS_SHARE: Final = 0.5  # of the lines from the first with columns to the last makes a table of them
VERSES_MIN: Final = 3  # lines
VERSE_INDENT: Final = " " * 4
VERSE_WIDTH: Final = 0.75  # of the text's
WIDE: Final = 0.95  # so many lines are no longer than the width
FITTING: Final = 0.75  # lines that a wrapped text has within WIDTH_MAX: addresses that nobody may break are longer

# Gallante dm (3)        Craig Williams         61   (two blanks, but not behind a sentence's end)
_COLUMNS: Final = re.compile(r"[^\s.!?:;\"'”)][ \u00a0]{2,}(?=\S)|\S[ \u00a0]{3,}(?=\S)|\S\t+(?=\S)")
_GAP: Final = re.compile(r"[ \u00a0]{2,}|\t+")
_INDENT: Final = re.compile(r"\t|[ \u00a0\u3000]{2,}")
# - adds comments   -- a samba school   * item   • item
_ITEM: Final = re.compile(r"\s{0,12}(?:-{1,2}|\*|•|·|o)\s{1,4}(?=\S)")
# rmp/cmm   hcy/cha/jb: editors under a text
_SIGNED: Final = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){1,4}")
_ENDS: Final = frozenset(".!?:;\"'”»)")
_SIGNS: Final = frozenset("-*•·o")  # that items begin with
_RULED: Final = frozenset("-_=*~ \t")
_RULE: Final = re.compile(r"[-_=*~\s]+")


def blocks(lines: Iterable[str]) -> list[Block]:
    """The lines' text: groups between blank lines, each as paragraphs, items of a list or one table."""
    rows = [line.rstrip() for line in lines]
    wrapped = width(rows)
    return [block for group in groups(rows) for block in of_group(group, wrapped)]


def of_group(group: Sequence[str], wrapped: int | None) -> list[Block]:
    """The text of lines without a blank one among them, broken at the width `wrapped`."""
    if _is_verse(group, wrapped):
        return [Block(tag="pre", text="\n".join(map(_cleaned, group)))]
    inner = map(str.strip, group)  # most gaps are an indent
    columns = [at for at, row in enumerate(inner) if ("  " in row or "\t" in row) and _COLUMNS.search(row)]
    if len(columns) < 2 or len(columns) < COLUMNS_SHARE * (columns[-1] + 1 - columns[0]):
        return _prose(group, wrapped)
    start, end = columns[0], columns[-1] + 1
    return [*_prose(group[:start], wrapped), table(group[start:end]), *_prose(group[end:], wrapped)]


def table(rows: Iterable[str]) -> Block:
    """Lines of columns as they stand; the gaps between columns are tabs."""
    return Block(
        tag="pre", text="\n".join("\t".join(map(clean, _GAP.split(row.strip()))) for row in rows if row.strip())
    )


def _cleaned(row: str) -> str:
    """The line clean; most are already."""
    return row.strip() if row.isascii() and row.isprintable() and "  " not in row.strip() else clean(row)


def is_rule(line: str) -> bool:
    """A line of dashes or blanks."""
    return line[:1] in _RULED and _RULE.fullmatch(line) is not None


def width(rows: Sequence[str]) -> int | None:
    """The width at which lines were broken; None where every line is a paragraph."""
    lengths = sorted(len(row) for row in rows if row.strip())
    fitting = [length for length in lengths if length <= WIDTH_MAX]
    if not fitting or len(fitting) < FITTING * len(lengths):
        return None
    widest = fitting[ceil(WIDE * (len(fitting) - 1))]
    return widest if widest >= WIDTH_MIN else None


def groups(rows: Iterable[str]) -> list[list[str]]:
    """Runs of lines between blank lines and rules."""
    found: list[list[str]] = [[]]
    for row in rows:
        if row.strip() and not is_rule(row):
            found[-1].append(row)
        elif found[-1]:
            found.append([])
    return [group for group in found if group]


def _is_verse(group: Sequence[str], wrapped: int | None) -> bool:
    """Lines far from the margin and the width, none of which goes on in the next."""
    if wrapped is None or len(group) < VERSES_MIN or not all(row.startswith(VERSE_INDENT) for row in group):
        return False
    return max(map(len, group)) < VERSE_WIDTH * wrapped


def _prose(group: Sequence[str], wrapped: int | None) -> list[Block]:
    """Paragraphs: a new one begins at an indent, an item, and where the line above had room for the next word."""
    runs: list[tuple[str, list[str]]] = []
    above = ""
    for row in group:
        item = _ITEM.match(row) if row.lstrip()[:1] in _SIGNS else None
        if item and runs and runs[-1][0] == "p" and _was_full(above, row, wrapped):
            item = None  # a dash in a sentence
        text = _cleaned(row[item.end() :] if item else row)
        if not text:
            continue
        if item:
            runs.append(("li", [text]))
        elif runs and _goes_on(above, row, wrapped, runs[-1][0], group[0]):
            runs[-1][1].append(text)
        else:
            runs.append(("p", [text]))
        above = row
    return [Block(tag=tag, text=" ".join(run)) for tag, run in runs]


def _goes_on(above: str, row: str, wrapped: int | None, tag: str, opening: str) -> bool:
    if wrapped is None:
        return False
    if _INDENT.match(row) and not (tag == "li" or _INDENT.match(above)):
        return False
    if _INDENT.match(opening) and not _INDENT.match(row) and above[-1:] not in _ENDS:
        return True  # paragraphs begin with an indent here
    return _was_full(above, row, wrapped) or _runs_on(above, row.split(None, 1)[0])


def _was_full(above: str, row: str, wrapped: int | None) -> bool:
    """Whether the first word of `row` would not have fitted above."""
    return wrapped is not None and len(above) + 1 + len(row.split(None, 1)[0]) > wrapped - SLACK


def _runs_on(above: str, first: str) -> bool:
    """A sentence that goes on in a line below one with room: copy that was broken by hand."""
    return first[:1].islower() and above[-1].isalnum() and len(above) >= WIDTH_MIN and not _SIGNED.fullmatch(first)
