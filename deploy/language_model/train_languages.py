"""Writes config/language_model.npz: weights of runs of letters for each language, from SIB-200 and Lingua's sentences.

    cargo add lingua && cargo vendor crates         (in an empty package: 75 crates of models, 1,000 sentences each)
    python deploy/language_model/train_languages.py ../shared/data/classify crates/ config/

SIB-200 (CC BY-SA 4.0) has the same sentences in 205 languages; those that newsrooms write in Latin or Cyrillic letters
are taken, and of 55 of them the test sentences of Lingua's crates (Apache-2.0) in a fifth of the weight: they are of
the web, with its mistakes.  Naive Bayes over hashed runs; a fifth of both is kept apart, to set the calibration and to
be measured on (tests/bench/classification_rules.py).  A minute, and the same bytes every time.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from language_material import APART, CRATES, Sentence, asked

from worker.classify.language_model import BITS, Model, model, runs, scores, shares

SMOOTHING: Final = 10_000  # runs that every language has of the mean of all
EVEN: Final = 0.02  # share of them that all runs have alike
WINDOW: Final = 7  # words of a piece that is like a headline
HEATS: Final = np.arange(0.5, 6.0, 0.1)


def trained(rows: Sequence[Sentence]) -> dict[str, Any]:
    """What the file holds, uncalibrated: log-probabilities of runs by language, less their mean, each in a byte."""
    codes = sorted({row.code for row in rows})
    places = {code: place for place, code in enumerate(codes)}
    scripts = {row.code: row.script for row in rows}
    counts = np.zeros((1 << BITS, len(codes)), np.float64)
    for row in rows:
        np.add.at(counts[:, places[row.code]], runs(row.text), row.weight)
    mean = (counts / counts.sum(0)).mean(1, keepdims=True)
    counts += SMOOTHING * ((1 - EVEN) * mean + EVEN / len(counts))
    weights = np.log(counts / counts.sum(0))
    weights -= weights.mean(1, keepdims=True)
    scale = float(np.abs(weights).max() / 127)
    return {
        "codes": np.array(codes),
        "scripts": np.array([scripts[code] for code in codes]),
        "weights": np.round(weights / scale).astype(np.int8),
        "scale": np.array(scale, np.float32),
        "heat": np.array(1.0, np.float32),
    }


def pieces(rows: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences, and their beginnings as long as headlines."""
    for row in rows:
        yield row
        yield row._replace(text=" ".join(row.text.split()[:WINDOW]))


def best_heat(rows: Sequence[Sentence], known: Model) -> float:
    """The one that makes the right languages most probable."""
    judged = [(row, *scores(row.text, known)) for row in pieces(rows)]
    places = {code: place for place, code in enumerate(known.codes)}

    def loss(heat: float) -> float:
        hot = known._replace(heat=heat)
        chances = [shares(sums, count, row.script, hot)[places[row.code]] for row, sums, count in judged]
        return float(-np.log(np.maximum(chances, 1e-6)).mean())

    return float(min(HEATS, key=loss))


def right(rows: Sequence[Sentence], known: Model) -> float:
    """The share of rows whose best language of their script is theirs."""
    found = [known.codes[int(shares(*scores(row.text, known), row.script, known).argmax())] == row.code for row in rows]
    return sum(found) / len(found)


def main() -> None:
    """Train, say how good it is, write."""
    rows, folder = asked("writes language_model.npz into a folder")
    apart = [row for row in rows if row.number % APART == 0]
    arrays = trained([row for row in rows if row.number % APART])
    arrays["heat"] = np.array(best_heat(apart, model(arrays)), np.float32)
    known = model(arrays)
    print(f"{len(known.codes)} languages, heat {known.heat:.1f}")
    for name, weight in (("SIB-200", 1.0), ("Lingua", CRATES)):
        whole = [row for row in apart if row.weight == weight]
        short = [row for row in pieces(whole) if len(row.text.split()) <= WINDOW]
        print(f"{name}, kept apart: {right(whole, known):.4f}, pieces of {WINDOW} words {right(short, known):.4f}")
    np.savez_compressed(folder / "language_model.npz", **arrays)


if __name__ == "__main__":
    main()
