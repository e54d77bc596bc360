"""Outcomes onto Kafka, in two modes of one shape: publish, publish, …, checkpoint; or abandon."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from kafka.errors import (
    AuthorizationError,
    FencedInstanceIdError,
    InvalidProducerEpochError,
    KafkaError,
    ProducerFencedError,
)

from worker.endpoints import DeliveryFailed, Fenced, NotCommitted, NotProduced, Offsets, Position
from worker.kafka.call_guard import CallGuard
from worker.kafka.client import Consumer, Membership
from worker.kafka.publisher import Publisher
from worker.kafka.source import fenced, kafka_offsets
from worker.model import Outcome, RawMessage

COMMIT_TIMEOUT_MS = 10_000
FINISHED_TIMEOUT_MS = 3_000  # of offsets that may come again
FENCES_MAX = 3
FENCES_WITHIN_S = 60.0

log = logging.getLogger(__name__)


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
        with self._keeping_finished():
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
        with self._keeping_finished():
            self._publisher.settle()
        self._commit(offsets, COMMIT_TIMEOUT_MS)
        self._publisher.sent.clear()

    def _commit(self, offsets: Offsets, timeout_ms: int) -> None:
        try:
            self._consumer.commit(kafka_offsets(offsets), timeout_ms=timeout_ms)
        except FencedInstanceIdError as error:
            raise fenced(error) from error
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise NotCommitted(f"{error!r}") from error

    @contextmanager
    def _keeping_finished(self) -> Iterator[None]:
        """Commit what is acknowledged before an output that cannot be delivered is passed on.

        A topic that is gone for an hour would else have every other story sent again at each attempt.
        """
        try:
            yield
        except NotProduced:
            held = {(tp.topic, tp.partition) for tp in self._consumer.assignment()}
            if finished := {position: offset for position, offset in self.finished().items() if position in held}:
                with suppress(NotCommitted):  # then they come again
                    self._commit(finished, FINISHED_TIMEOUT_MS)
            raise

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
        lifetime_s: float = float("inf"),
    ) -> None:
        """`membership`: the snapshot taken with the last poll, never a fresh one (a late one fences nothing).

        `ended` hears of each transaction: committed, aborted or fenced.  After `lifetime_s` the broker aborts it.
        """
        self._ended = ended
        self._publisher = publisher
        self._membership = membership
        self._guard = guard
        self._begun_under: Membership | None = None
        self._lifetime_s = lifetime_s
        self._dies_at = 0.0
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
                self._dies_at = time.monotonic() + self._lifetime_s
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
        """Again and again it is somebody else living; unless the transaction timed out, which looks the same."""
        now = time.monotonic()
        if not _is_fencing(error.__cause__) or now >= self._dies_at:
            return
        self._ended("fenced")
        self._fences = [at for at in self._fences if now - at < FENCES_WITHIN_S] + [now]
        if len(self._fences) >= FENCES_MAX:
            raise Fenced("transactional_id is used by another live process") from error

    def abandon(self) -> None:
        """Abort, then go on with a new producer whatever the abort said."""
        if self._begun_under is not None:
            self._begun_under = None
            self._ended("aborted")
            if time.monotonic() < self._dies_at:  # else it is: asking for it can hang, and the process leaves over it
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
            raise fenced(error) from error
        except AuthorizationError:
            raise
        except (KafkaError, RuntimeError) as error:
            raise DeliveryFailed(f"{name}: {error!r}") from error
