"""The rows of bench_throughput.py: the pool, the worker, another version of it, loops on other clients."""

import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BEFORE, AFTER = "(d) the other version, 1 child", "(d) this version, 1 child"
CLASSIFIED, UNCLASSIFIED = "(e) classification on, 1 child", "(e) classification off, 1 child"
_ROWS = Path(__file__).with_name("throughput_rows.py")
_ONE_CHILD = {"AGENCYFEED_DELIVERY": "at_least_once", "AGENCYFEED_WORKERS": "1"}


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that reads a topic and writes another."""

    name: str
    command: Callable[[str, str, str, str], Sequence[str]]
    settings: Mapping[str, str]
    processes: int = 1  # that extract


@dataclass(frozen=True, slots=True)
class PoolAlone:
    """The pool without Kafka."""

    name: str
    processes: int


Entry = Contestant | PoolAlone


def entries(wanted: Sequence[str], against: Path | None) -> Iterator[Entry]:
    """The rows of these kinds; `against`: the interpreter of another version."""
    if "pool" in wanted:
        yield from (PoolAlone(f"(b) pool, {children} children", children) for children in (1, 2))
    if "worker" in wanted:
        yield from _workers()
    if "classification" in wanted:
        yield Contestant(CLASSIFIED, _worker_command, _ONE_CHILD)
        yield Contestant(UNCLASSIFIED, _unclassified_command, _ONE_CHILD)
    if "others" in wanted:
        yield from _others()
    yield from _versions(against)


def _workers() -> Iterator[Contestant]:
    for delivery in ("at_least_once", "exactly_once"):
        for children in (1, 2):
            settings = {"AGENCYFEED_DELIVERY": delivery, "AGENCYFEED_WORKERS": str(children)}
            yield Contestant(f"(c) {delivery}, {children} children", _worker_command, settings, children)


def _versions(against: Path | None) -> Iterator[Contestant]:
    """The worker of the other version and our own, in turns."""
    if against is not None:
        yield Contestant(BEFORE, partial(_worker_command, python=against.absolute()), _ONE_CHILD)
        yield Contestant(AFTER, _worker_command, _ONE_CHILD)


def _worker_command(
    bootstrap: str, source: str, target: str, group: str, python: Path = Path(sys.executable)
) -> Sequence[str]:
    flags = {
        "bootstrap-servers": bootstrap,
        "input-topics": source,
        "output-topic": target,
        "dead-letter-topic": f"{target}-dead",
        "group-id": group,
        "http-port": "-1",
    }
    return [str(python.with_name("agencyfeed")), "run", *(f"--{name}={value}" for name, value in flags.items())]


def _unclassified_command(bootstrap: str, source: str, target: str, group: str) -> Sequence[str]:
    script = Path(__file__).with_name("unclassified_worker.py")
    return [sys.executable, str(script), *_worker_command(bootstrap, source, target, group)[1:]]


def _others() -> Iterator[Contestant]:
    needs = {"plain": "kafka", "quixstreams": "quixstreams", "faststream": "faststream.confluent"}
    for name, package in needs.items():
        if _is_there(package):
            yield Contestant(f"{name} loop", _loop_command(name), {})
        else:
            print(f"{name}: left out, {package} is not installed (pip install '.[bench]')")


def _is_there(package: str) -> bool:
    parent = package.partition(".")[0]
    return importlib.util.find_spec(parent) is not None and importlib.util.find_spec(package) is not None


def _loop_command(name: str) -> Callable[[str, str, str, str], Sequence[str]]:
    return lambda *where: [sys.executable, str(_ROWS), name, *where]
