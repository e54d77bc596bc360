"""A tree of text as flat blocks with allow-listed inner HTML.

Reads HTML and XHTML, NITF's body.content, and what trafilatura gives (head, list, item, quote, hi, ref, lb).
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

import nh3
from lxml.etree import _Element

from worker.article import Block
from worker.cleaning import paragraph_lines
from worker.markup.lines import clean_keeping_edges, clean_line
from worker.markup.links import LINK_SCHEMES, link_href

_BLOCK_TAGS = {
    "p": "p", "div": "p", "section": "p", "article": "p", "head": "h2", "h1": "h2", "h2": "h2", "h3": "h3", "h4":
    "h4", "h5": "h4", "h6": "h4", "item": "li", "li": "li", "dt": "p", "dd": "p", "quote": "blockquote",
    "blockquote": "blockquote", "list": "p", "ul": "p", "ol": "p", "row": "p", "tr": "p", "cell": "p", "td": "p", "th":
    "p", "hl1": "h2", "hl2": "h3", "hedline": "p", "block": "p", "bq": "blockquote",
}  # fmt: skip
_INLINE_TAGS = {
    "#i": "em", "#b": "strong", "#u": "u", "#t": "code", "#sub": "sub", "#sup": "sup", "em": "em", "i": "em", "b":
    "strong", "strong": "strong", "u": "u", "sub": "sub", "sup": "sup", "del": "del", "code": "code",
}  # fmt: skip
# What is never text of a story: scripts and styles, media with their captions, forms, NITF's own lines and notes
NO_TEXT: Final = frozenset(
    {
        "script", "style", "noscript", "template", "title", "iframe", "object", "embed", "applet", "svg", "math",
        "form", "button", "input", "select", "textarea", "figure", "figcaption", "img", "picture", "video", "audio",
        "canvas", "media", "media-caption", "media-producer", "nitf-table-metadata", "note", "byline", "distributor",
        "dateline", "credit", "abstract",
    }
)  # fmt: skip
HEADINGS: Final = ("head", "h1", "h2", "h3", "h4", "h5", "h6")
_PROSE = frozenset({"p", "head", "h1", "h2", "h3", "h4"})
_BREAKS = frozenset({"lb", "br"})
_LINES: Final = frozenset(
    {"p", "li", "item", "dt", "dd", "td", "th", "cell", "ref", "a", "hi", *HEADINGS, *_INLINE_TAGS}
)
_APART = frozenset({"hr", "figure", "form"})  # what stands before and behind these is not one line
_ALLOWED = {"em", "strong", "u", "code", "sub", "sup", "del", "a", "br", "tr", "td", "th"}
# What `safe_html` needs no sanitiser for: escaped text, marks, breaks, and links to hosts with plain names
_INSIDE = r"[^<>&]++|&(?:amp|lt|gt);|<(?:/?(?:em|strong|u|code|sub|sup|del)|br)>"
_PLAIN = re.compile(
    rf"""
    (?: {_INSIDE}
      | <a\ href="https?://(?:[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9]))*+[.])++[a-z]{{2,20}}+
            (?:/(?:[\w\-./~%+,:;=@!$*()?\#]|&amp;)*+)?+">
        (?:{_INSIDE})*+ </a>
    )*+""",
    re.VERBOSE | re.ASCII,
)
LAYOUT_CELL_MIN = 600  # characters: no table of facts has such cells, a page laid out in a table has


class _Writer:
    """Collects pieces of the block under way and the blocks that are done."""

    def __init__(self, base_url: str | None, skipped: frozenset[str]) -> None:
        self.base_url = base_url
        self.skipped = skipped
        self.blocks: list[Block] = []
        self._html: list[str] = []
        self._text: list[str] = []
        self._open: list[tuple[str, str]] = []  # (opening tag, closing tag)
        self._breaks = 0

    def text(self, text: str | None, tag: str) -> None:
        if not text or (not self._text and text.isspace()):
            return
        if not text.isspace():
            self._end_breaks(tag)
        piece = clean_keeping_edges(text)
        self._text.append(piece)
        self._html.append(escape(piece, quote=False))

    def line_break(self) -> None:
        self._breaks += 1

    def _end_breaks(self, tag: str) -> None:
        """One break is a blank, two are the end of a paragraph."""
        if self._breaks > 1:
            self.flush(tag)
        elif self._breaks and self._text:
            self._text.append(" ")
            self._html.append("<br>")
        self._breaks = 0

    def open(self, opening: str, closing: str, tag: str) -> None:
        self._end_breaks(tag)  # the element belongs to the line that begins here
        self._open.append((opening, closing))
        self._html.append(opening)

    def close(self) -> None:
        self._html.append(self._open.pop()[1])

    def flush(self, tag: str) -> None:
        """Ends the block under way; inline elements that stand open go on in the next."""
        line = clean_line("".join(self._text)) if self._text else ""
        if line:
            self._html.extend(closing for _, closing in reversed(self._open))
            self.blocks.append(Block(tag=tag, text=line, html=safe_html("".join(self._html))))
        self._text, self._html, self._breaks = [], [opening for opening, _ in self._open], 0


def safe_html(html: str) -> str | None:
    """Allow-listed inner HTML, None where it would be the escaped text alone.  Elements must be well nested.

    Most is plain already and stays as it is, which one expression proves; the rest goes through the sanitiser.
    """
    if "<" not in html:
        return None
    if _PLAIN.fullmatch(html):
        return " ".join(html.split())
    clean = nh3.clean(html, tags=_ALLOWED, attributes={"a": {"href"}}, url_schemes=set(LINK_SCHEMES), link_rel=None)
    clean = " ".join(clean.split())
    return clean if "<" in clean else None


def blocks_of(body: _Element, base_url: str | None = None, skipped: frozenset[str] = frozenset()) -> tuple[Block, ...]:
    """The blocks of `body` in reading order, without its elements of the names in `skipped` (text behind them stays).

    Names are local names: a tree with namespaces goes through `xml.read_xml` first.
    """
    writer = _Writer(base_url, skipped)
    _walk(body, "p", writer)
    writer.flush("p")
    return tuple(writer.blocks)


def _walk(element: _Element, tag: str, writer: _Writer) -> None:
    writer.text(element.text, tag)
    for child in element:
        if isinstance(child.tag, str):
            _child(child, tag, writer)
        writer.text(child.tail, tag)


def _child(child: _Element, tag: str, writer: _Writer) -> None:
    name = str(child.tag)
    if name in _APART:
        writer.flush(tag)
    if name in writer.skipped:
        return
    if name in _BREAKS:
        writer.line_break()
    elif name == "table" and not _is_layout(child):
        writer.flush(tag)
        writer.blocks.extend(_table(child))
    elif name == "pre" or (name == "code" and not _is_inline(child)):
        writer.flush(tag)
        writer.blocks.extend(_rows(child))
    elif name in _BLOCK_TAGS or name == "table":
        writer.flush(tag)
        inner = _block_tag(child, tag)
        _walk(child, inner, writer)
        writer.flush(inner)
    elif (pair := _inline_pair(child, writer.base_url)) is not None:
        writer.open(*pair, tag)
        _walk(child, tag, writer)
        writer.close()
    else:
        _walk(child, tag, writer)


def _is_inline(code: _Element) -> bool:
    """A name or a command in a line, no block of code: a line is around it, or words stand beside it."""
    parent, before = code.getparent(), code.getprevious()
    if parent is None:
        return False
    beside = (parent.text if before is None else before.tail, code.tail)
    return parent.tag in _LINES or any(text and not text.isspace() for text in beside)


def _block_tag(child: _Element, outer: str) -> str:
    """The block's own tag; a paragraph inside a quote or a list item belongs to it."""
    name = str(child.tag)
    if name == "head":
        name = child.get("rend") or name
    tag = _BLOCK_TAGS.get(name, "p")
    if tag == "li" and next(child.iter(*HEADINGS), None) is not None:
        return "p"  # a part of the text with a heading of its own, as live blogs number them
    return outer if tag == "p" and outer in {"blockquote", "li"} else tag


def _inline_pair(child: _Element, base_url: str | None) -> tuple[str, str] | None:
    name = str(child.tag)
    if name in {"ref", "a"}:
        href = link_href(child.get("href") or child.get("target"), base_url)
        return (f'<a href="{escape(href)}">', "</a>") if href else None
    known = _INLINE_TAGS.get((child.get("rend") or "") if name == "hi" else name)
    return (f"<{known}>", f"</{known}>") if known else None


def _is_layout(table: _Element) -> bool:
    """A table that only places text: one cell, or cells with long text or several blocks."""
    cells = list(table.iter("cell", "td", "th"))
    return len(cells) == 1 or any(
        len(_text_of(cell)) > LAYOUT_CELL_MIN or sum(child.tag in _PROSE for child in cell) > 1 for cell in cells
    )


def _table(table: _Element) -> list[Block]:
    found = (
        [(_cell_tag(cell), clean_line(_text_of(cell))) for cell in row.iter("cell", "td", "th")]
        for row in table.iter("row", "tr")
    )
    rows = [cells for cells in found if any(text for _, text in cells)]
    return [table_of(rows)] if rows else []


def table_of(rows: Sequence[Sequence[tuple[str, str]]]) -> Block:
    """Rows of cells, each its tag and its text, as one block: a row a line, cells parted by tabs."""
    lines = ("\t".join(text for _, text in cells) for cells in rows)
    inner = ("".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for tag, text in cells) for cells in rows)
    return Block(tag="table", text="\n".join(lines), html="".join(f"<tr>{cells}</tr>" for cells in inner))


def _rows(preformatted: _Element) -> list[Block]:
    """The lines as they stand: results, line-ups, tables of figures."""
    pieces = [preformatted.text or ""]
    for element in preformatted.iterdescendants():
        text = (element.text or "") if isinstance(element.tag, str) and element.tag not in _BREAKS else ""
        pieces += ["\n" if element.tag in _BREAKS else text, element.tail or ""]
    text = paragraph_lines("".join(pieces))
    return [Block(tag="pre", text=text)] if text else []


def _text_of(cell: _Element) -> str:
    return " ".join(text for text in cell.itertext() if isinstance(text, str))


def _cell_tag(cell: _Element) -> str:
    return "th" if cell.get("role") == "head" or cell.tag == "th" else "td"
