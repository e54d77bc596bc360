"""The containers of a page's text as columns for the block model: tags, class words and what stands around each.

Of most pages many containers stand alike: same tag, same names, same ones around.  What is alike is read once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.formats.html.outline import Container, Outline
from worker.formats.html.text_features import KEPT, Matrix, Scores, scores_of, tokens_of

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
    bits: dict[str, int] = {}
    for number, group in enumerate(groups):
        for word in group:
            bits[word] = bits.get(word, 0) | 1 << number
    known = own.keys() | around.keys() | bits.keys()

    @lru_cache(KEPT)
    def names(text: str) -> Names:
        tokens = [token for token in tokens_of(text) if token in known]
        marked = 0
        for token in tokens:
            marked |= bits.get(token, 0)
        return Names(scores_of(tokens, own), scores_of(tokens, around), "articlebody" in text.lower(), marked)

    return names


class _Standing(NamedTuple):
    """A container of one kind at one place."""

    kind: int
    depth: int
    tag: int
    tags_around: int
    groups: int
    groups_around: int
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Containers:
    """Columns by container."""

    parents: Numbers
    kinds: Numbers  # one number for all that have tag, names, the same of the one around them, and depth in common
    depths: Numbers
    tags: Numbers
    tags_around: Numbers  # bits of the tags from the body down to it
    groups: Numbers  # bits of its own class words
    groups_around: Numbers
    scores: Matrix  # own 3, around 3, in an article body, hidden


def containers_of(outline: Outline, names: Callable[[str], Names]) -> Containers:
    """The columns; `names` as `name_reader` gives it."""
    found: dict[tuple[Any, ...], int] = {}
    kinds: dict[tuple[Any, ...], int] = {}
    numbers: list[int] = []
    standings: list[_Standing] = []
    for container in outline.containers:
        outer = numbers[container.parent] if container.parent >= 0 else -1
        key = (outer, container.tag, container.names, container.hidden)
        if (number := found.get(key)) is None:
            number = found[key] = len(standings)
            above = outline.containers[max(container.parent, 0)]
            kind = (container.tag, container.names, above.tag, above.names, container.depth)
            around = standings[outer] if outer >= 0 else None
            standings.append(_standing(container, names, kinds.setdefault(kind, len(kinds)), around))
        numbers.append(number)
    at = np.array(numbers)
    columns = np.array([standing[:-1] for standing in standings]).take(at, axis=0).T
    scores = np.array([standing.scores for standing in standings], np.float32)
    weights = np.array([0.5, 0.5, 0.5, 0.25, 0.5, 0.5, 1, 1], np.float32)
    parents = np.array([max(container.parent, 0) for container in outline.containers])
    kinds_of, depths, tags, tags_around, groups, groups_around = columns
    weighted = (scores * weights).take(at, axis=0)
    return Containers(parents, kinds_of, depths, tags, tags_around, groups, groups_around, weighted)


def _standing(container: Container, names: Callable[[str], Names], kind: int, around: _Standing | None) -> _Standing:
    own, (total, low, high), article, groups = names(container.names)
    tag = CODES.get(container.tag, _OTHER)
    tags_around = groups_around = 0
    if around is not None:
        above = around.scores
        total, low, high = total + OUTWARD * above[3], min(low, above[4]), max(high, above[5])
        article = article or bool(above[6])
        tags_around = around.tags_around
        groups_around = around.groups_around | (around.groups if around.depth else 0)
    scores = (*own, total, low, high, article, container.hidden)
    return _Standing(kind, container.depth, tag, tags_around | 1 << tag, groups, groups_around, scores)
