"""What the pool costs: the same records in-process and through children, in turns, in one run.

    python tests/bench/bench_pool.py [--entry module:function] [--rounds 3] [--seconds 2]

In-process figures come from one process per child compared, running at the same time, so that both sides share the
machine alike.  Times per record are processor time unless said otherwise.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pool_work

from worker.model import Hints, Limits, RawMessage
from worker.pool import PIPELINE, Pool
from worker.pool_limits import PoolLimits
from worker.pool_template import load_entry
from worker.telemetry import Telemetry

KINDS = ("text", "page")
AWAY_S, AWAY_EVERY_S = 0.025, 0.25  # a transaction's commit, and how often


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: records, wall seconds, processor seconds of parent and workers, share of time children had no work."""

    count: int
    wall: float
    parent_cpu: float
    work_cpu: float
    idle: float = 0.0

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.count / self.wall


def main() -> None:
    """Print the tables."""
    options = _options()
    if options.alone:
        _alone(options.entry, options.alone, options.seconds)
        return
    print(
        f"{'records':8}{'children':>9}{'in-process':>12}{'pool':>9}{'ratio':>7}{'parent':>9}{'child':>9}{'alone':>9}",
        end="",
    )
    print(f"{'added':>9}{'idle':>7}{'idle, parent away 25 ms in 250':>32}")
    for kind in KINDS:
        for children in (1, 2):
            print(_row(kind, children, options))
    print("\n".join(_memory_and_restart(options.entry)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entry", default=PIPELINE)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--alone", choices=KINDS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _row(kind: str, children: int, options: argparse.Namespace) -> str:
    alone, pooled, away = [], [], []
    for _ in range(options.rounds):
        alone.append(_in_process(kind, children, options))
        pooled.append(_through_pool(kind, children, options))
        away.append(_through_pool(kind, children, options, away_s=AWAY_S))
    ratio = statistics.median(p.rate / a.rate for p, a in zip(pooled, alone, strict=True))
    parent, child, inside = (
        statistics.median(1e6 * seconds / m.count for seconds, m in pairs)
        for pairs in (
            [(p.parent_cpu, p) for p in pooled], [(p.work_cpu, p) for p in pooled], [(a.work_cpu, a) for a in alone],
        )
    )  # fmt: skip
    rates = [statistics.median(m.rate for m in side) for side in (alone, pooled)]
    idle = [statistics.median(m.idle for m in side) for side in (pooled, away)]
    return (
        f"{kind:8}{children:9}{rates[0]:10.0f}/s{rates[1]:7.0f}/s{ratio:7.3f}{parent:6.0f} µs{child:6.0f} µs"
        f"{inside:6.0f} µs{parent + child - inside:6.0f} µs{idle[0]:7.1%}{idle[1]:32.1%}"
    )


# -- in-process


def _alone(entry: str, kind: str, seconds: float) -> None:
    """The whole of a comparison process: warm up, wait for the word, work, tell."""
    handle = load_entry(entry)(Limits(), Hints())
    source = cycle(pool_work.records(kind, 50))
    handle(next(source))
    print("ready", flush=True)
    sys.stdin.readline()
    count, began, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        handle(next(source))
        count += 1
    print(count, time.perf_counter() - began, time.process_time() - cpu, flush=True)


def _in_process(kind: str, processes: int, options: argparse.Namespace) -> Measured:
    command = [sys.executable, __file__, "--alone", kind, "--entry", options.entry, "--seconds", str(options.seconds)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    told = [process.communicate("go\n")[0].split() for process in running]
    counts, walls, cpus = ([float(words[column]) for words in told] for column in range(3))
    return Measured(int(sum(counts)), max(walls), 0.0, sum(cpus))


# -- through the pool


def _through_pool(kind: str, children: int, options: argparse.Namespace, away_s: float = 0.0) -> Measured:
    telemetry = Telemetry()
    pool = Pool(PoolLimits(workers=children), telemetry, entry=options.entry)
    pool.start()
    source = cycle(pool_work.records(kind, 50))
    _drive(pool, source, 0.2, 0.0)
    before = _busy(telemetry), _children_cpu(pool), time.process_time(), time.perf_counter()
    count = _drive(pool, source, options.seconds, away_s)
    busy, work, parent, wall = (
        now - then
        for now, then in zip(
            (_busy(telemetry), _children_cpu(pool), time.process_time(), time.perf_counter()), before, strict=True
        )
    )
    pool.stop()
    return Measured(count, wall, parent, work, max(0.0, 1 - busy / (wall * children)))


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
    pool = Pool(PoolLimits(workers=2, recycle_records=20), Telemetry(), entry=entry)
    pool.start()
    yield f"\nstart of the pool (exec, load, warm, 2 forks): {time.perf_counter() - began:.2f} s"
    for handled in pool.map(pool_work.records("page", 10)):
        assert handled is not None
    for name, pid in (("parent", os.getpid()), ("template", pool.template_pid), ("child", pool.child_pids[0])):
        sizes = (f"{field} {_mib(pid, field)} MiB" for field in ("Rss", "Pss", "Private_Dirty"))
        yield f"{name}: {', '.join(sizes)}"
    yield f"parent's peak RSS: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    yield f"a child killed and replaced (SIGKILL to greeting): {_replacement(pool) * 1000:.1f} ms"
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
