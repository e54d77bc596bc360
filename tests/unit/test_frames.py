"""The codec between parent and pool child: nothing lost, nothing trusted."""

import contextlib
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason
from worker.pool import frames
from worker.pool.frames import FrameError, Greeting, Reply

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
labels = st.from_regex(r"[a-z0-9_:.+-]{1,64}", fullmatch=True)
seconds = st.floats(min_value=0, max_value=1e6)
raws = st.builds(
    RawMessage,
    topic=texts,
    partition=st.integers(0, 2**31),
    offset=st.integers(0, 2**63),
    timestamp_ms=st.none() | st.integers(-(2**62), 2**62),
    key=st.none() | st.binary(max_size=50),
    value=st.none() | st.binary(max_size=500),
    headers=st.lists(st.tuples(texts, st.none() | st.binary(max_size=20)), max_size=5).map(tuple),
)
articles = st.builds(
    EncodedArticle,
    uri=texts,
    body=st.binary(max_size=300),
    agency=st.none() | labels,
    language=st.none() | labels,
    urgency=st.none() | st.integers(0, 9),
    version_created_ms=st.none() | st.integers(-(2**40), 2**40),
    genre=st.none() | labels,
    media_topic=st.none() | labels,
    body_confidence=st.none() | st.floats(0, 1),
    missing=st.lists(labels, max_size=4).map(tuple),
)
outcomes = st.one_of(
    st.builds(
        Published,
        articles=st.lists(articles, max_size=4).map(tuple),
        dropped=st.lists(st.tuples(st.sampled_from(Reason), texts), max_size=3).map(tuple),
    ),
    st.builds(DeadLetter, reason=st.sampled_from(Reason), stage=labels, detail=texts, error_class=st.none() | texts),
    st.builds(Skipped, reason=st.sampled_from(SkipReason), detail=texts),
)
replies = st.builds(
    Reply,
    ticket=st.integers(0, 2**53),
    handled=st.builds(
        Handled,
        outcome=outcomes,
        format=st.none() | labels,
        stage_seconds=st.lists(st.tuples(labels, seconds), max_size=5).map(tuple),
    ),
    busy_seconds=seconds,
    refused=st.lists(texts, max_size=3).map(tuple),
)


def payloads(stream: bytes, limit: int = 10_000) -> list[bytes]:
    """The payloads of a whole stream."""
    return list(frames.split(bytearray(stream), limit))


@given(st.integers(0, 2**70), raws)
def test_request_round_trip(ticket: int, raw: RawMessage) -> None:
    """A record reaches the child as it is, headers in order and nulls kept."""
    (payload,) = payloads(frames.encode_request(ticket, raw))
    assert frames.decode_request(payload) == (ticket, raw)


@given(replies)
def test_reply_round_trip(reply: Reply) -> None:
    """An outcome reaches the parent as it is."""
    (payload,) = payloads(frames.encode_reply(reply))
    assert frames.decode_reply(payload) == reply


def test_greeting_round_trip() -> None:
    """The first word of a child carries its notes."""
    (payload,) = payloads(frames.encode_greeting(("no seccomp filter",)))
    assert frames.decode_reply(payload) == Greeting(notes=("no seccomp filter",))


