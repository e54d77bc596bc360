"""Outcomes onto Kafka, in two modes of one shape: publish, publish, …, checkpoint; or abandon."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from kafka.errors import (
    AuthorizationError,
    FencedInstanceIdError,
    InvalidProducerEpochError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    ProducerFencedError,
    RecordListTooLargeError,
)

from worker.endpoints import DeliveryFailed, Fenced, NotCommitted, NotProduced, Offsets, Position
from worker.kafka import client as kafka_client
from worker.kafka.call_guard import CallGuard
from worker.kafka.client import Consumer, Future, Membership, Producer
from worker.kafka.source import kafka_offsets
from worker.model import Outcome, Published, RawMessage
from worker.output_records import OutputRecord, Route, records_of, refused_by_broker

FLUSH_SLICE_S = 1.0
DELIVERY_MAX_S = 180.0  # the client's own delivery.timeout.ms is 120
CLOSE_TIMEOUT_S = 2.0
COMMIT_TIMEOUT_MS = 10_000
# Of a dead letter whose topic refused the whole one and does not tell its limit: first, then as little as can be.
LETTER_MAX_BYTES = (64 * 1024, 0)
FENCES_MAX = 3
FENCES_WITHIN_S = 60.0

log = logging.getLogger(__name__)

Connect = Callable[[], Producer]
Waiting = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """One record's output on its way."""

    position: Position
    offset: int
    futures: tuple[Future, ...]

    @property
    def acknowledged(self) -> bool:
        """Whether the broker has all of it."""
        return all(future.is_done and future.succeeded() for future in self.futures)

    @property
    def error(self) -> Exception | None:
        """The first failure."""
        return next((future.exception for future in self.futures if future.is_done and future.exception), None)


class Publisher:
    """Sends outcomes and knows what became of them; the part that both modes share."""

    def __init__(self, connect: Connect, route: Route, waiting: Waiting) -> None:
        """`waiting` is called about once a second while a flush waits for the broker."""
        self._connect = connect
        self._route = route
        self._waiting = waiting
        self._refused: dict[tuple[Position, int], list[Exception]] = {}  # as too large, by record
        self.sent: deque[Sent] = deque()
        self.producer = connect()

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Hand the records over.  Raises DeliveryFailed when the client will not take one."""
        refusals = self._refused.get(((raw.topic, raw.partition), raw.offset), [])
        refused_letters = len(refusals) - isinstance(outcome, Published)
        if refusals and isinstance(outcome, Published):
            outcome = refused_by_broker(refusals[0])
        route = self._route
        if refused_letters > 0:
            most = LETTER_MAX_BYTES[min(refused_letters, len(LETTER_MAX_BYTES)) - 1]
            route = replace(route, dead_letter_max_bytes=most)
        try:
            futures = tuple(self._send(record) for record in records_of(raw, outcome, route))
        except KafkaError as error:
            raise NotProduced(f"cannot send: {error!r}") from error
        self.sent.append(Sent((raw.topic, raw.partition), raw.offset, futures))

    def _send(self, record: OutputRecord) -> Future:
        return self.producer.send(record.topic, record.value, record.key, list(record.headers))

    def settle(self) -> None:
        """Wait until all is acknowledged.  A failed future is the only sign of a lost record, so each is looked at.

        The client ends the wait itself: it fails what it could not deliver within its delivery.timeout.ms.  Should it
        have died over it, we do.
        """
        give_up_at = time.monotonic() + DELIVERY_MAX_S
        while not self._flushed():
            if time.monotonic() > give_up_at:
                raise NotProduced(f"not acknowledged within {DELIVERY_MAX_S:.0f} s")
            self._waiting()
        for sent in self.sent:
            if not sent.acknowledged:
                self._explain(sent)
        for sent in self.sent:
            self._refused.pop((sent.position, sent.offset), None)

    def _flushed(self) -> bool:
        try:
            self.producer.flush(timeout=FLUSH_SLICE_S)
        except KafkaTimeoutError:
            return False
        except KafkaError as error:
            raise NotProduced(f"flush failed: {error!r}") from error
        return True

    def _explain(self, sent: Sent) -> None:
        error = sent.error
        if isinstance(error, (MessageSizeTooLargeError, RecordListTooLargeError)):
            self._refused.setdefault((sent.position, sent.offset), []).append(error)
        if isinstance(error, AuthorizationError):
            raise error
        raise NotProduced(f"an output record was not acknowledged: {error!r}") from error

    def reconnect(self) -> None:
        """Replace the producer, whose state cannot be trusted after a failure.

        Offsets of a refused transaction leak into its next one: kafka-python never clears them.
        """
        self.sent.clear()
        if not _close(self.producer):
            raise DeliveryFailed("the old producer still waits for a broker")
        try:
            self.producer = self._connect()
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise DeliveryFailed(f"cannot connect a new producer: {error!r}") from error

    def close(self) -> None:
        """Let go without waiting long."""
        _close(self.producer)


def _close(producer: Producer) -> bool:
    """Whether it is gone for sure."""
    try:
        return kafka_client.discard(producer, CLOSE_TIMEOUT_S)
    except Exception as error:  # noqa: BLE001 - a broken producer may raise anything; it is thrown away
        log.info("old producer did not close cleanly: %r", error, extra={"event": "producer_close_failed"})
        return True


class AtLeastOnce:
    """Flush, then commit: after a failure the records since the last commit come again."""

    void_on_rebalance = False

    def __init__(self, publisher: Publisher, consumer: Consumer) -> None:
        self._publisher = publisher
        self._consumer = consumer

    @property
    def in_flight(self) -> int:
        """Outcomes not yet known to be acknowledged."""
        return len(self._publisher.sent)

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Hand over; nothing is waited for."""
        self._publisher.publish(raw, outcome)

    def finished(self) -> Offsets:
        """The contiguous acknowledged prefix per partition since the last checkpoint."""
        finished: dict[Position, int] = {}
        waiting: set[Position] = set()
        for sent in self._publisher.sent:
            if not sent.acknowledged:
                waiting.add(sent.position)
            elif sent.position not in waiting:
                finished[sent.position] = sent.offset + 1
        return finished

    def checkpoint(self, offsets: Offsets) -> None:
        """Flush, look at every future, commit.

        A commit that fails is no failure of delivery: what moved to another member is dropped by the next poll,
        for the rest it is tried again.
        """
        self._publisher.settle()
        try:
            self._consumer.commit(kafka_offsets(offsets), timeout_ms=COMMIT_TIMEOUT_MS)
        except FencedInstanceIdError as error:
            raise Fenced(f"group_instance_id is used by another live member: {error}") from error
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise NotCommitted(f"{error!r}") from error
        self._publisher.sent.clear()

    def abandon(self) -> None:
        """What was sent stays sent; it will be sent again."""
        self._publisher.reconnect()

    def close(self) -> None:
        """Let go."""
        self._publisher.close()


