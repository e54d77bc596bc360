"""English or Nigerian Pidgin, where no word of its own tells: by verbs without endings, and small words in new places.

Each word has a class: itself where it is a small word, else what its ending makes of it: a bare verb ("order"), a verb
with -s, -ed or -ing, another word with -s, any other.  Words, and runs of two and three of which one or all are classes
("N V N": president order inquiry), have weights by their numbers: data (config/language_grammar.npz), made by
deploy/language_model/pidgin_grammar.py; config/language_model.md says of what.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from worker.knowledge.arrays import arrays_of

BITS: Final = 17  # of a run's number
LEAST, MOST = 3, 25  # words: fewer say nothing, more hold a word of the language's own
LINE: Final = 200  # characters of so many words
OTHER, PLURAL, BARE, ENDS_S, ENDS_ED, ENDS_ING, EDGE = range(7)  # classes; the small words have the next numbers
_SPREAD, _BASIS, _ORDER = np.uint32(0x9E3779B1), np.uint32(0x01000193), np.uint32(0x85EBCA6B)

Numbers = NDArray[np.uint32]


class Grammar(NamedTuple):
    """`classes`: of verbs' forms and small words; `weights`: of runs in steps of `scale`; above 0 it is Pidgin."""

    code: str
    over: str
    classes: Mapping[str, int]
    weights: NDArray[np.int8]
    scale: float
    start: float


@cache
def shipped() -> Grammar:
    """The one of config/, read once: before a worker forks."""
    return grammar(arrays_of("language_grammar.npz"))


def grammar(arrays: Mapping[str, NDArray[Any]]) -> Grammar:
    """Of what the file holds."""
    code, over = arrays["codes"].tolist()
    classes = dict(zip(arrays["words"].tolist(), arrays["classes"].tolist(), strict=True))
    return Grammar(code, over, classes, arrays["weights"], float(arrays["scale"]), float(arrays["start"]))


def leaning(words: Sequence[str], known: Grammar) -> float:
    """How much a headline's words, in small letters, are of the language rather than of the one it is taken for."""
    if not LEAST <= len(words) <= MOST:
        return 0.0
    return known.start + float(known.weights[runs(words, known.classes)].sum(dtype=np.int64)) * known.scale


def runs(words: Sequence[str], classes: Mapping[str, int]) -> Numbers:
    """The numbers of the words, and of their runs with classes."""
    own = np.array([0, *[crc32(word.encode()) for word in words], 0], np.uint32)
    kind = np.array([EDGE, *[_class(word, classes) for word in words], EDGE], np.uint32)
    before = np.concatenate((own[1:-1], kind[:-1], own[:-1], kind[:-1]))
    pairs = _joined(before, np.concatenate((own[1:-1], own[1:], kind[1:], kind[1:])))
    threes = _joined(pairs[-1 - len(words) : -1], kind[2:])
    return np.concatenate((pairs, threes)) >> np.uint32(32 - BITS)


def _joined(first: Numbers, second: Numbers) -> Numbers:
    return ((first * _BASIS + _ORDER) ^ second) * _SPREAD


def _class(word: str, classes: Mapping[str, int]) -> int:
    known = classes.get(word)
    if known is not None:
        return known
    return PLURAL if word.endswith("s") else OTHER
