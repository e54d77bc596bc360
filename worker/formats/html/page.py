"""A page as the flat lines that a reader sees, in order, with what each line is: link, heading, caption."""

from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from worker.markup.lines import clean_line

LINES_MAX = 5_000
LABEL_MAX = 30  # characters
DEPTH_MAX = 300  # libxml2 itself builds no deeper tree than 256

_UNSEEN = frozenset(
    {
        "head", "script", "style", "noscript", "template", "svg", "select", "iframe", "object", "textarea", "datalist",
        "math",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details",
        "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre",
        "section", "summary", "table", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`href` is set where the line is one link but for a short label; `pieces` are its texts, parted by elements."""

    text: str
    href: str | None = None
    heading: bool = False
    caption: bool = False
    pieces: tuple[str, ...] = ()


class _Builder:
    """Collects the line under way."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, str | None]] = []

    def add(self, text: str, href: str | None) -> None:
        self._pieces.append((text, href))

    def end(self, kind: str) -> None:
        """Ends the line under way, which is of that kind."""
        pieces, self._pieces = self._pieces, []
        seen = [(text, href) for text, href in pieces if not text.isspace()]
        if not seen or not (text := clean_line("".join(text for text, _ in pieces))):
            return
        self.lines.append(
            Line(
                text=text,
                href=_href_of(seen),
                heading=kind == "heading",
                caption=kind == "caption",
                pieces=tuple(text for text, _ in seen) if len(seen) > 1 else (text,),
            )
        )


def _href_of(pieces: list[tuple[str, str | None]]) -> str | None:
    """The one link of a line, which all of it belongs to but for a label of a few letters in front."""
    hrefs = {href for text, href in pieces if href is not None or len(text) > LABEL_MAX}
    return next(iter(hrefs)) if len(hrefs) == 1 and pieces[-1][1] is not None else None


def lines_of(tree: HtmlElement) -> tuple[Line, ...]:
    """The page's lines from top to bottom, the first `LINES_MAX` of them."""
    builder = _Builder()
    for body in list(tree.iter("body"))[:1]:
        _walk(body, _State(None, "text", 0), builder)
        builder.end("text")
    return tuple(builder.lines)


class _State(NamedTuple):
    """What an element inherits."""

    href: str | None
    kind: str
    depth: int


def _walk(element: HtmlElement, state: _State, builder: _Builder) -> None:
    tag = element.tag
    block = tag in _BLOCKS
    if block:
        builder.end(state.kind)
    state = _entered(element, tag, block, state)
    if element.text:
        builder.add(element.text, state.href)
    if len(element) and state.depth < DEPTH_MAX and len(builder.lines) < LINES_MAX:
        _walk_children(element, state, builder)
    if block:
        builder.end(state.kind)


def _walk_children(element: HtmlElement, state: _State, builder: _Builder) -> None:
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            _walk(child, state, builder)
        if child.tail:
            builder.add(child.tail, state.href)


def _entered(element: HtmlElement, tag: str, block: bool, state: _State) -> _State:
    """What the element's children inherit."""
    if block:
        return _State(state.href, _kind(element, tag, state.kind), state.depth + 1)
    return _State((element.get("href") if tag == "a" else None) or state.href, state.kind, state.depth + 1)


def _kind(element: HtmlElement, tag: str, outer: str) -> str:
    if outer != "text":
        return outer
    if tag in _HEADINGS:
        return "heading"
    return "caption" if tag == "figcaption" or "caption" in (element.get("class") or "").lower() else "text"
