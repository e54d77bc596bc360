"""The language model: how well the letters of a text in Latin or Cyrillic script fit each language.

A text is its runs of one to four letters; each run has a weight for each language, and the language with the largest
sum is the best.  Weights are data (config/language_model.npz), made by deploy/language_model/train_languages.py;
config/language_model.md says of what.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.knowledge.arrays import arrays_of
from worker.words import beyond_ascii, letters_of

BITS: Final = 15  # of a run's number
RUNS: Final = (1, 2, 3, 4)  # letters
TEXT_MAX: Final = 400  # characters that are read
_BASIS, _SPREAD = np.uint32(0x01000193), np.uint32(0x9E3779B1)
_NO_LETTER: Final = re.compile(r"[\W\d_]")

Weights = NDArray[np.int8]
Scores = NDArray[np.float32]


class Model(NamedTuple):
    """`weights`: runs x languages in steps of `scale`; `scripts`: of each language; `heat`: calibration."""

    codes: tuple[str, ...]
    scripts: Mapping[str, NDArray[np.bool_]]
    weights: Weights
    scale: float
    heat: float


@cache
def shipped() -> Model:
    """The model in config/, read once: before a worker forks."""
    return model(arrays_of("language_model.npz"))


def model(arrays: Mapping[str, NDArray[Any]]) -> Model:
    """Of what the file holds."""
    scripts = arrays["scripts"]
    return Model(
        codes=tuple(arrays["codes"].tolist()),
        scripts={script: scripts == script for script in ("Latn", "Cyrl")},
        weights=arrays["weights"],
        scale=float(arrays["scale"]),
        heat=float(arrays["heat"]),
    )


def words_of(text: str) -> list[str]:
    """The text's runs of letters: of the beginning of one, for each sign of its alphabet is taken out of the whole."""
    data = text.encode("utf-8", "surrogatepass")
    alphabet = "" if text.isascii() else "".join(beyond_ascii(data))
    return letters_of(data, _NO_LETTER.findall(alphabet))


def runs(text: str) -> NDArray[np.uint32]:
    """The numbers of the text's runs of letters, blanks between words included."""
    return numbers(text, RUNS) >> np.uint32(32 - BITS)


def numbers(text: str, sizes: Sequence[int]) -> NDArray[np.uint32]:
    """The same in all their bits, of runs of 1, 2, ... letters."""
    letters = f" {' '.join(words_of(text[:TEXT_MAX].lower()))} "
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32)
    found = []
    number = np.zeros(len(codes), np.uint32)
    for size in sizes:
        count = len(codes) - size + 1
        if count <= 0:
            break
        number = (number[:count] * _BASIS) ^ codes[size - 1 : size - 1 + count]
        found.append((number * _SPREAD) ^ np.uint32(size * 77_777))
    return np.concatenate(found)


def scores(text: str, known: Model) -> tuple[Scores, int]:
    """The sum of weights of each language, in natural logarithms, and the number of runs."""
    found = runs(text)
    weights = known.weights.take(found, 0).astype(np.float32)  # whole numbers: their sums are exact in any order
    return (np.ones(len(found), np.float32) @ weights) * np.float32(known.scale), len(found)


def shares(sums: Scores, count: int, script: str, known: Model) -> Scores:
    """Calibrated probabilities of the languages of a script; neighbouring runs repeat each other, hence the root."""
    heated = np.where(known.scripts[script], sums, -np.inf) * np.float32(known.heat / np.sqrt(max(count, 1)))
    heated = np.exp(heated - heated.max())
    found: Scores = heated / heated.sum()
    return found
