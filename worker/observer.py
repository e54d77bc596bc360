"""What the loop tells the world: metrics, health, and the watch over stalled partitions."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from worker.endpoints import Delivery, DeliveryFailed, NotProduced, Offsets, Position, Source
from worker.health import Health
from worker.model import Handled, Published, RawMessage, Reason
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
        pool_warm: Callable[[], bool] = lambda: True,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        """`pool_warm`: whether the pool can take work now (its template may be lost and started anew)."""
        self._telemetry = telemetry
        self._health = health
        self._stall_watch = stall_watch
        self._pool_warm = pool_warm
        self._wall_clock = wall_clock
        self._assigned: frozenset[Position] = frozenset()
        self._gauges_at = self._stalls_at = float("-inf")
        self._behind_since: dict[Position, float] = {}  # lag, and nothing of it taken
        self._undurable: dict[Position, float] = {}  # time stamp of the first outcome without a checkpoint
        self._late_since: dict[Position, float | None] = {}  # the oldest of all that; None: nothing to do
        self._held = False

    # -- records

    def consumed(self, records: Sequence[RawMessage]) -> None:
        """Records came in."""
        for raw in records:
            labels = (raw.topic, str(raw.partition))
            self._telemetry.records_consumed_total.labels(*labels).inc()
            self._telemetry.record_bytes_consumed_total.labels(*labels).inc(len(raw.value or b"") + len(raw.key or b""))

    def lost(self, lost: Offsets) -> None:
        """So many of a partition's records were deleted before they were read."""
        for (topic, partition), count in lost.items():
            self._telemetry.records_lost_total.labels(topic, str(partition)).inc(count)

    def handled(self, raw: RawMessage, handled: Handled) -> None:
        """An outcome was handed to the delivery; one that is taken back later counts again when it comes again."""
        self._telemetry.observe(raw, handled, self._wall_clock())
        if raw.timestamp_ms is not None:
            self._undurable.setdefault((raw.topic, raw.partition), raw.timestamp_ms / 1000)
        if isinstance(handled.outcome, Published):
            _warn_of_lost_items(raw, handled.outcome)

    def durable(self, published: Sequence[RawMessage]) -> None:
        """A checkpoint covered these."""
        now = self._wall_clock()
        self._undurable.clear()
        self._telemetry.delivered(published, now)
        for position in {(raw.topic, raw.partition) for raw in published} & self._assigned:
            self._progress(position, now)

    def _progress(self, position: Position, now: float) -> None:
        topic, partition = position
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

    def delivery_failed(self, error: DeliveryFailed) -> None:
        """The loop starts over."""
        if isinstance(error, NotProduced):
            self._telemetry.produce_errors_total.inc()

    # -- the group

    def rebalanced(self, assigned: frozenset[Position]) -> None:
        """Ownership changed."""
        self._telemetry.rebalances_total.inc()
        self._telemetry.partitions_assigned.set(len(assigned))
        self._telemetry.keep_partitions(assigned)
        self.lost(dict.fromkeys(assigned, 0))  # an increase is seen by those who knew it as 0
        self._assigned = assigned
        self._undurable = {position: since for position, since in self._undurable.items() if position in assigned}
        self._late_since = {position: since for position, since in self._late_since.items() if position in assigned}
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
        """The loop waits for the broker: alive, though it does not turn, and what it holds grows old."""
        self._health.tick(time.monotonic())
        self._show_ages(self._wall_clock())

    def connections(self, count: Callable[[], int]) -> None:
        """Ask `count` at each scrape for the brokers connected to: also while the loop waits for them."""
        self._telemetry.broker_connections.set_function(count)

    # -- time

    def tick(self, now: float, window: Window, source: Source, delivery: Delivery) -> None:
        """One turn of the loop."""
        self._health.tick(time.monotonic())
        if now - self._gauges_at >= GAUGES_EVERY_S:
            self._gauges_at = now
            self._gauges(window, source, delivery)
            self._telemetry.producer_in_flight_records.set(delivery.in_flight)
            self._health.pool_warm = self._pool_warm()
        if now - self._stalls_at >= STALL_CHECK_EVERY_S:
            self._stalls_at = now
            self._stalls(now, window, source)

    def _gauges(self, window: Window, source: Source, delivery: Delivery) -> None:
        self._telemetry.inflight_records.set(len(window))
        self._telemetry.inflight_bytes.set(window.bytes)
        self._telemetry.partitions_paused.set(len(source.assigned()) if self._held or window.room == 0 else 0)
        waiting = window.oldest()
        now = self._wall_clock()
        lags = source.lag()
        behind = {position for position, lag in lags.items() if lag and position not in waiting}
        self._behind_since = {position: self._behind_since.get(position, now) for position in behind}
        taken = {position: taken_at / 1000 for position, taken_at in window.oldest_timestamps().items()}
        sources = (self._behind_since, taken, self._undurable)
        self._late_since = {p: min((since[p] for since in sources if p in since), default=None) for p in lags}
        self._show_ages(now)
        for position, lag in lags.items():
            self._telemetry.consumer_lag_records.labels(position[0], str(position[1])).set(lag)
            if not lag and position not in waiting and not delivery.in_flight:
                self._progress(position, now)

    def _show_ages(self, now: float) -> None:
        for (topic, partition), since in self._late_since.items():
            age = 0.0 if since is None else max(0.0, now - since)
            self._telemetry.consumer_lag_seconds.labels(topic, str(partition)).set(age)

    def _stalls(self, now: float, window: Window, source: Source) -> None:
        waiting = window.oldest()
        positions = {p: waiting.get(p, source.position(p) or 0) for p in source.assigned()}
        suspects = self._stall_watch.suspects(positions, now)
        stalled = [p for p in suspects if not self._held and source.confirm_behind(p, positions[p])]
        self._stall_watch.excuse(set(suspects) - set(stalled), now)
        for position in set(stalled) - self._health.stalled:
            log.error("%s-%d has records and makes no progress", *position, extra={"event": "partition_stalled"})
        self._health.stalled = frozenset(stalled)
        self._telemetry.partitions_stalled.set(len(stalled))


def _warn_of_lost_items(raw: RawMessage, published: Published) -> None:
    """Items that should have become articles; those that are rightly none are only counted."""
    lost = [reason.value for reason, _ in published.dropped if isinstance(reason, Reason)]
    if lost:
        what = (len(lost), raw.topic, raw.partition, raw.offset, ", ".join(sorted(set(lost))))
        log.warning("%d items of %s-%d at %d gave no article: %s", *what, extra={"event": "items_lost"})
