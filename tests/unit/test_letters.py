"""Dead letters read back: the record that died comes back whole, with its history, and goes on from there."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.dead_letters import report
from worker.dead_letters.choice import Choice
from worker.dead_letters.letter import Letter, letter_of, restored
from worker.letter_history import ATTEMPTS, HISTORY, HISTORY_MAX, HISTORY_MAX_BYTES, Death, history, history_header
from worker.model import DeadLetter, Headers, RawMessage, Reason
from worker.output_records import OutputRecord, Route, records_of

ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=2**30, dead_letter_max_bytes=2**30)
RAW = RawMessage(
    topic="feeds.raw",
    partition=2,
    offset=7,
    timestamp_ms=1_772_500_000_000,
    key=b"k",
    value=b"\xff<x",
    headers=(("publisher", b"Daily Harbour"), ("a", b"1"), ("a", b"2")),
)
DIED_MS = 1_772_500_001_500
NAMES = st.text(max_size=6).filter(lambda name: not name.startswith("dlq."))
BYTES = st.none() | st.binary(max_size=9)


def death_of(
    raw: RawMessage, reason: Reason = Reason.PARSE_ERROR, stage: str = "parse:nitf", route: Route = ROUTE
) -> RawMessage:
    """The dead letter of `raw`, as a consumer reads it."""
    (record,) = records_of(raw, DeadLetter(reason=reason, stage=stage, detail="broken"), route)
    return as_read(record)


def as_read(record: OutputRecord) -> RawMessage:
    """An output record in its topic."""
    return RawMessage(
        topic=record.topic,
        partition=0,
        offset=12,
        timestamp_ms=DIED_MS,
        key=record.key,
        value=record.value,
        headers=record.headers,
    )


def letter(raw: RawMessage = RAW, reason: Reason = Reason.PARSE_ERROR, stage: str = "parse:nitf") -> Letter:
    """The letter that says so."""
    found = letter_of(death_of(raw, reason, stage))
    assert found is not None
    return found


def own(headers: Headers) -> dict[str, bytes | None]:
    """Headers of ours."""
    return {name: value for name, value in headers if name.startswith("dlq.")}


@given(key=BYTES, value=BYTES, headers=st.lists(st.tuples(NAMES, BYTES), max_size=5).map(tuple))
def test_the_record_that_died_comes_back(key: bytes | None, value: bytes | None, headers: Headers) -> None:
    """Any key, value and headers, with nulls, duplicates and their order; ours say how often it was tried."""
    raw = replace(RAW, key=key, value=value, headers=headers)
    back = restored(letter(raw))
    assert replace(back, headers=back.headers[:-2]) == raw
    assert [name for name, _ in back.headers[-2:]] == [ATTEMPTS, HISTORY]


def test_a_second_death_keeps_the_first() -> None:
    """Attempts go on, reasons are the new ones, history has the old ones with time, version and place."""
    first = letter()
    again = replace(restored(first), offset=90)
    second = letter_of(death_of(again, Reason.DEADLINE_EXCEEDED, "pool"))
    assert second is not None
    assert (second.attempts, second.reason, second.source) == (2, "deadline_exceeded", ("feeds.raw", 2, 90))
    assert second.history == (
        Death(
            reason="parse_error",
            stage="parse:nitf",
            at="2026-03-03T01:06:41.500Z",
            version=first.version,
            source="feeds.raw-2@7",
        ),
    )
    third = restored(second)
    assert [death.reason for death in history(third.headers)] == ["parse_error", "deadline_exceeded"]
    assert own(third.headers).keys() == {ATTEMPTS, HISTORY}
    assert replace(third, offset=7, headers=third.headers[:-2]) == RAW


def test_history_is_bounded() -> None:
    """The last ten deaths, however often it comes back, and never more bytes than a header of ours may have."""
    raw = RAW
    for _ in range(HISTORY_MAX + 5):
        raw = restored(letter(raw))
    assert len(history(raw.headers)) == HISTORY_MAX
    assert own(raw.headers)[ATTEMPTS] == b"15"
    long = [Death(reason="r" * 120, stage="s" * 120, at="t" * 120, version="v" * 120, source="x" * 120)] * 10
    _, text = history_header(long)
    assert len(text) <= HISTORY_MAX_BYTES
    assert len(history(((HISTORY, text),))) >= 5


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[",
        b"{}",
        b'{"a": 1}',
        b"[1]",
        b"[{}]",
        b'[{"reason": "x"}]',
        b"null",
        b"[" + b" " * HISTORY_MAX_BYTES + b"]",
    ],
)
def test_a_forged_history_says_nothing(text: bytes) -> None:
    """Headers of a feed are anybody's: what is no history of ours is not passed on."""
    assert history(((HISTORY, text),)) == ()
    assert HISTORY not in own(death_of(replace(RAW, headers=((HISTORY, text),))).headers)


