"""The loop: poll -> pool -> publish in order -> checkpoint, until told to stop.

One thread.  A tick never waits long: the pool's children work on while it polls, and the group keeps its member
while the pool is full (consumption pauses, polling goes on).

Invariants: every admitted record gets exactly one outcome; outcomes of a partition are published in offset order;
an offset is committed only when everything before it is durable.
"""

import logging
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from worker.breaker import Breaker
from worker.endpoints import Delivery, DeliveryFailed, NotCommitted, Polled, Source
from worker.model import DeadLetter, Handled, RawMessage
from worker.observer import Observer
from worker.window import Window, size_of

POLL_RECORDS_MAX = 64  # a poll's records are admitted whole: bounds how far the window overshoots its bytes
IDLE_POLL_S = 0.2
BUSY_POLL_EVERY_S = 0.1  # with work in flight and room for more, when the last poll brought nothing
FULL_POLL_EVERY_S = 0.2  # without room: membership alone wants polls, and each costs a switch of threads
STEP_S = 0.02
IDLE_CHECKPOINT_S = 0.1  # a lull commits early: latency where it costs no throughput
REST_SLICE_S = 0.2
UNBOUNDED = sys.maxsize
SHRINK, GROWTH = 4, 16  # a checkpoint after a failure: a quarter of what failed; by a sixteenth more after each success
RECOVERY_BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)  # the last one for ever: an outage is waited out, not crashed on

log = logging.getLogger(__name__)


class Workers(Protocol):
    """What the loop needs of the pool."""

    @property
    def in_flight(self) -> int:
        """Records submitted and not yet returned."""

    def submit(self, ticket: int, raw: RawMessage) -> None:
        """Queue a record; never blocks."""

    def step(self, timeout_s: float) -> Sequence[tuple[int, Handled]]:
        """Results, waiting at most `timeout_s` for the first."""

    def breaker_closes_at(self) -> float | None:
        """Monotonic time until which too many kills forbid new work; None when all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When to checkpoint, and how long the end may take."""

    commit_interval_s: float
    checkpoint_records: int = 2_000
    checkpoint_bytes: int = 32 * 1024 * 1024
    drain_deadline_s: float = 25.0


