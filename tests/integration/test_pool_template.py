"""The template: lost, stopped or not to be loaded, it is replaced or says why."""

import os
import signal
import time
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

from worker.commands.endings import ending
from worker.exit_codes import ExitCode
from worker.model import Reason
from worker.pool import crew as pool_crew
from worker.pool.host import PoolError, PoolKilledError
from worker.pool.pool import Pool
from worker.settings.loading import load
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


def test_templates_that_are_killed_one_after_another(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel ends what is largest in a pod that is too small: named as such, and a restart is wanted."""
    monkeypatch.setattr(pool_crew, "TEMPLATE_FAILURES_MAX", 1)
    pool = start()
    killed: set[int | None] = {None}
    deadline = time.monotonic() + 60

    def until_it_gives_up() -> None:
        while time.monotonic() < deadline:
            if pool.template_pid not in killed:
                os.kill(pool.template_pid or 0, signal.SIGKILL)
                killed.add(pool.template_pid)
            pool.step(0.01)

    with pytest.raises(PoolKilledError, match=r"cannot start: killed by SIGKILL \(out of memory\?\)") as given_up:
        until_it_gives_up()
    assert ending(given_up.value, load({}, {}, None))[0] == ExitCode.TEMPORARY


def test_an_entry_that_cannot_be_loaded_says_why(start: Start) -> None:
    """A pool that cannot start raises, with the last words of its template."""
    with pytest.raises(PoolError, match="ValueError: no such table"):
        start(entry="faulty_entry:broken")


def test_step_needs_a_started_pool(telemetry: Telemetry) -> None:
    """A pool that was never started does not wait for ever."""
    with pytest.raises(PoolError, match="not started"):
        Pool(SMALL, telemetry, entry=ENTRY).step(0.0)
