"""What the pool costs: the same records in-process and through children, at the same time on the same CPUs.

    python tests/bench/bench_pool.py [--entry module:function] [--rounds 5] [--seconds 1]

Both sides run at once, one process of each kind pinned to each CPU, each side in a session of its own: the kernel gives
both the same time, whatever else the machine does, and the ratio of their records is what the pool leaves of a core.
Times per record are processor time, the least of all rounds.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pool_work

from worker.model import Hints, Limits, RawMessage
from worker.pool.limits import PoolLimits
from worker.pool.pool import PIPELINE, Pool
from worker.pool.template import load_entry
from worker.telemetry import Telemetry

KINDS = ("text", "page")
AWAY_S, AWAY_EVERY_S = 0.025, 0.25  # a transaction's commit, and how often
HEAD = "records  children  in-process      pool  ratio  parent   child   alone   added   idle"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a round: records, processor seconds of parent and workers, share of time outside the handler."""

    count: int
    work_cpu: float
    parent_cpu: float = 0.0
    idle: float = 0.0


def main() -> None:
    """Print the tables."""
    options = _options()
    if options.alone:
        _alone(options)
        return
    for away_s, title in ((0.0, "parent always there"), (AWAY_S, "parent away for 25 ms in every 250")):
        print(f"{title}\n{HEAD}")
        for kind in KINDS:
            for children in (1, 2):
                print(_row(kind, children, away_s, options))
    print("\n".join(_memory_and_restart(options.entry)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entry", default=PIPELINE)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--alone", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--processes", type=int, default=1, help=argparse.SUPPRESS)
    return parser.parse_args()


def _row(kind: str, children: int, away_s: float, options: argparse.Namespace) -> str:
    rounds = [_round(kind, children, away_s, options) for _ in range(options.rounds)]
    ratio = statistics.median(pool.count / alone.count for alone, pool in rounds)
    idle = statistics.median(pool.idle for _, pool in rounds)
    rates = [statistics.median(sides[n].count / options.seconds for sides in rounds) for n in (0, 1)]
    alone = min(1e6 * side.work_cpu / side.count for side, _ in rounds)
    child = min(1e6 * side.work_cpu / side.count for _, side in rounds)
    parent = min(1e6 * side.parent_cpu / side.count for _, side in rounds)
    return (
        f"{kind:8}{children:9}{rates[0]:10.0f}/s{rates[1]:8.0f}/s{ratio:7.3f}{parent:5.0f} µs{child:5.0f} µs"
        f"{alone:5.0f} µs{parent + child - alone:5.0f} µs{idle:7.1%}"
    )


def _round(kind: str, children: int, away_s: float, options: argparse.Namespace) -> tuple[Side, Side]:
    command = [sys.executable, __file__, "--alone", kind, "--entry", options.entry]
    command += ["--seconds", str(options.seconds), "--processes", str(children)]
    telemetry = Telemetry()
    pool = Pool(PoolLimits(workers=children), telemetry, entry=options.entry)
    source = cycle(pool_work.records(kind, 50))
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as alone:
        assert alone.stdout is not None
        assert alone.stdout.readline() == "ready\n"
        pool.start()
        _pin(pool.child_pids)
        _drive(pool, source, 0.3, 0.0)
        assert alone.stdin is not None
        alone.stdin.write("go\n")
        alone.stdin.flush()
        pooled = _pooled(pool, telemetry, source, options.seconds, away_s)
        told = [line.split() for line in alone.communicate()[0].splitlines()]
    pool.stop()
    return Side(sum(int(count) for count, _ in told), sum(float(cpu) for _, cpu in told)), pooled


def _pin(pids: Sequence[int]) -> None:
    cpus = sorted(os.sched_getaffinity(0))
    for n, pid in enumerate(pids):
        os.sched_setaffinity(pid, {cpus[n % len(cpus)]})


# -- in-process


def _alone(options: argparse.Namespace) -> None:
    """The whole of the other side: warm up, wait for the word, fork, work, tell."""
    handle = load_entry(options.entry)(Limits(), Hints())
    records = pool_work.records(options.alone, 50)
    for raw in records[:10]:
        handle(raw)
    print("ready", flush=True)
    sys.stdin.readline()
    number = next((n for n in range(1, options.processes) if os.fork() == 0), 0)
    cpus = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cpus[number % len(cpus)]})
    count, source, until, cpu = 0, cycle(records), time.perf_counter() + options.seconds, time.process_time()
    while time.perf_counter() < until:
        handle(next(source))
        count += 1
    os.write(1, f"{count} {time.process_time() - cpu}\n".encode())
    if number == 0:
        for _ in range(options.processes - 1):
            os.wait()


# -- through the pool


def _pooled(pool: Pool, telemetry: Telemetry, source: Iterator[RawMessage], seconds: float, away_s: float) -> Side:
    before = _busy(telemetry), _children_cpu(pool), time.process_time()
    count = _drive(pool, source, seconds, away_s)
    after = _busy(telemetry), _children_cpu(pool), time.process_time()
    busy, work, parent = (now - then for now, then in zip(after, before, strict=True))
    return Side(count, work, parent, max(0.0, 1 - busy / (seconds * pool.limits.workers)))


def _drive(pool: Pool, source: Iterator[RawMessage], seconds: float, away_s: float) -> int:
    """Keep the pool full as the worker's loop does, being away now and then; gives the records done."""
    count, until, next_away = 0, time.perf_counter() + seconds, time.perf_counter() + AWAY_EVERY_S
    while time.perf_counter() < until:
        while pool.in_flight < pool.limits.workers * 128:
            pool.submit(count, next(source))
        count += len(pool.step(0.02))
        if away_s and time.perf_counter() > next_away:
            time.sleep(away_s)
            next_away = time.perf_counter() + AWAY_EVERY_S
    return count


def _busy(telemetry: Telemetry) -> float:
    return telemetry.registry.get_sample_value("agencyfeed_pool_busy_seconds_total") or 0.0


def _children_cpu(pool: Pool) -> float:
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pool.child_pids)


# -- memory and restarts


def _memory_and_restart(entry: str) -> Iterator[str]:
    began = time.perf_counter()
    pool = Pool(PoolLimits(workers=2), Telemetry(), entry=entry)
    pool.start()
    yield f"start of the pool (exec, load, warm, 2 forks): {time.perf_counter() - began:.2f} s"
    for handled in pool.map(pool_work.records("page", 100)):
        assert handled is not None
    for name, pid in (("parent", os.getpid()), ("template", pool.template_pid), ("child", pool.child_pids[0])):
        sizes = (f"{field} {_mib(pid, field)} MiB" for field in ("Rss", "Pss", "Private_Dirty"))
        yield f"{name}: {', '.join(sizes)}"
    yield f"a child killed and replaced (SIGKILL to its successor's fork): {_replacement(pool) * 1000:.1f} ms"
    pool.stop()


def _replacement(pool: Pool) -> float:
    times = []
    for _ in range(5):
        victim = pool.child_pids[0]
        began = time.perf_counter()
        os.kill(victim, 9)
        while victim in pool.child_pids or len(pool.child_pids) < pool.limits.workers:
            pool.step(0.001)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _mib(pid: int | None, field: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) // 1024
    raise LookupError(field)


if __name__ == "__main__":
    main()
