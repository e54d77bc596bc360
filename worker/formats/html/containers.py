"""What the names of a page's containers say, as columns for the block model.

Of most pages many containers stand alike: same names, same ones around.  What is alike is read once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from worker.formats.html.measures import Matrix, Measures, Numbers, column, rows
from worker.formats.html.outline import Outline
from worker.formats.html.text_features import KEPT, KnownTokens, Scores, summed

OUTWARD: Final = 0.9  # of a container's score reaches the next one inward


class Names(NamedTuple):
    """What a container's class words say."""

    own: Scores
    around: Scores
    article: bool
    groups: int  # bits


def name_reader(
    own: Mapping[str, float], around: Mapping[str, float], groups: Sequence[Sequence[str]]
) -> Callable[[str], Names]:
    """A reader of class names by lexicons of their words, which remembers them: sites and designs repeat them."""
    words = sorted(own.keys() | around.keys() | {word for group in groups for word in group})
    known = KnownTokens(words)
    scores_own, scores_around = ((0.0, *(scores.get(word, 0.0) for word in words)) for scores in (own, around))
    bits = [0, *(sum(1 << number for number, group in enumerate(groups) if word in group) for word in words)]

    @lru_cache(KEPT)
    def names(text: str) -> Names:
        tokens = known.among(text)
        near = list(filter(None, map(scores_own.__getitem__, tokens)))
        far = list(filter(None, map(scores_around.__getitem__, tokens)))
        marked = 0
        for token in tokens:
            marked |= bits[token]
        return Names(summed(near), summed(far), "articlebody" in text.lower(), marked)

    return names


class Classes(NamedTuple):
    """Rows of containers that stand alike, and by container the number of its row: 0 for those that were not read."""

    numbers: Numbers
    scores: Matrix  # own 3, around 3, in an article body
    groups: Numbers  # bits of its own class words
    groups_around: Numbers


class _Standing(NamedTuple):
    """A row, and what a container of it hands on to those inside."""

    scores: tuple[float, ...]
    groups: int
    groups_around: int


_OUTSIDE: Final = _Standing((0.0,) * 7, 0, 0)
_WEIGHTS: Final = np.array([0.5, 0.5, 0.5, 0.25, 0.5, 0.5, 1], np.float32)


def classes_of(outline: Outline, measures: Measures, read: Iterable[int], names: Callable[[str], Names]) -> Classes:
    """The rows of the containers of these numbers and those around them; `names` as `name_reader` gives it."""
    containers = outline.containers
    standings = [_OUTSIDE]
    alike: dict[tuple[int, str], int] = {}
    numbers = [0] * (len(containers) + 1)  # the last is that of what is around the body
    for number in _with_outer(measures, read):
        _, parent, _, own, _, _ = containers[number]
        key = (numbers[parent], own)
        if (row := alike.get(key)) is None:
            row = alike[key] = len(standings)
            standings.append(_standing(names(own), standings[key[0]], parent))
        numbers[number] = row
    scores, groups, groups_around = zip(*standings, strict=True)
    weighted = rows(scores, len(_WEIGHTS)) * _WEIGHTS
    return Classes(column(numbers), weighted, column(groups), column(groups_around))


def _with_outer(measures: Measures, read: Iterable[int]) -> list[int]:
    """These containers and all around them, from the outside in."""
    parents = measures.parents.tolist()
    found: set[int] = set()
    for inner in read:
        number = inner
        while number not in found:
            found.add(number)
            number = parents[number]
    return sorted(found)


def _standing(own: Names, around: _Standing, parent: int) -> _Standing:
    above = around.scores
    total, low, high = own.around
    if parent >= 0:
        total, low, high = total + OUTWARD * above[3], min(low, above[4]), max(high, above[5])
    scores = (*own.own, total, low, high, own.article or above[6])
    return _Standing(scores, own.groups, around.groups_around | (around.groups if parent > 0 else 0))
