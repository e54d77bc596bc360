"""Outcome -> the records that leave: articles to the output topic, dead letters to theirs.  Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

from worker import letter_history
from worker.model import DeadLetter, Dropped, EncodedArticle, Headers, Outcome, Published, RawMessage, Reason
from worker.trace_context import trace_of

WORKER_VERSION = version("agencyfeed")
MESSAGE_MAX_BYTES = 512  # of a dead letter's dlq.error.message
RECORD_OVERHEAD = 512  # bytes a record batch adds, generously
DROPPED_HEADER = "agencyfeed.dropped"
_NULL_VALUE = ("dlq.null.value", b"true")
_NULL_KEY = ("dlq.null.key", b"true")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Topics and the largest record each takes (bytes, key and headers included).

    `letters_need_keys`: the dead-letter topic is compacted, and refuses records without one.
    """

    output_topic: str
    dead_letter_topic: str
    output_max_bytes: int
    dead_letter_max_bytes: int
    letters_need_keys: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputRecord:
    """A record as kafka-python's producer takes it: header values are bytes, key or value is not None."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def size(self) -> int:
        """Bytes, as near as the broker's own limit needs."""
        named = sum(len(name.encode()) + len(value) + 8 for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + named + RECORD_OVERHEAD


def records_of(raw: RawMessage, outcome: Outcome, route: Route) -> Iterator[OutputRecord]:
    """What `outcome` of `raw` leaves behind, in order.  An article over the topic's limit makes it a dead letter."""
    match outcome:
        case Published(articles=articles, dropped=dropped):
            records = [_article_record(raw, article, dropped, route) for article in articles]
            if over := [record.size for record in records if record.size > route.output_max_bytes]:
                yield _dead_letter_record(raw, too_large(max(over), route.output_max_bytes), route)
            else:
                yield from records
        case DeadLetter():
            yield _dead_letter_record(raw, outcome, route)
        case _:
            return


def too_large(size: int, limit: int) -> DeadLetter:
    """The dead letter of an article that its topic will not take."""
    return DeadLetter(
        reason=Reason.PRODUCE_TOO_LARGE,
        stage="publish",
        detail=f"the article's record is {size} bytes, the output topic takes {limit}: raise max.message.bytes",
    )


def refused_by_broker(error: Exception) -> DeadLetter:
    """The dead letter of an article that the broker refused as too large."""
    return DeadLetter(
        reason=Reason.PRODUCE_TOO_LARGE,
        stage="publish",
        detail="the broker refused the article's record as too large: raise max.message.bytes of the output topic",
        error_class=type(error).__name__,
    )


def _article_record(
    raw: RawMessage, article: EncodedArticle, dropped: tuple[Dropped, ...], route: Route
) -> OutputRecord:
    headers = (("content-type", b"application/json"), *_trace_headers(raw), *_dropped_header(dropped))
    return OutputRecord(topic=route.output_topic, key=article.uri.encode(), value=article.body, headers=headers)


def _trace_headers(raw: RawMessage) -> tuple[tuple[str, bytes], ...]:
    return trace.headers if (trace := trace_of(raw.headers)) else ()


def _dropped_header(dropped: tuple[Dropped, ...]) -> Iterator[tuple[str, bytes]]:
    """How many siblings of an article became none, by reason: `media_without_text=2,parse_error=1`."""
    if dropped:
        counted = Counter(reason.value for reason, _ in dropped)
        yield DROPPED_HEADER, ",".join(f"{reason}={count}" for reason, count in sorted(counted.items())).encode()


def _dead_letter_record(raw: RawMessage, letter: DeadLetter, route: Route) -> OutputRecord:
    for record in _dead_letter_records(raw, letter, route.dead_letter_topic):
        if record.size <= route.dead_letter_max_bytes:
            break
    if record.key is None and route.letters_need_keys:  # else it would come again for ever
        place = f"{raw.topic}-{raw.partition}@{raw.offset}".encode()
        return replace(record, key=place, headers=(*record.headers, _NULL_KEY))
    return record  # the last one is as small as it can be


def _dead_letter_records(raw: RawMessage, letter: DeadLetter, topic: str) -> Iterator[OutputRecord]:
    """Whole; without value; without the original headers too; without the key too.

    What is left out stays where it came from: dlq.source.* says where.  A record that could not be sent at all
    would come again for ever.
    """
    original, nulls = _sendable(raw.headers)
    ours = tuple(_dead_letter_headers(raw, letter))
    if raw.value is None and raw.key is None:  # a record without both cannot be sent
        yield OutputRecord(topic=topic, key=None, value=b"", headers=(*original, *ours, *nulls, _NULL_VALUE))
    else:
        yield OutputRecord(topic=topic, key=raw.key, value=raw.value, headers=(*original, *ours, *nulls))
    ours += (_omitted("value", len(raw.value or b"")),)
    yield OutputRecord(topic=topic, key=raw.key, value=b"", headers=(*original, *ours, *nulls))
    ours += (_omitted("headers", sum(len(name.encode()) + len(value or b"") for name, value in raw.headers)),)
    ours = (*_trace_headers(raw), *ours)
    yield OutputRecord(topic=topic, key=raw.key, value=b"", headers=ours)
    yield OutputRecord(topic=topic, key=None, value=b"", headers=(*ours, _omitted("key", len(raw.key or b""))))


def _omitted(part: str, size: int) -> tuple[str, bytes]:
    return f"dlq.{part}.omitted.bytes", str(size).encode()


def _sendable(headers: Headers) -> tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]:
    """The original headers with nulls as empty values (the client cannot send null) and a header listing those."""
    kept = [(name, value) for name, value in headers if not name.startswith("dlq.")]
    nulls = ",".join(str(index) for index, (_, value) in enumerate(kept) if value is None)
    listed = [("dlq.null.headers", nulls.encode())] if nulls else []
    return [(name, value or b"") for name, value in kept], listed


def _dead_letter_headers(raw: RawMessage, letter: DeadLetter) -> Iterator[tuple[str, bytes]]:
    described = {
        "dlq.reason": letter.reason.value,
        "dlq.stage": letter.stage,
        "dlq.error.class": letter.error_class,
        "dlq.error.message": letter.detail,
        "dlq.source.topic": raw.topic,
        "dlq.source.partition": str(raw.partition),
        "dlq.source.offset": str(raw.offset),
        "dlq.source.timestamp": None if raw.timestamp_ms is None else str(raw.timestamp_ms),
        letter_history.ATTEMPTS: str(letter_history.attempts(raw.headers) + 1),
        "dlq.worker.version": WORKER_VERSION,
    }
    for name, text in described.items():
        if text is not None:
            yield name, _bounded(text)
    yield from letter_history.kept(raw.headers)


def _bounded(text: str) -> bytes:
    """UTF-8 of at most MESSAGE_MAX_BYTES, cut between characters."""
    return text.encode("utf-8", "replace")[:MESSAGE_MAX_BYTES].decode("utf-8", "ignore").encode()
