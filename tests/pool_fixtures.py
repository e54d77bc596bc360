"""What the tests of the pool share: counters, and pools that end with their test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pools import ENTRY, SMALL, Start, all_gone

from worker.model import Hints
from worker.pool.limits import PoolLimits
from worker.pool.pool import Pool
from worker.telemetry import Telemetry


@pytest.fixture
def telemetry() -> Telemetry:
    """Counters of one test."""
    return Telemetry()


@pytest.fixture
def start(telemetry: Telemetry, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts pools with the misbehaving entry and stops them after the test, leaving no process."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "integration"))
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
