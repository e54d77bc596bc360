"""One format through a real Kafka: articles per processor second of the worker's process tree."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import process_tree
from kafka_broker import Broker, create_topics
from run_worker import Worker, stop

WARM_UP = 300


@contextmanager
def broker() -> Iterator[str]:
    """The address of a broker of our own."""
    with Broker(heap_mb=512) as started:
        yield started.bootstrap


def articles_per_cpu_second(bootstrap: str, value: bytes, count: int) -> float:
    """Of `count` records of one payload, after a warm-up; broker and producer are not counted."""

    def topics(name: str, partitions: int = 1) -> str:
        unique = f"{name}-{uuid.uuid4().hex[:8]}"
        create_topics(bootstrap, {unique: partitions}, {"max.message.bytes": "12582912"})
        return unique

    worker = Worker(bootstrap, topics, "at_least_once")
    with worker.running() as process:
        worker.feed([("warm", value)] * WARM_UP)
        worker.until_committed(WARM_UP)
        before, cpu = worker.metric("agencyfeed_articles_published_total"), process_tree.cpu_seconds(process.pid)
        worker.feed([("record", value)] * count)
        worker.until_committed(WARM_UP + count)
        spent = process_tree.cpu_seconds(process.pid) - cpu
        articles = worker.metric("agencyfeed_articles_published_total") - before
        stop(process)
    return articles / spent