@given(st.lists(st.binary(max_size=40), max_size=8), st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_split_wherever_the_stream_is_cut(wanted: list[bytes], cuts: list[int]) -> None:
    """Frames come out whole and in order, however the connection cuts the stream."""
    stream, buffer, got, start = b"".join(map(frames.frame, wanted)), bytearray(), [], 0
    while start < len(stream):
        step = cuts[start % len(cuts)]
        buffer += stream[start : start + step]
        got += list(frames.split(buffer, 1000))
        start += step
    assert got == wanted
    assert not buffer


def test_split_refuses_an_announced_giant() -> None:
    """A length over the limit is refused before anything is kept for it."""
    with pytest.raises(FrameError, match="over the limit of 10"):
        payloads(b"\xff\xff\xff\xff", 10)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_frame_error(payload: bytes) -> None:
    """Whatever a child sends, the parent gets a checked message or FrameError."""
    with contextlib.suppress(FrameError):
        assert isinstance(frames.decode_reply(payload), Greeting | Reply)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("kind", "ticket", "outcome", "articles", "dropped", "format", "stage_seconds", "busy_seconds", "refused")


@given(replies, st.sampled_from(KEYS), json_values)
def test_any_field_of_any_type_is_a_message_or_a_frame_error(reply: Reply, key: str, value: Any) -> None:
    """One field replaced by any JSON value never raises anything but FrameError."""
    (payload,) = payloads(frames.encode_reply(reply))
    (length,) = frames.LENGTH.unpack_from(payload)
    head = orjson.loads(payload[4 : 4 + length]) | {key: value}
    encoded = orjson.dumps(head)
    forged = frames.LENGTH.pack(len(encoded)) + encoded + payload[4 + length :]
    with contextlib.suppress(FrameError):
        assert isinstance(frames.decode_reply(forged), Greeting | Reply)


HEAD: dict[str, Any] = {
    "kind": "reply",
    "ticket": 1,
    "format": "html",
    "stage_seconds": [["parse", 0.1]],
    "busy_seconds": 0.1,
    "refused": [],
    "outcome": "published",
    "articles": [["urn:1", "ians", "en", 4, 0, 0.9, "Opinion", "11000000", ["by"], 3]],
    "dropped": [],
}


def forged(**changes: object) -> bytes:
    """The payload of a reply with these fields and a body of three bytes."""
    encoded = orjson.dumps(HEAD | changes)
    return frames.LENGTH.pack(len(encoded)) + encoded + b"abc"


def test_the_forged_reply_is_right_when_unchanged() -> None:
    """The cases below fail for their change alone."""
    reply = frames.decode_reply(forged())
    assert isinstance(reply, Reply)
    assert isinstance(reply.handled.outcome, Published)
    assert reply.handled.outcome.articles[0].body == b"abc"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ticket": True}, "number"),
        ({"ticket": -1}, "negative"),
        ({"busy_seconds": -0.5}, "duration"),
        ({"busy_seconds": "1"}, "duration"),
        ({"format": "ht ml\n"}, "characters"),
        ({"format": "x" * 65}, "characters"),
        ({"outcome": "eval"}, "unknown kind"),
        ({"outcome": "dead_letter", "dead_letter": ["no_such_reason", "pool", "", None]}, "wrong field"),
        ({"outcome": "dead_letter", "dead_letter": ["no_article", "pool"]}, "wrong field"),
        ({"dropped": {}}, "list"),
        ({"refused": ["x" * 20_000]}, "text"),
        ({"articles": [["urn:1", None, None, None, None, None, None, None, [], 2]]}, "not as long"),
        ({"articles": [["urn:1", None, None, None, None, None, None, None, [], 9]]}, "not as long"),
        ({"articles": [["urn:1", None, None, None, None, None, None, None, [], -3]]}, "negative"),
        ({"articles": [["urn:1", None, None, None, None, 1.5, None, None, [], 3]]}, "out of range"),
    ],
)
def test_a_wrong_field_is_refused(changes: dict[str, object], why: str) -> None:
    """Types, signs, label characters, closed lists and lengths are checked."""
    with pytest.raises(FrameError, match=why):
        frames.decode_reply(forged(**changes))


def test_detail_is_cut_to_its_bytes() -> None:
    """A dead letter's words fit their header, cut between characters."""
    letter = ["no_article", "parse:html", "ä" * 400, None]
    reply = frames.decode_reply(forged(outcome="dead_letter", dead_letter=letter).removesuffix(b"abc"))
    assert isinstance(reply, Reply)
    assert isinstance(reply.handled.outcome, DeadLetter)
    assert reply.handled.outcome.detail == "ä" * 256


def test_a_lone_surrogate_cannot_be_sent() -> None:
    """The child learns by TypeError that an outcome cannot be encoded."""
    outcome = Published(articles=(EncodedArticle(uri="\ud800", body=b""),))
    with pytest.raises(TypeError):
        frames.encode_reply(Reply(ticket=1, handled=Handled(outcome=outcome), busy_seconds=0))
