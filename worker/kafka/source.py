"""The source that is a consumer group member.  One thread; the listener alone runs on the client's IO thread."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock

from kafka import ConsumerRebalanceListener, OffsetAndMetadata, TopicPartition
from kafka.errors import AuthorizationError, FencedInstanceIdError, KafkaError

from worker.endpoints import DeliveryFailed, Fenced, Offsets, Polled, Position
from worker.kafka.client import Consumer, ConsumerRecord, Membership
from worker.kafka.losses import Losses, TopicIdentity, topic_id
from worker.model import RawMessage

REQUEST_TIMEOUT_MS = 10_000
ASK_TIMEOUT_MS = 3_000
ASK_AGAIN_S = 60.0

log = logging.getLogger(__name__)

Finished = Callable[[], Offsets]


class Ownership(ConsumerRebalanceListener):  # type: ignore[misc]  # untyped base
    """Notes what changes hands, and commits what is finished of it.

    Called on the client's IO thread, only inside `poll`, so the loop stands still meanwhile.  It must neither
    block nor raise: a listener that is slow gets its member evicted.
    """

    def __init__(self, consumer: Consumer, finished: Finished | None) -> None:
        self._consumer = consumer
        self._finished = finished  # None: offsets travel in transactions
        self._lock = Lock()
        self._revoked: set[Position] = set()
        self.changes = 0

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Count the change."""
        with self._lock:
            self.changes += 1
        log.info("assigned %s", _names(assigned), extra={"event": "partitions_assigned"})

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Given up in peace: commit the finished prefix, without waiting."""
        given_up = {(tp.topic, tp.partition) for tp in revoked}
        self._commit(given_up)
        self._note(given_up, "partitions_revoked")

    def on_partitions_lost(self, lost: Iterable[TopicPartition]) -> None:
        """Taken away: somebody else may have begun already, nothing may be committed."""
        self._note({(tp.topic, tp.partition) for tp in lost}, "partitions_lost")

    def take(self) -> frozenset[Position]:
        """What was revoked or lost since the last call."""
        with self._lock:
            revoked, self._revoked = frozenset(self._revoked), set()
        return revoked

    def _note(self, positions: set[Position], event: str) -> None:
        with self._lock:
            self.changes += 1
            self._revoked |= positions
        log.info("%s %s", event.replace("_", " "), sorted(positions), extra={"event": event})

    def _commit(self, positions: set[Position]) -> None:
        if self._finished is None:
            return
        offsets = {position: offset for position, offset in self._finished().items() if position in positions}
        if offsets:
            self._consumer.commit_async(kafka_offsets(offsets))


def fenced(error: FencedInstanceIdError) -> Fenced:
    """The group's refusal, in our words."""
    return Fenced(f"group_instance_id is used by another live member: {error}")


def kafka_offsets(offsets: Offsets) -> Mapping[TopicPartition, OffsetAndMetadata]:
    """Offsets as the client takes them."""
    return {TopicPartition(*position): OffsetAndMetadata(offset, "", -1) for position, offset in offsets.items()}


def _names(partitions: Iterable[TopicPartition]) -> list[str]:
    return sorted(f"{tp.topic}-{tp.partition}" for tp in partitions)


