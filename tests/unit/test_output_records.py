"""Outcomes as records."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from worker.model import DeadLetter, EncodedArticle, Published, RawMessage, Reason, Skipped, SkipReason
from worker.output_records import OutputRecord, Route, records_of

ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=2_000, dead_letter_max_bytes=4_000)
RAW = RawMessage(
    topic="in",
    partition=2,
    offset=7,
    timestamp_ms=5,
    key=b"k",
    value=b"\xff\x00raw",
    headers=(("a", b"1"), ("a", b"2")),
)
LETTER = DeadLetter(reason=Reason.PARSE_ERROR, stage="parse:html", detail="broken", error_class="ValueError")


def only(raw: RawMessage, outcome: DeadLetter | Published | Skipped) -> OutputRecord:
    """The one record."""
    (record,) = records_of(raw, outcome, ROUTE)
    return record


def test_each_article_is_a_record_keyed_by_its_uri() -> None:
    """In order, with trace headers passed on and nothing else of the input's."""
    trace = (("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("tracestate", b"a=1"))
    raw = replace(RAW, headers=(*trace, ("secret", b"x")))
    articles = tuple(EncodedArticle(uri=f"urn:{n}", body=b"{}") for n in range(2))
    first, second = records_of(raw, Published(articles=articles), ROUTE)
    assert (first.topic, first.key, first.value, second.key) == ("out", b"urn:0", b"{}", b"urn:1")
    assert first.headers == second.headers == (("content-type", b"application/json"), *trace)


def test_a_malformed_trace_goes_no_further_than_the_dead_letter() -> None:
    """An article gets none; a dead letter keeps what came, since it is the evidence."""
    raw = replace(RAW, headers=(("traceparent", b"00-1"), ("tracestate", b"a=1")))
    article = only(raw, Published(articles=(EncodedArticle(uri="urn:1", body=b"{}"),)))
    assert article.headers == (("content-type", b"application/json"),)
    assert only(raw, LETTER).headers[:2] == raw.headers


def test_a_dead_letter_names_its_trace_even_where_its_headers_are_left_out() -> None:
    """Once: with the original headers, or with ours when those do not fit."""
    trace = ("traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    for headers in ((trace,), (trace, ("h", b"x" * 5_000))):
        record = only(replace(RAW, headers=headers), LETTER)
        assert [header for header in record.headers if header[0] == "traceparent"] == [trace]


def test_siblings_that_became_no_article_are_counted_beside_those_that_did() -> None:
    """By reason, so that a consumer of a package knows that something of it is missing."""
    dropped = (
        (SkipReason.MEDIA_WITHOUT_TEXT, "a picture"),
        (Reason.PARSE_ERROR, "broken"),
        (SkipReason.MEDIA_WITHOUT_TEXT, "another"),
    )
    record = only(RAW, Published(articles=(EncodedArticle(uri="urn:1", body=b"{}"),), dropped=dropped))
    assert dict(record.headers)["agencyfeed.dropped"] == b"media_without_text=2,parse_error=1"


def test_a_dead_letter_keeps_key_bytes_and_headers_untouched() -> None:
    """The original first, duplicates kept, then what we say of it."""
    record = only(RAW, LETTER)
    assert (record.topic, record.key, record.value) == ("dead", b"k", b"\xff\x00raw")
    assert record.headers[:2] == RAW.headers
    assert dict(record.headers[2:]) == {
        "dlq.reason": b"parse_error",
        "dlq.stage": b"parse:html",
        "dlq.error.class": b"ValueError",
        "dlq.error.message": b"broken",
        "dlq.source.topic": b"in",
        "dlq.source.partition": b"2",
        "dlq.source.offset": b"7",
        "dlq.source.timestamp": b"5",
        "dlq.attempts": b"1",
        "dlq.worker.version": dict(record.headers)["dlq.worker.version"],
    }


def test_a_second_death_counts_on_and_says_only_the_new_reason() -> None:
    """Headers of an earlier dead letter are replaced, its attempts counted."""
    first = only(RAW, LETTER)
    again = only(replace(RAW, headers=first.headers), replace(LETTER, reason=Reason.NO_ARTICLE))
    assert [value for name, value in again.headers if name == "dlq.attempts"] == [b"2"]
    assert [value for name, value in again.headers if name == "dlq.reason"] == [b"no_article"]


def test_what_cannot_be_sent_is_marked() -> None:
    """Null header values and a record without key and value."""
    raw = replace(RAW, key=None, value=None, headers=(("a", None), ("b", b"1"), ("c", None)))
    record = only(raw, LETTER)
    assert record.value == b""
    assert dict(record.headers)["dlq.null.headers"] == b"0,2"
    assert dict(record.headers)["dlq.null.value"] == b"true"


def test_an_article_over_the_topics_limit_dead_letters_its_record() -> None:
    """With the sizes in the reason, and no article of it published."""
    articles = (EncodedArticle(uri="u", body=b"x"), EncodedArticle(uri="v", body=b"x" * 3_000))
    record = only(RAW, Published(articles=articles))
    assert dict(record.headers)["dlq.reason"] == b"produce_too_large"
    assert record.value == RAW.value


def test_a_dead_letter_over_its_topics_limit_goes_without_its_value() -> None:
    """The source position says where the bytes are."""
    record = only(replace(RAW, value=b"x" * 5_000), LETTER)
    assert record.value == b""
    assert dict(record.headers)["dlq.value.omitted.bytes"] == b"5000"


def test_a_dead_letter_always_fits() -> None:
    """Headers and key of a size the topic does not take are left out too: else it would be tried for ever."""
    big_headers = only(replace(RAW, headers=(("h", b"x" * 5_000),)), LETTER)
    assert (big_headers.key, dict(big_headers.headers)["dlq.headers.omitted.bytes"]) == (b"k", b"5001")
    big_key = only(replace(RAW, key=b"x" * 5_000), LETTER)
    assert (big_key.key, dict(big_key.headers)["dlq.key.omitted.bytes"]) == (None, b"5000")
    assert max(big_headers.size, big_key.size) <= ROUTE.dead_letter_max_bytes
    assert dict(big_key.headers)["dlq.source.offset"] == b"7"


def test_a_skipped_record_leaves_nothing() -> None:
    """Not a trace."""
    assert not list(records_of(RAW, Skipped(reason=SkipReason.TOMBSTONE), ROUTE))


HEADERS = st.lists(st.tuples(st.text(max_size=8), st.none() | st.binary(max_size=8)), max_size=5).map(tuple)


@given(key=st.none() | st.binary(max_size=9), value=st.none() | st.binary(max_size=9), headers=HEADERS, said=st.text())
def test_a_dead_letter_can_always_be_sent(
    key: bytes | None, value: bytes | None, headers: tuple[tuple[str, bytes | None], ...], said: str
) -> None:
    """For any record: key or value present, header values bytes, messages bounded."""
    record = only(replace(RAW, key=key, value=value, headers=headers), replace(LETTER, detail=said))
    assert record.key is not None or record.value is not None
    assert all(isinstance(value, bytes) for _, value in record.headers)
    assert len(dict(record.headers)["dlq.error.message"]) <= 512
