"""The things that bench_throughput.py compares, each run in a process of its own.

throughput_rows.py core KIND COUNT              the core alone; prints what it took
throughput_rows.py pool KIND COUNT CHILDREN     the core in children; prints what it took
throughput_rows.py plain|quixstreams|faststream BOOTSTRAP INPUT OUTPUT GROUP      until SIGTERM
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import process_tree
import throughput_material

from worker import pipeline
from worker.knowledge import loading as knowledge
from worker.model import Handled, Published, RawMessage
from worker.pool.pool import Pool
from worker.settings import loading as settings
from worker.telemetry import Telemetry

WARM_UP = 30
COMMIT_INTERVAL_S = 1.0


def core(kind: str, count: str) -> None:
    """`pipeline.handle` in a loop."""
    tables = knowledge.load()
    _measure(kind, int(count), lambda raws: (pipeline.handle(raw, tables) for raw in raws))


def pool(kind: str, count: str, children: str) -> None:
    """`Pool.map`: the parent does nothing else."""
    workers = Pool(settings.load({"workers": children}, {}, None), Telemetry())
    workers.start()
    try:
        _measure(kind, int(count), workers.map)
    finally:
        workers.stop()


def plain(bootstrap: str, source: str, target: str, group: str) -> None:
    """The loop that one writes first: kafka-python, the core inline, at least once."""
    from kafka import KafkaConsumer, KafkaProducer  # noqa: PLC0415 - each row loads its own client

    extract = _extractor()
    consumer = KafkaConsumer(
        source, bootstrap_servers=bootstrap, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, compression_type="zstd")
    committed = time.monotonic()
    while True:
        for records in consumer.poll(1000).values():
            for record in records:
                for body in extract(record.value):
                    producer.send(target, body)
        if time.monotonic() - committed > COMMIT_INTERVAL_S:
            producer.flush()
            consumer.commit()
            committed = time.monotonic()


def quixstreams(bootstrap: str, source: str, target: str, group: str) -> None:
    """Quixstreams (librdkafka), the core inline, at least once."""
    from quixstreams import Application  # noqa: PLC0415

    extract = _extractor()
    app = Application(
        broker_address=bootstrap,
        consumer_group=group,
        auto_offset_reset="earliest",
        commit_interval=COMMIT_INTERVAL_S,
        producer_extra_config={"linger.ms": 20, "compression.type": "zstd"},
        loglevel="ERROR",
        state_dir=tempfile.mkdtemp(),  # it makes one though nothing here has state
    )
    raw = app.topic(source, key_deserializer="bytes", value_deserializer="bytes")
    articles = app.topic(target, key_serializer="bytes", value_serializer="bytes")
    app.dataframe(raw).apply(extract, expand=True).to_topic(articles)
    app.run()


def faststream(bootstrap: str, source: str, target: str, group: str) -> None:
    """FastStream on confluent-kafka (librdkafka), the core inline, its own automatic commits."""
    from faststream import FastStream  # noqa: PLC0415
    from faststream.confluent import KafkaBroker  # noqa: PLC0415

    extract = _extractor()
    broker: Any = KafkaBroker(bootstrap, logger=None, config={"linger.ms": 20, "compression.type": "zstd"})

    async def as_it_is(message: Any) -> bytes:
        return bytes(message.body)

    async def handle(body: bytes) -> None:
        for article in extract(body):
            await broker.publish(article, target, no_confirm=True)

    commits = {"auto_offset_reset": "earliest", "auto_commit_interval_ms": int(COMMIT_INTERVAL_S * 1000)}
    broker.subscriber(source, group_id=group, decoder=as_it_is, **commits)(handle)
    asyncio.run(FastStream(broker, logger=None).run())


def _extractor() -> Callable[[bytes], list[bytes]]:
    tables = knowledge.load()

    def extract(value: bytes) -> list[bytes]:
        outcome = pipeline.handle(RawMessage(topic="bench", partition=0, offset=0, value=value), tables).outcome
        return [article.body for article in outcome.articles] if isinstance(outcome, Published) else []

    return extract


def _measure(kind: str, count: int, run: Callable[[Iterator[RawMessage]], Iterable[Handled]]) -> None:
    for _ in run(iter(throughput_material.records(kind, WARM_UP))):
        pass
    raws = throughput_material.records(kind, count)
    cpu, wall = process_tree.cpu_seconds(os.getpid()), time.monotonic()
    published = sum(isinstance(handled.outcome, Published) for handled in run(iter(raws)))
    wall, cpu = time.monotonic() - wall, process_tree.cpu_seconds(os.getpid()) - cpu
    rss, pss = process_tree.memory_bytes(os.getpid())
    print(json.dumps({"records": count, "published": published, "cpu": cpu, "wall": wall, "rss": rss, "pss": pss}))


ROWS: dict[str, Callable[..., Any]] = {
    "core": core,
    "pool": pool,
    "plain": plain,
    "quixstreams": quixstreams,
    "faststream": faststream,
}

if __name__ == "__main__":
    ROWS[sys.argv[1]](*sys.argv[2:])
