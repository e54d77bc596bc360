"""The output of every golden case is itself a feed: read again it gives the same document."""

import json
from typing import Any

import pytest
from golden_records import CASES, NAMES

from worker import pipeline
from worker.knowledge.loading import Knowledge
from worker.model import Published, RawMessage

# What describes the record that was read, and by which way a value was found in it.
OF_THE_RECORD = frozenset({"source", "fieldSources", "worker"})
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
