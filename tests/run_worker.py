"""A worker process over fresh topics of a real Kafka, as an operator would start it."""

import json
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import log_lines
from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import CoordinatorLoadInProgressError, CoordinatorNotAvailableError, NotCoordinatorError
from kafka_broker import free_ports
from kafka_ends import Topics, read_all

AGENCYFEED = str(Path(sys.executable).with_name("agencyfeed"))
PAYLOAD = "harbour office"
GOOD = b"Boats counted in the harbour town\n\nSeoul, May 17 (IANS) The harbour office counted %d boats on Friday.\n"
NO_COORDINATOR = (CoordinatorNotAvailableError, NotCoordinatorError, CoordinatorLoadInProgressError)
Feed = Sequence[tuple[str, bytes | None]]  # (name, value)


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
        """The process; ended however the test goes.  Whatever it wrote to stderr must be log lines, without payload."""
        argv = [AGENCYFEED, "run", *(word for name, value in self.options.items() for word in (f"--{name}", value))]
        with tempfile.TemporaryFile() as self.log:
            self.process = subprocess.Popen(argv, stderr=self.log)
            try:
                yield self.process
            finally:
                self.process.kill()
                self.process.wait()
            lines = self.said().splitlines()
            assert [problem for line in lines for problem in log_lines.problems(line)] == []
            assert not [line for line in lines if PAYLOAD in line]

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
        except NO_COORDINATOR:  # a fresh broker makes its offsets topic at the first join
            return 0
        finally:
            admin.close()
        return sum(meta.offset for meta in listed.get(self.source, listed).values())

    def until_committed(self, count: int, timeout_s: float = 240.0) -> None:
        """Wait until the group has committed that many records.

        A client that lost a request gives up after its delivery.timeout.ms, 120 s, and the worker starts over.
        """
        deadline = time.monotonic() + timeout_s
        while (done := self.committed()) < count:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{done} of {count} after {timeout_s:.0f} s:\n{self.said()}"
            time.sleep(0.2)

    def articles(self) -> list[dict[str, Any]]:
        """What read_committed readers of the output topic see."""
        return [json.loads(record.value) for record in read_all(self.bootstrap, self.output)]

    def dead_letters(self) -> dict[str, Any]:
        """By key."""
        return {record.key.decode(): record for record in read_all(self.bootstrap, self.dead)}

    def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        return sum(value for _, value in self._samples(name))

    def counted(self, name: str, label: str) -> dict[str, float]:
        """A metric's samples by the value of their label."""
        values = [(re.search(rf'{label}="([^"]*)"', sample), value) for sample, value in self._samples(name)]
        return {found[1]: value for found, value in values if found}

    def _samples(self, name: str) -> list[tuple[str, float]]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        samples = [line.rsplit(" ", 1) for line in lines if line.startswith((f"{name} ", f"{name}{{"))]
        return [(sample, float(value)) for sample, value in samples]


def stop(process: subprocess.Popen[bytes], seconds: float = 30) -> int:
    """SIGTERM, and the exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(seconds)


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
