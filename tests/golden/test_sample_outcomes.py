"""Every message of the sample recording becomes what its row expects."""

import orjson
import pytest
from sample_messages import MESSAGES, PUBLISHED, SKIPPED, headline
from sample_records import records

from worker import knowledge, pipeline
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


@pytest.mark.parametrize(
    "number",
    [number for number, message in enumerate(MESSAGES) if message.story],
    ids=[message.about for message in MESSAGES if message.story],
)
def test_the_headline_is_the_storys(handled: list[Handled], number: int) -> None:
    """Whatever page, charset and wrapping a story came in, its own headline comes out."""
    outcome = handled[number].outcome
    assert isinstance(outcome, Published)
    (article,) = [orjson.loads(encoded.body) for encoded in outcome.articles]
    assert article["headlines"][0]["value"] == headline(MESSAGES[number])


def _became(result: Handled) -> str:
    match result.outcome:
        case Published():
            return PUBLISHED
        case DeadLetter(reason=reason):
            return reason.value
        case _:
            return SKIPPED
