"""`agencyfeed run` against a real Kafka, as an operator sees it: outcomes, drain, restart, exit codes."""

import json
import subprocess
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka_ends import read_all
from kafka_fixtures import Topics
from run_command import done, run
from run_worker import AGENCYFEED, GOOD, Feed, Worker, stop

from worker import recording

pytestmark = pytest.mark.kafka

SAMPLE = Path(__file__).parents[1] / "sample" / "sample.jsonl"


@pytest.fixture(params=["at_least_once", "exactly_once"])
def worker(request: pytest.FixtureRequest, kafka: str, topics: Topics) -> Worker:
    """In each mode."""
    return Worker(kafka, topics, request.param)


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


def test_a_check_misses_the_topic_that_run_would_wait_for(kafka: str, topics: Topics) -> None:
    """A wrong name looks like silence later: `check-config --connect` says 78 and names it."""
    there = ["--output-topic", topics("out"), "--dead-letter-topic", topics("dead"), "--bootstrap-servers", kafka]
    done("check-config", "--connect", *there, "--input-topics", topics("raw"))
    finished = run("check-config", "--connect", *there, "--input-topics", "nobody-made-it")
    assert finished.returncode == 78
    assert b"input topic nobody-made-it does not exist" in finished.stderr


def test_two_processes_with_one_identity_do_not_double(kafka: str, topics: Topics) -> None:
    """Same group_instance_id and transactional_id: one leaves with 75, or both do; every record comes out once."""
    short = {"session-timeout-ms": "6000", "heartbeat-interval-ms": "1000", "transaction-timeout-ms": "5000"}
    worker = Worker(kafka, topics, "exactly_once", **short)
    twin = Worker.__new__(Worker)
    twin.options = worker.options | {"http-port": "-1"}
    with worker.running() as first:
        worker.feed([(str(number), GOOD % number) for number in range(50)])
        worker.until_committed(50)
        with twin.running() as second:
            deadline = time.monotonic() + 90
            count = 50
            while first.poll() is None and second.poll() is None and time.monotonic() < deadline:
                worker.feed([(str(count + number), GOOD % (count + number)) for number in range(10)])
                count += 10
                time.sleep(0.5)
            ended = [process.poll() for process in (first, second)]
            assert set(ended) - {None} == {75}, (ended, worker.said(), twin.said())
    with worker.running() as alone:
        worker.feed([(str(count + number), GOOD % (count + number)) for number in range(10)])  # so that it is up
        count += 10
        worker.until_committed(count)
        assert stop(alone) == 0
    places = Counter(
        (one["agencyfeed"]["source"]["partition"], one["agencyfeed"]["source"]["offset"]) for one in worker.articles()
    )
    assert len(places) == count
    assert set(places.values()) == {1}
