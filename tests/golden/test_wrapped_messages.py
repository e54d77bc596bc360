"""What a producer's tools put around a message, or do to its line ends, changes nothing of its articles."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from golden_records import CASES, NAMES, record

from worker import pipeline
from worker.knowledge.loading import Knowledge, load
from worker.model import Hints, Published, RawMessage

WRAPPINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "utf-8-mark": lambda data: b"\xef\xbb\xbf" + data,
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "windows-lines": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "blank-lines": lambda data: b"\n\n" + data + b"\n \n",
}


def _is_plain(name: str) -> bool:
    """A message of UTF-8 that nothing was done to: anything else has its own first bytes."""
    folder: Path = CASES / name
    return not (folder / "record.json").exists() and any(folder.glob("input.*"))


@pytest.fixture(scope="module", name="knowledge")
def _knowledge() -> Knowledge:
    return load()


def _published(raw: RawMessage, hints: Hints, knowledge: Knowledge) -> list[dict[str, Any]]:
    outcome = pipeline.handle(raw, knowledge, hints).outcome
    return [orjson.loads(one.body) for one in outcome.articles] if isinstance(outcome, Published) else []


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("name", [name for name in NAMES if _is_plain(name)])
def test_the_same_message_gives_the_same_articles(name: str, wrapping: str, knowledge: Knowledge) -> None:
    """Behind a mark, compressed, with the other line ends, between blank lines."""
    raw, hints = record(name)
    assert raw.value
    wrapped = replace(raw, value=WRAPPINGS[wrapping](raw.value))
    assert _published(wrapped, hints, knowledge) == _published(raw, hints, knowledge)
