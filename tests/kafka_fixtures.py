"""Fixtures over a real Apache Kafka: one broker a test session, fresh topic names a test."""

import os
import uuid
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from kafka_broker import Broker, Cluster, KafkaUnavailableError, create_topics

Topics = Callable[..., str]
Kafka = TypeVar("Kafka", bound=Cluster)


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """Bootstrap address of a broker that is ready: AGENCYFEED_TEST_BOOTSTRAP, else one of our own."""
    given = os.environ.get("AGENCYFEED_TEST_BOOTSTRAP")
    if given:
        yield given
        return
    broker = started(Broker)
    try:
        yield broker.bootstrap
    finally:
        broker.close()


@pytest.fixture
def topics(kafka: str) -> Topics:
    """`topics("raw", partitions=3)` makes a topic that no other test has, and gives its name."""
    return maker(kafka)


@pytest.fixture(scope="module")
def module_topics(kafka: str) -> Topics:
    """The same for what the tests of a module share."""
    return maker(kafka)


def maker(kafka: str) -> Topics:
    """What makes topics on that broker."""

    def make(name: str, partitions: int = 1, **configs: str) -> str:
        unique = f"{name}-{uuid.uuid4().hex[:8]}"
        create_topics(kafka, {unique: partitions}, {key.replace("_", "."): value for key, value in configs.items()})
        return unique

    return make


def started(make: Callable[[], Kafka]) -> Kafka:
    """What `make` gives, ready; where no broker can run: a failure in CI, elsewhere a skip saying what is missing."""
    try:
        cluster = make()
        cluster.start()
    except KafkaUnavailableError as error:
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            pytest.fail(f"no broker in CI: {error}")
        pytest.skip(f"no broker: {error}")
    return cluster
