"""What the loop tells the world: metrics, health, and the watch over stalled partitions."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from worker.endpoints import Delivery, Position, Source
from worker.health import Health
from worker.model import Handled, RawMessage
from worker.stall import StallWatch
from worker.telemetry import Telemetry
from worker.window import Window

GAUGES_EVERY_S = 1.0
STALL_CHECK_EVERY_S = 5.0

log = logging.getLogger(__name__)


class Observer:
    """Called by the loop at each of its events; never raises into it, never waits but for a stall's confirmation."""

    def __init__(
        self,
        telemetry: Telemetry,
        health: Health,
        stall_watch: StallWatch,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._telemetry = telemetry
        self._health = health
        self._stall_watch = stall_watch
        self._wall_clock = wall_clock
        self._gauges_at = self._stalls_at = float("-inf")
        self._next: dict[Position, int] = {}  # the offset after the last one durable or handed out
        self._held = False

    # -- records

    def consumed(self, records: Sequence[RawMessage]) -> None:
        """Records came in."""
        for raw in records:
            labels = (raw.topic, str(raw.partition))
            self._telemetry.records_consumed_total.labels(*labels).inc()
            self._telemetry.record_bytes_consumed_total.labels(*labels).inc(len(raw.value or b"") + len(raw.key or b""))

    def handled(self, raw: RawMessage, handled: Handled) -> None:
        """An outcome was handed to the delivery; one that is taken back later counts again when it comes again."""
        self._telemetry.observe(raw, handled, self._wall_clock())

    def durable(self, published: Sequence[RawMessage]) -> None:
        """A checkpoint covered these."""
        now = self._wall_clock()
        self._telemetry.delivered(published, now)
        for raw in published:
            self._next[raw.topic, raw.partition] = raw.offset + 1
        for topic, partition in {(raw.topic, raw.partition) for raw in published}:
            self._telemetry.last_progress_timestamp_seconds.labels(topic, str(partition)).set(now)

    @contextmanager
    def checkpointing(self) -> Iterator[None]:
        """Time a checkpoint and count how it ended."""
        started = time.perf_counter()
        result = "failed"
        try:
            yield
            result = "ok"
        finally:
            self._telemetry.commits_total.labels(result).inc()
            self._telemetry.commit_duration_seconds.observe(time.perf_counter() - started)

    def transaction(self, result: str) -> None:
        """A transaction ended: committed, aborted or fenced."""
        self._telemetry.transactions_total.labels(result).inc()

    def delivery_failed(self) -> None:
        """The loop starts over."""
        self._telemetry.produce_errors_total.inc()

    # -- the group

    def rebalanced(self, assigned: frozenset[Position]) -> None:
        """Ownership changed."""
        self._telemetry.rebalances_total.inc()
        self._telemetry.partitions_assigned.set(len(assigned))
        self._telemetry.keep_partitions(assigned)
        self._next = {position: offset for position, offset in self._next.items() if position in assigned}
        self._health.joined = True

    def draining(self) -> None:
        """The end begins."""
        self._health.draining = True
        log.info("draining", extra={"event": "draining"})

    def tripped(self, cause: str, text: str) -> None:
        """A limit is passed: consumption pauses."""
        self._telemetry.breaker_trips_total.labels(cause).inc()
        log.error("pausing: %s", text, extra={"event": "breaker_open"})

    def breaker(self, *, is_open: bool) -> None:
        """Whether consumption is held back."""
        if is_open != self._held:
            self._held = is_open
            self._telemetry.breaker_open.set(is_open)
            if not is_open:
                log.warning("resuming after the breaker's pause", extra={"event": "breaker_closed"})

    def waiting(self) -> None:
        """The loop waits for the broker: alive, though it does not turn."""
        self._health.tick(time.monotonic())

    # -- time

    def tick(self, now: float, window: Window, source: Source, delivery: Delivery) -> None:
        """One turn of the loop."""
        self._health.tick(time.monotonic())
        if now - self._gauges_at >= GAUGES_EVERY_S:
            self._gauges_at = now
            self._gauges(window, source)
            self._telemetry.producer_in_flight_records.set(delivery.in_flight)
        if now - self._stalls_at >= STALL_CHECK_EVERY_S:
            self._stalls_at = now
            self._stalls(now, window, source)

    def _gauges(self, window: Window, source: Source) -> None:
        self._telemetry.inflight_records.set(len(window))
        self._telemetry.inflight_bytes.set(window.bytes)
        self._telemetry.partitions_paused.set(len(source.assigned()) if self._held or window.room == 0 else 0)
        oldest = window.oldest_timestamps()
        now = self._wall_clock()
        for (topic, partition), lag in source.lag().items():
            labels = (topic, str(partition))
            waiting_since = oldest.get((topic, partition))
            self._telemetry.consumer_lag_records.labels(*labels).set(lag)
            age = max(0.0, now - waiting_since / 1000) if waiting_since else 0.0
            self._telemetry.consumer_lag_seconds.labels(*labels).set(age)

    def _stalls(self, now: float, window: Window, source: Source) -> None:
        waiting = window.oldest()
        positions = {position: waiting.get(position, self._next.get(position, 0)) for position in source.assigned()}
        suspects = self._stall_watch.suspects(positions, now)
        stalled = [p for p in suspects if not self._held and source.confirm_behind(p, positions[p])]
        self._stall_watch.excuse(set(suspects) - set(stalled), now)
        for position in set(stalled) - self._health.stalled:
            log.error("%s-%d has records and makes no progress", *position, extra={"event": "partition_stalled"})
        self._health.stalled = frozenset(stalled)
        self._telemetry.partitions_stalled.set(len(stalled))
