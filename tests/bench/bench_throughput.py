"""Throughput: the core alone, in the pool, through Kafka, and in other loops, side by side in one run.

    sh tests/bench/run [--pages 400] [--texts 3000] [--rows pool,worker,others,classification] [--kinds page,real,text]
            [--rounds 1] [--against PYTHON]

Processor seconds are those of the whole process tree, broker and producer excluded, after a warm-up.  "per core" is
the share of the core's own speed that is left: processor time a record of (a), run just before and after in as many
processes, divided by the row's.

`--against PYTHON` is the interpreter of another version, whose worker reads the same records in the same run; `--rows
none` leaves all else out.  To have one: git archive REVISION | tar -x -C DIR; sh DIR/.setup; --against
DIR/.venv/bin/python.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import process_tree
import throughput_material
from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError
from kafka_broker import Broker, create_topics
from throughput_contestants import AFTER, BEFORE, CLASSIFIED, UNCLASSIFIED, Contestant, Entry, entries

PARTITIONS = 3
WARM_UP = 60
DEADLINE_S = 600.0
TOPIC_CONFIG = {"max.message.bytes": "12582912"}
_ROWS = Path(__file__).with_name("throughput_rows.py")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # as the worker's children have it
_AIMS = {"page": 0.90, "real": 0.90, "text": 0.60}


@dataclass(frozen=True, slots=True)
class Row:
    """What a number of records took."""

    name: str
    records: int
    cpu: float
    wall: float
    rss: int
    pss: int
    published: int | None = None  # known where the core's outcomes are seen

    @property
    def cpu_ms(self) -> float:
        """Processor milliseconds a record."""
        return self.cpu / self.records * 1000


def main() -> None:
    """Print a table for each kind of record."""
    options = _options()
    with Broker(heap_mb=512) as broker:
        for kind in options.kinds:
            count = options.texts if kind == "text" else options.pages
            bench = Bench(kind, count, broker.bootstrap)
            rows = list(entries(options.rows, options.against))
            compared = [bench.compared(row) for _ in range(options.rounds) for row in rows]
            _report(kind, count, compared)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row, and the core alone just before and after it: the machine has other work too."""

    row: Row
    core_ms: float

    @property
    def per_core(self) -> float:
        """The share of the core's own speed that is left."""
        return self.core_ms / self.row.cpu_ms


@dataclass
class Bench:
    """Runs rows of one kind of record, the core alone between them."""

    kind: str
    count: int
    bootstrap: str
    before: dict[int, float] = field(default_factory=dict)  # the core's last figure by processes at a time

    def compared(self, entry: Entry) -> Compared:
        """One row between two runs of the core in as many processes as the row has that extract."""
        before = self.before.get(entry.processes) or self._core(entry.processes)
        if isinstance(entry, Contestant):
            row = _through_kafka(entry, self.kind, self.count, self.bootstrap)
        else:
            row = _alone(entry.name, "pool", self.kind, self.count, entry.processes)
        after = self._core(entry.processes)
        self.before = {entry.processes: after}
        return Compared(row, (before + after) / 2)

    def _core(self, processes: int) -> float:
        name = "(a) core" if processes == 1 else f"(a) core, {processes} at a time"
        with ThreadPoolExecutor(processes) as threads:
            runs = [threads.submit(_measured_alone, name, "core", self.kind, self.count) for _ in range(processes)]
        rows = [run.result() for run in runs]
        return statistics.mean(_shown(row).cpu_ms for row in rows)


def _alone(name: str, row: str, kind: str, *numbers: int) -> Row:
    return _shown(_measured_alone(name, row, kind, *numbers))


def _measured_alone(name: str, row: str, kind: str, *numbers: int) -> Row:
    command = [sys.executable, str(_ROWS), row, kind, *map(str, numbers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **_ONE_THREAD})
    return Row(name, **json.loads(done.stdout))


def _through_kafka(contestant: Contestant, kind: str, count: int, bootstrap: str) -> Row:
    run = uuid.uuid4().hex[:6]
    source, target, group = f"raw-{run}", f"articles-{run}", f"bench-{run}"
    create_topics(bootstrap, dict.fromkeys((source, target, f"{target}-dead"), PARTITIONS), TOPIC_CONFIG)
    log = Path(f"/tmp/agencyfeed-bench-{run}.log")  # noqa: S108 - kept when something goes wrong
    with log.open("w") as output:
        process = subprocess.Popen(
            contestant.command(bootstrap, source, target, group),
            env={**os.environ, **contestant.settings},
            stdout=output,
            stderr=output,
        )
    try:
        row = _measured(contestant.name, process, (bootstrap, source, group), (kind, count))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    log.unlink()
    return _shown(row)


