"""The client's traps under exactly-once: each cure against the real broker, beside what happens without it.

The "without" halves fail when a new kafka-python no longer needs the cure: then take it out.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import KafkaTimeoutError
from kafka_broker import Broker, create_topics
from kafka_ends import RAWS, KafkaWorld, article, at, committed, read_all, route_of, settings_for
from kafka_fixtures import Topics, started

from worker.endpoints import DeliveryFailed
from worker.kafka import client as kafka_client
from worker.kafka.call_guard import CallGuard
from worker.kafka.source import kafka_offsets
from worker.model import DeadLetter, EncodedArticle, Published, RawMessage, Reason
from worker.output_records import Route
from worker.settings.loading import Settings

pytestmark = pytest.mark.kafka

HANG_S = 12.0  # a call still open after this, with the broker back for most of it, hangs for good


@pytest.fixture
def world(kafka: str, topics: Topics) -> Iterator[KafkaWorld]:
    """A member of a group of its own, exactly once, with all records taken and none done."""
    with ExitStack() as stack:
        world = KafkaWorld(kafka, topics, "exactly_once", stack)
        assert len(world.taken(len(RAWS))) == len(RAWS)
        yield world


def stale(world: KafkaWorld) -> Any:
    """A membership of the generation before."""
    now: Any = world.source.membership
    return now._replace(generation_id=now.generation_id - 1)


# -- A: offsets of a refused transaction leak into the next one of the same producer


def test_offsets_of_a_refused_transaction_do_not_leak(world: KafkaWorld) -> None:
    """Refused with partition 0 at 1, then committed with partition 1 only: partition 0 stays where it was."""
    membership = world.source.membership
    world.delivery.publish(RAWS[0], article(RAWS[0]))
    world.delivery.checkpoint(at(world, p0=3))
    world.source.membership = stale(world)
    world.delivery.publish(RAWS[0], article(RAWS[0]))
    with pytest.raises(DeliveryFailed):
        world.delivery.checkpoint(at(world, p0=1))
    world.delivery.abandon()
    world.source.membership = membership
    world.delivery.publish(RAWS[4], article(RAWS[4]))
    world.delivery.checkpoint(at(world, p1=2))
    assert committed(world) == {0: 3, 1: 2}


def test_with_the_old_producer_they_still_leak(world: KafkaWorld) -> None:
    """What the new producer cures: without it the second commit moves partition 0 as well."""
    producer = world.publisher.producer
    refused = {TopicPartition(world.input, 0): OffsetAndMetadata(1, "", -1)}
    producer.begin_transaction()
    producer.send(world.settings.output_topic or "", b"x", None, [])
    with pytest.raises(Exception, match=r"(?i)member|generation|rebalance"):
        producer.send_offsets_to_transaction(refused, stale(world))
    producer.abort_transaction()
    producer.begin_transaction()
    producer.send(world.settings.output_topic or "", b"x", None, [])
    producer.send_offsets_to_transaction(kafka_offsets(at(world, p1=2)), world.source.membership)
    producer.commit_transaction()
    assert committed(world) == {0: 1, 1: 2}, "no leak any more: reconnect() may keep its producer"


# -- B: commit_transaction hangs for ever when a broker dies


def commits_after_broker_death(broker: Broker, settings: Settings, make: Callable[[], Any]) -> bool:
    """Whether a commit returns (or raises) though the broker was killed while the transaction was open."""
    producer = make()
    for number in range(2):  # the first one makes the client know its coordinators
        producer.begin_transaction()
        producer.send(settings.output_topic, b"x", b"k")
        producer.flush()
        producer.send_offsets_to_transaction({TopicPartition("in", 0): OffsetAndMetadata(1, "", -1)}, settings.group_id)
        if number == 0:
            producer.commit_transaction()
    broker.kill()
    time.sleep(1.0)  # the client has to notice the death before it is asked to commit
    returned = threading.Event()

    def commit() -> None:
        try:
            producer.commit_transaction()
        except Exception:  # noqa: BLE001 - raising is returning too
            return
        finally:
            returned.set()

    threading.Thread(target=commit, daemon=True).start()
    time.sleep(1.5)  # and the request has to be on its way while nobody listens
    broker.restart()
    back = returned.wait(HANG_S)
    producer.close(timeout=0)
    return back


@pytest.fixture
def mortal() -> Iterator[Broker]:
    """A broker of one's own, to be killed."""
    broker = started(Broker)
    try:
        create_topics(broker.bootstrap, {"in": 1, "out": 1, "dead": 1})
        yield broker
    finally:
        broker.close()


def mortal_settings(broker: Broker, transactional_id: str) -> Settings:
    """Exactly once on that broker."""
    return settings_for(
        broker.bootstrap,
        input_topics="in",
        output_topic="out",
        dead_letter_topic="dead",
        delivery="exactly_once",
        transactional_id=transactional_id,
    )


def test_a_commit_survives_the_brokers_death(mortal: Broker) -> None:
    """With `await_ready` cured it comes back once the broker does."""
    settings = mortal_settings(mortal, "cured")
    assert commits_after_broker_death(mortal, settings, lambda: kafka_client.producer(settings))


