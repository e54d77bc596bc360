"""Whether a text that is measured on was trained on, word for word or nearly: by its runs of eight words."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from topic_figures import Text, is_apart

STORIES: Final = Path(__file__).parents[2] / "deploy" / "topic_model" / "stories.toml"
TRAINED: Final = ("wce", "wce-unlabelled", "huffpost", "uscongress", "sib200")
RUN: Final = 8  # words
SHARE: Final = 0.5  # of a text's runs that makes it the same text
_WORD: Final = re.compile(r"\w+")


def trained_runs(shared: Path) -> set[int]:
    """Hashes of all runs of the texts that are trained on."""
    found = {run for line in STORIES.read_text("utf-8").splitlines() for run in _runs(line)}
    for name in TRAINED:
        with gzip.open(shared / "data" / "classify" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as opened:
            for row in map(json.loads, opened):
                if not is_apart(name, row["id"]):
                    found.update(_runs(f"{row['title'] or ''} {row['text'] or ''}"))
    return found


def near_copies(given: list[Text], runs: set[int]) -> int:
    """How many of the texts are, by half or more of their runs, among those."""
    return sum(_is_near(one, runs) for one in given)


def _is_near(text: Text, runs: set[int]) -> bool:
    own = set(_runs(f"{text.headline} {text.text}"))
    return bool(own) and len(own & runs) >= SHARE * len(own)


def _runs(text: str) -> Iterator[int]:
    words = _WORD.findall(text.casefold())
    return (hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1))
