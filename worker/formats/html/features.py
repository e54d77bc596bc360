"""An outline as numbers, a row a segment: what the block model sees of a page.

Every column lies roughly between -2 and 2.  Their order is the model's: whoever changes it trains the model anew.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.formats.html.containers import CODES, TAGS, Containers, Names, Numbers, containers_of, name_reader
from worker.formats.html.declared import Declared
from worker.formats.html.outline import Outline, Segment
from worker.formats.html.text_features import NO_SCORES, SHORT_MAX, Matrix, Scores, shapes_of, word_reader

_HEADLINE: Final = CODES["h1"]
_LEVELS: Final = 5  # containers outward whose statistics a segment sees
_MAINS: Final = (0.9, 0.7, 0.5)  # shares of the page's paragraph text that a main container holds
PARAGRAPH_MIN: Final = 80  # characters
KEY_MIN: Final = 15
AUTHOR_MAX: Final = 60


class Inputs(NamedTuple):
    """A page as the net takes it: rows of features, and by row the number of its kind among the page's."""

    rows: Matrix
    kinds: Numbers


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads words and names of classes by the lexicons of a model."""

    words: Callable[[str], Scores]  # of a short text
    names: Callable[[str], Names]  # of a container
    groups: int  # how many groups of class words there are


def reader(
    own: Mapping[str, float], around: Mapping[str, float], words: Mapping[str, float], groups: Sequence[Sequence[str]]
) -> Reader:
    """`own` and `around`: log-odds of class tokens at a segment's container and further out; `words`: short texts."""
    return Reader(word_reader(words), name_reader(own, around, groups), len(groups))


def features(outline: Outline, declared: Declared, known: Reader) -> Inputs:
    """The numbers of a page with one segment at least."""
    segments = outline.segments
    texts = _texts([segment.text for segment in segments], known)
    sizes = np.array([len(segment.text) for segment in segments], np.float32)
    links = np.array([_links(segment) for segment in segments], np.float32)
    at = np.array([segment.container for segment in segments])
    containers = containers_of(outline, known.names)
    paragraph = np.where((sizes > PARAGRAPH_MIN) & (links[:, 0] < 0.5) & (texts[:, 4] > 0), sizes, np.float32(0))
    sums = _sums(outline, sizes, links[:, 0], paragraph)
    keys = [segment.text.casefold() for segment in segments]
    kinds = np.unique(containers.kinds[at], return_inverse=True)[1]
    rows = np.concatenate(
        [
            texts,
            links,
            _tags(containers, at),
            _classes(containers, at, known.groups),
            _levels(containers, at, sums),
            _mains(outline, containers, at, sums[0][2], sums[1]),
            _groups(kinds, sizes, links[:, 0], paragraph),
            _place(paragraph),
            _declared(keys, sizes, containers.tags[at], declared),
            _repeats(keys),
            _neighbours(containers, at, paragraph > 0),
            np.tile(np.array(declared.traits, np.float32), (len(segments), 1)),
        ],
        axis=1,
    )
    return Inputs(rows, kinds)


def _texts(texts: Sequence[str], known: Reader) -> Matrix:
    scores = [known.words(text) if len(text) <= SHORT_MAX else NO_SCORES for text in texts]
    return np.concatenate([shapes_of(texts), np.array(scores, np.float32)], axis=1)


def _links(segment: Segment) -> tuple[float, ...]:
    """Share of linked text, none, all, how many links, share of text in bold."""
    pieces = segment.pieces
    if len(pieces) == 1:
        _, link, marks = pieces[0]
        return (1.0, 0.0, 1.0, 0.3466, "strong" in marks) if link else (0.0, 1.0, 0.0, 0.0, "strong" in marks)
    linked = bold = 0
    numbers = set()
    for text, link, marks in pieces:
        if link and not text.isspace():
            linked += len(text)
            numbers.add(link)
        if "strong" in marks:
            bold += len(text)
    share = min(1.0, linked / len(segment.text))
    return (share, not linked, share > 0.95, math.log1p(len(numbers)) / 2, min(1.0, bold / len(segment.text)))


def _bits(values: Numbers, width: int) -> Matrix:
    return ((values[:, None] >> np.arange(width)) & 1).astype(np.float32)


