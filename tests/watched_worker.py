"""A worker on a real Kafka under an invented load with faults, watched by a real Prometheus with our rules."""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from busy_telemetry import TRACE
from kafka import KafkaProducer
from prometheus_server import scraping
from run_worker import Worker, descendants

from worker import recording

SAMPLE = Path(__file__).parent / "sample" / "sample.jsonl"
RULES = Path(__file__).parents[1] / "deploy" / "monitoring" / "rules"
NOT_OURS = b"\x00\x01\x02\x03 nobody's format"
FLASH = (
    b'{"uri": "urn:x:%d", "type": "text", "version": "1", "versioncreated": "%s", "urgency": 1, "language": "en",'
    b' "headline": "Harbour bridge closed", "body_text": "The harbour bridge was closed on Friday, the office said."}'
)
# A page of a picture alone and one of a story: one article, one item that is none.
PACKAGE = (
    b'<rss version="2.0"><channel><title>Harbour</title><item><title>Boats counted</title><guid>urn:b:%d</guid>'
    b"<description>The harbour office counted four hundred boats on Friday.</description></item>"
    b"<item></item></channel></rss>"
)


def play(worker: Worker, rounds: int, *, poison: int = 0) -> int:
    """Send the sample, flashes and packages `rounds` times, then `poison` records that nobody reads; how many."""
    producer = KafkaProducer(bootstrap_servers=worker.bootstrap, max_request_size=12_000_000)
    sample = list(recording.read(SAMPLE))
    sent = 0
    for number in range(rounds):
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()).encode()
        values = [(raw.value, list(raw.headers)) for raw in sample]
        values += [(FLASH % (number, at), []), (PACKAGE % number, [])]
        for value, headers in values:
            kept = [(name, text) for name, text in headers if text is not None and name != "traceparent"]
            producer.send(worker.source, value, b"key", headers=[*kept, ("traceparent", TRACE)], partition=sent % 3)
            sent += 1
    for _ in range(poison):
        producer.send(worker.source, NOT_OURS, b"key", partition=sent % 3)
        sent += 1
    producer.flush()
    producer.close()
    return sent


def kill_a_child(worker: Worker) -> None:
    """SIGKILL one that works on records: not the template, which is the parent of the others."""
    template = {pid for pid, _ in descendants(worker.process.pid)}
    children = {pid for parent in template for pid, _ in descendants(parent)}
    os.kill(max(children), signal.SIGKILL)


def watching(worker: Worker, **more: Any) -> Mapping[str, Any]:
    """A configuration of Prometheus that scrapes the worker each second."""
    return {**scraping([f"127.0.0.1:{worker.port}"]), **more}


@contextmanager
def ready(worker: Worker) -> Iterator[Worker]:
    """The worker, running and with what was sent before it started worked off."""
    with worker.running():
        sent = play(worker, 1)
        worker.until_committed(sent)
        yield worker
