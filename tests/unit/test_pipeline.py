"""The pipeline: one outcome for every record, one bad item costs itself, nothing of the payload in a dead letter."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker import pipeline
from worker.article import Article, Block, Headline
from worker.knowledge.loading import Knowledge
from worker.model import (
    DeadLetter,
    Document,
    Headers,
    Hints,
    Limits,
    Published,
    RawMessage,
    Reason,
    Rejected,
    Skipped,
    SkipReason,
)

SECRET = "the minister's telephone"  # noqa: S105 - a piece of payload that must not leak


def record(value: bytes | None, headers: Headers = ()) -> RawMessage:
    """A record of this value."""
    return RawMessage(topic="raw", partition=0, offset=7, timestamp_ms=1715947200000, value=value, headers=headers)


def draft(headline: str) -> Article:
    """A small article."""
    return Article(format="text", headlines=(Headline(value=headline),), body=(Block(text=f"{headline}, he said."),))


def several(_document: Document, _knowledge: Knowledge) -> Iterator[Article]:
    """A parser of three items, the middle one without anything to read."""
    yield draft("First")
    yield Article(format="text")
    yield draft("Third")


def breaks_off(_document: Document, _knowledge: Knowledge) -> Iterator[Article]:
    """A parser that gives up after one item."""
    yield draft("First")
    raise Rejected(Reason.PARSE_ERROR, "the second item is cut")


def faulty(_document: Document, _knowledge: Knowledge) -> Iterable[Article]:
    """A parser with a bug whose message holds payload."""
    raise ValueError(SECRET)


def greedy(_document: Document, _knowledge: Knowledge) -> Iterable[Article]:
    """A parser that runs out of memory."""
    raise MemoryError


@pytest.fixture(name="parsers")
def _parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats of the parsers above, named by a hint."""
    table = {"several": several, "breaks": breaks_off, "faulty": faulty, "greedy": greedy}
    monkeypatch.setattr(pipeline, "PARSERS", table)
    monkeypatch.setattr(pipeline, "sniff", lambda opened, _families: opened.labels.format)


def outcome(format_: str, knowledge: Knowledge) -> Published | DeadLetter | Skipped:
    """What becomes of a record of this format."""
    return pipeline.handle(record(SECRET.encode()), knowledge, Hints(format=format_)).outcome


def test_a_tombstone_is_skipped(knowledge: Knowledge) -> None:
    """A null value deletes a key; it is no damage."""
    found = pipeline.handle(record(None), knowledge).outcome
    assert isinstance(found, Skipped)
    assert found.reason is SkipReason.TOMBSTONE


def test_an_empty_value_is_a_dead_letter(knowledge: Knowledge) -> None:
    """Somebody meant to send something."""
    found = pipeline.handle(record(b""), knowledge).outcome
    assert found == DeadLetter(reason=Reason.EMPTY_INPUT, stage="envelope", detail="the record is empty")


@pytest.mark.usefixtures("parsers")
def test_a_bad_item_costs_itself_alone(knowledge: Knowledge) -> None:
    """Its reason is kept beside its published siblings, which keep their places."""
    found = outcome("several", knowledge)
    assert isinstance(found, Published)
    assert [json.loads(article.body)["agencyfeed"]["source"]["item"] for article in found.articles] == [0, 2]
    assert [reason for reason, _ in found.dropped] == [Reason.NO_ARTICLE]


@pytest.mark.usefixtures("parsers")
def test_a_parser_that_breaks_off_keeps_what_it_gave(knowledge: Knowledge) -> None:
    """The rest is named as dropped."""
    found = outcome("breaks", knowledge)
    assert isinstance(found, Published)
    assert len(found.articles) == 1
    assert found.dropped == ((Reason.PARSE_ERROR, "the second item is cut"),)


@pytest.mark.usefixtures("parsers")
def test_items_are_bounded(knowledge: Knowledge) -> None:
    """The first ones are published, the cut is said."""
    found = outcome("several", replace(knowledge, limits=Limits(articles_max=1)))
    assert isinstance(found, Published)
    assert len(found.articles) == 1
    assert [reason for reason, _ in found.dropped] == [Reason.TOO_LARGE]


