"""The first look at a page: which of its segments may be the story's at all.

Most lines of a page of news are links in menus, lists and footers.  A linear score of what is counted anyway rules them
out, before anything reads their words; the block model knows of them as gaps between the others.
"""

from typing import Final, NamedTuple

import numpy as np

from worker.formats.html.measures import TAGS, Matrix, Measures, Numbers, bits, mains, near, place, stacked

LEAST: Final = 24  # segments of a page that always pass
MAIN: Final = 0.7  # share of the page's paragraphs that its main container holds
_ENDS: Final = frozenset(".!?。।؟…\"”“»:')")


class Sieve(NamedTuple):
    """Weights of the columns of `Look`; a segment passes from a score of 0 on."""

    container: Matrix
    segment: Matrix
    offset: float


class Look(NamedTuple):
    """What is seen of a page without reading it: rows of its containers and segments."""

    containers: Matrix  # own tag, tags around, depth, whether it is hidden
    segments: Matrix  # length, last sign, links, where in the main container and on the page, paragraphs nearby


def look_at(measures: Measures) -> Look:
    """Columns lie roughly between -2 and 2; their order is the model's."""
    width = len(TAGS)
    containers = np.concatenate(
        [
            bits(1 << measures.tags, width),
            bits(measures.tags_around, width),
            stacked((measures.depths / 15, measures.hidden)),
        ],
        axis=1,
    )
    linked = measures.linked
    ends = np.array([text[-1] in _ENDS for text in measures.texts])
    own = stacked((np.log1p(measures.sizes) / 5, ends, linked, linked == 0, linked > 0.95, *mains(measures, MAIN)))
    return Look(containers, np.concatenate([own, place(measures), near(measures)], axis=1))


def weighed(look: Look, at: Numbers, sieve: Sieve) -> Matrix:
    """By segment, how much speaks for a closer look; `at` are the numbers of their containers."""
    outer = look.containers @ sieve.container
    return np.asarray(look.segments @ sieve.segment + outer[at] + sieve.offset, np.float32)


def passing(scores: Matrix) -> Numbers:
    """The numbers of the segments that pass, which rise: never fewer than a short page has."""
    bar = min(0.0, float(np.partition(scores, -LEAST)[-LEAST])) if len(scores) > LEAST else float(scores.min())
    return np.nonzero(scores >= bar)[0]