class Stream:
    """One run of the loop over a source, a pool and a delivery."""

    def __init__(  # noqa: PLR0913 - the flow's parts, wired in run.py and in tests
        self,
        *,
        source: Source,
        workers: Workers,
        delivery: Delivery,
        window: Window,
        breaker: Breaker,
        pace: Pace,
        observer: Observer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.source = source
        self.workers = workers
        self.delivery = delivery
        self.window = window
        self.breaker = breaker
        self.pace = pace
        self.observer = observer
        self.clock = clock
        self._stopping = False
        self._stopped_at: float | None = None
        self._failures = 0  # since the last checkpoint
        self._left_undone = False
        self._published: list[RawMessage] = []
        self._published_bytes = 0
        self._checkpoint_most = UNBOUNDED  # records; fewer after a failure
        self._first_published_at = 0.0
        self._deferred = False  # a commit has failed and is tried again at its time
        self._next_poll_at = 0.0
        self._more_expected = True

    # -- from outside

    def stop(self) -> None:
        """Begin to drain (safe in a signal handler)."""
        self._stopped_at = self.clock()
        self._stopping = True

    def run(self) -> bool:
        """Until stopped or the source is exhausted; True when everything admitted is durable."""
        while not self._stopping and not self._finished():
            self.tick()
        return self._drain() and not self._left_undone

    # -- one turn

    def tick(self) -> None:
        """Poll, collect, publish, checkpoint; what cannot be delivered is taken back and done again."""
        now = self.clock()
        try:
            self._admit(now)
            self._advance(now)
        except DeliveryFailed as error:
            self._recover(error)

    def _advance(self, now: float) -> None:
        self._collect()
        self._publish(now)
        if self._checkpoint_due(now):
            self._try_checkpoint(now)
        self.observer.tick(now, self.window, self.source, self.delivery)

    def _admit(self, now: float) -> None:
        room = self.window.room
        roomy = room >= min(POLL_RECORDS_MAX, self.window.max_records // 4)
        if len(self.window) and now < self._next_poll_at and not (roomy and self._more_expected):
            return
        if room == 0 or self._held(now) or self._full():
            self.source.pause()
        else:
            self.source.resume()
        polled = self.source.poll(self._patience(), min(max(1, room), POLL_RECORDS_MAX))
        self._next_poll_at = now + (BUSY_POLL_EVERY_S if roomy else FULL_POLL_EVERY_S)
        self._more_expected = bool(polled.records)
        self.observer.lost(polled.lost)
        if self._follow(polled):
            for raw in polled.records:
                self.workers.submit(self.window.admit(raw), raw)
            self.observer.consumed(polled.records)

    def _patience(self) -> float:
        """How long a poll may wait: not at all while there is work, shortly while something is to be committed."""
        if self.workers.in_flight:
            return 0.0
        return IDLE_CHECKPOINT_S / 4 if self._published else IDLE_POLL_S

    def _held(self, now: float) -> bool:
        """Whether a breaker forbids new work."""
        if (closes_at := self.workers.breaker_closes_at()) is not None:
            if not self.breaker.is_open(now):
                self.observer.tripped("kills", "too many children lost")
            self.breaker.open(closes_at)
        is_open = self.breaker.is_open(now)
        self.observer.breaker(is_open=is_open)
        return is_open

    def _follow(self, polled: Polled) -> bool:
        """Take a change of ownership to heart; False when the poll's records are void too."""
        if not polled.rebalanced and not polled.revoked:
            return True
        self.observer.rebalanced(self.source.assigned())
        begun = len(self.window) or self.window.positions or self.delivery.in_flight
        if self.delivery.void_on_rebalance and begun:
            raise DeliveryFailed("group membership changed: the open transaction is void")
        self.window.drop(polled.revoked)
        return True

    def _collect(self) -> None:
        for ticket, handled in self.workers.step(STEP_S if self.workers.in_flight else 0.0):
            self.window.complete(ticket, handled)

    def _publish(self, now: float) -> None:
        for entry, handled in self.window.ready():
            if self._full() and not self._deferred:
                return  # the next one is given again, after a checkpoint
            self.delivery.publish(entry.raw, handled.outcome)
            if not self._published:
                self._first_published_at = now
            self._published.append(entry.raw)
            self._published_bytes += size_of(entry.raw)
            self.observer.handled(entry.raw, handled)
            dead = isinstance(handled.outcome, DeadLetter)
            if trip := self.breaker.record(dead=dead, now=now):
                self.observer.tripped(trip.cause, trip.text)

    # -- checkpoints

    def _checkpoint_due(self, now: float) -> bool:
        if not self._published:
            return False
        age = now - self._first_published_at
        return (
            age >= self.pace.commit_interval_s
            or (len(self.window) == 0 and age >= min(IDLE_CHECKPOINT_S, self.pace.commit_interval_s))
            or (self._full() and not self._deferred)
        )

    def _try_checkpoint(self, now: float) -> None:
        try:
            self._checkpoint()
        except NotCommitted as error:
            log.warning("offsets not committed yet: %s", error, extra={"event": "commit_failed"})
            self._first_published_at, self._deferred = now, True  # polls first: they settle who owns what

    def _full(self) -> bool:
        """Whether more waits for a checkpoint than one takes: commits fail, nothing is added meanwhile."""
        most = min(self._checkpoint_most, self.pace.checkpoint_records)
        return len(self._published) >= most or self._published_bytes >= self.pace.checkpoint_bytes

    def _checkpoint(self) -> None:
        if not self._published:
            return
        with self.observer.checkpointing():
            self.delivery.checkpoint(dict(self.window.positions))
        self.window.committed()
        self.observer.durable(self._published)
        self._forget_published()
        self._failures = 0
        self._checkpoint_most = min(self._checkpoint_most + max(1, self._checkpoint_most // GROWTH), UNBOUNDED)

    def _forget_published(self) -> None:
        self._published = []
        self._published_bytes = 0
        self._deferred = False

    def _recover(self, error: DeliveryFailed) -> None:
        """Take back what is not durable and begin again at the last checkpoint, however long that takes."""
        log.warning("starting over from the last checkpoint: %s", error, extra={"event": "delivery_failed"})
        self.observer.delivery_failed(error)
        began = bool(len(self.window) or self._published)
        if self._published:  # what brokers cannot take within a transaction's time they never will at once
            self._checkpoint_most = max(1, len(self._published) // SHRINK)
        for attempt in count():
            try:
                self.window.clear()
                self._forget_published()
                self.delivery.abandon()
                self.source.rewind()
            except DeliveryFailed as again:
                self._wait_out(again, attempt)
            else:
                break
            if self._stopping:
                self._left_undone |= began
                return
        self._failures += 1
        if self._failures > 1:  # the same again: what fails at once would go round and round
            self._rest(self._failures - 2)

    def _wait_out(self, error: DeliveryFailed, attempt: int) -> None:
        log.warning("cannot start over yet: %s", error, extra={"event": "recovery_failed"})
        self._rest(attempt)

    def _rest(self, attempt: int) -> None:
        self.observer.tick(self.clock(), self.window, self.source, self.delivery)
        until = time.monotonic() + RECOVERY_BACKOFF_S[min(attempt, len(RECOVERY_BACKOFF_S) - 1)]
        while not self._stopping and (left_s := until - time.monotonic()) > 0:
            time.sleep(min(left_s, REST_SLICE_S))

    # -- the end

    def _finished(self) -> bool:
        return self.source.exhausted and len(self.window) == 0 and not self._published

    def _drain(self) -> bool:
        """Finish what is admitted within the deadline, without taking more."""
        self.observer.draining()
        self.source.pause()
        began = self.clock() if self._stopped_at is None else self._stopped_at
        deadline = began + self.pace.drain_deadline_s
        try:
            while len(self.window) and self.clock() < deadline:
                self._advance(self.clock())
            self._checkpoint_before(deadline)
        except (DeliveryFailed, NotCommitted) as error:
            log.warning("drain incomplete: %s", error, extra={"event": "delivery_failed"})
            return False
        return len(self.window) == 0

    def _checkpoint_before(self, deadline: float) -> None:
        """The last one.  Offsets that a rebalance keeps from being committed are committed when polls have ended it."""
        while True:
            try:
                return self._checkpoint()
            except NotCommitted:
                if self.clock() >= deadline:
                    raise
            self._follow(self.source.poll(BUSY_POLL_EVERY_S, 1))  # paused: brings changes of ownership, no records
