"""The pool with its real template and children: order, faults, blame, recycling, endings."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from worker.model import DeadLetter, Handled, Hints, Limits, Published, RawMessage, Reason
from worker.pool import crew as pool_crew
from worker.pool.host import PoolError
from worker.pool.limits import PoolLimits
from worker.pool.pool import Pool
from worker.telemetry import Telemetry

ENTRY = "faulty_entry:faulty"
MIB = 1024 * 1024
SMALL = PoolLimits(workers=2, cpu_deadline_s=0.5, wall_deadline_s=4.0, child_memory_bytes=128 * MIB)
Start = Callable[..., Pool]


@pytest.fixture
def telemetry() -> Telemetry:
    """Counters of one test."""
    return Telemetry()


@pytest.fixture
def start(telemetry: Telemetry, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts pools with the misbehaving entry and stops them after the test, leaving no process."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    pools: list[Pool] = []

    def begin(limits: PoolLimits = SMALL, hints: Hints | None = None, entry: str = ENTRY) -> Pool:
        pool = Pool(limits, telemetry, hints or Hints(), entry=entry)
        pools.append(pool)
        pool.start()
        return pool

    yield begin
    for pool in pools:
        pids = [*pool.child_pids, *([pool.template_pid] if pool.template_pid else [])]
        pool.stop()
        assert all_gone(pids), "a process was left behind"


def record(offset: int, value: bytes) -> RawMessage:
    """A record with this value."""
    return RawMessage(topic="raw", partition=0, offset=offset, value=value)


def lives(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    return state(pid) not in {"Z", ""}


def state(pid: int) -> str:
    """R, S, T, Z ... of a process, "" when it does not exist."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Poll until true."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def all_gone(pids: list[int]) -> bool:
    """Whether these processes end soon."""
    return eventually(lambda: not any(map(lives, pids)))


def short(handled: Handled) -> object:
    """The body of the one article, or the reason of the dead letter."""
    match handled.outcome:
        case Published(articles=(article,)):
            return article.body
        case DeadLetter(reason=reason):
            return reason
    raise AssertionError(handled)


def run(pool: Pool, *values: bytes) -> list[object]:
    """Outcomes of these values, in order."""
    return [short(handled) for handled in pool.map(record(n, value) for n, value in enumerate(values))]


def one(pool: Pool, value: bytes) -> bytes:
    """The body that one record gives."""
    (body,) = run(pool, value)
    assert isinstance(body, bytes)
    return body


def letter(pool: Pool, value: bytes) -> DeadLetter:
    """The dead letter that one record gives."""
    (handled,) = pool.map([record(0, value)])
    assert isinstance(handled.outcome, DeadLetter)
    return handled.outcome


def finish(pool: Pool, seconds: float = 20.0) -> dict[int, object]:
    """Step until nothing is in flight; a ticket that comes twice fails."""
    results: dict[int, object] = {}
    until = time.monotonic() + seconds
    while pool.in_flight:
        assert time.monotonic() < until, f"{pool.in_flight} records without an outcome"
        for ticket, handled in pool.step(0.1):
            assert ticket not in results
            results[ticket] = short(handled)
    return results


def restarts(telemetry: Telemetry, cause: str) -> float:
    """How many children were replaced for this cause."""
    value = telemetry.registry.get_sample_value("agencyfeed_pool_worker_restarts_total", {"cause": cause})
    return value or 0.0


def events(caplog: pytest.LogCaptureFixture, name: str) -> list[str]:
    """The messages of the log records of one event."""
    return [record.getMessage() for record in caplog.records if getattr(record, "event", None) == name]


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


def cpu_seconds(pid: int) -> float:
    """Processor time of a process."""
    return time.clock_gettime((~pid << 3) | 2)