def _measured(name: str, process: subprocess.Popen[bytes], where: tuple[str, str, str], what: tuple[str, int]) -> Row:
    bootstrap, source, group = where
    kind, count = what
    _produce(bootstrap, source, kind, WARM_UP)
    _wait_until_committed(process, bootstrap, group, WARM_UP)
    cpu, wall = process_tree.cpu_seconds(process.pid), time.monotonic()
    _produce(bootstrap, source, kind, count)
    _wait_until_committed(process, bootstrap, group, WARM_UP + count)
    wall, cpu = time.monotonic() - wall, process_tree.cpu_seconds(process.pid) - cpu
    return Row(name, count, cpu, wall, *process_tree.memory_bytes(process.pid))


def _produce(bootstrap: str, topic: str, kind: str, count: int) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, batch_size=1_000_000)
    for raw in throughput_material.records(kind, count):
        producer.send(topic, raw.value, partition=raw.offset % PARTITIONS)
    producer.flush()
    producer.close()


def _wait_until_committed(process: subprocess.Popen[bytes], bootstrap: str, group: str, count: int) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    deadline = time.monotonic() + DEADLINE_S
    try:
        while (done := _committed(admin, group)) < count:
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{process.args!r}: {done} of {count} records, exit code {process.returncode}")
            time.sleep(0.1)
    finally:
        admin.close()


def _committed(admin: KafkaAdminClient, group: str) -> int:
    try:
        offsets = admin.list_group_offsets(group)
    except KafkaError:
        return 0  # the group has no coordinator yet
    return sum(max(0, offset.offset) for offset in offsets.get(group, offsets).values())


def _shown(row: Row) -> Row:
    kept = "" if row.published in (None, row.records) else f"   {row.published} published"
    print(
        f"  {row.name:<32}{row.records:>8}{row.cpu_ms:>10.2f}{row.records / row.wall:>10.1f}"
        f"{row.rss / 1e6:>9.0f}{row.pss / 1e6:>9.0f}{kept}",
        flush=True,
    )
    return row


def _report(kind: str, count: int, compared: Sequence[Compared]) -> None:
    print(f"\n{kind}: {count} records a row; CPU ms a record, and speed per core against the core alone (median)")
    for name in dict.fromkeys(one.row.name for one in compared):
        mine = [one for one in compared if one.row.name == name]
        cpu_ms, per_core = (statistics.median(v) for v in ([m.row.cpu_ms for m in mine], [m.per_core for m in mine]))
        aim = f"   aim {_AIMS[kind]:.2f}" if name.startswith("(c)") else ""
        print(f"  {name:<32}{cpu_ms:>10.2f}{per_core:>8.3f}{aim}")
    print(*_gain([one.row for one in compared]), sep="\n")


def _gain(rows: Sequence[Row]) -> Iterator[str]:
    """Records per second of one core, of two versions and with or without classification."""
    for (one, other), said in (((BEFORE, AFTER), ("before", "after")), ((CLASSIFIED, UNCLASSIFIED), ("on", "off"))):
        first, second = ([1_000 / row.cpu_ms for row in rows if row.name == name] for name in (one, other))
        if first and second:
            old, new = statistics.median(first), statistics.median(second)
            yield f"  records per second and core: {old:.1f} {said[0]}, {new:.1f} {said[1]}, {new / old:.2f} times"
    yield ""


def _words(listed: str) -> list[str]:
    return listed.split(",")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, default=400, help="pages of 80 KB")
    parser.add_argument("--texts", type=int, default=3000, help="texts of 3 KB")
    parser.add_argument("--kinds", type=_words, default=throughput_material.kinds(), help="page, real, text")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--rows", type=_words, default=["pool", "worker", "others"])
    parser.add_argument("--against", type=Path, metavar="PYTHON", help="of another version")
    options = parser.parse_args()
    print(f"  {'':<32}{'records':>8}{'CPU ms/r':>10}{'r/s':>10}{'RSS MB':>9}{'PSS MB':>9}")
    return options


if __name__ == "__main__":
    main()
