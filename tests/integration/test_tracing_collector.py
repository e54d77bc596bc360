"""Spans of a worker on a real Kafka, as a real OpenTelemetry Collector understands them."""

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka_broker import free_ports
from kafka_ends import produce, read_all
from kafka_fixtures import Topics
from run_worker import GOOD, Worker, stop

from worker.model import RawMessage
from worker.trace_context import trace_of

pytestmark = pytest.mark.kafka

READY_S = 30.0
TRACE, SENDER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = ("traceparent", f"00-{TRACE}-{SENDER}-01".encode())
UNSAMPLED = ("traceparent", f"00-{'a' * 32}-{'b' * 16}-00".encode())
CONFIG = """\
receivers: {{otlp: {{protocols: {{http: {{endpoint: "127.0.0.1:{port}"}}}}}}}}
exporters: {{debug: {{verbosity: detailed}}}}
service:
  telemetry: {{metrics: {{level: none}}}}
  pipelines: {{traces: {{receivers: [otlp], exporters: [debug]}}}}
"""
# Span #3
#     Name           : send articles
_FIELD = re.compile(r"^ +(?:-> )?(?P<name>[\w. ]+?) *: (?P<value>.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Collector:
    """One that runs: where it takes spans, and what it wrote of them."""

    endpoint: str
    log: Path

    def spans(self) -> list[dict[str, str]]:
        """Each span's fields and attributes, in the collector's words."""
        blocks = self.log.read_text("utf-8").split("Span #")[1:]
        return [dict(reversed(_FIELD.findall(block))) for block in blocks]  # its own ids come before its links'


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[Collector]:
    """AGENCYFEED_TEST_OTELCOL or an `otelcol` in PATH, with its debug exporter."""
    binary = os.environ.get("AGENCYFEED_TEST_OTELCOL") or shutil.which("otelcol") or shutil.which("otelcol-contrib")
    if not binary:
        pytest.skip("no OpenTelemetry Collector: neither AGENCYFEED_TEST_OTELCOL nor otelcol in PATH")
    (port,) = free_ports(1)
    config, log = tmp_path / "collector.yaml", tmp_path / "collector.log"
    config.write_text(CONFIG.format(port=port), "utf-8")
    with log.open("wb") as out, subprocess.Popen([binary, "--config", str(config)], stdout=out, stderr=out) as process:
        try:
            _wait_for(port, process, log)
            yield Collector(f"http://127.0.0.1:{port}/v1/traces", log)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the collector did not start: {log.read_text('utf-8')[-2000:]}")


@pytest.mark.parametrize("delivery", ["at_least_once", "exactly_once"])
def test_a_collector_gets_the_worker_s_part_of_a_trace(
    kafka: str, topics: Topics, collector: Collector, delivery: str
) -> None:
    """An article's trace is its record's; a dead letter is an error of its own; nothing of the feed is in a span."""
    options = {"tracing": "otlp", "tracing-endpoint": collector.endpoint, "tracing-sample-ratio": "1"}
    worker = Worker(kafka, topics, delivery, **options)
    values = ((GOOD % 1, (PARENT,)), (b"", ()), (GOOD % 2, (UNSAMPLED,)))
    raws = tuple(
        RawMessage(topic="t", partition=number, offset=0, key=b"canary-key", value=value, headers=headers)
        for number, (value, headers) in enumerate(values)
    )
    produce(kafka, worker.source, raws)
    with worker.running() as process:
        worker.until_committed(3)
        assert stop(process) == 0
    said = collector.log.read_text("utf-8")
    spans = collector.spans()
    ours = {span["Name"]: span for span in spans if span.get("Trace ID") == TRACE}
    assert set(ours) == {f"process {worker.source}", f"send {worker.output}"}, said
    process_span, send = ours[f"process {worker.source}"], ours[f"send {worker.output}"]
    assert (process_span["Parent ID"], process_span["Kind"]) == (SENDER, "Consumer")
    assert (send["Parent ID"], send["Kind"]) == (process_span["ID"], "Producer")
    assert process_span["agencyfeed.outcome"] == "Str(published)"
    carried = {
        trace.trace_id: trace for record in read_all(kafka, worker.output) if (trace := trace_of(record.headers))
    }
    assert carried[TRACE].span_id == send["ID"]
    assert (carried["a" * 32].sampled, f"Trace ID       : {'a' * 32}" in said) == (False, False)
    (dead,) = [span for span in spans if span["Name"] == f"send {worker.dead}"]
    letter = trace_of(read_all(kafka, worker.dead)[0].headers)
    assert letter is not None
    assert (letter.trace_id, letter.span_id) == (dead["Trace ID"], dead["ID"])
    assert {span["Name"] for span in spans} >= {f"poll {worker.source}", "commit"}
    assert "service.instance.id: Str(one)" in said
    assert "canary-key" not in said
    assert "boats" not in said


def test_a_collector_that_is_away_costs_nothing(kafka: str, topics: Topics) -> None:
    """The work goes on and ends in order, in time, with few words about it."""
    (port,) = free_ports(1)
    endpoint = f"http://127.0.0.1:{port}/v1/traces"
    worker = Worker(
        kafka, topics, "exactly_once", **{"tracing": "otlp", "tracing-endpoint": endpoint, "tracing-sample-ratio": "1"}
    )
    worker.feed([(str(number), GOOD % number) for number in range(300)])
    with worker.running() as process:
        worker.until_committed(300)
        began = time.monotonic()
        assert stop(process) == 0
        assert time.monotonic() - began < 15
        assert len(worker.said().splitlines()) < 60, worker.said()
