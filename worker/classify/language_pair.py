"""Xhosa or Zulu: two languages that the model's runs of four letters part badly, by longer ones of a larger sample.

Each run of up to five letters within a word has a weight: how much more probable its last letter is in the first
language than in the second after the letters before it, less what the run without its first letter has said of that
already.  Their sum over a text is then the logarithm of how much more probable the text is in the first language by the
longest runs that are known.  Weights are data (config/language_pair.npz), made by deploy/language_model/pair.py.
"""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.classify.language_model import numbers
from worker.knowledge.arrays import arrays_of

RUNS: Final = (1, 2, 3, 4, 5)  # letters


class Pair(NamedTuple):
    """`runs`: their numbers, rising; `weights`: of each in steps of `scale`, in the units of the model's sums."""

    codes: tuple[str, str]
    runs: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: float


@cache
def shipped() -> Pair:
    """The two languages of config/, read once: before a worker forks."""
    arrays = arrays_of("language_pair.npz")
    first, second = arrays["codes"].tolist()
    return Pair((first, second), arrays["runs"], arrays["weights"], float(arrays["scale"]))


def leaning(text: str, pair: Pair) -> float:
    """How much the text is of the first language rather than of the second; below 0 of the second."""
    found = numbers(text, RUNS)
    places = np.minimum(np.searchsorted(pair.runs, found), len(pair.runs) - 1)
    known = places[pair.runs[places] == found]
    return float(pair.weights[known].sum(dtype=np.int64)) * pair.scale
