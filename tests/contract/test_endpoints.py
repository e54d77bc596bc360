"""One contract for every pair of ends: files and real Kafka, at least once and exactly once."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from kafka_ends import RAWS, KafkaWorld, article

from worker import recording
from worker.endpoints import Delivery, Source
from worker.file_endpoints import FileDelivery, FileSource
from worker.model import DeadLetter, RawMessage, Reason, Skipped, SkipReason

LETTER = DeadLetter(reason=Reason.NO_ARTICLE, stage="parse:text", detail="nothing there")
SKIP = Skipped(reason=SkipReason.TOMBSTONE)
DEADLINE_S = 30


class World(Protocol):
    """A pair of ends that can be opened again, and the outputs as a reader sees them."""

    @property
    def source(self) -> Source:
        """Where records come from."""

    @property
    def delivery(self) -> Delivery:
        """Where outcomes go."""

    @property
    def keeps_abandoned_output(self) -> bool:
        """At least once: what was sent stays sent."""

    def open(self) -> None:
        """Fresh ends at the last checkpoint, as after a restart."""

    def outputs(self) -> list[tuple[str, bytes | None]]:
        """(role, value) of what a reader that trusts only finished work sees."""


class FileWorld:
    """A recording in, a recording out."""

    keeps_abandoned_output = False

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.path, self.out = directory / "in.jsonl", directory / "out.jsonl"
        with recording.Writer(self.path) as writer:
            for raw in RAWS:
                writer.write(raw)
        self._stack = stack
        self._durable: dict[tuple[str, int], int] = {}
        self._writer = stack.enter_context(recording.Writer(self.out))
        self.open()

    def open(self) -> None:
        """Read on after what is durable."""
        source = FileSource(lambda: recording.read(self.path), wait=lambda _: None)
        source.durable = self._durable
        source.rewind()
        self.source, self.delivery = source, FileDelivery(self._writer, source)

    def outputs(self) -> list[tuple[str, bytes | None]]:
        """What the recording holds once it is closed."""
        self._writer.close()
        roles = {"articles": "article", "dead-letters": "dead letter"}
        return [(roles[raw.topic], raw.value) for raw in recording.read(self.out)]


@pytest.fixture(params=["file", "at_least_once", "exactly_once"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Each pair of ends in turn, over the same three-partition input."""
    with ExitStack() as stack:
        if request.param == "file":
            yield FileWorld(tmp_path, stack)
        else:
            make = request.getfixturevalue("topics")
            yield KafkaWorld(request.getfixturevalue("kafka"), make, request.param, stack)


def take(source: Source, count: int) -> list[RawMessage]:
    """Poll until `count` records came, in the order they came."""
    records: list[RawMessage] = []
    deadline = time.monotonic() + DEADLINE_S
    while len(records) < count and time.monotonic() < deadline:
        records += source.poll(0.2, count - len(records)).records
    return records


def of(records: Sequence[RawMessage], partition: int) -> list[RawMessage]:
    """Those of a partition."""
    return [raw for raw in records if raw.partition == partition]


def after(records: Sequence[RawMessage]) -> dict[tuple[str, int], int]:
    """The offsets to checkpoint once all of `records` are done."""
    return {(raw.topic, raw.partition): raw.offset + 1 for raw in records}


def test_records_come_whole_and_in_order(world: World) -> None:
    """Every byte, null and duplicate header; offsets ascending per partition; tombstones too."""
    records = take(world.source, len(RAWS))
    for partition in range(3):
        got, sent = of(records, partition), of(RAWS, partition)
        assert [raw.offset for raw in got] == sorted(raw.offset for raw in got)
        kept = [replace(raw, topic="t", timestamp_ms=None) for raw in got]
        assert kept == [replace(raw, topic="t", timestamp_ms=None) for raw in sent]


def test_checkpointed_work_is_seen_in_order_and_never_read_again(world: World) -> None:
    """Articles and dead letters appear; a restart begins after them."""
    records = take(world.source, len(RAWS))
    mine = of(records, 0)
    for raw in mine:
        world.delivery.publish(raw, LETTER if raw.offset == 1 else article(raw))
    world.delivery.checkpoint(after(mine))
    world.open()
    again = take(world.source, len(RAWS) - len(mine))
    assert of(again, 0) == []
    assert len(again) == len(RAWS) - len(mine)
    seen = world.outputs()
    assert [value for role, value in seen if role == "article"] == [b"0/0", b"0/2", b"0/3"]
    assert [role for role, _ in seen].count("dead letter") == 1


def test_abandoned_work_comes_again(world: World) -> None:
    """After abandon and rewind the same records come, and only what is then checkpointed counts where it can."""
    first = take(world.source, len(RAWS))
    for raw in first:
        world.delivery.publish(raw, article(raw))
    world.delivery.abandon()
    world.source.rewind()
    again = take(world.source, len(RAWS))
    for partition in range(3):
        assert of(again, partition) == of(first, partition)
    for raw in again:
        world.delivery.publish(raw, LETTER)
    world.delivery.checkpoint(after(again))
    roles = [role for role, _ in world.outputs()]
    assert roles.count("dead letter") == len(RAWS)
    if not world.keeps_abandoned_output:
        assert "article" not in roles


def test_work_without_a_checkpoint_is_no_progress(world: World) -> None:
    """A crash before the checkpoint: everything comes again."""
    for raw in take(world.source, len(RAWS)):
        world.delivery.publish(raw, article(raw))
    world.open()
    assert len(take(world.source, len(RAWS))) == len(RAWS)


def test_skipped_records_move_the_position(world: World) -> None:
    """Though nothing is written."""
    records = take(world.source, len(RAWS))
    for raw in records:
        world.delivery.publish(raw, SKIP)
    world.delivery.checkpoint(after(records))
    world.open()
    assert take_nothing(world.source)
    assert world.outputs() == []


def test_a_paused_source_gives_nothing_and_loses_nothing(world: World) -> None:
    """Pause, poll in vain, resume, and all of the rest comes."""
    first = take(world.source, 2)
    world.source.pause()
    assert take_nothing(world.source)
    world.source.resume()
    rest = take(world.source, len(RAWS) - len(first))
    assert len({(raw.partition, raw.offset) for raw in (*first, *rest)}) == len(RAWS)


def take_nothing(source: Source) -> bool:
    """Whether some polls bring no record."""
    return not any(source.poll(0.1, 10).records for _ in range(8))
