"""Length-prefixed messages between the parent and a pool child.

Parent to child is marshal: the child trusts its parent.  Child to parent is a JSON head followed by raw
article bodies, checked field by field: a child has read hostile bytes, and nothing it sends may make the
parent run anything or keep anything unbounded.
"""

import marshal
import math
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson

from worker.model import (
    DeadLetter,
    EncodedArticle,
    Handled,
    Outcome,
    Published,
    RawMessage,
    Reason,
    Skipped,
    SkipReason,
)

T = TypeVar("T")
LENGTH = struct.Struct("!I")
_SKIPS = frozenset(SkipReason)
REQUEST_MAX_BYTES = 256 * 1024 * 1024
REPLY_MAX_BYTES = 64 * 1024 * 1024
DETAIL_MAX_BYTES = 512
_TEXT_MAX_CHARS = 16 * 1024
_LIST_MAX = 100_000
# Labels of metrics: "parse:html", "stage:dateline", "en-GB", "internal_error"
_LABEL = re.compile(r"[A-Za-z0-9_:.+-]{1,64}")


class FrameError(ValueError):
    """The other end sent something that is not a frame of this protocol; says which part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """The first frame of a child: it stands in its jail; `notes` say what of the jail could not be had."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What became of one record, the wall seconds it took, and the files the child asked for in vain."""

    ticket: int
    handled: Handled
    busy_seconds: float
    refused: tuple[str, ...] = ()


def frame(payload: bytes) -> bytes:
    """`payload` behind its length."""
    return LENGTH.pack(len(payload)) + payload


def split(buffer: bytearray, max_bytes: int) -> Iterator[bytes]:
    """Take the complete frames off the front of `buffer`; the rest of an unfinished one stays there."""
    while len(buffer) >= LENGTH.size:
        (length,) = LENGTH.unpack_from(buffer)
        if length > max_bytes:
            raise FrameError(f"a frame of {length} bytes is over the limit of {max_bytes}")
        end = LENGTH.size + length
        if len(buffer) < end:
            return
        payload = bytes(memoryview(buffer)[LENGTH.size : end])
        del buffer[:end]
        yield payload


def encode_request(ticket: int, raw: RawMessage) -> bytes:
    """A framed record for a child."""
    fields = (ticket, raw.topic, raw.partition, raw.offset, raw.timestamp_ms, raw.key, raw.value, raw.headers)
    return frame(marshal.dumps(fields))


def decode_request(payload: bytes) -> tuple[int, RawMessage]:
    """Ticket and record out of the payload of `encode_request`; only ever called on the parent's bytes."""
    ticket, topic, partition, offset, timestamp_ms, key, value, headers = marshal.loads(payload)  # noqa: S302
    raw = RawMessage(
        topic=topic,
        partition=partition,
        offset=offset,
        timestamp_ms=timestamp_ms,
        key=key,
        value=value,
        headers=headers,
    )
    return ticket, raw


def record_bytes(raw: RawMessage) -> int:
    """What a record weighs in a window: key, value and headers."""
    headers = sum(len(name) + len(value or b"") for name, value in raw.headers)
    return len(raw.value or b"") + len(raw.key or b"") + headers


def encode_greeting(notes: tuple[str, ...]) -> bytes:
    """The framed first word of a child."""
    return frame(_with_head({"kind": "greeting", "notes": notes}, ()))


def encode_reply(reply: Reply) -> bytes:
    """A framed outcome; raises TypeError (lone surrogates and the like) or FrameError (too long)."""
    head, bodies = _outcome_head(reply.handled.outcome)
    head |= {
        "kind": "reply",
        "ticket": reply.ticket,
        "format": reply.handled.format,
        "stage_seconds": reply.handled.stage_seconds,
        "busy_seconds": reply.busy_seconds,
        "refused": reply.refused,
    }
    payload = _with_head(head, bodies)
    if len(payload) > REPLY_MAX_BYTES:
        raise FrameError(f"a reply of {len(payload)} bytes is over the limit of {REPLY_MAX_BYTES}")
    return frame(payload)


def _with_head(head: dict[str, Any], bodies: tuple[bytes, ...]) -> bytes:
    encoded = orjson.dumps(head)
    return b"".join((LENGTH.pack(len(encoded)), encoded, *bodies))


def _outcome_head(outcome: Outcome) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    match outcome:
        case Published(articles=articles, dropped=dropped):
            head = {"outcome": "published", "articles": [_article_row(a) for a in articles], "dropped": dropped}
            return head, tuple(a.body for a in articles)
        case DeadLetter(reason=reason, stage=stage, detail=detail, error_class=error_class):
            row = (reason, stage, detail, error_class)
            return {"outcome": "dead_letter", "dead_letter": row}, ()
        case Skipped(reason=skip_reason, detail=detail):
            return {"outcome": "skipped", "skipped": (skip_reason, detail)}, ()