def test_metrics_show_workers_and_work(start: Start, telemetry: Telemetry) -> None:
    """Idle children are counted as such, and their work in seconds."""
    pool = start()
    run(pool, *[b"burn:0.01"] * 10)
    pool.step(0.0)
    sample = telemetry.registry.get_sample_value
    assert sample("agencyfeed_pool_workers", {"state": "idle"}) == 2
    assert 0.1 <= (sample("agencyfeed_pool_busy_seconds_total") or 0) < 5


# -- one bad record


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


# -- the template


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


# -- the jail


@pytest.mark.parametrize(
    ("probe", "answer"),
    [
        (b"socket", rb"'PermissionError 1'"),
        (b"fork", rb"'PermissionError 1'"),
        (b"exec", rb"'PermissionError 1'"),
        (b"unlink", rb"'PermissionError 1'"),
        (b"open", rb"'OSError 24'"),
        (b"environment", rb"\{\}"),
        (b"descriptors", rb"\[0, 1, 2, 3\]"),
        (b"core", rb"\(0, 0\)"),
        (b"files", rb"\(0, 0\)"),
        (b"open_after_close", rb"'OSError 24'"),
        (b"signals", rb"\[True, True\]"),
    ],
)
def test_a_child_can_do_little(start: Start, probe: bytes, answer: bytes) -> None:
    """No socket, no process, no file, no environment, no core file; Ctrl-C is the parent's."""
    assert re.fullmatch(answer, one(start(), b"probe:" + probe))


def test_a_socket_is_refused_by_the_kernel(start: Start) -> None:
    """Past Python's audit hook a socket fails all the same: EPERM by the filter, else EMFILE by the limit."""
    assert one(start(), b"probe:raw_socket") in {b"'Operation not permitted'", b"'Too many open files'"}


def test_seccomp_refuses_processes_and_signals(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """Where a filter is permitted, the kernel refuses fork and kill; where not, one log line says so."""
    pool = start()
    filtered = not events(caplog, "pool_jail_incomplete")
    expected = b"'Operation not permitted'" if filtered else b"'allowed'"
    assert run(pool, b"probe:raw_kill") == [expected]
    if filtered:
        assert run(pool, b"probe:raw_fork") == [expected]


def test_a_file_wanted_in_vain_is_reported(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    """What warm-up forgot to load shows in the log, once."""
    run(start(), b"probe:open", b"probe:open")
    assert events(caplog, "pool_file_refused") == ["pool child: '/proc/self/environ'"]


def test_nothing_of_our_environment_reaches_the_processes(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither as variables nor in what the kernel keeps of the exec."""
    monkeypatch.setenv("AGENCYFEED_SASL_PASSWORD", "s3cret")
    pool = start()
    for pid in (pool.template_pid, *pool.child_pids):
        names = {entry.split(b"=")[0] for entry in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if entry}
        assert names == {b"PYTHONPATH", b"OPENBLAS_NUM_THREADS", b"OMP_NUM_THREADS"}


def test_children_have_a_session_of_their_own(start: Start) -> None:
    """Ctrl-C in the terminal does not reach them."""
    assert int(one(start(), b"probe:session")) != os.getsid(0)


# -- the end of the parent

PARENT = """
import sys, time
from worker.model import RawMessage
from worker.pool.pool import Pool
from worker.pool.limits import PoolLimits
from worker.telemetry import Telemetry
sys.path.insert(0, sys.argv[1])
pool = Pool(PoolLimits(workers=2), Telemetry(), entry="faulty_entry:faulty")
pool.start()
pool.submit(1, RawMessage(topic="t", partition=0, offset=0, value=b"hang"))
pool.step(0)
print(pool.template_pid, *pool.child_pids, flush=True)
while True:
    time.sleep(60)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_the_parent(number: signal.Signals) -> None:
    """Template and children, a hanging one among them, end with their parent, however it ends."""
    command = [sys.executable, "-c", PARENT, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(lives, pids))
        parent.send_signal(number)
    assert all_gone(pids)
