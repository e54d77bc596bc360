"""A page as the flat lines that a reader sees, in order, with what each line is: link, heading, caption."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from worker.formats.html.outline import BREAK, HEADINGS, Container, Outline, Piece, Segment
from worker.formats.html.text_features import KEPT, tokens_of
from worker.markup.lines import clean_line

LABEL_MAX: Final = 30  # characters
NAMED_SEGMENTS_MAX: Final = 4  # a class of captions round more is one of all the page
# Words in classes of what stands over a story.  Not lead, excerpt, summary: pictures and people have these
_STANDFIRST_NAMES: Final = frozenset(
    {
        "standfirst", "dek", "subhead", "subheading", "subheadline", "subheader", "subtitle", "chapo",
        "chapeau", "vorspann", "untertitel", "bajada", "entradilla", "subtitulo", "sommario", "sottotitolo", "sapo",
        "ingress", "manchet", "manchete",
    }
)  # fmt: skip


# class="photoBox r", "pic-box": the one text in it is the picture's
_PICTURE_BOX: Final = re.compile(r"(?:^|\s)(?:photo|img|image|pic|picture|foto)[_-]?box(?:\s|$)")


class Line(NamedTuple):
    """`href` is set where the line is one link but for a short label; `pieces` are its texts, parted by elements.

    `caption` and `standfirst` are what the containers' names call it.
    """

    text: str
    href: str | None = None
    heading: bool = False
    caption: bool = False
    standfirst: bool = False
    pieces: tuple[str, ...] = ()


_new: Final = tuple.__new__  # what a NamedTuple's own constructor calls, without the call around it


class _Kind(NamedTuple):
    heading: bool = False
    caption: bool = False
    standfirst: bool = False


_TEXT: Final = _Kind()
_HEADING: Final = _Kind(heading=True)
_CAPTION: Final = _Kind(caption=True)
_PICTURES: Final = _Kind(caption=True)  # a box round a picture
_STANDFIRST: Final = _Kind(standfirst=True)
_SUBHEADLINE: Final = _Kind(heading=True, standfirst=True)


def lines_of(outline: Outline) -> tuple[Line, ...]:
    """The page's lines from top to bottom: its segments, parted at breaks."""
    kinds: list[_Kind] = []
    for container, end in zip(outline.containers, outline.ends, strict=True):
        outer = kinds[container.parent] if container.parent >= 0 else _TEXT
        kinds.append(_kind(container, end - container.first) if outer is _TEXT else outer)
    lines: list[Line] = []
    for segment in outline.segments:
        text, number, pieces = segment
        if len(pieces) == 1:
            lines.append(_new(Line, (text, outline.links[pieces[0].link], *kinds[number], (text,))))
        else:
            lines.extend(_lines(outline, segment, kinds[number]))
    return tuple(lines)


def _kind(container: Container, segments: int) -> _Kind:
    named = _named(container.names) if segments <= NAMED_SEGMENTS_MAX else _TEXT
    if named is _PICTURES and segments > 1:
        named = _TEXT
    if container.tag in HEADINGS:
        return _SUBHEADLINE if named is _STANDFIRST else _HEADING
    return _CAPTION if container.tag == "figcaption" else named


@lru_cache(KEPT)
def _named(names: str) -> _Kind:
    small = names.lower()
    if "caption" in small:
        return _CAPTION
    if "box" in small and _PICTURE_BOX.search(small):
        return _PICTURES
    hinted = any(map(small.__contains__, _STANDFIRST_NAMES))  # a fifth of the time of taking the names apart
    parts = (*tokens_of(names), *small.split()) if hinted else ()  # "subTitle" is two tokens
    return _TEXT if _STANDFIRST_NAMES.isdisjoint(parts) else _STANDFIRST


def _lines(outline: Outline, segment: Segment, kind: _Kind) -> Iterable[Line]:
    if BREAK not in segment.pieces:
        return (_line(outline, segment.text, segment.pieces, kind),)
    parts = ((clean_line("".join(piece.text for piece in pieces)), pieces) for pieces in _parted(segment.pieces))
    return (_line(outline, text, pieces, kind) for text, pieces in parts if text)


def _parted(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    part: list[Piece] = []
    for piece in pieces:
        if piece is BREAK:
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def _line(outline: Outline, text: str, pieces: Sequence[Piece], kind: _Kind) -> Line:
    seen = [piece for piece in pieces if not piece.text.isspace()] if len(pieces) > 1 else pieces
    texts = tuple(piece.text for piece in seen) if len(seen) > 1 else (text,)
    return Line(text, _href(outline, seen), *kind, texts)


def _href(outline: Outline, pieces: Sequence[Piece]) -> str | None:
    """The one link of a line, which all of it belongs to but for a label of a few letters in front."""
    links = outline.links
    if (last := links[pieces[-1].link]) is None:
        return None
    hrefs = {links[piece.link] for piece in pieces if piece.link or len(piece.text) > LABEL_MAX}
    return last if len(hrefs) == 1 else None
