"""The template: lost, stopped or not to be loaded, it is replaced or says why."""

import os
import signal
from dataclasses import replace

import pytest
from pools import (
    ENTRY,
    SMALL,
    Start,
    eventually,
    finish,
    record,
    restarts,
    short,
)

from worker.model import Reason
from worker.pool import crew as pool_crew
from worker.pool.host import PoolError
from worker.pool.pool import Pool
from worker.telemetry import Telemetry

pytest_plugins = ("pool_fixtures",)


def test_a_lost_template_is_replaced(start: Start, telemetry: Telemetry) -> None:
    """Template killed in the middle of work: every record is published once, by new children."""
    pool = start()
    first = pool.template_pid
    assert first is not None
    for ticket in range(100):
        pool.submit(ticket, record(ticket, b"burn:0.005"))
    pool.step(0.0)
    os.kill(first, signal.SIGKILL)
    assert finish(pool) == dict.fromkeys(range(100), b"0.005")
    assert pool.template_pid != first
    assert restarts(telemetry, "template_lost") == 2


def test_a_stopped_template_is_replaced(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that does not answer a wish for a child is killed and started again."""
    monkeypatch.setattr(pool_crew, "FORK_S", 0.5)
    monkeypatch.setattr(pool_crew, "REPORT_S", 0.5)
    pool = start()
    first = pool.template_pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    pool.submit(1, record(1, b"hang"))
    for ticket in range(2, 10):
        pool.submit(ticket, record(ticket, b"good"))
    assert finish(pool) == {1: Reason.DEADLINE_EXCEEDED} | dict.fromkeys(range(2, 10), b"good")
    assert eventually(lambda: bool(pool.step(0.01) or pool.template_pid != first))


def test_a_record_that_keeps_losing_the_template_is_given_up(start: Start) -> None:
    """After the third lost template the record that was worked on each time is a dead letter; others are not."""
    pool = start(replace(SMALL, workers=1, wall_deadline_s=60.0))
    pool.submit(0, record(0, b"sleep:60"))
    pool.submit(1, record(1, b"good"))
    done: dict[int, object] = {}
    for _ in range(3):
        assert eventually(lambda: not pool.step(0.01) and pool._states["busy"] == 1 and len(pool.child_pids) == 1)
        os.kill(pool.template_pid or 0, signal.SIGKILL)
        done |= {ticket: short(handled) for ticket, handled in pool.step(0.5)}
    assert done | finish(pool) == {0: Reason.WORKER_CRASHED, 1: b"good"}


def test_an_entry_that_cannot_be_loaded_says_why(start: Start) -> None:
    """A pool that cannot start raises, with the last words of its template."""
    with pytest.raises(PoolError, match="ValueError: no such table"):
        start(entry="faulty_entry:broken")


def test_step_needs_a_started_pool(telemetry: Telemetry) -> None:
    """A pool that was never started does not wait for ever."""
    with pytest.raises(PoolError, match="not started"):
        Pool(SMALL, telemetry, entry=ENTRY).step(0.0)
