"""Spans as the real SDK records them, and none of it loaded where tracing is off."""

import subprocess
import sys
from collections.abc import Mapping

import pytest
from kafka.future import Future
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased
from opentelemetry.trace import SpanKind, StatusCode

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
from worker.output_records import OutputRecord, Route, records_of
from worker.settings import rules
from worker.settings.loading import Settings, SettingsError, load
from worker.trace_context import trace_of
from worker.tracing.spans import Spans

TRACE, SENDER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = ("traceparent", f"00-{TRACE}-{SENDER}-01".encode())
STATE = ("tracestate", b"congo=t61rcWkgMzE")
ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=10_000, dead_letter_max_bytes=10_000)
ARTICLE = Published(articles=(EncodedArticle(uri="urn:1", body=b"{}"),))
LETTER = DeadLetter(reason=Reason.PARSE_ERROR, stage="parse:html", detail="a detail of ours")


class World:
    """A recorder over the SDK, and what it exported."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        provider = TracerProvider(sampler=ParentBased(ALWAYS_ON), shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.spans = Spans(provider.get_tracer("test"), Settings(group_id="desk"))
        self.sent: list[tuple[OutputRecord, Future]] = []

    def take_in(self, *raws: RawMessage) -> None:
        """A poll's records, submitted under tickets from 0."""
        self.spans.polled(raws, 1)
        for ticket, raw in enumerate(raws):
            self.spans.submitted(ticket, raw)

    def publish(self, raw: RawMessage, outcome: Outcome) -> list[OutputRecord]:
        """The records as they are handed over."""
        before = len(self.sent)
        for record in records_of(raw, outcome, ROUTE):
            self.spans.send(raw, record, self._hand_over)
        self.spans.published(raw)
        return [record for record, _ in self.sent[before:]]

    def _hand_over(self, record: OutputRecord) -> Future:
        self.sent.append((record, Future()))
        return self.sent[-1][1]

    def acknowledge(self) -> None:
        """The broker has all of it."""
        for _, future in self.sent:
            future.success(None)

    def exported(self) -> Mapping[str, ReadableSpan]:
        """What has ended, by name."""
        return {span.name: span for span in self.exporter.get_finished_spans()}


@pytest.fixture
def world() -> World:
    """A fresh one."""
    return World()


def raw_of(*headers: tuple[str, bytes], offset: int = 7, value: bytes | None = b"x") -> RawMessage:
    """A record of partition 2."""
    return RawMessage(topic="in", partition=2, offset=offset, value=value, headers=headers)


def ids(span: ReadableSpan) -> tuple[str, str]:
    """Trace and span id as headers have them."""
    context = span.get_span_context()
    assert context is not None
    return f"{context.trace_id:032x}", f"{context.span_id:016x}"


def test_an_article_continues_the_trace_of_its_record(world: World) -> None:
    """Sender -> process -> send, whose context the article carries, with the state as it came; poll links to it."""
    raw = raw_of(PARENT, STATE)
    world.take_in(raw)
    world.spans.handled(0, Handled(outcome=ARTICLE, format="html"))
    (record,) = world.publish(raw, ARTICLE)
    world.acknowledge()
    poll, process, send = (world.exported()[name] for name in ("poll in", "process in", "send out"))
    assert process.parent is not None
    assert send.parent is not None
    assert (f"{process.parent.span_id:016x}", ids(process)[0]) == (SENDER, TRACE)
    assert (f"{send.parent.span_id:016x}", ids(send)[0]) == (ids(process)[1], TRACE)
    assert [link.context.span_id for link in poll.links] == [int(SENDER, 16)]
    assert [f"{link.context.span_id:016x}" for link in process.links] == [ids(poll)[1]]
    carried = trace_of(record.headers)
    assert carried is not None
    assert (carried.trace_id, carried.span_id, carried.flags) == (*ids(send), 1)
    assert [name for name, _ in record.headers] == ["content-type", "traceparent", "tracestate"]
    assert dict(record.headers)["tracestate"] == STATE[1]


def test_what_a_span_says(world: World) -> None:
    """Kinds and attributes of the messaging conventions; of the feed nothing but sizes and closed lists."""
    raw = raw_of(PARENT)
    world.take_in(raw, raw_of(offset=8))
    world.spans.handled(0, Handled(outcome=ARTICLE, format="html"))
    world.publish(raw, ARTICLE)
    world.acknowledge()
    with world.spans.committing():
        pass
    spans = world.exported()
    assert {name: span.kind for name, span in spans.items()} == {
        "poll in": SpanKind.CLIENT,
        "process in": SpanKind.CONSUMER,
        "send out": SpanKind.PRODUCER,
        "commit": SpanKind.CLIENT,
    }
    common = {"messaging.system": "kafka", "messaging.client.id": "agencyfeed"}
    group = {"messaging.consumer.group.name": "desk"}
    assert dict(spans["poll in"].attributes or {}) == common | group | {
        "messaging.operation.name": "poll",
        "messaging.operation.type": "receive",
        "messaging.destination.name": "in",
        "messaging.batch.message_count": 2,
    }
    assert dict(spans["process in"].attributes or {}) == common | group | {
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "in",
        "messaging.destination.partition.id": "2",
        "messaging.kafka.offset": 7,
        "messaging.message.body.size": 1,
        "agencyfeed.format": "html",
        "agencyfeed.outcome": "published",
        "agencyfeed.articles": 1,
    }
    assert (spans["send out"].attributes or {})["messaging.operation.type"] == "send"
    assert (spans["commit"].attributes or {})["messaging.operation.type"] == "settle"
    assert (spans["commit"].attributes or {})["messaging.batch.message_count"] == 1
    assert spans["poll in"].start_time == 1


