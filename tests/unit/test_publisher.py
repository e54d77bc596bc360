"""The publisher's waits: an outage is told of, though the client keeps silent."""

import logging
from typing import cast

import pytest
from kafka.errors import KafkaTimeoutError

from worker.kafka import publisher as publishing
from worker.kafka.client import Producer
from worker.kafka.publisher import Publisher
from worker.model import EncodedArticle, Published, RawMessage
from worker.output_records import Route

ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=10_000, dead_letter_max_bytes=10_000)
RAW = RawMessage(topic="t", partition=0, offset=0, value=b"x")
ARTICLE = Published(articles=(EncodedArticle(uri="u", body=b"{}"),))


class Acknowledged:
    """As soon as the producer has flushed."""

    is_done = False
    exception = None

    def succeeded(self) -> bool:
        """Nothing fails here."""
        return True


class Slow:
    """Flushed at the fourth attempt."""

    def __init__(self) -> None:
        self.future = Acknowledged()
        self.attempts = 0

    def send(self, *_args: object) -> Acknowledged:
        """The one future."""
        return self.future

    def flush(self, timeout: float) -> None:  # noqa: ARG002
        """Not yet."""
        self.attempts += 1
        if self.attempts < 4:
            raise KafkaTimeoutError
        self.future.is_done = True


def test_a_long_wait_is_told_of(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Once, then at a distance: with the topics, since a missing one is the likely cause."""
    monkeypatch.setattr(publishing, "SLOW_S", -1.0)
    waits: list[None] = []
    publisher = Publisher(lambda: cast(Producer, Slow()), ROUTE, lambda: waits.append(None))
    publisher.publish(RAW, ARTICLE)
    with caplog.at_level(logging.WARNING):
        publisher.settle()
    assert len(waits) == 3
    assert [record.message for record in caplog.records] == [
        "the brokers have not acknowledged the outputs of 1 records in 0 s: is out or dead gone, or a broker slow?"
    ]
