"""The pool with its real template and children: order, faults, blame, recycling, endings."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pools import MIB, SMALL, Start, cpu_seconds, events, eventually, finish, one, record, restarts, run, short, state

from worker.model import Hints, Limits, RawMessage, Reason
from worker.telemetry import Telemetry

pytest_plugins = ("pool_fixtures",)

# -- the ordinary case


def test_map_keeps_the_order(start: Start) -> None:
    """A thousand records of uneven cost on two children come back in order, each once."""
    values = [b"burn:0.003" if n % 50 == 0 else b"record %d" % n for n in range(1000)]
    expected = [b"0.003" if n % 50 == 0 else values[n] for n in range(1000)]
    assert run(start(), *values) == expected


def test_map_reads_ahead_no_further_than_its_bound(start: Start) -> None:
    """An endless source is read only a little ahead of the results."""
    taken = 0

    def endless() -> Iterator[RawMessage]:
        nonlocal taken
        while True:
            taken += 1
            yield record(taken, b"x")

    results = start().map(endless())
    for _ in range(10):
        next(results)
    assert taken <= 10 + SMALL.workers * 2 * 32


def test_an_abandoned_map_does_not_leak_into_the_next(start: Start) -> None:
    """Results of records that nobody waited for are not taken for others'."""
    pool = start()
    abandoned = pool.map(record(n, b"old") for n in range(50))
    assert short(next(abandoned)) == b"old"
    assert run(pool, *[b"new"] * 50) == [b"new"] * 50


def test_submit_never_blocks_and_nothing_is_lost(start: Start) -> None:
    """Hundreds of large records are queued at once, without a step between; all come back."""
    pool = start()
    big = b"x" * (2 * MIB)
    for ticket in range(100):
        pool.submit(ticket, record(ticket, big))
    assert pool.in_flight == 100
    assert finish(pool) == dict.fromkeys(range(100), big)
    assert pool.in_flight == 0


def test_record_reaches_the_child_whole(start: Start) -> None:
    """A tombstone, an empty value and 20 MB pass."""
    assert run(start(), b"", b"y" * 20 * MIB) == [b"", b"y" * 20 * MIB]


def test_hints_and_limits_reach_the_child(start: Start) -> None:
    """What the caller knows is known to every child."""
    limits = replace(SMALL, record=Limits(articles_max=7))
    assert one(start(limits, Hints(url="https://example.org/a")), b"hints") == b"https://example.org/a 7"


def test_work_is_spread_over_the_children(start: Start) -> None:
    """Both children get records while both have room."""
    assert len(set(run(start(), *[b"pid"] * 40))) == 2


def test_child_does_not_idle_while_the_parent_is_busy(start: Start) -> None:
    """A parent away for 50 ms finds a window of 20 records done: the child had work all the time."""
    pool = start(replace(SMALL, workers=1))
    (child,) = pool.child_pids
    before = cpu_seconds(child)
    for ticket in range(20):
        pool.submit(ticket, record(ticket, b"burn:0.001"))
    assert not pool.step(0.0)
    assert eventually(lambda: cpu_seconds(child) - before >= 0.02 and state(child) == "S")
    assert len(pool.step(0.0)) == 20


def test_metrics_show_workers_and_work(start: Start, telemetry: Telemetry) -> None:
    """Idle children are counted as such, and their work in seconds."""
    pool = start()
    run(pool, *[b"burn:0.01"] * 10)
    pool.step(0.0)
    sample = telemetry.registry.get_sample_value
    assert sample("agencyfeed_pool_workers", {"state": "idle"}) == 2
    assert 0.1 <= (sample("agencyfeed_pool_busy_seconds_total") or 0) < 5


# -- the breaker


def test_too_many_kills_open_the_breaker(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """More kills in a minute than allowed: one log line, a time when it closes, and what is in flight is finished."""
    pool = start(replace(SMALL, kills_per_minute_max=3))
    assert pool.breaker_closes_at() is None
    assert run(pool, *[b"exit:1", b"good"] * 4) == [Reason.WORKER_CRASHED, b"good"] * 4
    closes_at = pool.breaker_closes_at()
    assert pool.breaker_open
    assert closes_at is not None
    assert 30 < closes_at - time.monotonic() <= 60
    assert len(events(caplog, "pool_breaker_open")) == 1


# -- recycling


def test_children_are_replaced_after_their_records(start: Start, telemetry: Telemetry) -> None:
    """No child handles more records than allowed; none is lost in the change."""
    pool = start(replace(SMALL, recycle_records=50))
    pids = run(pool, *[b"pid"] * 500)
    assert max(pids.count(pid) for pid in set(pids)) == 50
    assert restarts(telemetry, "recycled") >= 8
    assert not pool.breaker_open


def test_children_are_replaced_when_they_grow(start: Start, telemetry: Telemetry) -> None:
    """A child above its memory finishes what it has and leaves."""
    pool = start(replace(SMALL, workers=1, recycle_rss_bytes=100 * MIB, child_memory_bytes=512 * MIB))
    values = [b"keep:%d" % (3 * MIB)] * 120
    assert run(pool, *values) == [b"%d" % (3 * MIB)] * 120
    assert restarts(telemetry, "recycled") >= 1
    assert restarts(telemetry, "worker_crashed") == 0
