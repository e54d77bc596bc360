"""A page as the flat segments of text that a reader sees, in order, and the containers they stand in: one walk."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from worker.markup.lines import clean_line

DEPTH_MAX: Final = 280  # libxml2 itself builds no deeper tree than 256
INDENT: Final = "\u3000"  # begins a paragraph of Chinese and Japanese print
INDENT_NEAR: Final = 20  # characters of white space of the markup before it
ATTRIBUTES_MAX: Final = 400  # characters of one container's names that are looked at

_UNSEEN: Final = frozenset(
    {
        "head", "script", "style", "noscript", "template", "svg", "select", "iframe", "object", "textarea", "datalist",
        "math", "audio", "video", "canvas", "map",
    }
)  # fmt: skip
_CONTAINERS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "label", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MARKS: Final = {
    "b": "strong", "strong": "strong", "em": "em", "i": "em", "u": "u", "sub": "sub", "sup": "sup", "code": "code",
    "tt": "code", "del": "del", "s": "del",
}  # fmt: skip
# class="sr-only", "screen-reader-text", "visually-hidden": words for those who do not see the page, or its scripts
_UNSEEN_NAMES: Final = re.compile(r"screen-?reader|sr-only|visually-?hidden|element-invisible", re.IGNORECASE)
_NAMES: Final = frozenset({"class", "id", "itemprop", "role", "data-testid", "data-component", "aria-label", "name"})


class Piece(NamedTuple):
    """A stretch of text as it stands; `link` numbers the link of the page that it belongs to, 0 for none."""

    text: str
    link: int = 0
    marks: tuple[str, ...] = ()  # em, strong ... from the outside in


_new: Final = tuple.__new__  # what a NamedTuple's own constructor calls, without the call around it
BREAK: Final = Piece("\n")  # one <br>: two end the segment, and one before an indented line


class Segment(NamedTuple):
    """What stands between two beginnings or ends of containers, or breaks of paragraphs; `text` is one clean line."""

    text: str
    container: int
    pieces: Sequence[Piece]


class Container(NamedTuple):
    """An element that parts text.  `names` are its class, id and the like; `first` is its first segment."""

    tag: str
    parent: int  # -1 for the body
    depth: int
    names: str
    hidden: bool  # it or one around it
    first: int


@dataclass(slots=True)
class Outline:
    """Segments in reading order; containers that hold text, the body first, each behind the one around it."""

    segments: list[Segment] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)  # by container: behind its last segment
    links: list[str | None] = field(default_factory=lambda: [None])  # addresses by number

    def span(self, container: int) -> range:
        """Numbers of the segments in a container."""
        return range(self.containers[container].first, self.ends[container])

    def inside(self, containers: Iterable[int]) -> set[int]:
        """Numbers of the segments in any of the containers; one within another adds nothing."""
        found: set[int] = set()
        end = 0
        for span in map(self.span, sorted(containers)):
            if span.stop > end:
                found.update(span)
                end = span.stop
        return found


def read(tree: HtmlElement) -> Outline:
    """The outline of the tree's body, or of all of it where warnings of a program in front have left it none.

    The gate bounds how many segments a page may have.
    """
    walk = _Walk()
    walk.container(next(tree.iter("body"), tree), "body", 0)
    return walk.outline


class _Walk:
    """The segment under way, and the elements round it, which become containers once they hold text."""

    __slots__ = ("_breaks", "_numbers", "_open", "_pieces", "outline")

    def __init__(self) -> None:
        self.outline = Outline()
        self._open: list[tuple[HtmlElement, str]] = []
        self._numbers: list[int] = []  # of the first of `_open`: those that hold text
        self._pieces: list[Piece] = []
        self._breaks = 0

    def container(self, element: HtmlElement, tag: str, link: int) -> None:
        """Walks an element that parts text from what stands before and behind it."""
        if self._pieces:
            self._end()
        self._open.append((element, tag))
        text = element.text
        if text and not text.isspace():
            self._pieces.append(_new(Piece, (text, link, ())))
        if len(element):
            self._children(element, link, ())
        if self._pieces:
            self._end()
        self._breaks = 0
        self._open.pop()
        if len(self._numbers) > len(self._open):
            self.outline.ends[self._numbers.pop()] = len(self.outline.segments)

    def _children(self, element: HtmlElement, link: int, marks: tuple[str, ...]) -> None:
        if len(self._open) >= DEPTH_MAX:
            return
        for child in element:
            tag = child.tag
            if tag in _CONTAINERS:
                self.container(child, tag, link)
            elif tag == "br":
                self._break()
            elif tag.__class__ is str and tag not in _UNSEEN:
                self._inline(child, tag, link, marks)
            text = child.tail
            if text and (self._pieces or not text.isspace()):
                self._text(text, link, marks)

    def _inline(self, element: HtmlElement, tag: str, link: int, marks: tuple[str, ...]) -> None:
        if tag == "span" and is_unseen(element.get("class") or ""):
            return
        if tag == "a":
            links = self.outline.links
            links.append(element.get("href"))
            link = len(links) - 1
        elif (mark := _MARKS.get(tag)) is not None and mark not in marks:
            marks = (*marks, mark)
        text = element.text
        if text and (self._pieces or not text.isspace()):
            self._text(text, link, marks)
        if len(element):
            self._children(element, link, marks)

    def _text(self, text: str, link: int, marks: tuple[str, ...]) -> None:
        if self._breaks:
            if text.isspace():
                return
            if self._breaks > 1 or (INDENT in text[:INDENT_NEAR] and text.lstrip(" \n\r\t")[0] == INDENT):
                self._end()
            elif self._pieces:
                self._pieces.append(BREAK)
            self._breaks = 0
        self._pieces.append(_new(Piece, (text, link, marks)))

    def _break(self) -> None:
        if self._pieces:
            self._breaks += 1

    def _end(self) -> None:
        pieces, self._pieces = self._pieces, []
        self._breaks = 0
        line = clean_line(pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces]))
        if line:
            self.outline.segments.append(_new(Segment, (line, self._number(), pieces)))

    def _number(self) -> int:
        """The number of the innermost container, which now holds text as all round it do."""
        numbers, containers, ends = self._numbers, self.outline.containers, self.outline.ends
        number = numbers[-1] if numbers else -1
        hidden = number >= 0 and containers[number].hidden
        first = len(self.outline.segments)
        for depth in range(len(numbers), len(self._open)):
            element, tag = self._open[depth]
            names, hidden = _attributes(element, hidden)
            containers.append(_new(Container, (tag, number, depth, names, hidden, first)))
            number = len(ends)
            numbers.append(number)
            ends.append(0)
        return number


def is_unseen(names: str) -> bool:
    """Whether names of classes say that no reader sees the element; one of a few letters stands in all that do."""
    hinted = "idden" in names or "sr-only" in names or "creen" in names or "nvisible" in names
    return hinted and _UNSEEN_NAMES.search(names[:ATTRIBUTES_MAX]) is not None


def _attributes(element: HtmlElement, hidden: bool) -> tuple[str, bool]:
    items = element.items()
    if not items:
        return "", hidden
    names = []
    for name, value in items:
        if name in _NAMES:
            names.append(value[:ATTRIBUTES_MAX])
        elif name == "hidden" or (name == "style" and "none" in value and "display:none" in value.replace(" ", "")):
            hidden = True
    joined = " ".join(names)
    return joined, hidden or is_unseen(joined)