def _article_row(article: EncodedArticle) -> tuple[Any, ...]:
    return (
        article.uri,
        article.agency,
        article.language,
        article.urgency,
        article.version_created_ms,
        article.body_confidence,
        article.genre,
        article.media_topic,
        article.missing,
        len(article.body),
    )


def decode_reply(payload: bytes) -> Greeting | Reply:
    """What a child says, every field checked; raises only FrameError."""
    head, bodies = _head_and_bodies(payload)
    try:
        if head["kind"] == "greeting":
            return Greeting(notes=tuple(_text(note) for note in _rows(head["notes"])))
        return Reply(
            ticket=_whole(head["ticket"]),
            handled=Handled(
                outcome=_outcome(head, bodies),
                format=_if_any(_label, head["format"]),
                stage_seconds=tuple((_label(name), _seconds(spent)) for name, spent in _rows(head["stage_seconds"])),
            ),
            busy_seconds=_seconds(head["busy_seconds"]),
            refused=tuple(_text(path) for path in _rows(head["refused"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, FrameError):
            raise
        raise FrameError(f"a reply with a wrong field ({type(error).__name__})") from error


def _head_and_bodies(payload: bytes) -> tuple[dict[str, Any], memoryview]:
    view = memoryview(payload)
    if len(view) < LENGTH.size:
        raise FrameError("a reply without a head")
    (length,) = LENGTH.unpack_from(view)
    try:
        head = orjson.loads(view[LENGTH.size : LENGTH.size + length])
    except orjson.JSONDecodeError as error:
        raise FrameError("the head of a reply is no JSON") from error
    if not isinstance(head, dict):
        raise FrameError("the head of a reply is no object")
    return head, view[LENGTH.size + length :]


def _outcome(head: dict[str, Any], bodies: memoryview) -> Outcome:
    match head["outcome"]:
        case "published":
            dropped = tuple((_left(reason), _detail(detail)) for reason, detail in _rows(head["dropped"]))
            return Published(articles=tuple(_articles(_rows(head["articles"]), bodies)), dropped=dropped)
        case "dead_letter":
            reason, stage, detail, error_class = head["dead_letter"]
            return DeadLetter(
                reason=Reason(reason),
                stage=_label(stage),
                detail=_detail(detail),
                error_class=_if_any(_short, error_class),
            )
        case "skipped":
            reason, detail = head["skipped"]
            return Skipped(reason=SkipReason(reason), detail=_detail(detail))
    raise FrameError("an unknown kind of outcome")


def _left(reason: str) -> Reason | SkipReason:
    """A value of either, which share none."""
    return SkipReason(reason) if reason in _SKIPS else Reason(reason)


def _articles(rows: list[Any], bodies: memoryview) -> Iterator[EncodedArticle]:
    start = 0
    for uri, agency, language, urgency, version_created_ms, body_confidence, genre, topic, missing, length in rows:
        end = start + _whole(length)
        yield EncodedArticle(
            uri=_text(uri),
            body=bytes(bodies[start:end]),
            agency=_if_any(_label, agency),
            language=_if_any(_label, language),
            urgency=_if_any(_whole, urgency),
            version_created_ms=_if_any(_integer, version_created_ms),
            body_confidence=_if_any(_share, body_confidence),
            genre=_if_any(_label, genre),
            media_topic=_if_any(_label, topic),
            missing=tuple(_label(name) for name in _rows(missing)),
        )
        start = end
    if start != len(bodies):
        raise FrameError("the bodies of a reply are not as long as its head says")


def _share(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise FrameError("a share of a reply is missing or out of range")
    return float(value)


def _rows(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > _LIST_MAX:
        raise FrameError("a list of a reply is missing or too long")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _TEXT_MAX_CHARS:
        raise FrameError("a text of a reply is missing or too long")
    return value


def _if_any(read: Callable[[object], T], value: object) -> T | None:
    return None if value is None else read(value)


def _short(value: object) -> str:
    return _text(value)[:200]


def _detail(value: object) -> str:
    return _text(value).encode()[:DETAIL_MAX_BYTES].decode(errors="ignore")


def _label(value: object) -> str:
    text = _text(value)
    if not _LABEL.fullmatch(text):
        raise FrameError("a name in a reply holds other characters than names do")
    return text


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise FrameError("a number of a reply is missing")
    return value


def _whole(value: object) -> int:
    number = _integer(value)
    if number < 0:
        raise FrameError("a count of a reply is negative")
    return number


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < 0:
        raise FrameError("a duration of a reply is missing or negative")
    return float(value)
