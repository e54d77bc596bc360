"""What is recorded, by OpenTelemetry's semantic conventions for messaging and Kafka (in development).

    poll TOPIC      a batch that came; links to the spans that sent its records
    process TOPIC   a record, from its submission to the pool to its outcome; child of the span that sent it
    send TOPIC      an article or a dead letter until the broker has it; child of the record's `process`
    commit          a checkpoint

An article carries the context of its `send`.  A dead letter keeps that of the record it is (an intermediary must not
change it) and gets one where it had none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from opentelemetry.context import Context
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    Tracer,
    TraceState,
    set_span_in_context,
)
from opentelemetry.util.types import AttributeValue

from worker.endpoints import Position
from worker.kafka.client import Future
from worker.kafka.publisher import HandOver
from worker.model import DeadLetter, Handled, Published, RawMessage, Skipped
from worker.output_records import OutputRecord
from worker.settings.loading import Settings
from worker.trace_context import TRACEPARENT, TraceContext, trace_of

Attributes = dict[str, AttributeValue]
_BATCH_MIN = 2  # conventions: the count is of batches, not of single messages


class Spans:
    """The open spans of one worker.  One thread, but for acknowledgements, which end the spans of sends."""

    def __init__(self, tracer: Tracer, settings: Settings) -> None:
        self._tracer = tracer
        self._client: Attributes = {"messaging.system": "kafka", "messaging.client.id": settings.client_id}
        self._group: Attributes = {"messaging.consumer.group.name": settings.group_id}
        self._polled: SpanContext | None = None  # the batch that is being submitted
        self._working: dict[int, Span] = {}  # by ticket
        self._processed: dict[tuple[Position, int], SpanContext] = {}  # what sends of a record are children of
        self._unsettled = 0  # records since the last checkpoint

    def polled(self, records: Sequence[RawMessage], began_ns: int) -> None:
        """A poll that began then brought these; an empty one is not recorded."""
        if not records:
            return
        topics = {raw.topic for raw in records}
        topic = topics.pop() if len(topics) == 1 else None
        links = [Link(_span_context(context)) for raw in records if (context := trace_of(raw.headers))]
        attributes = self._operation("poll", "receive", topic) | self._group
        attributes |= {"messaging.batch.message_count": len(records)} if len(records) >= _BATCH_MIN else {}
        span = self._tracer.start_span(
            _name("poll", topic), Context(), SpanKind.CLIENT, attributes, links, start_time=began_ns
        )
        span.end()
        self._polled = span.get_span_context()

    def submitted(self, ticket: int, raw: RawMessage) -> None:
        """Work on a record begins."""
        came = trace_of(raw.headers)
        attributes = self._operation("process", "process", raw.topic) | self._group | _of_record(raw)
        span = self._tracer.start_span(
            _name("process", raw.topic),
            _parent(_span_context(came)) if came else Context(),
            SpanKind.CONSUMER,
            attributes,
            [Link(self._polled)] if self._polled else [],
        )
        self._working[ticket] = span
        self._processed[(raw.topic, raw.partition), raw.offset] = span.get_span_context()

    def handled(self, ticket: int, handled: Handled) -> None:
        """Its outcome is known."""
        if (span := self._working.pop(ticket, None)) is None:
            return
        span.set_attributes(_of_outcome(handled))
        if isinstance(handled.outcome, DeadLetter):
            _fail(span, handled.outcome.reason.value)
        span.end()

    def send(self, raw: RawMessage, record: OutputRecord, hand_over: HandOver) -> Future:
        """Hand over `record`, which came of `raw`, with the context of its span."""
        parent = self._processed.get(((raw.topic, raw.partition), raw.offset))
        span = self._tracer.start_span(
            _name("send", record.topic),
            _parent(parent) if parent else Context(),
            SpanKind.PRODUCER,
            self._operation("send", "send", record.topic) | {"messaging.message.body.size": len(record.value or b"")},
        )
        try:
            future = hand_over(_carrying(record, raw, span.get_span_context()))
        except BaseException as error:
            _fail(span, type(error).__name__)
            span.end()
            raise
        future.add_callback(lambda _metadata: span.end())
        future.add_errback(lambda error: _failed_to_send(span, error))
        return future

    def published(self, raw: RawMessage) -> None:
        """All that the record's outcome left behind was handed over."""
        self._processed.pop(((raw.topic, raw.partition), raw.offset), None)
        self._unsettled += 1

    @contextmanager
    def committing(self) -> Iterator[None]:
        """A checkpoint."""
        attributes = self._operation("commit", "settle", None) | self._group
        attributes["messaging.batch.message_count"] = self._unsettled
        span = self._tracer.start_span("commit", Context(), SpanKind.CLIENT, attributes)
        try:
            yield
            self._unsettled = 0
        except BaseException as error:
            _fail(span, type(error).__name__)
            raise
        finally:
            span.end()

    def forget(self, positions: frozenset[Position] | None = None) -> None:
        """What was not published of these partitions (None: of all) is void."""
        if positions is None:
            self._processed.clear()
            self._unsettled = 0
        else:
            self._processed = {key: span for key, span in self._processed.items() if key[0] not in positions}

    def _operation(self, name: str, kind: str, topic: str | None) -> Attributes:
        attributes = self._client | {"messaging.operation.name": name, "messaging.operation.type": kind}
        return attributes | {"messaging.destination.name": topic} if topic else attributes


