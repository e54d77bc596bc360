"""What the language model is trained on: sentences of SIB-200 and of Lingua's crates, each with its language."""

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from worker.classify.language_detection import script_of

CRATES: Final = 0.2  # what a sentence of Lingua's counts
LINE_MAX: Final = 1_000  # characters, and lines of a file
APART: Final = 5  # every fifth sentence is kept apart
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


def asked(description: str) -> tuple[list[Sentence], Path]:
    """By the command line: all sentences, and the folder to write to."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("data", type=Path, help="with sib200.jsonl.gz")
    parser.add_argument("crates", type=Path, help="what cargo vendor wrote")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    rows = [*sentences(given.data)]
    return [*rows, *crate_sentences(given.crates, {row.code: row.script for row in rows})], given.folder
