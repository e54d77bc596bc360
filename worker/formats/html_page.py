"""A page as the flat lines that a reader sees, in order, with what each line is: link, heading, caption."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from worker.formats.html_text import clean_keeping_edges, clean_line

LINES_MAX = 5_000
DEPTH_MAX = 300  # libxml2 itself builds no deeper tree than 256

_UNSEEN = frozenset(
    {
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "select",
        "iframe",
        "object",
        "textarea",
        "datalist",
        "math",
    }
)
_BLOCKS = frozenset(
    "address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`href` is set where the whole line is one link; `pieces` are its texts as the elements part them."""

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

    def add(self, text: str | None, href: str | None) -> None:
        if text and (piece := clean_keeping_edges(text)):
            self._pieces.append((piece, href))

    def end(self, *, heading: bool, caption: bool) -> None:
        if not self._pieces:
            return
        seen = [(text, href) for text, href in self._pieces if text.strip()]
        if seen:
            hrefs = {href for _, href in seen}
            self.lines.append(
                Line(
                    text=clean_line("".join(text for text, _ in self._pieces)),
                    href=next(iter(hrefs)) if len(hrefs) == 1 else None,
                    heading=heading,
                    caption=caption,
                    pieces=tuple(text for text, _ in seen),
                )
            )
        self._pieces.clear()


def lines_of(tree: HtmlElement) -> tuple[Line, ...]:
    """The page's lines from top to bottom, the first `LINES_MAX` of them."""
    builder = _Builder()
    for body in list(tree.iter("body"))[:1]:
        _walk(body, None, False, False, 0, builder)  # noqa: FBT003 - state handed down a walk
        builder.end(heading=False, caption=False)
    return tuple(builder.lines)


def _walk(element: HtmlElement, href: str | None, heading: bool, caption: bool, depth: int, builder: _Builder) -> None:  # noqa: FBT001, PLR0913, PLR0917, E501 - state handed down a walk
    tag = element.tag
    block = tag in _BLOCKS
    if block:
        builder.end(heading=heading, caption=caption)
        heading = heading or tag in _HEADINGS
        caption = caption or tag == "figcaption" or "caption" in (element.get("class") or "").lower()
    elif tag == "a":
        href = element.get("href") or href
    builder.add(element.text, href)
    for child in _children(element, depth, builder):
        if child.tag not in _UNSEEN:
            _walk(child, href, heading, caption, depth + 1, builder)
        builder.add(child.tail, href)
    if block:
        builder.end(heading=heading, caption=caption)


def _children(element: HtmlElement, depth: int, builder: _Builder) -> Iterator[HtmlElement]:
    if depth < DEPTH_MAX and len(builder.lines) < LINES_MAX:
        yield from (child for child in element if isinstance(child.tag, str))