def _name(operation: str, topic: str | None) -> str:
    return f"{operation} {topic}" if topic else operation


def _of_record(raw: RawMessage) -> Attributes:
    attributes: Attributes = {
        "messaging.destination.partition.id": str(raw.partition),
        "messaging.kafka.offset": raw.offset,
        "messaging.message.body.size": len(raw.value or b""),
    }
    return attributes if raw.value is not None else attributes | {"messaging.kafka.message.tombstone": True}


def _of_outcome(handled: Handled) -> Attributes:
    """Only words of closed lists and counts: spans hold no more of a feed than metrics do."""
    attributes: Attributes = {"agencyfeed.format": handled.format} if handled.format else {}
    match handled.outcome:
        case Published(articles=articles):
            return attributes | {"agencyfeed.outcome": "published", "agencyfeed.articles": len(articles)}
        case DeadLetter(reason=reason, stage=stage):
            said = {"agencyfeed.reason": reason.value, "agencyfeed.stage": stage}
            return attributes | {"agencyfeed.outcome": "dead_lettered"} | said
        case Skipped(reason=skipped):
            return attributes | {"agencyfeed.outcome": "skipped", "agencyfeed.reason": skipped.value}


def _fail(span: Span, kind: str) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)


def _failed_to_send(span: Span, error: BaseException) -> None:
    _fail(span, type(error).__name__)
    span.end()


def _parent(context: SpanContext) -> Context:
    return set_span_in_context(NonRecordingSpan(context), Context())


def _span_context(context: TraceContext) -> SpanContext:
    state = TraceState.from_header([context.state.decode("ascii")]) if context.state else TraceState()
    return SpanContext(
        int(context.trace_id, 16),
        int(context.span_id, 16),
        True,
        TraceFlags(context.flags),
        state,
    )


def _carrying(record: OutputRecord, raw: RawMessage, span: SpanContext) -> OutputRecord:
    """The record with the span's context: in place of the one passed on, or beside headers that name no trace."""
    names_trace = any(name.lower() == TRACEPARENT for name, _ in record.headers)
    is_dead_letter = any(name == "dlq.reason" for name, _ in record.headers)
    if is_dead_letter and names_trace:
        return record
    ours = TraceContext(
        trace_id=f"{span.trace_id:032x}",
        span_id=f"{span.span_id:016x}",
        flags=int(span.trace_flags),
        state=span.trace_state.to_header().encode("ascii"),
    ).headers
    passed_on = dict(trace.headers) if (trace := trace_of(raw.headers)) else {}
    kept = tuple((name, value) for name, value in record.headers if name not in passed_on)
    return replace(record, headers=(*kept, *ours))
