"""What the format bench measures on is what it says: one article of each format, with the whole story."""

import format_material
import orjson
import pytest
from core_material import PARAGRAPHS

from worker import pipeline
from worker.formats import PARSERS
from worker.knowledge.loading import load
from worker.model import Published, RawMessage

MESSAGES = format_material.messages()


def test_every_format_is_measured() -> None:
    """A message for each row of the table of parsers."""
    assert set(MESSAGES) == set(PARSERS)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_gives_the_whole_story(name: str) -> None:
    """Read as its format, one article, and the last words of every paragraph are in it."""
    raw = RawMessage(topic="bench", partition=0, offset=0, timestamp_ms=1_715_950_200_000, value=MESSAGES[name])
    handled = pipeline.handle(raw, load())
    assert handled.format == name
    assert isinstance(handled.outcome, Published)
    (article,) = handled.outcome.articles
    bodies = orjson.loads(article.body)["bodies"]
    text = next(body["value"] for body in bodies if body["contentType"] == "text/plain")
    assert [paragraph[-40:] for paragraph in PARAGRAPHS if paragraph[-40:] not in text] == []
