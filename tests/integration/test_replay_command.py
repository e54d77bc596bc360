"""`agencyfeed replay`: what it refuses, its pace, where to go on, and pipes."""

import re
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka_ends import Topics, produce, read_all
from numbered_records import NOW_MS, numbered, written
from run_command import COMMAND, done, environment, run

from worker import recording

pytestmark = pytest.mark.kafka


def test_following_ends_with_a_whole_file_when_told(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """--to never goes on with what comes, and SIGTERM closes the recording with its end line and 0."""
    topic, out = topics("tail"), tmp_path / "tail.jsonl"
    produce(kafka, topic, tuple(numbered(2, 1)))
    argv = [COMMAND, "record", topic, "--out", "-", "--to", "never", "--bootstrap-servers", kafka]
    with (
        out.open("wb") as file,
        subprocess.Popen(argv, stdout=file, env=environment(), stderr=subprocess.PIPE) as process,
    ):
        _until(lambda: out.read_bytes().count(b"\n") == 3)
        produce(kafka, topic, tuple(numbered(2, 1)))
        _until(lambda: out.read_bytes().count(b"\n") == 5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert len(list(recording.read(out))) == 4


def _until(holds: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "nothing came"
        time.sleep(0.05)


def test_an_interrupted_replay_says_where_to_go_on(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Of a file whose every other record goes nowhere: with the --skip that it names, each comes exactly once."""
    topic, records = topics("interrupted"), numbered(400, 1)
    both = [replace(raw, topic=name) for raw in records for name in ("t", "elsewhere")]
    argv = ["replay", str(written(tmp_path / "both.jsonl", both)), "--to", f"t={topic}", "--bootstrap-servers", kafka]
    argv += ["--partitions", "by-key", "--rate", "100"]
    with subprocess.Popen([COMMAND, *argv], stderr=subprocess.PIPE, env=environment()) as process:
        _until(lambda: read_all(kafka, topic))
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr is not None
        said = process.stderr.read().decode()
    skip = re.search(r"records sent: --skip (\d+) goes on", said)
    assert skip, said
    assert 0 < int(skip[1]) < 800
    done(*argv[:-2], "--skip", skip[1])
    assert [record.value for record in read_all(kafka, topic)] == [raw.value for raw in records]


def test_replay_refuses_what_would_be_lost(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Partitions, size and retention, all said at once with their cures; nothing was sent; overridden, it goes."""
    old = [replace(raw, timestamp_ms=NOW_MS - 40 * 86_400_000) for raw in numbered(6)]
    large = replace(old[0], value=b"x" * 3_000)
    source = written(tmp_path / "old.jsonl", [*old, large])
    topic = topics("small", partitions=2, retention_ms="604800000", max_message_bytes="2000")
    refused = run("replay", source, "--to", topic, "--bootstrap-servers", kafka)
    assert refused.returncode == 78
    said = refused.stderr.decode()
    assert "has 2 partitions, the recording 3" in said
    assert "takes records of 2000 bytes, the largest is 31" in said
    assert "deletes what is older than 7 days (retention.ms), the oldest record is 40 days old" in said
    assert said.count("--ignore") == 3
    assert read_all(kafka, topic) == []
    overridden = [word for name in ("partitions", "size", "retention") for word in ("--ignore", name)]
    sent = done("replay", source, "--to", topic, "--bootstrap-servers", kafka, *overridden)
    assert b"6 of 7 records sent, 1 left out" in sent.stderr
    assert {(record.partition, record.value) for record in read_all(kafka, topic)} == {
        (raw.partition % 2, raw.value) for raw in old
    }


@pytest.mark.parametrize("option", ["--rate", "--speed"])
def test_pace(kafka: str, topics: Topics, tmp_path: Path, option: str) -> None:
    """Six records at five a second, or a second apart at five times the speed, take a second; the first may be late."""
    topic, source = topics("paced", partitions=3), written(tmp_path / "paced.jsonl", numbered(6))
    done("replay", source, "--to", topic, "--timestamps", "now", "--bootstrap-servers", kafka, option, "5")
    times = sorted(record.timestamp for record in read_all(kafka, topic))
    assert times[-1] - times[0] >= 500


def test_damage_is_found_before_anything_is_sent(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """A recording that is cut off is refused with 66 and no record of it is in the topic."""
    topic, source = topics("damaged", partitions=3), written(tmp_path / "cut.jsonl", numbered(9))
    source.write_bytes(source.read_bytes()[:-40])
    refused = run("replay", source, "--to", topic, "--bootstrap-servers", kafka)
    assert refused.returncode == 66
    assert b"cut off" in refused.stderr
    assert read_all(kafka, topic) == []


def test_replay_without_a_topic_is_the_pipeline(tmp_path: Path) -> None:
    """The same outputs as of `run --source`, in whatever order the partitions took turns."""
    sample = Path(__file__).parents[1] / "sample" / "sample.jsonl"
    played = done("replay", sample, "--sink", tmp_path / "a.jsonl", "--http-port", "-1")
    assert played.stdout == b""
    done("run", "--source", sample, "--sink", tmp_path / "b.jsonl", "--http-port", "-1")
    one, other = (
        sorted((raw.topic, raw.key or b"", raw.value or b"") for raw in recording.read(tmp_path / name))
        for name in ("a.jsonl", "b.jsonl")
    )
    assert one == other
    assert len(one) > 40


def test_pipes(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """A recording from standard input is played like one from a file."""
    topic, source = topics("piped", partitions=3), written(tmp_path / "x.jsonl", numbered(5))
    done("replay", "-", "--to", topic, "--bootstrap-servers", kafka, stdin=source.read_bytes())
    assert len(read_all(kafka, topic)) == 5


@pytest.mark.parametrize("command", [["record", "nowhere", "--out", "-"], ["replay", "{file}", "--to", "nowhere"]])
def test_no_such_topic(kafka: str, tmp_path: Path, command: list[str]) -> None:
    """78, naming it: neither command creates one."""
    source = str(written(tmp_path / "x.jsonl", numbered(1)))
    refused = run(*(word.format(file=source) for word in command), "--bootstrap-servers", kafka)
    assert refused.returncode == 78
    assert b"topic nowhere does not exist" in refused.stderr
