"""The output of every golden case is itself a feed: read again it gives the same document."""

import gzip
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from golden_records import CASES, NAMES

from worker import pipeline
from worker.knowledge.loading import Knowledge
from worker.model import Published, RawMessage

# What describes the record that was read, and by which way a value was found in it.
OF_THE_RECORD = frozenset({"source", "fieldSources", "worker"})
PAGES_EACH = 12
SAME_MIN = 0.98
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  # stands for what could not be decoded; reading markup takes it out


def documents(name: str) -> list[dict[str, Any]]:
    """The published documents of a case."""
    expected = json.loads((CASES / name / "expected.json").read_text("utf-8"))
    return [one for one in expected.get("articles", []) if REPLACEMENT not in json.dumps(one, ensure_ascii=False)]


def carried(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what is of its record."""
    ours = {name: value for name, value in document["agencyfeed"].items() if name not in OF_THE_RECORD}
    return {**document, "agencyfeed": ours}


@pytest.mark.parametrize("name", [name for name in NAMES if documents(name)])
def test_an_output_is_read_back_as_it_is(name: str, knowledge: Knowledge) -> None:
    """Through every stage: whatever the stages found, they find again or leave alone."""
    for document in documents(name):
        raw = RawMessage(topic="raw-news", partition=0, offset=0, value=json.dumps(document).encode())
        outcome = pipeline.handle(raw, knowledge).outcome
        assert isinstance(outcome, Published)
        (article,) = outcome.articles
        assert carried(json.loads(article.body)) == carried(document)


@pytest.mark.shared
def test_bodies_of_real_pages_are_read_back(shared: Path, knowledge: Knowledge) -> None:
    """Their markup is of every kind; a cell or two of menus may be judged anew."""
    pages = sorted((shared / "extraction").glob("*/pages/*.html.gz"))[::PAGES_EACH]
    same = [_is_read_back(gzip.decompress(page.read_bytes()), knowledge) for page in pages]
    assert sum(same) >= SAME_MIN * len(same)


def _is_read_back(page: bytes, knowledge: Knowledge) -> bool:
    first = pipeline.handle(RawMessage(topic="raw-news", partition=0, offset=0, value=page), knowledge).outcome
    if not isinstance(first, Published):
        return True
    body = first.articles[0].body
    again = pipeline.handle(RawMessage(topic="raw-news", partition=0, offset=0, value=body), knowledge).outcome
    return (
        isinstance(again, Published) and orjson.loads(again.articles[0].body)["bodies"] == orjson.loads(body)["bodies"]
    )
