"""Writes config/language_pair.npz: what tells Xhosa from Zulu, by the runs of letters that Lingua counted.

    python deploy/language_model/pair.py ../shared/data/classify crates/ config/

Lingua (Apache-2.0) ships for each language how often a letter follows up to four others within a word, counted in a
million sentences of news.  How much the sum counts beside the model's (train_languages.py, first) is what parts
most of the sentences kept apart, cut to as many words as headlines have.  Seconds, and the same bytes every time.
Needs: .[train]
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Final

import brotli
import numpy as np
from language_material import APART, Sentence, asked

from worker.classify.language_model import numbers, scores, shipped
from worker.classify.language_pair import RUNS, Pair, leaning

CODES: Final = ("xh", "zu")
LETTERS: Final = (3.3e6, 10.3e6)  # that Lingua counted of each
SIZES: Final = ("unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams")
SHORTER: Final = math.log(0.4)  # what a letter loses for each letter of the context that the language has not
UNKNOWN: Final = -14.0  # of a letter that the language has not at all
DOUBT: Final = 10.0  # runs that are as many of each
FACTORS: Final = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
WINDOWS: Final = (4, 6, 8)  # words
LEAST: Final = 0.5  # steps of a byte, below which a weight is none

Chances = Mapping[str, float]  # of the last letter after those before it


def chances(code: str) -> dict[str, float]:
    """As Lingua ships them: fractions, and the runs that have them."""
    found = {}
    for size in SIZES:
        file = files("lingua").joinpath("language-models", code, f"{size}.json.br")
        for fraction, grams in json.loads(brotli.decompress(file.read_bytes()))["ngrams"].items():
            above, _, below = fraction.partition("/")
            found.update(dict.fromkeys(grams.split(), int(above) / int(below)))
    return found


def logarithm(run: str, known: Chances) -> float:
    """Of the chance of the last letter, after as many of those before it as are known."""
    for start in range(len(run)):
        if (chance := known.get(run[start:])) is not None:
            return math.log(chance) + start * SHORTER
    return UNKNOWN


def weights(first: Chances, second: Chances) -> dict[str, float]:
    """Of each run that one of the languages has: what it adds to the run without its first letter."""
    runs = sorted({*first, *second}, key=lambda run: (len(run), run))
    ratios = {run: logarithm(run, first) - logarithm(run, second) for run in runs}
    counts: dict[str, tuple[float, float]] = {"": LETTERS}
    found = {}
    for run in runs:
        before = counts.get(run[:-1], (0.0, 0.0))
        counts[run] = (before[0] * first.get(run, 0.0), before[1] * second.get(run, 0.0))
        seen = sum(counts[run])
        found[run] = (ratios[run] - ratios.get(run[1:], 0.0)) * seen / (seen + DOUBT)
    return found


def packed(found: Mapping[str, float], factor: float) -> Pair:
    """In rising order of the runs' numbers, in steps that fit a byte; what is less than half a step is left out."""
    scale = max(map(abs, found.values())) / 127
    told = {int(_number(run)): round(value / scale) for run, value in found.items() if abs(value) >= LEAST * scale}
    order = sorted(told)
    steps = np.array([told[number] for number in order], np.int8)
    return Pair(CODES, np.array(order, np.uint32), steps, factor * scale)


def _number(run: str) -> np.uint32:
    """As the worker numbers it within a word: the text " run " has it as the run that begins after the blank."""
    sizes = RUNS[: len(run)]
    before = sum(len(run) + 2 - size + 1 for size in sizes[:-1])
    return np.uint32(numbers(run, sizes)[before + 1])


def pieces(rows: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    """Beginnings of sentences as long as headlines, and their languages."""
    return ((" ".join(row.text.split()[:words]), row.code) for row in rows for words in WINDOWS)


def right(rows: Sequence[Sentence], pair: Pair, factor: float) -> float:
    """The mean of the two languages' shares of pieces that model and pair together tell."""
    known = shipped()
    first, second = map(known.codes.index, CODES)
    hits: dict[str, list[bool]] = {code: [] for code in CODES}
    for text, code in pieces(rows):
        sums, _ = scores(text, known)
        hits[code].append((sums[first] - sums[second] + factor * leaning(text, pair) > 0) == (code == CODES[0]))
    return sum(sum(of) / len(of) for of in hits.values()) / len(CODES)


def main() -> None:
    """Count, say how good it is, write."""
    rows, folder = asked("writes language_pair.npz into a folder")
    apart = [row for row in rows if row.code in CODES and row.number % APART == 0]
    pair = packed(weights(*map(chances, CODES)), 1.0)
    shares = {factor: right(apart, pair, factor) for factor in (0.0, *FACTORS)}
    best = max(FACTORS, key=shares.__getitem__)
    listed = ", ".join(f"{factor} {share:.4f}" for factor, share in shares.items())
    print(f"{len(pair.runs)} runs; right by factor: {listed}")
    np.savez_compressed(
        folder / "language_pair.npz",
        codes=np.array(CODES),
        runs=pair.runs,
        weights=pair.weights,
        scale=np.float32(best * pair.scale),
    )


if __name__ == "__main__":
    main()