@pytest.mark.usefixtures("parsers")
@pytest.mark.parametrize(
    ("format_", "reason", "error_class"),
    [("faulty", Reason.INTERNAL_ERROR, "ValueError"), ("greedy", Reason.MEMORY_EXCEEDED, "MemoryError")],
)
def test_a_bug_becomes_a_dead_letter_without_payload(
    format_: str, reason: Reason, error_class: str, knowledge: Knowledge
) -> None:
    """Class and stage are kept for the developer, the exception's message is not."""
    found = outcome(format_, knowledge)
    assert isinstance(found, DeadLetter)
    assert (found.reason, found.stage, found.error_class) == (reason, f"parse:{format_}", error_class)
    assert SECRET not in repr(found)


def test_a_failing_stage_is_named(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """`stage:<name>` tells whose bug it is."""

    def broken(article: Article, _knowledge: Knowledge) -> Article:
        raise KeyError(article.headline)

    monkeypatch.setattr(pipeline, "STAGES", (*pipeline.STAGES[:3], ("weather", broken)))
    found = pipeline.handle(record(b"Works start\n\nThey end in May, he said."), knowledge).outcome
    assert isinstance(found, DeadLetter)
    assert (found.reason, found.stage, found.error_class) == (Reason.INTERNAL_ERROR, "stage:weather", "KeyError")


def test_details_are_bounded_in_bytes(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """They become a header of the dead letter."""

    def wordy(_document: Document, _knowledge: Knowledge) -> Iterable[Article]:
        raise Rejected(Reason.PARSE_ERROR, "ü" * 1000)

    monkeypatch.setattr(pipeline, "PARSERS", {"text": wordy})
    found = pipeline.handle(record(b"Works start"), knowledge).outcome
    assert isinstance(found, DeadLetter)
    assert found.detail == "ü" * 256


def test_every_part_of_the_way_is_timed(knowledge: Knowledge) -> None:
    """In the order of the way, and as far as the record came."""
    whole = pipeline.handle(record(b"Works start\n\nThey end in May, he said."), knowledge)
    assert [name for name, _ in whole.stage_seconds] == ["envelope", "sniff", "parse", "newsroom", "encode"]
    assert all(seconds >= 0 for _, seconds in whole.stage_seconds)
    assert (whole.format, pipeline.handle(record(b""), knowledge).format) == ("text", None)


def test_process_gives_the_articles_themselves(knowledge: Knowledge) -> None:
    """For callers in Python; what cannot be read raises."""
    (article,) = pipeline.process(record(b"Works start\n\nThey end in May, he said."), knowledge)
    assert (article.headline, bool(article.uri), article.fingerprint is not None) == ("Works start", True, True)
    with pytest.raises(Rejected):
        pipeline.process(record(b"%PDF-1.7"), knowledge)


def test_stages_stand_in_their_order() -> None:
    """Later stages rely on what earlier ones took off the body."""
    names = [name for name, _ in pipeline.STAGES]
    assert names == [
        *("privacy", "notes", "boilerplate", "related", "credits", "dateline", "syndication", "status"),
        *("subjects", "genre", "urgency", "language", "site_zones", "places", "media_topics", "section", "identity"),
    ]


def test_warming_is_repeatable(knowledge: Knowledge) -> None:
    """The template process warms once, a test may warm again."""
    pipeline.warm(knowledge)
    pipeline.warm(knowledge)


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<h1>", "<table><tr><td>", "<!doctype html>", "<script>", "&#0;", "\n\n", "Open in App\n"),
        *(
            "By IANS | Updated: May 17, 2024 17:50 IST\n",
            "Seoul, May 17 (IANS) ",
            "(Reporting by A)",
            "BusinessFerry late",
        ),
        *("Related Stories\n\n", "Disclaimer: from a feed"),
    ]
)
TEXTS = (
    st.lists(PIECES | st.text(max_size=30), max_size=12).map("".join).map(lambda text: text.encode("utf-8", "replace"))
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["content-type", "url", "charset", "content-encoding"]), st.none() | st.binary(max_size=30)
    )
)


@given(TEXTS | st.binary(max_size=300), HEADERS.map(tuple))
def test_any_record_has_one_outcome(knowledge: Knowledge, value: bytes, headers: Headers) -> None:
    """Never an exception, never an internal error, and twice the same."""
    raw = record(value, headers)
    found = pipeline.handle(raw, knowledge).outcome
    assert isinstance(found, Published | DeadLetter)
    assert not (isinstance(found, DeadLetter) and found.reason is Reason.INTERNAL_ERROR)
    assert pipeline.handle(raw, knowledge).outcome == found
