"""Every message of the sample recording becomes what its row expects."""

from typing import Any

import orjson
import pytest
from sample_messages import MESSAGES, PUBLISHED, SKIPPED, body, headline
from sample_records import records

from worker import pipeline
from worker.knowledge import loading as knowledge
from worker.model import DeadLetter, Handled, Published


@pytest.fixture(scope="module")
def handled() -> list[Handled]:
    """Every record through the core."""
    tables = knowledge.load()
    return [pipeline.handle(raw, tables) for raw in records()]


@pytest.mark.parametrize("number", range(len(MESSAGES)), ids=[message.about for message in MESSAGES])
def test_every_message_becomes_what_its_row_expects(handled: list[Handled], number: int) -> None:
    """Published, skipped, or dead-lettered with the right reason."""
    assert _became(handled[number]) == MESSAGES[number].expected, handled[number].outcome


_GOOD = pytest.mark.parametrize(
    "number",
    [number for number, message in enumerate(MESSAGES) if message.story],
    ids=[message.about for message in MESSAGES if message.story],
)


@_GOOD
def test_the_headline_is_the_storys(handled: list[Handled], number: int) -> None:
    """Whatever page, charset and wrapping a story came in, its own headline comes out."""
    assert _article(handled[number])["headlines"][0]["value"] == headline(MESSAGES[number])


@_GOOD
def test_the_body_is_the_story_and_nothing_else(handled: list[Handled], number: int) -> None:
    """Every paragraph in order, below a standfirst; no teaser, prompt, caption, related title, comment or sign-off."""
    article = _article(handled[number])
    standfirst = [one["value"] for one in article.get("descriptions", ()) if one.get("role") == "summary"]
    story = body(MESSAGES[number])
    assert article["bodies"][0]["value"].split("\n") in (story, [*standfirst, *story])


def _article(result: Handled) -> dict[str, Any]:
    assert isinstance(result.outcome, Published)
    (encoded,) = result.outcome.articles
    article: dict[str, Any] = orjson.loads(encoded.body)
    return article


def _became(result: Handled) -> str:
    match result.outcome:
        case Published():
            return PUBLISHED
        case DeadLetter(reason=reason):
            return reason.value
        case _:
            return SKIPPED
