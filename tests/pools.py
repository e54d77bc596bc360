"""Pools of children that misbehave on command: records in, outcomes in short, and what became of the processes."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from worker.model import DeadLetter, Handled, Published, RawMessage
from worker.pool.limits import PoolLimits
from worker.pool.pool import Pool
from worker.telemetry import Telemetry

ENTRY = "faulty_entry:faulty"


MIB = 1024 * 1024


SMALL = PoolLimits(workers=2, cpu_deadline_s=0.5, wall_deadline_s=4.0, child_memory_bytes=128 * MIB)


Start = Callable[..., Pool]


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


def cpu_seconds(pid: int) -> float:
    """Processor time of a process."""
    return time.clock_gettime((~pid << 3) | 2)
