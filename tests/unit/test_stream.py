"""The loop over files, with ends that fail on command."""

from dataclasses import replace
from pathlib import Path

import pytest
from stream_flows import (
    COUNT,
    Flaky,
    Flow,
    Inline,
    Rebalancing,
    Unreachable,
    as_dead_letter,
    assert_exact,
    at_once,
    numbers,
    raws,
)

from worker import recording
from worker.endpoints import DeliveryFailed, NotCommitted, Offsets
from worker.file_endpoints import FileDelivery, FileSource
from worker.model import Outcome, RawMessage
from worker.stream import IDLE_CHECKPOINT_S, IDLE_POLL_S, Pace, Stream


def test_everything_comes_out_once_and_in_order(tmp_path: Path) -> None:
    """Though results come in reverse and the window is small."""
    flow = Flow(tmp_path)
    complete, records = flow.run()
    assert complete
    assert_exact(records)
    assert flow.telemetry.registry.get_sample_value("agencyfeed_articles_published_total", {"agency": "none"}) == COUNT


@pytest.mark.parametrize(
    "fail",
    [["checkpoint1"], ["checkpoint2", "checkpoint3"], ["checkpoint1", "abandon1", "abandon2"]],
    ids=["first", "twice", "abandon-too"],
)
def test_failed_deliveries_are_taken_back_and_done_again(
    tmp_path: Path, fail: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing twice, nothing lost: the files keep only what a checkpoint wrote."""
    monkeypatch.setattr("worker.stream.RECOVERY_BACKOFF_S", (0.0,))
    flow = Flow(tmp_path, fail=fail)
    complete, records = flow.run()
    assert complete
    assert_exact(records)
    assert flow.delivery.calls.count("abandon") >= 1


def test_a_new_membership_voids_an_open_transaction(tmp_path: Path) -> None:
    """Work begun under the old one is abandoned and done again."""
    flow = Flow(tmp_path, source=Rebalancing(raws, at=3))
    flow.delivery.void_on_rebalance = True
    complete, records = flow.run()
    assert complete
    assert_exact(records)
    assert flow.delivery.calls.count("abandon") == 1


def test_without_transactions_a_new_membership_keeps_what_is_still_owned(tmp_path: Path) -> None:
    """Only revoked partitions are dropped, and none was."""
    flow = Flow(tmp_path, source=Rebalancing(raws, at=3))
    complete, records = flow.run()
    assert complete
    assert_exact(records)
    assert "abandon" not in flow.delivery.calls


def test_a_row_of_dead_letters_pauses_consumption(tmp_path: Path) -> None:
    """Five in a row: what is in flight is finished, no more is taken until the cooldown is over."""
    flow = Flow(tmp_path, workers=Inline(as_dead_letter))
    while not flow.stream.breaker.is_open(flow.now):
        flow.stream.tick()
    while len(flow.stream.window):
        flow.stream.tick()
    opened_at, taken = (
        flow.now,
        flow.telemetry.registry.get_sample_value("agencyfeed_records_processed_total", {"outcome": "dead_lettered"}),
    )
    while flow.now < opened_at + 20:
        flow.stream.tick()
    held = flow.telemetry.registry.get_sample_value("agencyfeed_records_processed_total", {"outcome": "dead_lettered"})
    assert held == taken
    assert flow.telemetry.registry.get_sample_value("agencyfeed_breaker_open") == 1
    complete, records = flow.run()
    assert complete
    assert len(records) == COUNT


def test_too_many_kills_pause_consumption_too(tmp_path: Path) -> None:
    """The pool's own limit holds the loop back as long as the pool says."""
    workers = Inline(kills_until=1.0)
    flow = Flow(tmp_path, workers=workers)
    while flow.now < 0.9:
        flow.stream.tick()
    assert len(flow.stream.window) == 0
    workers.kills_until = None
    assert_exact(flow.run()[1])


def test_an_open_breaker_is_waited_out(tmp_path: Path) -> None:
    """With nothing to do a tick lasts as long as a poll may: a minute of pause is some hundred looks, not millions."""
    flow = Flow(tmp_path, workers=Inline(kills_until=60.0))
    ticks = 0
    while flow.now < 60.0:
        flow.stream.tick()
        ticks += 1
    assert ticks <= 60 / IDLE_POLL_S
    flow.writer.close()


def test_files_that_have_ended_wait_for_the_last_commit(tmp_path: Path) -> None:
    """Which comes at its time: until then there is nothing to look for, and work in flight is never waited beside."""
    waited: list[float] = []
    flow = Flow(tmp_path, FileSource(lambda: raws(1), waited.append))
    flow.stream.pace = Pace(commit_interval_s=10.0)
    assert_exact(flow.run()[1], 1)
    assert set(waited) == {IDLE_CHECKPOINT_S / 4}


def test_a_stop_finishes_what_was_taken_and_commits_it(tmp_path: Path) -> None:
    """A restart begins exactly after it."""
    flow = Flow(tmp_path)
    flow.stream.tick()
    flow.stream.stop()
    complete, records = flow.run()
    assert complete
    first = numbers(records)
    assert 0 < len(first) < COUNT
    (tmp_path / "second").mkdir()
    rest = FileSource(raws, at_once)
    rest.durable = dict(flow.source.durable)
    rest.rewind()
    assert sorted(first + numbers(Flow(tmp_path / "second", source=rest).run()[1])) == list(range(COUNT))


class Uncommitted(Flaky):
    """Writes, but cannot commit the first `times` times."""

    times = 3

    def checkpoint(self, offsets: Offsets) -> None:
        """Refuse the offsets, as a group does while it rebalances."""
        self.calls.append(f"commit {sorted(offsets.values())}")
        if self.times:
            self.times -= 1
            raise NotCommitted("rebalance in progress")
        FileDelivery.checkpoint(self, offsets)


def uncommitted(directory: Path, times: int) -> Flow:
    """A flow whose commits fail at first."""
    flow = Flow(directory)
    flow.stream.delivery = flow.delivery = Uncommitted(flow.writer, flow.source)
    flow.delivery.times = times
    return flow


def test_offsets_that_were_not_committed_are_committed_later(tmp_path: Path) -> None:
    """Nothing is done again for it, nothing is forgotten, and the metric says that commits fail."""
    flow = uncommitted(tmp_path, 3)
    complete, records = flow.run()
    assert complete
    assert_exact(records)
    assert "abandon" not in flow.delivery.calls
    assert flow.source.durable == {("in", 0): COUNT // 2, ("in", 1): COUNT // 2}
    failed = flow.telemetry.registry.get_sample_value("agencyfeed_commits_total", {"result": "failed"})
    assert failed == 3


def test_a_drain_whose_commit_fails_is_not_complete(tmp_path: Path) -> None:
    """Until the deadline it is tried again; then the end is no clean one."""
    flow = uncommitted(tmp_path, 10_000)
    flow.stream.tick()
    flow.stream.stop()
    assert not flow.run()[0]
    assert len(flow.delivery.calls) > 2


def test_while_commits_fail_no_more_is_taken_than_a_checkpoint_holds(tmp_path: Path) -> None:
    """Memory stays bounded."""
    flow = uncommitted(tmp_path, 10_000)
    flow.stream.pace = replace(flow.stream.pace, checkpoint_records=10)
    for _ in range(200):
        flow.stream.tick()
    assert len(flow.stream._published) <= 10 + flow.stream.window.max_records
    flow.writer.close()


def test_what_fails_again_and_again_waits_longer_and_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that can never be delivered must not go round as fast as the machine can."""
    rests: list[int] = []
    monkeypatch.setattr(Stream, "_rest", lambda _self, attempt: rests.append(attempt))
    flow = Flow(tmp_path, fail=["checkpoint1", "checkpoint2", "checkpoint3", "checkpoint4"])
    assert flow.run()[0]
    assert rests == [0, 1, 2]


class Narrow(Flaky):
    """Takes three records between checkpoints, as brokers that are slow for the time of a transaction do."""

    def __init__(self, writer: recording.Writer, source: FileSource) -> None:
        super().__init__(writer, source)
        self.held = 0

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Count."""
        self.held += 1
        super().publish(raw, outcome)

    def _maybe(self, name: str) -> None:
        held, self.held = self.held, 0
        assert self.calls.count("abandon") < COUNT // 3, "the same again, without end"
        super()._maybe(name)
        if name == "checkpoint" and held > 3:
            raise DeliveryFailed("too slow")


def test_what_cannot_be_delivered_at_once_is_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction that takes longer than it may is aborted; as large again it would be for ever."""
    monkeypatch.setattr(Stream, "_rest", lambda _self, _attempt: None)
    flow = Flow(tmp_path)
    flow.stream.delivery = Narrow(flow.writer, flow.source)
    complete, records = flow.run()
    assert complete
    assert_exact(records)


def test_a_stop_before_the_recovery_is_through_is_no_clean_end(tmp_path: Path) -> None:
    """What was taken back is to be done by the next one: exit code 75."""
    flow = Flow(tmp_path, fail=["checkpoint1", "abandon1"])
    failing = flow.delivery.abandon

    def abandon() -> None:
        flow.stream.stop()
        failing()

    flow.delivery.abandon = abandon  # type: ignore[method-assign]
    assert not flow.run()[0]


def test_a_stop_in_an_outage_with_nothing_begun_is_a_clean_end(tmp_path: Path) -> None:
    """An idle worker whose polls fail leaves nothing undone: 0, for there is nothing to be done again."""
    source = Unreachable(raws, at=1)
    flow = Flow(tmp_path, source=source, fail=["abandon1"])
    failing = flow.delivery.abandon

    def abandon() -> None:
        flow.stream.stop()
        failing()

    flow.delivery.abandon = abandon  # type: ignore[method-assign]
    assert flow.run() == (True, [])


def test_a_changed_membership_is_no_produce_error(tmp_path: Path) -> None:
    """The metric counts what could not be delivered, else every rebalance raises an alarm."""
    flow = Flow(tmp_path, source=Rebalancing(raws, at=3))
    flow.delivery.void_on_rebalance = True
    flow.run()
    assert flow.telemetry.registry.get_sample_value("agencyfeed_produce_errors_total") == 0


def test_a_drain_that_takes_too_long_says_so(tmp_path: Path) -> None:
    """Unfinished work is neither published nor committed."""
    workers = Inline()
    flow = Flow(tmp_path, workers=workers)
    flow.stream._admit(0.0)
    workers.queue.clear()  # children that never answer
    flow.stream.stop()
    complete, records = flow.run()
    assert (complete, records) == (False, [])
    assert flow.source.durable == {}
