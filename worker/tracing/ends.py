"""The loop's parts with spans around what they do; where tracing is off there are none of these."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from worker.endpoints import Delivery, Offsets, Polled, Position, Source
from worker.kafka.client import Future
from worker.kafka.publisher import HandOver
from worker.model import Handled, Outcome, RawMessage
from worker.output_records import OutputRecord
from worker.pool.pool import Pool


class Recorder(Protocol):
    """What is told of the loop's work: `Spans`, which loads OpenTelemetry, seen from where that may be missing."""

    def polled(self, records: Sequence[RawMessage], began_ns: int) -> None:
        """A poll that began then brought these."""

    def submitted(self, ticket: int, raw: RawMessage) -> None:
        """Work on a record begins."""

    def handled(self, ticket: int, handled: Handled) -> None:
        """Its outcome is known."""

    def send(self, raw: RawMessage, record: OutputRecord, hand_over: HandOver) -> Future:
        """Hand over `record`, which came of `raw`."""

    def published(self, raw: RawMessage) -> None:
        """All that the record's outcome left behind was handed over."""

    def committing(self) -> AbstractContextManager[None]:
        """A checkpoint."""

    def forget(self, positions: frozenset[Position] | None = None) -> None:
        """What was not published of these partitions (None: of all) is void."""


@dataclass(frozen=True, slots=True)
class TracedSource:
    """A source whose polls are recorded."""

    source: Source
    spans: Recorder

    @property
    def exhausted(self) -> bool:
        """As the source's."""
        return self.source.exhausted

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """As the source's; what was taken away leaves no span open."""
        began_ns = time.time_ns()
        polled = self.source.poll(timeout_s, max_records)
        if polled.revoked:
            self.spans.forget(polled.revoked)
        self.spans.polled(polled.records, began_ns)
        return polled

    def pause(self) -> None:
        """As the source's."""
        self.source.pause()

    def resume(self) -> None:
        """As the source's."""
        self.source.resume()

    def rewind(self) -> None:
        """As the source's."""
        self.source.rewind()

    def assigned(self) -> frozenset[Position]:
        """As the source's."""
        return self.source.assigned()

    def position(self, position: Position) -> int | None:
        """As the source's."""
        return self.source.position(position)

    def lag(self) -> Offsets:
        """As the source's."""
        return self.source.lag()

    def confirm_behind(self, position: Position, offset: int) -> bool:
        """As the source's."""
        return self.source.confirm_behind(position, offset)

    def close(self) -> None:
        """As the source's."""
        self.source.close()


@dataclass(frozen=True, slots=True)
class TracedWorkers:
    """A pool whose work is recorded, as the loop sees it."""

    pool: Pool
    spans: Recorder

    @property
    def in_flight(self) -> int:
        """As the pool's."""
        return self.pool.in_flight

    def submit(self, ticket: int, raw: RawMessage) -> None:
        """As the pool's."""
        self.spans.submitted(ticket, raw)
        self.pool.submit(ticket, raw)

    def step(self, timeout_s: float) -> Sequence[tuple[int, Handled]]:
        """As the pool's."""
        done = self.pool.step(timeout_s)
        for ticket, handled in done:
            self.spans.handled(ticket, handled)
        return done

    def breaker_closes_at(self) -> float | None:
        """As the pool's."""
        return self.pool.breaker_closes_at()


@dataclass(frozen=True, slots=True)
class TracedDelivery:
    """A delivery whose checkpoints are recorded; its publisher records the sends."""

    delivery: Delivery
    spans: Recorder

    @property
    def void_on_rebalance(self) -> bool:
        """As the delivery's."""
        return self.delivery.void_on_rebalance

    @property
    def in_flight(self) -> int:
        """As the delivery's."""
        return self.delivery.in_flight

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """As the delivery's."""
        self.delivery.publish(raw, outcome)
        self.spans.published(raw)

    def checkpoint(self, offsets: Offsets) -> None:
        """As the delivery's."""
        with self.spans.committing():
            self.delivery.checkpoint(offsets)

    def abandon(self) -> None:
        """As the delivery's."""
        self.spans.forget()
        self.delivery.abandon()

    def close(self) -> None:
        """As the delivery's."""
        self.delivery.close()
