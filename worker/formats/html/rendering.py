"""Chosen segments as blocks: paragraphs, headings, list items, quotes, tables, with allow-listed inline markup."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import Final, NamedTuple

from worker.article import Block
from worker.cleaning import paragraph_lines
from worker.formats.html.measures import PARAGRAPH_MIN
from worker.formats.html.outline import BREAK, HEADINGS, Outline, Piece, Segment
from worker.markup.blocks import LAYOUT_CELL_MIN, safe_html, table_of
from worker.markup.lines import clean_keeping_edges
from worker.markup.links import link_href

_BLOCK_TAGS: Final = {
    "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4", "li": "li", "blockquote": "blockquote",
    "pre": "pre",
}  # fmt: skip
_OUTER: Final = frozenset({"li", "blockquote", "pre"})  # a paragraph inside belongs to them
_CELLS: Final = frozenset({"td", "th"})
_TABULAR: Final = _CELLS | {"table", "tr"}
_PLACED: Final = _TABULAR | _BLOCK_TAGS.keys()  # containers that are more than paragraphs
_STAYS: Final = _OUTER | {"p"}  # tags of places that a paragraph inside has, too
WHOLE_SHARE_MIN: Final = 0.6  # of a table's cells
_PROSE: Final = HEADINGS | {"p"}


class _Place(NamedTuple):
    """Where a container stands: numbers of the containers round it, -1 for none."""

    tag: str  # as of a block
    table: int
    row: int
    cell: int


NOWHERE: Final = _Place("p", -1, -1, -1)
_END: Final = Piece("")
_OUTSIDE: Final = {tag: NOWHERE._replace(tag=tag) for tag in ("p", *_BLOCK_TAGS.values())}  # of all tables


def blocks_of(outline: Outline, chosen: Sequence[int], base_url: str | None) -> tuple[Block, ...]:
    """The blocks of the segments of these numbers, which rise; addresses relative to `base_url`."""
    places = _places(outline)
    tables = _data_tables(outline, places)
    segments = [outline.segments[number] for number in _with_whole_tables(outline, chosen, places, tables)]
    if not tables:
        return tuple(_block(outline, one, places[one.container].tag, base_url) for one in segments)
    blocks: list[Block] = []
    for table, group in groupby(segments, lambda one: places[one.container].table):
        if table in tables:
            blocks.append(_table(outline, list(group), places))
        else:
            blocks.extend(_block(outline, one, places[one.container].tag, base_url) for one in group)
    return tuple(blocks)


def _with_whole_tables(
    outline: Outline, chosen: Sequence[int], places: Sequence[_Place], tables: frozenset[int]
) -> Sequence[int]:
    """With all cells of a table that most are chosen of: heads of columns read like words of a menu, "Close"."""
    if not tables:
        return chosen
    taken = Counter(places[outline.segments[number].container].table for number in chosen)
    wanted = set(chosen)
    for table in tables.intersection(taken):
        span = outline.span(table)
        if WHOLE_SHARE_MIN * len(span) <= taken[table] < len(span):
            wanted.update(number for number in span if places[outline.segments[number].container].table == table)
    return sorted(wanted)


def _places(outline: Outline) -> list[_Place]:
    places: list[_Place] = []
    headed = _headed_items(outline)
    for number, container in enumerate(outline.containers):
        outer = places[container.parent] if container.parent >= 0 else NOWHERE
        if number in headed or (container.tag not in _PLACED and outer.tag in _STAYS):
            places.append(outer)
        elif outer.table < 0 and container.tag not in _TABULAR:
            places.append(_OUTSIDE[_BLOCK_TAGS.get(container.tag, "p")])
        else:
            places.append(_place(container.tag, number, outer))
    return places


def _headed_items(outline: Outline) -> frozenset[int]:
    """Items that hold a heading: parts of the text, as live blogs number them, and no list."""
    containers = outline.containers
    found: set[int] = set()
    for container in containers:
        if container.tag in HEADINGS:
            outer = container.parent
            while outer >= 0 and containers[outer].tag != "li":
                outer = containers[outer].parent
            found.add(outer)
    return frozenset(found)


def _place(name: str, number: int, outer: _Place) -> _Place:
    """Of a container by its element's name."""
    own = _BLOCK_TAGS.get(name, "p")
    tag = outer.tag if own == "p" and outer.tag in _OUTER else own
    if name == "table":
        return _Place(tag, number, -1, -1)
    if name == "tr":
        return _Place(tag, outer.table, number, -1)
    if name in _CELLS:
        return _Place(tag, outer.table, outer.row, number)
    return outer._replace(tag=tag)


def _data_tables(outline: Outline, places: Sequence[_Place]) -> frozenset[int]:
    """Tables of facts; those that only place text have one cell, or cells with long text or several paragraphs."""
    if all(place.table < 0 for place in places):
        return frozenset()
    sizes: Counter[tuple[int, int]] = Counter()
    paragraphs: Counter[tuple[int, int]] = Counter()
    for segment in outline.segments:
        place = places[segment.container]
        if place.table >= 0:
            sizes[place.table, place.cell] += len(segment.text)
            prose = outline.containers[segment.container].tag in _PROSE or len(segment.text) > PARAGRAPH_MIN
            paragraphs[place.table, place.cell] += prose
    cells = Counter(table for table, _ in sizes)
    layout = {table for (table, _), size in sizes.items() if size > LAYOUT_CELL_MIN}
    layout |= {table for (table, _), count in paragraphs.items() if count > 1}
    return frozenset(table for table, count in cells.items() if count > 1) - layout


def _table(outline: Outline, segments: Sequence[Segment], places: Sequence[_Place]) -> Block:
    rows = (row for _, row in groupby(segments, lambda one: places[one.container].row))
    return table_of(
        [
            [
                (outline.containers[cell].tag if cell >= 0 else "td", " ".join(one.text for one in group))
                for cell, group in groupby(row, lambda one: places[one.container].cell)
            ]
            for row in rows
        ]
    )


def _block(outline: Outline, segment: Segment, tag: str, base_url: str | None) -> Block:
    if tag == "pre":
        text = paragraph_lines("".join(piece.text for piece in segment.pieces))
        return Block(tag=tag, text=text or segment.text)
    pieces = segment.pieces
    html = None if _is_plain(pieces) else safe_html(_markup(outline, pieces, base_url))
    return Block(tag=tag, text=segment.text, html=html)


def _is_plain(pieces: Sequence[Piece]) -> bool:
    if len(pieces) == 1:  # most are
        return not (pieces[0].link or pieces[0].marks or pieces[0] is BREAK)
    return all(not piece.link and not piece.marks and piece is not BREAK for piece in pieces)


def _markup(outline: Outline, pieces: Sequence[Piece], base_url: str | None) -> str:
    """Inner HTML: links outside, marks inside, no element twice where pieces follow each other in one."""
    html: list[str] = []
    href, link = None, 0
    marks: tuple[str, ...] = ()
    for piece in (*pieces, _END):
        text, own_link, own_marks = piece
        if own_link != link or own_marks != marks:
            html.extend([f"</{mark}>" for mark in reversed(marks)])
            if own_link != link:
                html.append("</a>" if href else "")
                href = link_href(outline.links[own_link], base_url)
                html.append(f'<a href="{escape(href)}">' if href else "")
            html.extend([f"<{mark}>" for mark in own_marks])
            link, marks = own_link, own_marks
        html.append("<br>" if piece is BREAK else escape(clean_keeping_edges(text), quote=False))
    return "".join(html)