class KafkaSource:
    """A group member's view: records of the partitions it owns, and the membership that proves it owns them."""

    exhausted = False

    def __init__(self, consumer: Consumer, topics: tuple[str, ...], finished: Finished | None = None) -> None:
        """`finished`: what may be committed when partitions are given up; None when offsets go in transactions."""
        self.consumer = consumer
        self.membership: Membership = consumer.group_metadata()
        self._ownership = Ownership(consumer, finished)
        self._seen = (self.membership.generation_id, self.membership.member_id, 0)
        self._paused = False
        self._ask_after = float("-inf")
        self._identity = TopicIdentity(topic_id(consumer))
        self._losses = Losses()
        self._losses.listen()
        consumer.subscribe(list(topics), listener=self._ownership)
        # A leader that assigns before it knows the topics' partitions assigns none, and may never notice.
        for topic in topics:
            consumer.partitions_for_topic(topic)

    @property
    def joined(self) -> bool:
        """Whether the group knows this member."""
        return self.membership.generation_id >= 0

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """Records and what changed hands; membership is read at once after them (late metadata fences nothing)."""
        try:
            renewed = self._begin_anew()
            batches = self.consumer.poll(timeout_ms=int(timeout_s * 1000), max_records=max(1, max_records))
            renewed |= self._begin_anew()  # its records were read at a place of the old one's
            self.membership = self.consumer.group_metadata()
        except FencedInstanceIdError as error:
            raise fenced(error) from error
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise DeliveryFailed(f"poll: {error!r}") from error
        revoked = self._ownership.take()
        now = (self.membership.generation_id, self.membership.member_id, self._ownership.changes)
        rebalanced, self._seen = now != self._seen, now
        if rebalanced and self._paused:
            self.consumer.pause(*self.consumer.assignment())
        if not self.joined:
            # Evicted: `assignment()` still lists partitions that are somebody else's now.
            return Polled(revoked=revoked, rebalanced=rebalanced)
        records = tuple(_raw(record) for tp, batch in batches.items() if tp.topic not in renewed for record in batch)
        return Polled(records=records, revoked=revoked, rebalanced=rebalanced, lost=self._lost(batches))

    def _begin_anew(self) -> set[str]:
        """Topics that were deleted and made anew, each back at its beginning."""
        held = self.consumer.assignment()
        renewed = self._identity.renewed(tp.topic for tp in held)
        if renewed:
            self.consumer.seek_to_beginning(*(tp for tp in held if tp.topic in renewed))
        return renewed

    def _lost(self, batches: Mapping[TopicPartition, Sequence[ConsumerRecord]]) -> Offsets:
        """Offsets that were deleted before they were read, by partition."""

        def goes_on(tp: TopicPartition) -> int | None:
            return batches[tp][0].offset if batches.get(tp) else self.position((tp.topic, tp.partition))

        return self._losses.told(self.consumer.assignment(), goes_on)

    def pause(self) -> None:
        """Stop fetching; partitions assigned later are paused by the poll that brings them."""
        if not self._paused:
            self._paused = True
            self.consumer.pause(*self.consumer.assignment())

    def resume(self) -> None:
        """Fetch again."""
        if self._paused:
            self._paused = False
            self.consumer.resume(*self.consumer.paused())

    def rewind(self) -> None:
        """Every owned partition back to its committed offset, to the beginning where there is none."""
        try:
            for tp in self.consumer.assignment():
                offset = self.consumer.committed(tp, timeout_ms=REQUEST_TIMEOUT_MS)
                log.info("%s-%d: back to %s", *tp, offset, extra={"event": "rewound"})
                if offset is None:
                    self.consumer.seek_to_beginning(tp)
                else:
                    self.consumer.seek(tp, offset)
        except (KafkaError, AssertionError) as error:  # AssertionError: the partition went away meanwhile
            raise DeliveryFailed(f"cannot go back to the committed offsets: {error!r}") from error

    def assigned(self) -> frozenset[Position]:
        """Owned partitions; none while out of the group."""
        return frozenset((tp.topic, tp.partition) for tp in self.consumer.assignment()) if self.joined else frozenset()

    def lag(self) -> Offsets:
        """Highwater minus position.  Transaction markers count: a topic written transactionally keeps a lag of 1."""
        lags: dict[Position, int] = {}
        for tp in self.consumer.assignment():
            highwater = self.consumer.highwater(tp)
            position = self.position((tp.topic, tp.partition))
            if highwater is not None and position is not None:
                lags[tp.topic, tp.partition] = max(0, highwater - position)
        return lags

    def position(self, position: Position) -> int | None:
        """What the next fetch begins with: beyond transaction markers, unlike the offset after the last record."""
        try:
            return self.consumer.position(TopicPartition(*position), timeout_ms=0)
        except (KafkaError, AssertionError):
            return None

    def confirm_behind(self, position: Position, offset: int) -> bool:
        """Asks the broker for the last stable offset: open transactions of others are no stall.

        An unreachable broker is no stall of ours; nobody is asked again for a while, since the loop waits here.
        """
        if time.monotonic() < self._ask_after:
            return False
        tp = TopicPartition(*position)
        try:
            return self.consumer.end_offsets([tp], timeout_ms=ASK_TIMEOUT_MS)[tp] > offset
        except KafkaError:
            self._ask_after = time.monotonic() + ASK_AGAIN_S
            return False

    def close(self) -> None:
        """Leave the group (static members stay known until session_timeout_ms)."""
        self._losses.close()
        self.consumer.close(autocommit=False, timeout_ms=REQUEST_TIMEOUT_MS)


def _raw(record: ConsumerRecord) -> RawMessage:
    return RawMessage(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp_ms=record.timestamp if record.timestamp >= 0 else None,
        key=record.key,
        value=record.value,
        headers=tuple((name, value) for name, value in record.headers),
    )