def test_a_dead_letter_keeps_the_context_it_came_with(world: World) -> None:
    """An intermediary changes none; its spans are of that trace, and say in closed words what failed."""
    raw = raw_of(PARENT)
    world.take_in(raw)
    world.spans.handled(0, Handled(outcome=LETTER))
    (record,) = world.publish(raw, LETTER)
    world.acknowledge()
    process = world.exported()["process in"]
    assert [header for header in record.headers if header[0] == "traceparent"] == [PARENT]
    assert ids(world.exported()["send dead"])[0] == TRACE
    assert process.status.status_code is StatusCode.ERROR
    assert (process.attributes or {})["error.type"] == "parse_error"
    assert "a detail" not in process.to_json()


@pytest.mark.parametrize("outcome", [ARTICLE, LETTER])
def test_a_record_without_a_trace_begins_one(world: World, outcome: Outcome) -> None:
    """What leaves carries it."""
    raw = raw_of()
    world.take_in(raw)
    (record,) = world.publish(raw, outcome)
    carried = trace_of(record.headers)
    assert carried is not None
    world.acknowledge()
    assert (carried.trace_id, carried.span_id) == ids(world.exported()[f"send {record.topic}"])


def test_a_trace_that_is_not_sampled_is_not_recorded_but_goes_on(world: World) -> None:
    """The sender decided; its decision travels."""
    raw = raw_of(("traceparent", f"00-{TRACE}-{SENDER}-00".encode()))
    world.take_in(raw)
    world.spans.handled(0, Handled(outcome=ARTICLE))
    (record,) = world.publish(raw, ARTICLE)
    world.acknowledge()
    carried = trace_of(record.headers)
    assert carried is not None
    assert (carried.trace_id, carried.sampled) == (TRACE, False)
    assert list(world.exported()) == ["poll in"]


def test_what_the_broker_refuses_is_an_error(world: World) -> None:
    """The span of the send ends with the class of the error; so does a checkpoint that fails."""
    raw = raw_of(PARENT)
    world.take_in(raw)
    world.publish(raw, ARTICLE)
    world.sent[0][1].failure(ValueError("of the broker"))
    with pytest.raises(OSError, match="no"), world.spans.committing():
        raise OSError("no")
    failed = {name: (span.attributes or {}).get("error.type") for name, span in world.exported().items()}
    assert (failed["send out"], failed["commit"]) == ("ValueError", "OSError")


def test_a_skipped_record_and_a_void_one_leave_nothing_open(world: World) -> None:
    """What is remembered of records does not grow: published, taken away or taken back, all of it goes."""
    raws = [raw_of(offset=number, value=None) for number in range(30)]
    world.take_in(*raws)
    assert world.exported()["poll in"]
    world.spans.handled(0, Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE)))
    world.publish(raws[0], Skipped(reason=SkipReason.TOMBSTONE))
    assert (world.exported()["process in"].attributes or {})["messaging.kafka.message.tombstone"] is True
    world.spans.forget(frozenset({("in", 2)}))
    assert world.spans._processed == {}
    world.take_in(*raws)
    world.spans.forget()
    for ticket in range(30):
        world.spans.handled(ticket, Handled(outcome=ARTICLE))
    assert (world.spans._processed, world.spans._working) == ({}, {})


@pytest.mark.parametrize("module", ["worker.commands.run", "worker.pool.template", "worker.pool.entry", "worker.cli"])
def test_nothing_is_loaded_that_was_not_asked_for(module: str) -> None:
    """Neither the parent with tracing off nor a child, ever."""
    code = f"import sys, {module}; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_missing_extra_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by check-config too, with the way to mend it."""
    monkeypatch.setattr(rules, "_EXPORTER", "no-such-distribution")
    with pytest.raises(SettingsError, match=r"pip install 'agencyfeed\[otel\]'"):
        load({"tracing": "otlp"}, {}, None)


def test_settings() -> None:
    """Off unless wanted; an endpoint that is no URL is refused."""
    assert Settings().tracing == "off"
    assert load({"tracing": "otlp"}, {}, None).tracing == "otlp"
    with pytest.raises(SettingsError, match="tracing_endpoint"):
        load({"tracing_endpoint": "collector:4318"}, {}, None)