def _tags(containers: Containers, at: Numbers) -> Matrix:
    own = _bits(1 << containers.tags, len(TAGS))[at]
    return np.concatenate([own, _bits(containers.tags_around, len(TAGS))[at], containers.depths[at, None] / 15], axis=1)


def _classes(containers: Containers, at: Numbers, groups: int) -> Matrix:
    up = containers.parents[at]
    return np.concatenate(
        [
            containers.scores[at],
            containers.scores[up, :3],
            containers.scores[containers.parents[up], :3],
            _bits(containers.groups, groups)[at],
            _bits(containers.groups_around, groups)[at],
        ],
        axis=1,
    )


def _sums(outline: Outline, sizes: Matrix, linked: Matrix, paragraph: Matrix) -> tuple[Matrix, Matrix]:
    """Of the page and by container: characters, linked ones, ones of paragraphs; segments, paragraphs, links."""
    columns = np.stack(
        [sizes, sizes * linked, paragraph, np.ones_like(sizes), paragraph > 0, linked > 0.8], axis=1, dtype=np.float64
    )
    total = np.concatenate([np.zeros((1, 6)), np.cumsum(columns, axis=0)])
    first = [container.first for container in outline.containers]
    return total[-1] + 1e-6, total[outline.ends] - total[first]


def _levels(containers: Containers, at: Numbers, sums: tuple[Matrix, Matrix]) -> Matrix:
    """Statistics of the segment's container and the next ones outward."""
    (size, _, paragraphs, *_), by = sums
    count = by[:, 3]
    table = np.stack(
        [
            by[:, 0] / size,
            by[:, 2] / paragraphs,
            by[:, 1] / (by[:, 0] + 1e-6),
            np.log1p(count) / 5,
            np.log1p(by[:, 2] / count) / 5,
            by[:, 4] / count,
            by[:, 5] / count,
        ],
        axis=1,
    ).astype(np.float32)
    columns = [table[at]]
    for _ in range(_LEVELS - 1):
        at = containers.parents[at]
        columns.append(table[at])
    return np.concatenate(columns, axis=1)


def _mains(outline: Outline, containers: Containers, at: Numbers, total: float, by: Matrix) -> Matrix:
    """For the deepest container with most of the paragraphs: whether the segment is in it, how deep, how far down."""
    index = np.arange(len(at))
    columns = []
    for share in _MAINS:
        large = np.nonzero(by[:, 2] >= share * total)[0] if total > 1 else np.zeros(1, np.int64)
        main = large[np.argmax(containers.depths[large])]
        start, end = outline.containers[main].first, outline.ends[main]
        inside = (index >= start) & (index < end)
        depth = np.minimum(containers.depths[at] - containers.depths[main], 8) / 4
        columns += [inside, depth * inside, np.clip((index - start) / (end - start), -1, 2)]
    return np.stack(columns, axis=1).astype(np.float32)


def _groups(kinds: Numbers, sizes: Matrix, linked: Matrix, paragraph: Matrix) -> Matrix:
    """Of all segments in containers of like kind, which a page fills from one template."""
    count = np.bincount(kinds)
    size = np.bincount(kinds, sizes)
    columns = (
        np.log1p(count) / 4,
        np.log1p(size / count) / 5,
        np.bincount(kinds, sizes * linked) / size,
        np.bincount(kinds, paragraph) / (paragraph.sum() + 1e-6),
        size / sizes.sum(),
    )
    table = np.stack(columns, axis=1).astype(np.float32)
    return np.take(table, kinds, axis=0)