def test_parts_left_out_for_their_size() -> None:
    """The letter says which and how large; the record is whole again when its source still has it."""
    small = replace(ROUTE, dead_letter_max_bytes=2_000)
    raw = replace(RAW, value=b"x" * 5_000)
    found = letter_of(death_of(raw, route=small))
    assert found is not None
    assert found.omitted == {"value": 5_000}
    back = restored(found, original=raw)
    assert replace(back, headers=back.headers[:-2]) == raw
    whole = letter_of(death_of(replace(raw, key=b"k" * 5_000, headers=(("h", b"y" * 5_000),)), route=small))
    assert whole is not None
    assert whole.omitted == {"value": 5_000, "headers": 5_001, "key": 5_000}


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("dlq.reason", b"parse_error"),),
        (("dlq.reason", b"x"), ("dlq.stage", b"y"), ("dlq.source.topic", b"t"), ("dlq.source.partition", b"one")),
    ],
)
def test_what_is_no_letter(headers: Headers) -> None:
    """Other records of the topic are passed over."""
    assert letter_of(replace(RAW, headers=headers)) is None


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(), True),
        (Choice(reasons=frozenset({"parse_error", "no_article"})), True),
        (Choice(reasons=frozenset({"no_article"})), False),
        (Choice(stages=("parse",)), True),
        (Choice(stages=("parse:html", "pool")), False),
        (Choice(sources=frozenset({"feeds.raw"})), True),
        (Choice(sources=frozenset({"other"})), False),
        (Choice(versions=frozenset({"0.0.0"})), False),
        (Choice(publisher="daily harbour"), True),
        (Choice(publisher="Daily"), False),
        (Choice(headers={"A": re.compile("2$")}), True),
        (Choice(headers={"a": re.compile("3")}), False),
        (Choice(headers={"a": re.compile("1"), "b": re.compile("")}), False),
        (Choice(reasons=frozenset({"parse_error"}), publisher="x"), False),
    ],
)
def test_a_choice(choice: Choice, wanted: bool) -> None:
    """Every condition that is there must hold."""
    assert choice.wants(letter()) is wanted


def test_lines_and_figures() -> None:
    """One line a letter, without a control character of the feed; groups with their counts."""
    bad = letter(replace(RAW, headers=(("publisher", b"\x1b[2Jx"),)), Reason.NO_ARTICLE)
    for text in (*report.shown(bad, 100), report.line(bad), *report.table(report.grouped([bad]))):
        assert "\x1b" not in text
    assert report.line(letter()).split()[:4] == ["dead-0@12", "2026-03-03T01:06:41.500Z", "parse_error", "parse:nitf"]
    groups = report.grouped([letter(), letter(), bad])
    lines = list(report.table(groups))
    assert lines[0] == "3 dead letters"
    assert lines[1].startswith("\nparse_error, parse:nitf: 2 (66.7%), 2026-03-03T01:06:41.500Z to ")
    assert groups["parse_error", "parse:nitf"].as_json()["publishers"] == {"Daily Harbour": 2}


def test_a_letter_in_full() -> None:
    """Facts, own headers and the beginning of the value."""
    text = "\n".join(report.shown(letter(replace(RAW, value=b"line one\nline two" + b"x" * 100)), 20))
    assert "reason       parse_error" in text
    assert "header       publisher: Daily Harbour" in text
    assert "line one\nline two" in text
    assert "96 bytes more: --value" in text or "97 bytes more: --value" in text
    assert "dlq.reason" not in text
    assert report.in_full(letter())["record"]["value"] == {"base64": "/zx4"}


@pytest.mark.parametrize("value", [b"<x", None])
def test_a_key_that_its_topic_wants_is_not_the_records(value: bytes | None) -> None:
    """A compacted topic refuses letters without one; redriven the record has none, as when it died."""
    keyless = replace(RAW, key=None, value=value)
    dead = death_of(keyless, route=replace(ROUTE, letters_need_keys=True))
    assert dead.key == b"feeds.raw-2@7"
    found = letter_of(dead)
    assert found is not None
    assert (restored(found).key, restored(found).value) == (None, value)
    assert death_of(RAW, route=replace(ROUTE, letters_need_keys=True)).key == b"k"
