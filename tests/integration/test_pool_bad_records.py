"""What a bad record costs: itself, whatever it does, and nothing of its neighbours."""

import os
import re
import signal
import time
from dataclasses import replace

import pytest
from pools import (
    MIB,
    SMALL,
    Start,
    cpu_seconds,
    eventually,
    finish,
    lives,
    record,
    restarts,
    run,
    short,
)

from worker.model import DeadLetter, Reason
from worker.telemetry import Telemetry

pytest_plugins = ("pool_fixtures",)


@pytest.mark.parametrize(
    ("value", "reason", "detail"),
    [
        (b"hang", Reason.DEADLINE_EXCEEDED, r"\d\.\d s of processor time, 0\.5 s are allowed"),
        (b"hang_in_c", Reason.DEADLINE_EXCEEDED, r"\d\.\d s of processor time, 0\.5 s are allowed"),
        (b"sleep:60", Reason.DEADLINE_EXCEEDED, r"4\.\d s passed, 4 s are allowed \(0\.\d s of processor time\)"),
        (b"exit:3", Reason.WORKER_CRASHED, "exited with status 3"),
        (b"exit:0", Reason.WORKER_CRASHED, "exited with status 0"),
        (b"segfault", Reason.WORKER_CRASHED, "SIGSEGV"),
        (b"abort", Reason.WORKER_CRASHED, "SIGABRT"),
        (b"raise", Reason.WORKER_CRASHED, "exited with status 1"),
        (b"garbage", Reason.WORKER_CRASHED, "answered with the head of a reply is no JSON"),
        (b"garbage:\xff\xff\xff\xff", Reason.WORKER_CRASHED, "answered with a frame of 4294967295 bytes"),
        (b"close", Reason.WORKER_CRASHED, "closed its connection"),
        (b"explode", Reason.MEMORY_EXCEEDED, ""),
        (b"explode_in_c", Reason.MEMORY_EXCEEDED, "SIGABRT"),
        (b"killed:%d" % (80 * MIB), Reason.MEMORY_EXCEEDED, "SIGKILL"),
        (b"killed:0", Reason.WORKER_CRASHED, "SIGKILL"),
        (b"surrogate", Reason.INTERNAL_ERROR, "cannot be encoded"),
    ],
)
def test_a_bad_record_costs_exactly_itself(start: Start, value: bytes, reason: Reason, detail: str) -> None:
    """The bad one becomes a dead letter that says why; every neighbour in the windows is published, in order."""
    values = [b"record %d" % n for n in range(60)]
    values[20] = value
    handled = list(start().map(record(n, v) for n, v in enumerate(values)))
    outcome = handled[20].outcome
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason is reason
    assert re.search(detail, outcome.detail)
    assert [short(h) for h in handled[:20] + handled[21:]] == values[:20] + values[21:]


def test_bad_records_in_the_same_windows(start: Start) -> None:
    """Many bad among many good: each bad one found, each good one published once."""
    bad = {5: b"exit:9", 6: b"segfault", 7: b"abort", 30: b"explode", 31: b"exit:1", 59: b"exit:1"}
    for_all = [bad.get(n, b"record %d" % n) for n in range(60)]
    outcomes = run(start(), *for_all)
    assert {n for n, outcome in enumerate(outcomes) if isinstance(outcome, Reason)} == set(bad)
    assert [o for n, o in enumerate(outcomes) if n not in bad] == [v for n, v in enumerate(for_all) if n not in bad]


def test_an_innocent_record_is_acquitted(start: Start, telemetry: Telemetry) -> None:
    """A record that dies of what an earlier one left behind is published by a fresh child."""
    pool = start(replace(SMALL, workers=1))
    assert run(pool, b"keep:1", b"crash_once:ok", b"good") == [b"1", b"ok", b"good"]
    assert restarts(telemetry, "worker_crashed") == 1


