"""Plays the sample recording through the worker and shows what comes out.

    sh deploy/demo                                      through a Kafka of its own, or without one where none can run
    sh deploy/demo --bootstrap-servers HOST:PORT        through yours, in three topics of its own

The worker is the installed command, `agencyfeed run`, in a process of its own.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import demo_view
import kafka_jars
from demo_view import Tally
from kafka import KafkaConsumer, KafkaProducer
from kafka_broker import Broker, create_topics, free_ports

from worker import recording
from worker.model import RawMessage

SAMPLE = Path(__file__).parents[2] / "tests" / "sample" / "sample.jsonl"
DEADLINE_S = 180.0
PARTITIONS = 3


class DemoError(RuntimeError):
    """The demo did not get where it should; says why."""


class Worker:
    """`agencyfeed run` as a process: its log in a file, its metrics looked at all the time."""

    def __init__(self, arguments: Sequence[str], settings: Mapping[str, str], *, piped: bool = False) -> None:
        (port,) = free_ports(1)
        self.address = f"http://127.0.0.1:{port}"
        self.metrics: dict[str, float] = {}
        self._log = tempfile.NamedTemporaryFile("w+", prefix="agencyfeed-demo-", suffix=".log")  # noqa: SIM115 - until `stop`
        self.process = subprocess.Popen(
            [str(Path(sys.executable).with_name("agencyfeed")), "run", "--http-port", str(port), *arguments],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE if piped else None,
            stderr=self._log,
        )
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def output(self) -> str:
        """Where its standard output can be read, when `piped`."""
        if self.process.stdout is None:
            raise DemoError("the worker's output is not piped")
        return f"/dev/fd/{self.process.stdout.fileno()}"

    def check_alive(self) -> None:
        """Raise DemoError with the end of its log when the worker has gone."""
        if self.process.poll() is not None:
            raise DemoError(f"the worker ended with {self.process.returncode}:\n{self.log_tail()}")

    def wait_until_ready(self) -> None:
        """Return when /readyz says so: it has joined its group and knows its topics."""
        deadline = time.monotonic() + DEADLINE_S
        while self._answer("readyz") is None:
            self.check_alive()
            if time.monotonic() > deadline:
                raise DemoError(f"the worker is not ready after {DEADLINE_S:.0f} s:\n{self.log_tail()}")
            time.sleep(0.1)

    def log_tail(self) -> str:
        """The last lines it logged."""
        return "\n".join(Path(self._log.name).read_text(errors="replace").splitlines()[-12:])

    def scrape(self) -> None:
        """Look at /metrics, if it answers."""
        page = self._answer("metrics")
        if page is not None:
            self.metrics = demo_view.samples(page)

    def stop(self) -> int:
        """SIGTERM: it drains, commits and ends; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._log.close()
        return code

    def _answer(self, path: str) -> str | None:
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=2) as answer:  # noqa: S310 - our own address
                return str(answer.read().decode())
        except OSError:
            return None

    def _watch(self) -> None:
        while self.process.poll() is None:
            self.scrape()
            time.sleep(0.1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the sample; 0 when every input has an outcome and the worker ended in order."""
    parser = argparse.ArgumentParser("demo", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--bootstrap-servers", metavar="HOST:PORT", help="a Kafka that runs already")
    parser.add_argument("--sample", type=Path, default=SAMPLE, metavar="FILE", help="another recording")
    given = parser.parse_args(arguments)
    inputs = list(recording.read(given.sample))
    missing = None if given.bootstrap_servers else kafka_jars.missing()
    try:
        if missing:
            return _without_kafka(given.sample, inputs, missing)
        return _with_kafka(given.bootstrap_servers, inputs)
    except (DemoError, kafka_jars.KafkaUnavailableError, recording.RecordingError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1


def _without_kafka(sample: Path, inputs: Sequence[RawMessage], missing: str) -> int:
    print(f"Without Kafka: {missing}.\nThe same loop on files: agencyfeed run --source {sample.name} --sink -\n")
    tally = Tally()
    worker = Worker(["--source", str(sample), "--sink", "-"], {}, piped=True)
    try:
        for raw in recording.read(worker.output):
            demo_view.show(raw, tally)
    except recording.RecordingError as error:
        worker.process.wait(60)
        raise DemoError(f"{error}\n{worker.log_tail()}") from None
    finally:
        code = worker.stop()
    return _sum_up(worker, tally, len(inputs), code)


def _with_kafka(given: str | None, inputs: Sequence[RawMessage]) -> int:
    with ExitStack() as stack:
        bootstrap = given or _own_broker(stack)
        run = uuid.uuid4().hex[:6]
        names = {name: f"agencyfeed-demo-{run}-{name}" for name in ("raw", "articles", "dead-letters")}
        create_topics(bootstrap, dict.fromkeys(names.values(), PARTITIONS), {"max.message.bytes": "12582912"})
        print("Starting agencyfeed run, delivery exactly_once ...", flush=True)
        worker = Worker([], _settings(bootstrap, names, run))
        tally = Tally()
        try:
            worker.wait_until_ready()
            _produce(bootstrap, names["raw"], inputs)
            print(f"{len(inputs)} raw messages are in the topic {names['raw']}; what comes out:\n", flush=True)
            for raw in _outputs(bootstrap, [names["articles"], names["dead-letters"]], worker, tally, len(inputs)):
                demo_view.show(raw, tally)
        finally:
            code = worker.stop()
        return _sum_up(worker, tally, len(inputs), code)


def _own_broker(stack: ExitStack) -> str:
    if not kafka_jars.cache_directory().joinpath("jars").is_dir():
        print("Fetching Apache Kafka's jars with Maven, once (44 MB) ...", flush=True)
    print(f"Starting Apache Kafka {kafka_jars.KAFKA_VERSION} ...", flush=True)
    return stack.enter_context(Broker()).bootstrap


def _settings(bootstrap: str, names: Mapping[str, str], run: str) -> dict[str, str]:
    return {
        "AGENCYFEED_BOOTSTRAP_SERVERS": bootstrap,
        "AGENCYFEED_INPUT_TOPICS": names["raw"],
        "AGENCYFEED_OUTPUT_TOPIC": names["articles"],
        "AGENCYFEED_DEAD_LETTER_TOPIC": names["dead-letters"],
        "AGENCYFEED_GROUP_ID": f"agencyfeed-demo-{run}",
        "AGENCYFEED_DELIVERY": "exactly_once",
    }


def _produce(bootstrap: str, topic: str, inputs: Sequence[RawMessage]) -> None:
    """Key, value, headers and partition as recorded; the client cannot send a null header, so it is left out."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=12_582_912)
    sent = [
        producer.send(
            topic,
            raw.value,
            key=raw.key,
            partition=raw.partition % PARTITIONS,
            headers=[(name, value) for name, value in raw.headers if value is not None],
        )
        for raw in inputs
    ]
    for future in sent:
        future.get(timeout=30)
    producer.close()


def _outputs(bootstrap: str, topics: list[str], worker: Worker, tally: Tally, inputs: int) -> Iterator[RawMessage]:
    """Committed output records until every input has an outcome."""
    consumer = KafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap,
        group_id=None,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    )
    deadline = time.monotonic() + DEADLINE_S
    try:
        while not _complete(worker, tally, inputs):
            worker.check_alive()
            if time.monotonic() > deadline:
                raise DemoError(f"{tally.settled} of {inputs} inputs after {DEADLINE_S:.0f} s:\n{worker.log_tail()}")
            for records in consumer.poll(500).values():
                yield from (_raw(record) for record in records)
    finally:
        consumer.close()


def _complete(worker: Worker, tally: Tally, inputs: int) -> bool:
    """Skipped inputs leave no record: that they are done is seen in the metrics alone."""
    processed = worker.metrics.get("agencyfeed_records_processed_total", 0)
    skipped = worker.metrics.get("agencyfeed_records_processed_total skipped", 0)
    return processed >= inputs and tally.settled + skipped >= inputs


def _raw(record: Any) -> RawMessage:
    """A consumed record in our own words."""
    return RawMessage(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        timestamp_ms=record.timestamp,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
    )


def _sum_up(worker: Worker, tally: Tally, inputs: int, code: int) -> int:
    print(f"\n{demo_view.table(tally, inputs)}\n\nMetrics were at {worker.address}/metrics while the worker ran:")
    for figure in demo_view.figures(worker.metrics):
        print(f"  {figure}")
    print(f"The worker drained and ended with exit code {code}.")
    return code


if __name__ == "__main__":
    sys.exit(main())
