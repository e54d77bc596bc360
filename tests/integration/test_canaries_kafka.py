"""What an agency tells its customers alone, through a whole worker on Kafka: it is in nothing that the worker says."""

import json
import urllib.request
from collections.abc import Iterator

import pytest
from canary_words import CANARY, STORY
from kafka_ends import produce, read_all
from kafka_fixtures import Topics
from privacy_records import RECORDS
from run_worker import Worker, stop

from worker.model import RawMessage

pytestmark = pytest.mark.kafka

BOMB = b'<!DOCTYPE x [<!ENTITY a "%s">]><x>&a;</x>' % CANARY.encode()
HEADER_URL = f"http://feed.example/{CANARY}"
DEEP = b'{"headlines": ' + b"[" * 5_000 + CANARY.encode()


def hostile() -> Iterator[bytes]:
    """Every format's record with its private parts, whole, cut short, and broken in ways of their own."""
    for record in RECORDS.values():
        yield record
        yield record[: len(record) * 3 // 10]
        yield record[: len(record) * 6 // 10]
        yield b"\x00\xff" + record
        yield record.replace(b"<", b"<<")
    yield from (BOMB, DEEP, CANARY.encode(), b"\x1f\x8b" + CANARY.encode())


def test_logs_metrics_articles_and_headers_tell_nothing(kafka: str, topics: Topics) -> None:
    """At log level debug; a dead letter keeps the record's bytes and says nothing of them in its headers."""
    worker = Worker(kafka, topics, "at_least_once", **{"log-level": "debug"})
    headers = (("content-type", b"text/" + CANARY.encode()), ("url", HEADER_URL.encode()))
    raws = tuple(
        RawMessage(topic="t", partition=number % 3, offset=0, key=CANARY.encode(), value=value, headers=extra)
        for number, (value, extra) in enumerate((value, extra) for extra in ((), headers) for value in hostile())
    )
    produce(kafka, worker.source, raws)
    with worker.running() as process:
        worker.until_committed(len(raws))
        with urllib.request.urlopen(f"http://127.0.0.1:{worker.port}/metrics", timeout=5) as answer:
            metrics = answer.read().decode()
        assert stop(process) == 0
        said = worker.said()
    articles = [record.value.decode() for record in read_all(kafka, worker.output)]
    dead = read_all(kafka, worker.dead)
    ours = [header for record in dead for header in record.headers if header[0].startswith("dlq.")]
    assert CANARY not in said + metrics
    assert dead
    assert CANARY not in repr(ours)
    whole = {(number % 3, number // 3) for number, raw in enumerate(raws) if raw.value in RECORDS.values()}
    of_whole = [article for article in articles if _place(article) in whole]
    assert {_place(article) for article in of_whole} == whole
    assert all(STORY in article for article in of_whole)
    assert not [article for article in of_whole if CANARY in article.replace(HEADER_URL, "")]


def _place(article: str) -> tuple[int, int]:
    source = json.loads(article)["agencyfeed"]["source"]
    return source["partition"], source["offset"]
