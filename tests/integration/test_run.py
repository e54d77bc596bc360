"""`agencyfeed run` against a real Kafka, as an operator sees it: outcomes, drain, restart, exit codes."""

import importlib.util
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka_broker import free_ports
from kafka_ends import read_all
from kafka_fixtures import Topics

from worker import recording

pytestmark = pytest.mark.kafka

AGENCYFEED = str(Path(sys.executable).with_name("agencyfeed"))
SAMPLE = Path(__file__).parents[1] / "sample" / "sample.jsonl"
GOOD = b"Boats counted in the harbour town\n\nSeoul, May 17 (IANS) The harbour office counted %d boats on Friday.\n"
Feed = list[tuple[str, bytes | None]]  # (name, value)


class Worker:
    """A worker over fresh topics of the test's broker."""

    def __init__(self, bootstrap: str, topics: Topics, delivery: str, **options: str) -> None:
        self.bootstrap = bootstrap
        self.source, self.output, self.dead = topics("raw", partitions=3), topics("articles"), topics("dead")
        (self.port,) = free_ports(1)
        self.options = {
            "bootstrap-servers": bootstrap,
            "input-topics": self.source,
            "output-topic": self.output,
            "dead-letter-topic": self.dead,
            "group-id": self.source,
            "delivery": delivery,
            "group-instance-id": "one",
            "workers": "1",
            "http-port": str(self.port),
            "dead-letter-max-consecutive": "1000",
            "dead-letter-max-ratio": "1",
        } | options

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The process; ended however the test goes."""
        argv = [AGENCYFEED, "run", *(word for name, value in self.options.items() for word in (f"--{name}", value))]
        with tempfile.TemporaryFile() as self.log:
            self.process = subprocess.Popen(argv, stderr=self.log)
            try:
                yield self.process
            finally:
                self.process.kill()
                self.process.wait()

    def said(self) -> str:
        """What the process logged so far."""
        self.log.seek(0)
        return self.log.read().decode()

    def feed(self, feed: Feed) -> None:
        """Send in order, round robin over the partitions; the key is the name."""
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, max_request_size=12_000_000)
        for number, (name, value) in enumerate(feed):
            producer.send(self.source, value, name.encode(), partition=number % 3)
        producer.flush()
        producer.close()

    def committed(self) -> int:
        """The sum of the group's offsets."""
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        try:
            listed = admin.list_group_offsets(self.source)
        finally:
            admin.close()
        return sum(meta.offset for meta in listed.get(self.source, listed).values())

    def until_committed(self, count: int, timeout_s: float = 120.0) -> None:
        """Wait until the group has committed that many records."""
        deadline = time.monotonic() + timeout_s
        while (done := self.committed()) < count:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{done} of {count} after {timeout_s:.0f} s"
            time.sleep(0.2)

    def articles(self) -> list[dict[str, Any]]:
        """What read_committed readers of the output topic see."""
        return [json.loads(record.value) for record in read_all(self.bootstrap, self.output)]

    def dead_letters(self) -> dict[str, Any]:
        """By key."""
        return {record.key.decode(): record for record in read_all(self.bootstrap, self.dead)}

    def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith((f"{name} ", f"{name}{{")))


@pytest.fixture(params=["at_least_once", "exactly_once"])
def worker(request: pytest.FixtureRequest, kafka: str, topics: Topics) -> Worker:
    """In each mode."""
    return Worker(kafka, topics, request.param)


