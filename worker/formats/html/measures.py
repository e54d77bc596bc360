"""What is counted on all of a page, by segment and by container: lengths, links, paragraphs, tags around.

No text is read here but for its length and its last sign: that is cheap enough for every line of every menu.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.formats.html.outline import Outline, Piece

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]

TAGS: Final = (
    "p", "div", "h1", "h2", "h3", "h4", "li", "td", "blockquote", "figcaption", "pre", "dt", "button", "section",
    "article", "main", "nav", "footer", "header", "aside", "form", "figure", "ul", "table", "other",
)  # fmt: skip
_ALIKE: Final = {
    "h5": "h4", "h6": "h4", "th": "td", "dd": "dt", "ol": "ul", "dl": "ul", "caption": "figcaption", "summary": "dt",
    "label": "button", "legend": "button", "option": "button", "tr": "table", "tbody": "table", "thead": "table",
    "tfoot": "table", "center": "div", "body": "div", "html": "div",
}  # fmt: skip
CODES: Final = {tag: code for code, tag in enumerate(TAGS)} | {tag: TAGS.index(other) for tag, other in _ALIKE.items()}
_OTHER: Final = TAGS.index("other")

PARAGRAPH_MIN: Final = 80  # characters
LINKED_MAX: Final = 0.5  # share of a paragraph
_SENTENCE_ENDS: Final = ".!?。।؟"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Columns of a page with one segment at least."""

    # by segment
    texts: Sequence[str]
    pieces: Sequence[Sequence[Piece]]
    at: Numbers  # its container
    sizes: Matrix
    linked: Matrix  # share of its text
    paragraph: Matrix  # its size, where it is one
    # by container
    parents: Numbers  # the body is its own
    depths: Numbers
    tags: Numbers
    tags_around: Numbers  # bits of the tags from the body down to it
    hidden: NDArray[np.bool_]
    firsts: Numbers
    ends: Numbers


def measures_of(outline: Outline) -> Measures:
    """The columns; the outline has one segment at least."""
    texts, at, pieces = zip(*outline.segments, strict=True)
    names, parents, depths, _, hidden, firsts = zip(*outline.containers, strict=True)
    tags = [CODES.get(name, _OTHER) for name in names]
    sizes = np.array(list(map(len, texts)), np.float32)
    linked = np.array(
        [_linked(*one) if len(one[1]) > 1 else one[1][0][1] > 0 for one in zip(texts, pieces, strict=True)], np.float32
    )
    return Measures(
        texts=texts,
        pieces=pieces,
        at=column(at),
        sizes=sizes,
        linked=linked,
        paragraph=_paragraphs(texts, sizes, linked),
        parents=np.maximum(column(parents), 0),
        depths=column(depths),
        tags=column(tags),
        tags_around=column(_around(tags, parents)),
        hidden=np.fromiter(hidden, np.bool_, len(hidden)),
        firsts=column(firsts),
        ends=column(outline.ends),
    )


def column(values: Sequence[int]) -> Numbers:
    """The values as a column, in half the time of `np.array`, which looks at all of them for their type first."""
    return np.fromiter(values, np.int64, len(values))


def rows(values: Iterable[Sequence[float]], width: int) -> Matrix:
    """Rows of that width as a matrix, likewise."""
    return np.fromiter(chain.from_iterable(values), np.float32).reshape(-1, width)


def _linked(text: str, pieces: Sequence[Piece]) -> float:
    """Share of the text that is links."""
    linked = 0
    for part, link, _ in pieces:
        if link and not part.isspace():
            linked += len(part)
    return min(1.0, linked / len(text)) if linked else 0.0


def _paragraphs(texts: Sequence[str], sizes: Matrix, linked: Matrix) -> Matrix:
    """Sizes of long texts that are not mostly links and hold the end of a sentence."""
    found = np.zeros_like(sizes)
    for number in np.nonzero((sizes > PARAGRAPH_MIN) & (linked < LINKED_MAX))[0].tolist():
        if any(map(texts[number].__contains__, _SENTENCE_ENDS)):
            found[number] = sizes[number]
    return found


def _around(tags: Sequence[int], parents: Sequence[int]) -> list[int]:
    around: list[int] = []
    for tag, parent in zip(tags, parents, strict=True):
        around.append((around[parent] if parent >= 0 else 0) | 1 << tag)
    return around


def bits(values: Numbers, width: int) -> Matrix:
    """Rows of ones and zeros, the lowest bit first; `width` is 64 at most."""
    eights = values.astype("<i8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(eights, axis=1, count=width, bitorder="little").astype(np.float32)


def stacked(columns: Sequence[NDArray[np.generic] | Sequence[float]]) -> Matrix:
    """Columns of one length as a matrix: in a third of the time that `np.stack` takes for a page's few hundred rows."""
    matrix = np.empty((len(columns[0]), len(columns)), np.float32)
    for number, column in enumerate(columns):
        matrix[:, number] = column
    return matrix


def place(measures: Measures) -> Matrix:
    """Where on the page: by segments, by characters of paragraphs before and behind; how large the page is."""
    paragraph = measures.paragraph
    count = len(paragraph)
    index = np.arange(count)
    read = np.cumsum(paragraph, dtype=np.float64)
    total = read[-1] + 1e-6
    ones = np.ones(count)
    return stacked(
        (
            index / count,
            np.log1p(index) / 6,
            read / total,
            np.log1p(np.maximum(total - read, 0)) / 8,
            np.log1p(read - paragraph) / 8,
            ones * (np.log1p(total) / 8),
            ones * (np.log1p(count) / 6),
        )
    )


def near(measures: Measures) -> Matrix:
    """Distance in segments to the next and the last paragraph; whether a paragraph stands beside it."""
    count = len(measures.at)
    index = np.arange(count)
    places = np.nonzero(measures.paragraph)[0]
    if not len(places):
        return np.tile(np.array([1, 1, 0], np.float32), (count, 1))
    after = np.searchsorted(places, index, "left")
    following = np.where(after < len(places), places[np.minimum(after, len(places) - 1)], count + 30) - index
    before = np.searchsorted(places, index, "right") - 1
    last = index - np.where(before >= 0, places[np.maximum(before, 0)], -30)
    up = measures.parents[measures.at]
    beside = np.zeros(len(measures.parents), bool)
    beside[up[places]] = True
    return stacked((np.log1p(np.minimum(following, 40)) / 3, np.log1p(np.minimum(last, 40)) / 3, beside[up]))


def mains(measures: Measures, share: float) -> tuple[Matrix, ...]:
    """For the deepest container with most of the paragraphs: whether a segment is in it, how deep, how far down."""
    paragraphs = np.concatenate([np.zeros(1), np.cumsum(measures.paragraph, dtype=np.float64)])
    total = paragraphs[-1]
    held = paragraphs[measures.ends] - paragraphs[measures.firsts]
    large = np.nonzero(held >= share * total)[0] if total > 1 else np.zeros(1, np.int64)
    main = large[np.argmax(measures.depths[large])]
    start, end = measures.firsts[main], measures.ends[main]
    index = np.arange(len(measures.at))
    inside = (index >= start) & (index < end)
    depth = np.minimum(measures.depths[measures.at] - measures.depths[main], 8) / 4
    return inside, depth * inside, np.minimum(np.maximum((index - start) / (end - start), -1), 2)
