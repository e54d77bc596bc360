"""An outline as numbers, a row for each segment that may be the story's: what the block model sees of a page.

Every column lies roughly between -2 and 2.  Their order is the model's: whoever changes it trains the model anew.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from worker.formats.html.agreement import agreement, repeats
from worker.formats.html.containers import Classes, Names, classes_of, name_reader
from worker.formats.html.declared import Declared
from worker.formats.html.measures import Matrix, Measures, Numbers, bits, mains, measures_of, rows, stacked
from worker.formats.html.outline import Outline, Piece
from worker.formats.html.sieve import Sieve, look_at, passing, weighed
from worker.formats.html.text_features import NO_SCORES, SHORT_MAX, Scores, shapes_of, word_reader

_LEVELS: Final = 5  # containers outward whose statistics a segment sees
_MAINS: Final = (0.9, 0.5)  # shares of the page's paragraph text that a main container holds, beside the sieve's


class Inputs(NamedTuple):
    """A page as the net takes it: rows of features, and by row the number of its kind, and of its segment."""

    rows: Matrix
    kinds: Numbers
    segments: Numbers


@dataclass(frozen=True, slots=True)
class Reader:
    """Picks the segments that are read, and reads words and names of classes, by what a model has learned."""

    sieve: Sieve
    words: Callable[[str], Scores]  # of a short text
    names: Callable[[str], Names]  # of a container
    groups: int  # how many groups of class words there are


def reader(sieve: Sieve, lexicons: Mapping[str, Mapping[str, float]], groups: Sequence[Sequence[str]]) -> Reader:
    """Log-odds `own` and `around`: of class tokens at a segment's container and further out; `words`: short texts."""
    names = name_reader(lexicons["own"], lexicons["around"], groups)
    return Reader(sieve, word_reader(lexicons["words"]), names, len(groups))


def features(outline: Outline, declared: Declared, known: Reader) -> Inputs:
    """The numbers of a page with one segment at least."""
    measures = measures_of(outline)
    look = look_at(measures)
    scores = weighed(look, measures.at, known.sieve)
    read = passing(scores)
    at = measures.at[read]
    kinds = _kinds(outline, measures)
    seen = np.concatenate(
        [
            look.segments[read],
            look.containers[at],
            _gaps(read, scores),
            _texts([measures.texts[number] for number in read.tolist()], known),
            rows([_links(measures.pieces[number], measures.texts[number]) for number in read.tolist()], 2),
            _classes(classes_of(outline, measures, at.tolist(), known.names), measures.parents, at, known.groups),
            _levels(measures, at),
            *(stacked(mains(measures, share))[read] for share in _MAINS),
            _alike(kinds[measures.at], measures)[read],
            agreement(measures, read, declared),
            repeats(measures.texts, read),
            np.broadcast_to(np.array(declared.traits, np.float32), (len(read), len(declared.traits))),
        ],
        axis=1,
    )
    return Inputs(seen, _numbered(kinds[at]), read)


def _numbered(values: Numbers) -> Numbers:
    """The same number from 0 on for each of the same value."""
    numbers: Numbers = np.unique(values, return_inverse=True)[1]
    return numbers


def _gaps(read: Numbers, scores: Matrix) -> Matrix:
    """What the sieve thinks of a segment, how many it has held back before and behind."""
    edges = np.concatenate([[-1], read, [len(scores)]])
    gaps = np.log1p(edges[1:] - edges[:-1] - 1) / 3
    return stacked((np.minimum(np.maximum(scores[read] / 8, -2), 2), gaps[:-1], gaps[1:]))


def _texts(texts: Sequence[str], known: Reader) -> Matrix:
    scores = [known.words(text) if len(text) <= SHORT_MAX else NO_SCORES for text in texts]
    return np.concatenate([shapes_of(texts), rows(scores, len(NO_SCORES))], axis=1)


def _links(pieces: Sequence[Piece], text: str) -> tuple[float, float]:
    """How many links, share of text in bold."""
    if len(pieces) == 1:
        _, link, marks = pieces[0]
        return (math.log1p(1) / 2 if link else 0.0, "strong" in marks)
    bold = sum(len(part) for part, _, marks in pieces if "strong" in marks)
    links = {link for part, link, _ in pieces if link and not part.isspace()}
    return (math.log1p(len(links)) / 2, min(1.0, bold / len(text)))


def _kinds(outline: Outline, measures: Measures) -> Numbers:
    """By container, a number for all that have tag, names, those of the one around them, and depth in common."""
    tags, _, _, names, _, _ = zip(*outline.containers, strict=True)
    own = np.fromiter(map(hash, zip(tags, names, strict=True)), np.int64, len(tags))
    both = own ^ 31 * own[measures.parents] ^ 1031 * measures.depths
    return _numbered(both)


def _classes(classes: Classes, parents: Numbers, at: Numbers, groups: int) -> Matrix:
    up = parents[at]
    own, outer, next_outer = (classes.numbers[numbers] for numbers in (at, up, parents[up]))
    return np.concatenate(
        [
            classes.scores[own],
            classes.scores[outer, :3],
            classes.scores[next_outer, :3],
            bits(classes.groups, groups)[own],
            bits(classes.groups_around, groups)[own],
        ],
        axis=1,
    )


def _levels(measures: Measures, at: Numbers) -> Matrix:
    """Statistics of the segment's container and the next ones outward."""
    sizes, linked, paragraph = measures.sizes, measures.linked, measures.paragraph
    columns = np.stack([sizes, sizes * linked, paragraph, paragraph > 0, linked > 0.8], axis=1, dtype=np.float64)
    total = np.concatenate([np.zeros((1, 5)), np.cumsum(columns, axis=0)])
    all_size, _, all_paragraphs, *_ = total[-1] + 1e-6
    size, links, read, paragraphs, linking = (total[measures.ends] - total[measures.firsts]).T
    count = measures.ends - measures.firsts
    table = stacked(
        (
            size / all_size,
            read / all_paragraphs,
            links / (size + 1e-6),
            np.log1p(count) / 5,
            np.log1p(read / count) / 5,
            paragraphs / count,
            linking / count,
        )
    )
    outward = [at]
    for _ in range(_LEVELS - 1):
        outward.append(measures.parents[outward[-1]])
    return np.concatenate([table[numbers] for numbers in outward], axis=1)


def _alike(kinds: Numbers, measures: Measures) -> Matrix:
    """Of all segments in containers of like kind, which a page fills from one template."""
    sizes, paragraph = measures.sizes, measures.paragraph
    count = np.maximum(np.bincount(kinds), 1)
    size = np.bincount(kinds, sizes)
    table = stacked(
        (
            np.log1p(count) / 4,
            np.log1p(size / count) / 5,
            np.bincount(kinds, sizes * measures.linked) / (size + 1e-6),
            np.bincount(kinds, paragraph) / (paragraph.sum() + 1e-6),
            size / sizes.sum(),
        )
    )
    return table[kinds]
