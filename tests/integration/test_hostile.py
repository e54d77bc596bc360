"""Every hostile input up to 5 MB: one outcome each, in bounded time, and no neighbour pays for it."""

import importlib.util
import json
import re
import subprocess
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from kafka_ends import read_all
from kafka_fixtures import Topics
from run_worker import AGENCYFEED, GOOD, Feed, Worker, descendants, stop

from worker.model import Reason

EXTRACT_TIMEOUT_S = 600
# What a record costs when it had to be killed, or when we have a bug.
OURS = {Reason.INTERNAL_ERROR, Reason.WORKER_CRASHED, Reason.MEMORY_EXCEEDED}


@pytest.fixture(scope="module")
def hostile(shared: Path) -> Feed:
    """Every hostile case up to 5 MB."""
    module = _module(shared / "data" / "hostile" / "make_hostile.py")
    names = [name for name in module.CASES if not re.search(r"_(50m|20m|4g|1g)", name) or name.startswith("gz_")]
    return [(name, value) for name in names if len(value := module.make(name)) <= 5_000_000]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_hostile", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_extract_gives_each_of_them_one_outcome(hostile: Feed, tmp_path: Path) -> None:
    """In order, none by a bug or a crash, and no process is left."""
    for name, value in hostile:
        (tmp_path / name).write_bytes(value or b"")
    argv = [AGENCYFEED, "extract", "--outcomes", "--jobs", "2", str(tmp_path)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(2)
    below = descendants(process.pid)
    out, said = process.communicate(timeout=EXTRACT_TIMEOUT_S)
    assert process.returncode == 0, said.decode()
    outcomes = [json.loads(line) for line in out.splitlines()]
    assert [Path(one["input"]).name for one in outcomes] == sorted(name for name, _ in hostile)
    assert Counter(one["reason"] for one in outcomes if one["reason"] in OURS) == Counter()
    assert below
    assert not below & descendants(1)


@pytest.mark.kafka
@pytest.mark.shared
def test_hostile_records_cost_nobody_else(kafka: str, topics: Topics, hostile: Feed) -> None:
    """One outcome each, every good neighbour published, no process left behind."""
    deadline = {"record-cpu-deadline-s": "5", "pool-kills-per-minute-max": "1000"}
    worker = Worker(kafka, topics, "exactly_once", **deadline)
    feed: list[tuple[str, bytes | None]] = []
    for number, bad in enumerate(hostile):
        feed += [bad, (f"good-{number}", GOOD % number)]
    worker.feed(feed)
    with worker.running() as process:
        worker.until_committed(len(feed), timeout_s=900)
        below = descendants(process.pid)
        assert below, "a worker has children"
        assert stop(process) == 0
    assert not below & descendants(1)
    articles = read_all(kafka, worker.output)
    dead = worker.dead_letters()
    assert not [name for name in dead if name.startswith("good-")]
    texts = b"".join(record.value for record in articles)
    assert all(b"counted %d boats" % number in texts for number in range(len(hostile)))
    by_place = {(one["agencyfeed"]["source"]["partition"], one["agencyfeed"]["source"]["offset"])
                for one in map(json.loads, (record.value for record in articles))}  # fmt: skip
    skipped = sum(value is None for _, value in feed)
    assert len(by_place) + len(dead) + skipped == len(feed)
