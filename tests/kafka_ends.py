"""Kafka's ends for tests: opened as run.py opens them, with readers and writers that are the client alone."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from worker.endpoints import Delivery, NotProduced, Offsets
from worker.kafka import client as kafka_client
from worker.kafka.call_guard import CallGuard
from worker.kafka.client import Consumer, Membership
from worker.kafka.delivery import AtLeastOnce, ExactlyOnce
from worker.kafka.publisher import Publisher
from worker.kafka.source import KafkaSource
from worker.model import EncodedArticle, Outcome, Published, RawMessage
from worker.output_records import Route
from worker.settings.loading import Settings, load

Topics = Callable[..., str]

RAWS = tuple(
    RawMessage(topic="t", partition=partition, offset=offset, key=key, value=value, headers=headers)
    for partition in range(3)
    for offset, (key, value, headers) in enumerate(
        [
            (b"k", b"plain", ()),
            (None, b"\xff\x00\x01", (("a", b"1"), ("a", b"2"))),
            (b"gone", None, ()),
            (b"\xfe", b"", (("content-type", b"text/html"), ("empty", b""))),
        ]
    )
)


def article(raw: RawMessage) -> Published:
    """An article whose body says where it comes from."""
    where = f"{raw.partition}/{raw.offset}".encode()
    return Published(articles=(EncodedArticle(uri=f"urn:test:{where.decode()}", body=where),))


def settings_for(bootstrap: str, **given: str) -> Settings:
    """Settings of a worker under test."""
    return load({"bootstrap_servers": bootstrap, **given}, {}, None)


def route_of(settings: Settings) -> Route:
    """Where the settings send outcomes, with room for everything."""
    return Route(
        output_topic=settings.output_topic or "",
        dead_letter_topic=settings.dead_letter_topic or "",
        output_max_bytes=settings.max_request_size,
        dead_letter_max_bytes=settings.max_request_size,
    )


def produce(bootstrap: str, topic: str, records: tuple[RawMessage, ...]) -> None:
    """Send each record to its partition, in order."""
    producer = KafkaProducer(bootstrap_servers=bootstrap)
    futures = [
        producer.send(topic, raw.value, raw.key, [(n, v) for n, v in raw.headers if v is not None], raw.partition)
        for raw in records
    ]
    producer.flush()
    producer.close()
    assert all(future.succeeded() for future in futures)


def read_all(bootstrap: str, topic: str, isolation: str = "read_committed") -> list[Any]:
    """Every record of a topic that is there now, per partition in order."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        isolation_level=isolation,
        group_id=None,
    )
    partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic))]
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    records = []
    deadline = time.monotonic() + 30
    while any(consumer.position(tp) < ends[tp] for tp in partitions) and time.monotonic() < deadline:
        for batch in consumer.poll(timeout_ms=200).values():
            records += batch
    consumer.close()
    return records


class KafkaWorld:
    """Three partitions of input on a real broker, and a member that reads them."""

    def __init__(self, bootstrap: str, topics: Topics, mode: str, stack: ExitStack, **given: str) -> None:
        self.mode = mode
        self.keeps_abandoned_output = mode == "at_least_once"
        self.bootstrap = bootstrap
        self.input = topics("in", partitions=3)
        self.settings = settings_for(
            bootstrap,
            input_topics=self.input,
            output_topic=topics("out", partitions=1),
            dead_letter_topic=topics("dead", partitions=1),
            group_id=self.input,
            delivery=mode,
            **({"session_timeout_ms": "6000", "heartbeat_interval_ms": "500"} | given),
        )
        produce(bootstrap, self.input, RAWS)
        self.guard = CallGuard(60)
        stack.callback(self.guard.close)
        stack.callback(self._close)
        self._opened = False
        self.open()

    def open(self) -> None:
        """A new member with a new producer; the old one is gone first."""
        self._close()
        consumer = kafka_client.consumer(self.settings)
        delivery = self._delivery(route_of(self.settings), consumer, lambda: source.membership)
        finished = delivery.finished if isinstance(delivery, AtLeastOnce) else None
        source = KafkaSource(consumer, self.settings.input_topics, finished)
        self.source, self.delivery = source, delivery
        self._opened = True

    def deliver_by(self, route: Route) -> None:
        """The same member with another producer, to these topics."""
        source = self.source
        self.delivery = self._delivery(route, source.consumer, lambda: source.membership)

    def _delivery(self, route: Route, consumer: Consumer, membership: Callable[[], Membership]) -> Delivery:
        self.publisher = Publisher(lambda: kafka_client.producer(self.settings), route, lambda: None)
        if self.mode == "exactly_once":
            return ExactlyOnce(self.publisher, membership, self.guard)
        return AtLeastOnce(self.publisher, consumer)

    def taken(self, count: int) -> list[RawMessage]:
        """So many records, by partition and offset."""
        records: list[RawMessage] = []
        deadline = time.monotonic() + 60
        while len(records) < count and time.monotonic() < deadline:
            records += self.source.poll(0.2, 100).records
        return sorted(records, key=lambda raw: (raw.partition, raw.offset))

    def publish_twice(self, raw: RawMessage, outcome: Outcome, offsets: Offsets, why: str) -> None:
        """Refused at its checkpoint, for that reason, then delivered after a fresh start."""
        self.delivery.publish(raw, outcome)
        with pytest.raises(NotProduced, match=why):
            self.delivery.checkpoint(offsets)
        self.delivery.abandon()
        assert committed(self) == {}
        self.delivery.publish(raw, outcome)
        self.delivery.checkpoint(offsets)

    def _close(self) -> None:
        if self._opened:
            self.source.close()
            self.delivery.close()

    def outputs(self) -> list[tuple[str, bytes | None]]:
        """What a read_committed reader sees."""
        output, dead = self.settings.output_topic or "", self.settings.dead_letter_topic or ""
        articles = [("article", record.value) for record in read_all(self.bootstrap, output)]
        return articles + [("dead letter", record.value) for record in read_all(self.bootstrap, dead)]


def committed(world: KafkaWorld) -> dict[int, int | None]:
    """The group's offsets, as the broker has them."""
    admin = KafkaAdminClient(bootstrap_servers=world.bootstrap)
    try:
        listed = admin.list_group_offsets(world.settings.group_id)
    finally:
        admin.close()
    offsets = listed.get(world.settings.group_id, listed)
    return {tp.partition: meta.offset for tp, meta in offsets.items() if tp.topic == world.input}


def at(world: KafkaWorld, **offsets: int) -> dict[tuple[str, int], int]:
    """Offsets by partition, given as p0=1."""
    return {(world.input, int(name[1:])): offset for name, offset in offsets.items()}
