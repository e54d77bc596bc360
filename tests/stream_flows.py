"""The loop over files for tests: a pool without processes, ends that fail on command, a clock that is told."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from worker import recording
from worker.breaker import Breaker, BreakerLimits
from worker.endpoints import DeliveryFailed, Offsets, Polled
from worker.file_endpoints import FileDelivery, FileSource
from worker.health import Health
from worker.model import DeadLetter, EncodedArticle, Handled, Outcome, Published, RawMessage, Reason
from worker.observer import Observer
from worker.stall import StallWatch
from worker.stream import Pace, Stream
from worker.telemetry import Telemetry
from worker.window import Window

Rule = Callable[[RawMessage], Outcome]
COUNT = 40


def raws(count: int = COUNT) -> list[RawMessage]:
    """Numbered messages over two partitions."""
    return [
        RawMessage(topic="in", partition=number % 2, offset=number // 2, timestamp_ms=1, value=b"%d" % number)
        for number in range(count)
    ]


def as_article(raw: RawMessage) -> Outcome:
    """The message as an article."""
    return Published(articles=(EncodedArticle(uri="urn:n", body=raw.value or b""),))


def as_dead_letter(raw: RawMessage) -> Outcome:  # noqa: ARG001
    """The message as a dead letter."""
    return DeadLetter(reason=Reason.PARSE_ERROR, stage="parse:text", detail="no")


class Inline:
    """A pool without processes: gives results in reverse order, a few at a time."""

    def __init__(self, rule: Rule = as_article, kills_until: float | None = None) -> None:
        self.rule = rule
        self.kills_until = kills_until
        self.queue: list[tuple[int, RawMessage]] = []

    @property
    def in_flight(self) -> int:
        """Queued records."""
        return len(self.queue)

    def submit(self, ticket: int, raw: RawMessage) -> None:
        """Queue."""
        self.queue.append((ticket, raw))

    def step(self, timeout_s: float) -> Sequence[tuple[int, Handled]]:  # noqa: ARG002
        """The last three."""
        taken = [self.queue.pop() for _ in range(min(3, len(self.queue)))]
        return [(ticket, Handled(outcome=self.rule(raw), format="text")) for ticket, raw in taken]

    def breaker_closes_at(self) -> float | None:
        """As told."""
        return self.kills_until


class Flaky(FileDelivery):
    """Fails at the checkpoints (and abandons) whose numbers it is told."""

    def __init__(self, writer: recording.Writer, source: FileSource, fail: Iterable[str] = ()) -> None:
        super().__init__(writer, source)
        self.fail = set(fail)
        self.calls: list[str] = []

    def checkpoint(self, offsets: Offsets) -> None:
        """Fail or write."""
        self._maybe("checkpoint")
        super().checkpoint(offsets)

    def abandon(self) -> None:
        """Fail or forget."""
        self._maybe("abandon")
        super().abandon()

    def _maybe(self, name: str) -> None:
        self.calls.append(name)
        call = f"{name}{self.calls.count(name)}"
        if call in self.fail:
            raise DeliveryFailed(call)


def at_once(_seconds: float) -> None:
    """Waits for nobody."""


class Rebalancing(FileSource):
    """Says at its n-th poll that membership changed."""

    def __init__(self, records: Callable[[], Iterable[RawMessage]], at: int) -> None:
        super().__init__(records, at_once)
        self._polls, self._at = 0, at

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """As a file, but once with a change."""
        self._polls += 1
        if self._polls == self._at:
            return Polled(rebalanced=True)
        return super().poll(timeout_s, max_records)


class Unreachable(Rebalancing):
    """Fails at its n-th poll."""

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """As a file, but once not at all."""
        if (polled := super().poll(timeout_s, max_records)).rebalanced:
            raise DeliveryFailed("poll")
        return polled


class Flow:
    """A stream over recordings in a directory, and what it wrote."""

    def __init__(
        self, directory: Path, source: FileSource | None = None, workers: Inline | None = None, fail: Iterable[str] = ()
    ) -> None:
        self.out = directory / "out.jsonl"
        self.writer = recording.Writer(self.out)
        self.source = source or FileSource(raws, self.wait)
        self.workers = workers or Inline()
        self.delivery = Flaky(self.writer, self.source, fail)
        self.telemetry, self.health = Telemetry(), Health()
        self.now = 0.0
        self.stream = Stream(
            source=self.source,
            workers=self.workers,
            delivery=self.delivery,
            window=Window(8, 10_000),
            breaker=Breaker(BreakerLimits(max_consecutive=5, cooldown_s=30)),
            pace=Pace(commit_interval_s=0.05),
            observer=Observer(self.telemetry, self.health, StallWatch(60)),
            clock=self.clock,
        )

    def clock(self) -> float:
        """A clock that goes on a little whenever it is looked at."""
        self.now += 0.01
        return self.now

    def wait(self, seconds: float) -> None:
        """What a source waits, on that clock."""
        self.now += seconds

    def run(self) -> tuple[bool, list[RawMessage]]:
        """Whether the end was complete, and the output records."""
        complete = self.stream.run()
        self.writer.close()
        return complete, list(recording.read(self.out))


def numbers(records: Iterable[RawMessage]) -> list[int]:
    """The messages' numbers in output order."""
    return [int(raw.value or b"") for raw in records]


def assert_exact(records: Sequence[RawMessage], count: int = COUNT) -> None:
    """Each number once, each partition in order."""
    seen = numbers(records)
    assert sorted(seen) == list(range(count))
    assert [n for n in seen if n % 2 == 0] == sorted(n for n in seen if n % 2 == 0)
    assert [n for n in seen if n % 2] == sorted(n for n in seen if n % 2)