def _is_fencing(error: BaseException | None) -> bool:
    """Also at second hand: a fenced producer refuses every further call with a plain error that names the first."""
    return isinstance(error, (ProducerFencedError, InvalidProducerEpochError)) or "ProducerFenced" in repr(error)


class ExactlyOnce:
    """Outputs, dead letters and offsets in one transaction a checkpoint, fenced by group membership (KIP-447)."""

    void_on_rebalance = True

    def __init__(
        self,
        publisher: Publisher,
        membership: Callable[[], Membership],
        guard: CallGuard,
        ended: Callable[[str], None] = lambda _result: None,
    ) -> None:
        """`membership`: the snapshot taken with the last poll, never a fresh one (a late one fences nothing).

        `ended` hears of each transaction: committed, aborted or fenced.
        """
        self._ended = ended
        self._publisher = publisher
        self._membership = membership
        self._guard = guard
        self._begun_under: Membership | None = None
        self._fences: list[float] = []

    @property
    def in_flight(self) -> int:
        """Outcomes in the open transaction."""
        return len(self._publisher.sent)

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Hand over, within the open transaction or a new one."""
        try:
            if self._begun_under is None:
                self._call("begin_transaction", self._publisher.producer.begin_transaction)
                self._begun_under = self._membership()
            self._publisher.publish(raw, outcome)
        except DeliveryFailed as error:
            self._count_fences(error)
            raise

    def checkpoint(self, offsets: Offsets) -> None:
        """Commit the transaction that `publish` opened; offsets of skipped records travel with it."""
        if (membership := self._begun_under) is None:
            return
        producer = self._publisher.producer
        moved = kafka_offsets(offsets)
        try:
            self._publisher.settle()
            self._call("send_offsets_to_transaction", lambda: producer.send_offsets_to_transaction(moved, membership))
            self._call("commit_transaction", producer.commit_transaction)
        except DeliveryFailed as error:
            self._count_fences(error)
            raise
        self._publisher.sent.clear()
        self._begun_under = None
        self._ended("committed")

    def _count_fences(self, error: DeliveryFailed) -> None:
        """Being fenced once is a time-out of our own transaction; again and again it is somebody else living."""
        if not _is_fencing(error.__cause__):
            return
        self._ended("fenced")
        now = time.monotonic()
        self._fences = [at for at in self._fences if now - at < FENCES_WITHIN_S] + [now]
        if len(self._fences) >= FENCES_MAX:
            raise Fenced("transactional_id is used by another live process") from error

    def abandon(self) -> None:
        """Abort, then go on with a new producer whatever the abort said."""
        if self._begun_under is not None:
            self._begun_under = None
            self._ended("aborted")
            self._abort()
        self._publisher.reconnect()

    def _abort(self) -> None:
        try:
            self._call("abort_transaction", self._publisher.producer.abort_transaction)
        except DeliveryFailed as error:
            log.info("abort failed, a new producer settles it: %s", error, extra={"event": "abort_failed"})

    def close(self) -> None:
        """Let go; an open transaction is aborted by its time-out or by the next producer of this id."""
        self._publisher.close()

    def _call(self, name: str, call: Callable[[], None]) -> None:
        try:
            with self._guard(name):
                call()
        except FencedInstanceIdError as error:
            raise Fenced(f"group_instance_id is used by another live member: {error}") from error
        except AuthorizationError:
            raise
        except (KafkaError, RuntimeError) as error:
            raise DeliveryFailed(f"{name}: {error!r}") from error
