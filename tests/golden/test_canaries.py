"""What an agency tells its customers alone is in no byte that leaves, whatever format it came in."""

import json
import logging

import pytest
from canary_words import CANARY, STORY
from privacy_records import RECORDS

from worker import pipeline
from worker.formats import PARSERS
from worker.knowledge.loading import Knowledge
from worker.model import DeadLetter, Published, RawMessage


def _record(value: bytes) -> RawMessage:
    return RawMessage(topic="raw", partition=0, offset=7, timestamp_ms=1715947200000, value=value)


def test_every_format_has_a_record() -> None:
    """A new format brings its own."""
    assert set(RECORDS) == set(PARSERS)


@pytest.mark.parametrize("name", RECORDS)
def test_only_the_story_goes_out(
    name: str, knowledge: Knowledge, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The story's sentence is in the output; no notepad, note, comment, hidden part or address of the desk is."""
    caplog.set_level(logging.DEBUG)
    handled = pipeline.handle(_record(RECORDS[name]), knowledge)
    assert handled.format == name
    assert isinstance(handled.outcome, Published), handled.outcome
    article = handled.outcome.articles[0]
    assert STORY in json.dumps(json.loads(article.body), ensure_ascii=False)
    leaked = {key: value for key, value in json.loads(article.body).items() if CANARY in json.dumps(value)}
    assert leaked == {}
    assert CANARY not in repr(handled)
    assert CANARY not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_record_cut_short_tells_nothing(name: str, share: float, knowledge: Knowledge) -> None:
    """Neither what is left of it nor the detail of its dead letter holds what the desk alone may read."""
    value = RECORDS[name]
    handled = pipeline.handle(_record(value[: int(len(value) * share)]), knowledge)
    assert CANARY not in repr(handled)
    if isinstance(handled.outcome, DeadLetter):
        assert STORY not in handled.outcome.detail
