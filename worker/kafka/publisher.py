"""Sends outcomes to their topics and knows what became of each record: the part that both deliveries share."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from kafka.errors import (
    AuthorizationError,
    InvalidRecordError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)

from worker.endpoints import DeliveryFailed, NotProduced, Position
from worker.kafka import client as kafka_client
from worker.kafka.client import Future, Producer
from worker.model import Outcome, Published, RawMessage
from worker.output_records import OutputRecord, Route, records_of, refused_by_broker

FLUSH_SLICE_S = 1.0
DELIVERY_MAX_S = 180.0  # the client's own delivery.timeout.ms is 120
SLOW_S = 10.0
SLOW_AGAIN_S = 30.0
CLOSE_TIMEOUT_S = 2.0
# Of a dead letter whose topic refused the whole one and does not tell its limit: first, then as little as can be.
LETTER_MAX_BYTES = (64 * 1024, 0)

log = logging.getLogger(__name__)

Connect = Callable[[], Producer]
Waiting = Callable[[], None]
HandOver = Callable[[OutputRecord], Future]
Sending = Callable[[RawMessage, OutputRecord, HandOver], Future]  # a record that came of a raw one


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


def plainly(_raw: RawMessage, record: OutputRecord, hand_over: HandOver) -> Future:
    """Send without a span."""
    return hand_over(record)


class Publisher:
    """Sends outcomes and knows what became of them; the part that both modes share."""

    def __init__(self, connect: Connect, route: Route, waiting: Waiting, sending: Sending = plainly) -> None:
        """`waiting` is called about once a second while a flush waits for the broker."""
        self._connect = connect
        self._route = route
        self._waiting = waiting
        self._sending = sending
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
        futures = tuple(self._sending(raw, record, self._send) for record in records_of(raw, outcome, route))
        self.sent.append(Sent((raw.topic, raw.partition), raw.offset, futures))

    def _send(self, record: OutputRecord) -> Future:
        try:
            return self.producer.send(record.topic, record.value, record.key, list(record.headers))
        except KafkaError as error:
            raise NotProduced(f"cannot send to {record.topic}: {error!r}") from error

    def settle(self) -> None:
        """Wait until all is acknowledged.  A failed future is the only sign of a lost record, so each is looked at.

        The client ends the wait itself: it fails what it could not deliver within its delivery.timeout.ms.  Should it
        have died over it, we do.
        """
        began = time.monotonic()
        tell_after_s = SLOW_S
        while not self._flushed():
            waited_s = time.monotonic() - began
            if waited_s > DELIVERY_MAX_S:
                raise NotProduced(f"not acknowledged within {DELIVERY_MAX_S:.0f} s")
            if waited_s > tell_after_s:  # the client keeps silent about a topic that is gone in a transaction
                tell_after_s += SLOW_AGAIN_S
                self._tell_of(waited_s)
            self._waiting()
        for sent in self.sent:
            if not sent.acknowledged:
                self._explain(sent)
        for sent in self.sent:
            self._refused.pop((sent.position, sent.offset), None)

    def _tell_of(self, waited_s: float) -> None:
        """A line for a wait that is too long."""
        missing = sum(not sent.acknowledged for sent in self.sent)
        topics = f"{self._route.output_topic} or {self._route.dead_letter_topic}"
        what = "the brokers have not acknowledged the outputs of %d records in %.0f s: is %s gone, or a broker slow?"
        log.warning(what, missing, waited_s, topics, extra={"event": "delivery_slow"})

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
        if isinstance(error, InvalidRecordError) and not self._route.letters_need_keys:
            self._route = replace(self._route, letters_need_keys=True)  # the one rule that ours can break
            topic = self._route.dead_letter_topic
            log.warning("letters without key get one: is %s compacted?", topic, extra={"event": "letters_need_keys"})
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