def test_without_the_cure_it_still_hangs(mortal: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day this returns, `keep_transaction_requests` can go."""
    monkeypatch.setattr(kafka_client, "keep_transaction_requests", lambda _producer: None)
    settings = mortal_settings(mortal, "uncured")
    returned = commits_after_broker_death(mortal, settings, lambda: kafka_client.producer(settings))
    assert not returned, "no hang any more: take keep_transaction_requests out"


def test_a_call_that_hangs_ends_the_process() -> None:
    """The second net: the guard reports the call that stays open, and no other."""
    said: list[str] = []
    expired = threading.Event()

    def note(name: str, _open_s: float) -> None:
        said.append(name)
        expired.set()

    guard = CallGuard(0.2, note)
    with guard("quick"):
        pass
    with guard("slow"):
        assert expired.wait(5)
    guard.close()
    assert set(said) == {"slow"}


# -- a producer that is closed while its broker is away


def test_a_discarded_producer_is_gone(mortal: Broker) -> None:
    """Its batches must not be sent when the broker is back: the next producer of its id would commit them."""
    settings = mortal_settings(mortal, "discarded")
    made: Any = kafka_client.producer(settings)
    made.begin_transaction()
    made.send("out", b"x")
    made.flush()
    mortal.kill()
    time.sleep(1.0)
    made.send("out", b"zombie")
    deadline = time.monotonic() + 60
    while not kafka_client.discard(made, 2.0):
        assert time.monotonic() < deadline
    assert not made._sender.is_alive()


def test_a_closed_one_still_goes_on(mortal: Broker) -> None:
    """The day `close` ends the thread, `discard` can go."""
    made: Any = kafka_client.producer(mortal_settings(mortal, "closed"))
    made.begin_transaction()
    made.send("out", b"x")
    made.flush()
    mortal.kill()
    time.sleep(1.0)
    made.send("out", b"zombie")
    with pytest.raises(KafkaTimeoutError):
        made.close(timeout=2)
    assert made._sender.is_alive(), "close ends the thread now: take discard out"
    while not kafka_client.discard(made, 5.0):
        pass


# -- C: a failed future does not spoil the transaction (see also test_security.py: a topic without rights)


def deliver_into(world: KafkaWorld, route: Route, small: str, max_bytes: int) -> None:
    """A route of which one topic takes small records only."""
    create_topics(world.bootstrap, {small: 1}, {"max.message.bytes": str(max_bytes)})
    world.deliver_by(route)


def test_an_output_that_failed_stops_the_checkpoint(world: KafkaWorld) -> None:
    """Refused by the broker as too large: no commit, and when it comes again it is a dead letter."""
    small = f"{world.settings.output_topic}-small"
    deliver_into(world, replace(route_of(world.settings), output_topic=small), small, 1_000)
    big = Published(articles=(EncodedArticle(uri="u", body=os.urandom(5_000)),))
    raw = RawMessage(topic=world.input, partition=0, offset=0, value=b"plain", key=b"k")
    world.publish_twice(raw, big, at(world, p0=1), "not acknowledged")
    (dead,) = read_all(world.bootstrap, world.settings.dead_letter_topic or "")
    assert (dead.value, dict(dead.headers)["dlq.reason"]) == (b"plain", b"produce_too_large")


def test_a_dead_letter_that_its_topic_refuses_goes_without_its_value(world: KafkaWorld) -> None:
    """Where the topic's limit may not be read the broker says it; the record must not come round for ever."""
    small = f"{world.settings.dead_letter_topic}-small"
    deliver_into(world, replace(route_of(world.settings), dead_letter_topic=small), small, 100_000)
    raw = RawMessage(topic=world.input, partition=0, offset=0, value=os.urandom(150_000), key=b"k")
    letter = DeadLetter(reason=Reason.NO_ARTICLE, stage="parse:text", detail="nothing there")
    world.publish_twice(raw, letter, at(world, p0=1), "not acknowledged")
    (dead,) = read_all(world.bootstrap, small)
    assert (dead.key, dead.value, dict(dead.headers)["dlq.value.omitted.bytes"]) == (b"k", b"", b"150000")
    assert dict(dead.headers)["dlq.reason"] == b"no_article"


# -- D: the client's default back-off dominates a transaction


def seconds_per_transaction(settings: Settings, count: int) -> float:
    """Of 100 small records each, offsets included."""
    producer = kafka_client.producer(settings)
    offsets = {TopicPartition(settings.input_topics[0], 0): OffsetAndMetadata(1, "", -1)}
    started_at = time.monotonic()
    for _ in range(count):
        producer.begin_transaction()
        for _ in range(100):
            producer.send(settings.output_topic or "", b"x" * 100, None, [])
        producer.send_offsets_to_transaction(offsets, settings.group_id)  # type: ignore[arg-type]
        producer.commit_transaction()
    spent = (time.monotonic() - started_at) / count
    producer.close(timeout=5)
    return spent


def test_our_backoff_makes_transactions_much_cheaper(world: KafkaWorld) -> None:
    """The same transactions in the same run, with our default and with the client's 100 ms."""
    base = {
        "input_topics": world.input,
        "output_topic": world.settings.output_topic or "",
        "dead_letter_topic": world.settings.dead_letter_topic or "",
        "delivery": "exactly_once",
        "group_id": f"{world.input}-backoff",
    }
    ours = settings_for(world.bootstrap, transactional_id=f"{world.input}-ours", **base)
    theirs = settings_for(world.bootstrap, transactional_id=f"{world.input}-100", retry_backoff_ms="100", **base)
    assert ours.retry_backoff_ms == 20
    assert seconds_per_transaction(theirs, 10) > 1.3 * seconds_per_transaction(ours, 10)