def _place(paragraph: Matrix) -> Matrix:
    """Where on the page: by segments, by characters of paragraphs before and behind; how large the page is."""
    count = len(paragraph)
    index = np.arange(count)
    read = np.cumsum(paragraph)
    total = read[-1] + 1e-6
    columns = (
        index / count,
        np.log1p(index) / 6,
        read / total,
        np.log1p(np.maximum(total - read, 0)) / 8,
        np.log1p(read - paragraph) / 8,
        np.full(count, math.log1p(total) / 8),
        np.full(count, math.log1p(count) / 6),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _declared(keys: Sequence[str], sizes: Matrix, tags: Numbers, declared: Declared) -> Matrix:
    """Agreement with title, description, body and authors as declared; distance to the headline."""
    titles = {title.casefold() for title in declared.titles if title}
    description = (declared.description or "").casefold().rstrip(" .…")
    body = " ".join((declared.article_body or "").casefold().split())
    authors = [author.casefold() for author in declared.authors if len(author) > 4]
    none = [False] * len(keys)
    joined = "\n".join(titles)
    longest = 1.6 * max(map(len, titles), default=0)
    bare = [key.rstrip(" .…") for key in keys] if description else keys
    columns = (
        [key in titles for key in keys],
        [KEY_MIN < len(key) < longest and (key in joined or _holds_title(key, titles)) for key in keys],
        _in_description(keys, bare, description),
        [bool(description) and key == description for key in bare],
        [len(key) > KEY_MIN + 5 and key in body for key in keys] if body else none,
        [len(key) < AUTHOR_MAX and any(author in key for author in authors) for key in keys] if authors else none,
    )
    distance = _headline_distance(keys, sizes, tags, titles, (declared.headline or "").casefold())
    stated = np.full((len(keys), 1), min(1.0, len(body) / 3_000))
    return np.concatenate([np.array(columns, np.float32).T, distance, stated], axis=1, dtype=np.float32)


def _in_description(keys: Sequence[str], bare: Sequence[str], description: str) -> list[bool]:
    """Whether a text holds the description or stands in it."""
    if len(description) <= KEY_MIN:
        return [False] * len(keys)
    return [
        len(key) > KEY_MIN and (one in description or description in key) for key, one in zip(keys, bare, strict=True)
    ]


def _holds_title(key: str, titles: Iterable[str]) -> bool:
    """A title and not much else."""
    size = len(key)
    for title in titles:  # noqa: SIM110 - of a page's every line: a generator takes twice the time
        if len(title) < size < 1.6 * len(title) and title in key:
            return True
    return False


def _headline_distance(
    keys: Sequence[str], sizes: Matrix, tags: Numbers, titles: set[str], headline: str
) -> NDArray[np.float64]:
    """Signed distance to the heading that is the headline, whether below, whether right below, whether there is one."""
    index = np.arange(len(keys))
    printed = np.array([len(key) > 12 and key == headline for key in keys])
    places = np.nonzero((tags == _HEADLINE) | printed)[0]
    if not len(places):
        return np.stack([np.zeros(len(keys))] * 3 + [np.ones(len(keys))], axis=1)
    rank = np.log1p(sizes[places]) + 3 * np.array([keys[place] in titles for place in places.tolist()])
    below = index - places[np.argmax(rank)]
    distance = np.sign(below) * np.log1p(np.abs(below)) / 5
    return np.stack([distance, below > 0, (below > 0) & (below < 8), np.zeros(len(keys))], axis=1)


def _repeats(keys: Sequence[str]) -> Matrix:
    """How often the text stands elsewhere on the page, and whether it did before."""
    count = Counter(keys)
    if len(count) == len(keys):
        return np.zeros((len(keys), 2), np.float32)
    before: set[str] = set()
    rows = []
    for key in keys:
        others = count[key] - 1
        rows.append((min(2, others), key in before) if others else (0, False))
        before.add(key)
    return np.array(rows, np.float32)


def _neighbours(containers: Containers, at: Numbers, paragraph: NDArray[np.bool_]) -> Matrix:
    """Distance in segments to the next and the last paragraph; whether a paragraph stands beside it."""
    count = len(at)
    index = np.arange(count)
    places = np.nonzero(paragraph)[0]
    if not len(places):
        return np.tile(np.array([1, 1, 0], np.float32), (count, 1))
    after = np.searchsorted(places, index, "left")
    following = np.where(after < len(places), places[np.minimum(after, len(places) - 1)], count + 30) - index
    before = np.searchsorted(places, index, "right") - 1
    last = index - np.where(before >= 0, places[np.maximum(before, 0)], -30)
    up = containers.parents[at]
    columns = (
        np.log1p(np.minimum(following, 40)) / 3,
        np.log1p(np.minimum(last, 40)) / 3,
        np.isin(up, np.unique(up[places])),
    )
    return np.stack(columns, axis=1).astype(np.float32)
