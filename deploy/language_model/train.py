"""Writes config/language_model.npz: weights of runs of letters for each language, from SIB-200 and Lingua's sentences.

    cargo add lingua && cargo vendor crates         (in an empty package: 75 crates of models, 1,000 sentences each)
    python deploy/language_model/train.py ../shared/data/classify crates/ config/

SIB-200 (CC BY-SA 4.0) has the same sentences in 205 languages; those that newsrooms write in Latin or Cyrillic letters
are taken, and of 55 of them the test sentences of Lingua's crates (Apache-2.0) in a fifth of the weight: they are of
the web, with its mistakes.  Naive Bayes over hashed runs; a fifth of both is kept apart, to set the calibration and to
be measured on (tests/bench/classification_rules.py).  A minute, and the same bytes every time.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.classify.language_detection import script_of
from worker.classify.language_model import BITS, Model, model, runs, scores, shares

SMOOTHING: Final = 10_000  # runs that every language has of the mean of all
EVEN: Final = 0.02  # share of them that all runs have alike
CRATES: Final = 0.2  # what a sentence of Lingua's counts
LINE_MAX: Final = 1_000  # characters, and lines of a file
APART: Final = 5  # every fifth sentence
WINDOW: Final = 7  # words of a piece that is like a headline
HEATS: Final = np.arange(0.5, 6.0, 0.1)
# FLORES-200's code -> BCP 47.  Left out: languages without a press of their own, romanised Arabic, dialects.
LANGUAGES: Final = {
    "afr": "af", "als": "sq", "ast": "ast", "azj": "az", "bak": "ba", "bel": "be", "bos": "bs", "bul": "bg",
    "cat": "ca", "ces": "cs", "cym": "cy", "dan": "da", "deu": "de", "eng": "en", "est": "et", "eus": "eu",
    "fao": "fo", "fin": "fi", "fra": "fr", "gaz": "om", "gla": "gd", "gle": "ga", "glg": "gl", "hat": "ht",
    "hau": "ha", "hrv": "hr", "hun": "hu", "ibo": "ig", "ilo": "ilo", "ind": "id", "isl": "is", "ita": "it",
    "jav": "jv", "kaz": "kk", "khk": "mn", "kin": "rw", "kir": "ky", "kmr": "ku", "lin": "ln", "lit": "lt",
    "ltz": "lb", "lug": "lg", "lvs": "lv", "mkd": "mk", "mlt": "mt", "mri": "mi", "nld": "nl", "nno": "nn",
    "nob": "nb", "nso": "nso", "nya": "ny", "pap": "pap", "plt": "mg", "pol": "pl", "por": "pt", "quy": "qu",
    "ron": "ro", "run": "rn", "rus": "ru", "slk": "sk", "slv": "sl", "smo": "sm", "sna": "sn", "som": "so",
    "sot": "st", "spa": "es", "srp": "sr", "ssw": "ss", "sun": "su", "swe": "sv", "swh": "sw", "tat": "tt",
    "tgk": "tg", "tgl": "fil", "tpi": "tpi", "tsn": "tn", "tso": "ts", "tuk": "tk", "tur": "tr", "twi": "tw",
    "ukr": "uk", "uzn": "uz", "vie": "vi", "wol": "wo", "xho": "xh", "yor": "yo", "zsm": "ms", "zul": "zu",
}  # fmt: skip


# Lingua's name in a crate's -> BCP 47.
CRATE_NAMES: Final = {
    "afrikaans": "af", "albanian": "sq", "azerbaijani": "az", "basque": "eu", "belarusian": "be", "bokmal": "nb",
    "bosnian": "bs", "bulgarian": "bg", "catalan": "ca", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "ganda": "lg", "german": "de", "hungarian":
    "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it", "kazakh": "kk", "latvian": "lv",
    "lithuanian": "lt", "macedonian": "mk", "malay": "ms", "maori": "mi", "mongolian": "mn", "nynorsk": "nn", "polish":
    "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "shona": "sn", "slovak": "sk",
    "slovene": "sl", "somali": "so", "sotho": "st", "spanish": "es", "swahili": "sw", "swedish": "sv", "tagalog": "fil",
    "tsonga": "ts", "tswana": "tn", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi", "welsh": "cy", "xhosa":
    "xh", "yoruba": "yo", "zulu": "zu",
}  # fmt: skip


class Sentence(NamedTuple):
    """A line of a set; `number` is the same for one sentence of SIB-200 in every language."""

    number: int
    code: str
    script: str
    text: str
    weight: float = 1.0


def sentences(data: Path) -> Iterator[Sentence]:
    """Those of the languages above."""
    with gzip.open(data / "sib200.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            language, _, script = row["lang"].partition("_")
            if language in LANGUAGES and script in {"Latn", "Cyrl"}:
                yield Sentence(int(row["id"].rpartition("-")[2]), LANGUAGES[language], script, row["text"])


def crate_sentences(crates: Path, scripts: Mapping[str, str]) -> Iterator[Sentence]:
    """Those of Lingua's crates in the script that the model has of the language: its Serbian is of both."""
    for name, code in CRATE_NAMES.items():
        file = crates / f"lingua-{name}-language-model" / "testdata" / "sentences.txt"
        lines = [line for line in file.read_text("utf-8").splitlines() if len(line) < LINE_MAX]
        for number, line in enumerate(lines[:LINE_MAX]):
            if script_of(line)[0] == scripts[code]:
                yield Sentence(number, code, scripts[code], line, CRATES)


def trained(rows: Sequence[Sentence], heat: float) -> Model:
    """Log-probabilities of runs by language, less their mean, in steps that fit a byte."""
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
    arrays: dict[str, NDArray[np.generic]] = {
        "codes": np.array(codes),
        "scripts": np.array([scripts[code] for code in codes]),
        "weights": np.round(weights / scale).astype(np.int8),
        "scale": np.float32(scale),
        "heat": np.float32(heat),
    }
    return model(arrays)


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
    parser = argparse.ArgumentParser(description="writes language_model.npz into a folder")
    parser.add_argument("data", type=Path, help="with sib200.jsonl.gz")
    parser.add_argument("crates", type=Path, help="what cargo vendor wrote")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    rows = [*sentences(given.data)]
    rows += crate_sentences(given.crates, {row.code: row.script for row in rows})
    apart = [row for row in rows if row.number % APART == 0]
    known = trained([row for row in rows if row.number % APART], heat=1.0)
    known = known._replace(heat=best_heat(apart, known))
    print(f"{len(known.codes)} languages, heat {known.heat:.1f}")
    for name, weight in (("SIB-200", 1.0), ("Lingua", CRATES)):
        whole = [row for row in apart if row.weight == weight]
        short = [row for row in pieces(whole) if len(row.text.split()) <= WINDOW]
        print(f"{name}, kept apart: {right(whole, known):.4f}, pieces of {WINDOW} words {right(short, known):.4f}")
    np.savez_compressed(
        given.folder / "language_model.npz",
        codes=np.array(known.codes),
        scripts=np.array(["Cyrl" if cyrillic else "Latn" for cyrillic in known.scripts["Cyrl"]]),
        weights=known.weights,
        scale=np.float32(known.scale),
        heat=np.float32(known.heat),
    )


if __name__ == "__main__":
    main()