def stop(process: subprocess.Popen[bytes], seconds: float = 30) -> int:
    """SIGTERM, and the exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(seconds)


def test_a_drain_commits_and_a_restart_reads_nothing_again(worker: Worker) -> None:
    """SIGTERM in the middle of the work: exit 0, no record twice, none lost."""
    feed: Feed = [(str(number), GOOD % number) for number in range(600)]
    worker.feed(feed[:500])
    with worker.running() as process:
        worker.until_committed(1)
        assert stop(process) == 0
    before = len(worker.articles())
    assert before == worker.committed() == pytest.approx(before)
    worker.feed(feed[500:])
    with worker.running() as process:
        worker.until_committed(600)
        assert stop(process) == 0
    places = Counter((one["agencyfeed"]["source"]["partition"], one["agencyfeed"]["source"]["offset"])
                     for one in worker.articles())  # fmt: skip
    assert len(places) == 600
    assert set(places.values()) == {1}


def test_metrics_and_probes_tell_what_happened(worker: Worker) -> None:
    """Consumed is processed; the outcomes add up; ready once joined."""
    worker.feed([("good", GOOD % 1), ("empty", b""), ("gone", None)])
    with worker.running() as process:
        worker.until_committed(3)
        assert worker.metric("agencyfeed_records_consumed_total") == 3
        assert worker.metric("agencyfeed_records_processed_total") == 3
        assert worker.metric("agencyfeed_articles_published_total") == 1
        assert worker.metric("agencyfeed_dead_letters_total") == 1
        for probe in ("livez", "readyz", "startupz"):
            with urllib.request.urlopen(f"http://127.0.0.1:{worker.port}/{probe}", timeout=5) as answer:
                assert answer.status == 200
        assert stop(process) == 0


def test_the_sample_recording_comes_out_the_same_through_kafka_and_files(worker: Worker, tmp_path: Path) -> None:
    """Both pairs of ends run the same loop: the same articles and reasons."""
    raws = list(recording.read(SAMPLE))
    producer = KafkaProducer(bootstrap_servers=worker.bootstrap)
    for raw in raws:
        headers = [(name, value) for name, value in raw.headers if value is not None]
        producer.send(worker.source, raw.value, raw.key or b"none", headers, raw.partition % 3, raw.timestamp_ms)
    producer.flush()
    producer.close()
    with worker.running() as process:
        worker.until_committed(len(raws))
        assert stop(process) == 0
    out = tmp_path / "out.jsonl"
    subprocess.run([AGENCYFEED, "run", "--source", str(SAMPLE), "--sink", str(out), "--http-port", "-1"], check=True)
    from_files = list(recording.read(out))
    expected = Counter(_told(json.loads(raw.value or b"")) for raw in from_files if raw.topic == "articles")
    assert Counter(map(_told, worker.articles())) == expected
    reasons = Counter(dict(raw.headers)["dlq.reason"] for raw in from_files if raw.topic == "dead-letters")
    dead = read_all(worker.bootstrap, worker.dead)
    assert Counter(dict(record.headers)["dlq.reason"] for record in dead) == reasons


def _told(article: dict[str, Any]) -> str:
    """An article without where its record stood."""
    article["agencyfeed"].pop("source")
    return json.dumps(article, sort_keys=True)


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        ({"bootstrap-servers": "127.0.0.1:1", "bootstrap-timeout-ms": "1500"}, 69, "bootstrap_servers"),
        ({"output-topic": "no-such-topic"}, 78, "no-such-topic"),
    ],
    ids=["nobody-there", "no-topic"],
)
def test_a_start_that_cannot_be_says_why(
    kafka: str, topics: Topics, options: dict[str, str], code: int, says: str
) -> None:
    """The exit code and one line that names what to look at."""
    worker = Worker(kafka, topics, "at_least_once", **options)
    with worker.running() as process:
        assert process.wait(60) == code
        assert says in worker.said()


# -- hostile records


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


def descendants(pid: int) -> set[tuple[int, str]]:
    """(pid, start time) of every process below `pid`."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = (int(fields[1]), fields[19])
    found: set[tuple[int, str]] = set()
    below = {pid}
    while below:
        below = {child for child, (parent, _) in parents.items() if parent in below}
        found |= {(child, parents[child][1]) for child in below}
    return found


@pytest.mark.shared
def test_hostile_records_cost_nobody_else(kafka: str, topics: Topics, hostile: Feed) -> None:
    """One outcome each, every good neighbour published, no process left behind."""
    deadline = {"record-cpu-deadline-s": "5", "pool-kills-per-minute-max": "1000"}
    worker = Worker(kafka, topics, "exactly_once", **deadline)
    feed: Feed = []
    for number, bad in enumerate(hostile):
        feed += [bad, (f"good-{number}", GOOD % number)]
    worker.feed(feed)
    with worker.running() as process:
        worker.until_committed(len(feed), timeout_s=900)
        below = descendants(process.pid)
        assert below, "a worker has children"
        assert stop(process) == 0
    assert not below & {(pid, start) for pid, start in descendants(1) if (pid, start) in below}
    articles = read_all(kafka, worker.output)
    dead = worker.dead_letters()
    assert not [name for name in dead if name.startswith("good-")]
    texts = b"".join(record.value for record in articles)
    assert all(b"counted %d boats" % number in texts for number in range(len(hostile)))
    by_place = {(one["agencyfeed"]["source"]["partition"], one["agencyfeed"]["source"]["offset"])
                for one in map(json.loads, (record.value for record in articles))}  # fmt: skip
    skipped = sum(value is None for _, value in feed)
    assert len(by_place) + len(dead) + skipped == len(feed)
