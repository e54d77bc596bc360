"""What the topic model learns from: labelled texts, IPTC's concepts, own seeds and stories; licences: its card."""

import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TEXTS = ("wce", "huffpost", "uscongress")  # labelled stories and bills, English
SEEDS = Path(__file__).with_name("seeds.toml")
STORIES = Path(__file__).with_name("stories.toml")
# the languages of SIB-200 whose sentences are used
SIB_LANGUAGES = frozenset(
    "eng deu fra hin arb swh hau amh som spa zho por ita rus nld tur pol swe ind yor".split()  # noqa: SIM905
)
APART = 5  # every fifth of its sentences, the same in all languages, is left for tests/bench/topic_quality.py
# as the release of IPTC names languages -> as lists of frequent words do
_RENAMED = {"dk": "da", "no": "nb", "se": "sv"}
_NO_WORD = re.compile(r"\W+")
_FIRST_STOP = re.compile(r"[.?] |[。።।]")  # of a story: its headline ends there


class Record(NamedTuple):
    """A text with its topic at the top; `key` tells texts apart whatever their case and punctuation."""

    key: str
    language: str
    topic: str
    title: str
    text: str


class Concept(NamedTuple):
    """A topic in use: its codes from the top down to itself, and (text, language) of name and definition."""

    path: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]


class Seed(NamedTuple):
    """Words of a topic in a language."""

    code: str
    language: str
    words: tuple[str, ...]


def records(data: Path, name: str, *, labelled: bool = True) -> Iterator[Record]:
    """The rows of DATA/<name>.jsonl.gz: those with a topic, or all."""
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as opened:
        for row in map(json.loads, opened):
            topic = row["iptc17"] or ""
            if (topic or not labelled) and _is_used(name, row["lang"], row["id"]):
                key = _NO_WORD.sub(" ", f"{row['title'] or ''} {row['text'] or ''}".casefold()).strip()
                yield Record(key, row["lang"], topic, row["title"] or "", row["text"] or "")


def _is_used(name: str, language: str, number: str) -> bool:
    if name != "sib200":
        return True
    return language.partition("_")[0] in SIB_LANGUAGES and int(number.rpartition("-")[2]) % APART > 0


def concepts(data: Path) -> Iterator[Concept]:
    """IPTC's topics in use."""
    (release,) = (data / "taxonomy").glob("medtop-*.json")
    for row in json.loads(release.read_text("utf-8")):
        if not row["retired"]:
            texts = (
                (f"{name}\n{row.get('definition', {}).get(language, '')}", language.partition("-")[0])
                for language, name in row["name"].items()
            )
            yield Concept(tuple(row["path"]), tuple((text, _RENAMED.get(tag, tag)) for text, tag in texts))


def seeds() -> Iterator[Seed]:
    """The rows of seeds.toml; of English compounds nothing is taken: their parts mean something else."""
    for code, rows in tomllib.loads(SEEDS.read_text("utf-8")).items():
        for language, words in rows.items():
            whole = (word for word in words.split() if language != "en" or "-" not in word)
            yield Seed(code, language, tuple(word.lower() for word in whole))


class Story(NamedTuple):
    """A story of our own, and the topic at the top under which a newspaper would print it."""

    topic: str
    language: str
    title: str
    text: str


def stories() -> Iterator[Story]:
    """The lines of stories.toml."""
    for topic, rows in tomllib.loads(STORIES.read_text("utf-8")).items():
        for language, lines in rows.items():
            for line in lines.splitlines():
                title, *text = _FIRST_STOP.split(line, maxsplit=1)
                yield Story(topic, language, title, "".join(text))