def test_memory_used_by_earlier_records_is_not_blamed_on_a_later_one(start: Start, telemetry: Telemetry) -> None:
    """A record that only just does not fit beside a leak gets a fresh child before it is judged."""
    pool = start(replace(SMALL, workers=1))
    assert run(pool, b"keep:%d" % (80 * MIB), b"keep:%d" % (70 * MIB)) == [b"%d" % (80 * MIB), b"%d" % (70 * MIB)]
    assert restarts(telemetry, "memory_exceeded") == 1


def test_a_crash_is_tried_twice_a_hang_once(start: Start, telemetry: Telemetry) -> None:
    """A crash ends two children before it is believed; a deadline one."""
    pool = start()
    run(pool, b"exit:1", b"hang")
    assert restarts(telemetry, "worker_crashed") == 2
    assert restarts(telemetry, "deadline_exceeded") == 1


def test_time_behind_a_slow_neighbour_is_not_counted(start: Start) -> None:
    """Records that wait in a window behind slow ones are judged by their own time."""
    pool = start(replace(SMALL, workers=1))
    assert run(pool, *[b"burn:0.3"] * 6) == [b"0.3"] * 6


def test_the_parent_may_be_away(start: Start) -> None:
    """Results that came while the parent did not look are read before anything is judged."""
    pool = start(replace(SMALL, workers=1, cpu_deadline_s=0.3))
    for ticket in range(8):
        pool.submit(ticket, record(ticket, b"burn:0.1"))
    pool.step(0.0)
    assert eventually(lambda: cpu_seconds(pool.child_pids[0]) > 0.75)
    assert finish(pool) == dict.fromkeys(range(8), b"0.1")


def test_a_hang_while_the_parent_is_away_is_found_at_once(start: Start) -> None:
    """Processor time goes on counting while the parent does not look."""
    pool = start(replace(SMALL, workers=1, cpu_deadline_s=0.3))
    pool.submit(1, record(1, b"hang"))
    pool.step(0.0)
    assert eventually(lambda: cpu_seconds(pool.child_pids[0]) > 0.5)
    began = time.monotonic()
    assert finish(pool) == {1: Reason.DEADLINE_EXCEEDED}
    assert time.monotonic() - began < 0.3


def test_the_kernel_ends_a_hang_when_the_parent_never_looks(start: Start) -> None:
    """RLIMIT_CPU backs the parent's deadline; what it ends is a deadline, too."""
    pool = start(replace(SMALL, workers=1, cpu_deadline_s=0.1))
    pool.submit(1, record(1, b"hang"))
    (child,) = pool.child_pids
    pool.step(0.0)
    assert eventually(lambda: not lives(child), 20)
    ((_, handled),) = pool.step(5)
    assert isinstance(handled.outcome, DeadLetter)
    assert handled.outcome.reason is Reason.DEADLINE_EXCEEDED
    assert "kernel" in handled.outcome.detail


def test_a_stopped_child_meets_the_wall_deadline(start: Start) -> None:
    """SIGSTOP costs the record at the head; the rest of the window goes elsewhere."""
    pool = start(replace(SMALL, workers=1, wall_deadline_s=1.0))
    os.kill(pool.child_pids[0], signal.SIGSTOP)
    for ticket in range(5):
        pool.submit(ticket, record(ticket, b"good"))
    assert finish(pool) == {0: Reason.DEADLINE_EXCEEDED} | dict.fromkeys(range(1, 5), b"good")


def test_a_killed_child_costs_nothing(start: Start, telemetry: Telemetry) -> None:
    """A SIGKILL from outside (the kernel's, short of memory elsewhere) loses no record."""
    pool = start(replace(SMALL, workers=1))
    for ticket in range(20):
        pool.submit(ticket, record(ticket, b"burn:0.01"))
    pool.step(0.0)
    os.kill(pool.child_pids[0], signal.SIGKILL)
    assert finish(pool) == dict.fromkeys(range(20), b"0.01")
    assert restarts(telemetry, "worker_crashed") == 1
