"""Writes config/language_grammar.npz: what tells Nigerian Pidgin from English in headlines without a word of its own.

    python deploy/language_model/pidgin_grammar.py ../shared/data/classify config/

No Pidgin of newsrooms may be shipped, but its grammar is known: English news (SETS of pidgin_material.py) is put into
Pidgin by rule, and a regression learns what tells the two apart: verbs without endings after one person, "for" in place
of "in".  English is taken twice, as it is and cut as headlines are, for missing articles are no sign of Pidgin.  A
minute, and the same bytes every time.  Needs: .[train]
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pidgin_material import Pen, classes, english, led, pidgin, piece, rules, terse, verb_forms
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from worker.classify.language_grammar import BITS, runs
from worker.classify.language_model import words_of

CODES: Final = ("pcm", "en")
TEXTS: Final = 25_000
HEADLINES: Final = 6  # times that each is taken
STRENGTH: Final = 3.0  # of the pull of weights towards 0
# What a headline has before its first word.  Of 6,339 English ones that were no material (AG News, BBC, Indian Express,
# MasakhaNEWS) 11 pass; with -6 it is 14, and 13 of 1,000 more of Pidgin.
START: Final = -6.5
Floats = NDArray[np.float64]


def material(data: Path, pen: Pen) -> tuple[list[str], list[str]]:
    """English and Pidgin: pieces of texts, as they are and cut, and headlines."""
    headlines, texts = english(data)
    taken = pen.chance.sample(texts, TEXTS)
    cut = [terse(piece(text, pen.chance), pen) for text in taken]
    own = [
        *(led(piece(text, pen.chance), pen) for text in taken),
        *(led(text, pen) for text in cut),
        *headlines * HEADLINES,
    ]
    other = [*(piece(text, pen.chance) for text in taken), *cut, *headlines * HEADLINES]
    return own, [pidgin(text, pen) for text in other]


def matrix(texts: Sequence[str], known: Mapping[str, int]) -> csr_matrix:
    """Texts x runs, counted."""
    rows = [runs(words_of(text.lower()), known) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate(rows).astype(np.int32)
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), 1 << BITS))


def regression(texts: csr_matrix, labels: Floats) -> Floats:
    """Weights of the runs, and what a text has before the first."""

    def loss(point: Floats) -> tuple[float, Floats]:
        sums = (texts @ point[:-1] + point[-1]) * labels
        slopes = -labels / (1 + np.exp(np.clip(sums, -50, 50)))
        pull = STRENGTH * point[:-1]
        return (
            float(np.logaddexp(0, -sums).sum() + pull @ point[:-1] / 2),
            np.append(texts.T @ slopes + pull, slopes.sum()),
        )

    found: Floats = minimize(loss, np.zeros((1 << BITS) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return found


def packed(point: Floats, known: Mapping[str, int]) -> dict[str, Any]:
    """What the file holds: each weight in a byte."""
    scale = float(np.abs(point[:-1]).max() / 127)
    return {
        "codes": np.array(CODES),
        "words": np.array(list(known)),
        "classes": np.array(list(known.values()), np.uint8),
        "weights": np.round(point[:-1] / scale).astype(np.int8),
        "scale": np.array(scale, np.float32),
        "start": np.array(START, np.float32),
    }


def main() -> None:
    """Train, write."""
    parser = argparse.ArgumentParser(description="writes language_grammar.npz into a folder")
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    given = rules()
    forms = verb_forms(english(asked.data)[1], given)
    known = classes(forms, given.small)
    own, other = material(asked.data, Pen(forms, given, Random(1)))  # noqa: S311  no secret
    labels = np.repeat([-1.0, 1.0], [len(own), len(other)])
    point = regression(matrix([*own, *other], known), labels)
    arrays = packed(point, known)
    print(f"{len(forms)} forms of verbs, {np.count_nonzero(arrays['weights'])} weights")
    np.savez_compressed(asked.folder / "language_grammar.npz", **arrays)


if __name__ == "__main__":
    main()
