"""What the loop's metrics and health say of lag, progress and stalls."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from worker import recording
from worker.endpoints import DeliveryFailed, Offsets, Position
from worker.file_endpoints import FileDelivery, FileSource
from worker.health import Health
from worker.model import EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason
from worker.observer import Observer
from worker.stall import StallWatch
from worker.telemetry import Telemetry
from worker.window import Window

P0 = ("in", 0)


class Partition(FileSource):
    """One partition with an end and a position, as told."""

    def __init__(self, position: int | None, end: int) -> None:
        super().__init__(list)
        self.at, self.end = position, end
        self.asked: list[int] = []

    def assigned(self) -> frozenset[Position]:
        """The one."""
        return frozenset({P0})

    def position(self, position: Position) -> int | None:  # noqa: ARG002
        """As told."""
        return self.at

    def lag(self) -> Offsets:
        """Up to the end."""
        return {P0: self.end - (self.at or 0)}

    def confirm_behind(self, position: Position, offset: int) -> bool:  # noqa: ARG002
        """By the end."""
        self.asked.append(offset)
        return self.end > offset


class World:
    """An observer over one partition, and its clocks."""

    def __init__(self, directory: Path, position: int | None, end: int) -> None:
        self.source = Partition(position, end)
        self.telemetry, self.health = Telemetry(), Health()
        self.window = Window(10, 10_000)
        self.now = 1_000.0
        with recording.Writer(directory / "out.jsonl") as writer:
            self.delivery = FileDelivery(writer)
        self.warm = True
        self.observer = Observer(self.telemetry, self.health, StallWatch(60), lambda: self.warm, lambda: self.now)
        self.observer.rebalanced(self.source.assigned())

    def pass_time(self, seconds: int) -> None:
        """A tick a second."""
        for _ in range(seconds):
            self.now += 1
            self.observer.tick(self.now, self.window, self.source, self.delivery)

    def handle_one(self) -> RawMessage:
        """A record of now whose outcome is handed over and not yet durable."""
        raw = RawMessage(topic="in", partition=0, offset=499, timestamp_ms=int(self.now * 1000))
        self.observer.handled(raw, Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE)))
        return raw

    def metric(self, name: str, labels: Mapping[str, str] | None = None) -> float | None:
        """A sample of the partition."""
        labels = {"topic": "in", "partition": "0"} if labels is None else labels
        return self.telemetry.registry.get_sample_value(f"agencyfeed_{name}", dict(labels))


def test_an_idle_partition_that_was_read_before_is_no_stall(tmp_path: Path) -> None:
    """A restart on a topic that is read to its end: nothing comes, nothing is behind."""
    world = World(tmp_path, position=500, end=500)
    world.pass_time(200)
    assert world.health.stalled == frozenset()
    assert set(world.source.asked) == {500}


def test_a_partition_whose_records_do_not_come_is_a_stall(tmp_path: Path) -> None:
    """From its position on there is more, and the position stays."""
    world = World(tmp_path, position=400, end=500)
    world.pass_time(50)
    assert world.health.stalled == frozenset()
    world.pass_time(30)
    assert world.health.stalled == {P0}
    assert world.metric("partitions_stalled", {}) == 1


def test_a_record_that_is_never_done_is_a_stall(tmp_path: Path) -> None:
    """Though the source has handed out all there is."""
    world = World(tmp_path, position=500, end=500)
    world.window.admit(RawMessage(topic="in", partition=0, offset=499))
    world.pass_time(80)
    assert world.health.stalled == {P0}


def test_lag_of_which_nothing_is_taken_gets_older(tmp_path: Path) -> None:
    """A breaker's pause or an outage: lag in seconds must not read zero while records wait."""
    world = World(tmp_path, position=400, end=500)
    world.pass_time(31)
    assert world.metric("consumer_lag_seconds") == 30
    world.source.at = 500
    world.pass_time(1)
    assert world.metric("consumer_lag_seconds") == 0


def test_what_waits_for_a_checkpoint_gets_older(tmp_path: Path) -> None:
    """Handed over and not acknowledged: the broker is away, and the loop stands in the checkpoint."""
    world = World(tmp_path, position=500, end=500)
    raw = world.handle_one()
    world.pass_time(1)
    world.now += 40
    world.observer.waiting()
    assert world.metric("consumer_lag_seconds") == 41
    world.observer.delivery_failed(DeliveryFailed("gone"))
    world.pass_time(1)
    assert world.metric("consumer_lag_seconds") == 42
    world.observer.durable([raw])
    world.pass_time(1)
    assert world.metric("consumer_lag_seconds") == 0


def test_what_another_worker_owns_now_gets_no_older_here(tmp_path: Path) -> None:
    """The new owner does it again; a series that came back would raise alarms for ever."""
    world = World(tmp_path, position=500, end=500)
    world.handle_one()
    world.pass_time(1)
    world.observer.rebalanced(frozenset())
    world.observer.waiting()
    assert world.metric("consumer_lag_seconds") is None


def test_connections_are_counted_at_each_scrape(tmp_path: Path) -> None:
    """Not when the loop turns: it may stand while the brokers are away."""
    world, connected = World(tmp_path, position=0, end=0), [1]
    world.observer.connections(lambda: len(connected))
    assert world.metric("broker_connections", {}) == 1
    connected.clear()
    assert world.metric("broker_connections", {}) == 0


def test_having_nothing_to_do_is_progress(tmp_path: Path) -> None:
    """Else the first record after a quiet night looks like a stall of hours."""
    world = World(tmp_path, position=500, end=500)
    world.pass_time(10)
    assert world.metric("last_progress_timestamp_seconds") == world.now
    world.source.end = 501
    world.pass_time(10)
    assert world.metric("last_progress_timestamp_seconds") == world.now - 10


@pytest.mark.parametrize("owned", [True, False])
def test_progress_of_a_partition_that_went_away_is_not_told(tmp_path: Path, owned: bool) -> None:
    """Its series was removed when it was revoked; a checkpoint after that must not bring it back."""
    world = World(tmp_path, position=400, end=500)
    if not owned:
        world.observer.rebalanced(frozenset())
    world.observer.durable([RawMessage(topic="in", partition=0, offset=399)])
    assert (world.metric("last_progress_timestamp_seconds") is not None) == owned


def test_readiness_follows_the_pools_template(tmp_path: Path) -> None:
    """While a lost template is started anew nothing can be worked on."""
    world = World(tmp_path, position=500, end=500)
    world.warm = False
    world.pass_time(1)
    assert not world.health.pool_warm
    world.warm = True
    world.pass_time(1)
    assert world.health.pool_warm


def test_lost_items_of_a_published_record_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With place and reasons; items that are rightly no articles are only counted."""
    world = World(tmp_path, 0, 1)
    raw = RawMessage(topic="in", partition=0, offset=7, value=b"x")
    skipped, lost = (SkipReason.MEDIA_WITHOUT_TEXT, "a picture"), (Reason.PARSE_ERROR, "broken")
    article = EncodedArticle(uri="urn:1", body=b"{}")
    world.observer.handled(raw, Handled(outcome=Published(articles=(article,), dropped=(skipped,))))
    assert not caplog.records
    world.observer.handled(raw, Handled(outcome=Published(articles=(article,), dropped=(skipped, lost))))
    (record,) = caplog.records
    assert record.getMessage() == "1 items of in-0 at 7 gave no article: parse_error"
