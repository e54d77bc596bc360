"""Topics recorded and played again, through a real Kafka and the real command."""

import json
import signal
import subprocess
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kafka import KafkaAdminClient, KafkaProducer
from kafka_ends import Topics, produce, read_all, settings_for
from numbered_records import NOW_MS, by_partition, numbered, written
from run_command import COMMAND, done, environment, run

from worker import recording
from worker.kafka import client as kafka_client
from worker.kafka import reading, sending
from worker.model import RawMessage
from worker.points import END, Kind, Point

pytestmark = pytest.mark.kafka
BYTES = st.binary(max_size=40) | st.text(max_size=20).map(str.encode)
RECORDS = st.builds(
    RawMessage,
    topic=st.just("t"),
    partition=st.integers(0, 2),
    offset=st.just(0),
    timestamp_ms=st.integers(NOW_MS - 80_000_000, NOW_MS),
    key=st.none() | BYTES,
    value=st.none() | BYTES,
    headers=st.lists(st.tuples(st.text(max_size=8), st.none() | BYTES), max_size=4).map(tuple),
)


def test_anything_survives_record_replay_record(kafka: str, topics: Topics) -> None:
    """Binary and null keys and values, tombstones, duplicate and null headers, their order, timestamps: all of it."""
    topic, ours = topics("any", partitions=3), settings_for(kafka)
    producer = sending.producer(ours)

    @given(records=st.lists(RECORDS, min_size=1, max_size=30))
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def survives(records: list[RawMessage]) -> None:
        with closing(reading.consumer(ours)) as reader:
            start = {span.partition: span.first for span in reading.spans(reader, [topic], END, END)}
            sender = sending.Sender(producer)
            for raw in records:
                sender.send(raw, topic, raw.partition, raw.timestamp_ms)
            sender.settle()
            spans = reading.spans(reader, [topic], Point(kind=Kind.OFFSETS, offsets=start), END)
            back = [replace(raw, topic="t", offset=0) for raw, _ in reading.read(reader, spans)]
        ordered = sorted(range(len(records)), key=lambda index: records[index].partition)
        assert sorted(back, key=lambda raw: raw.partition) == [records[index] for index in ordered]

    survives()
    kafka_client.discard(producer, 2.0)


def test_the_client_alone_refuses_nulls(kafka: str, topics: Topics) -> None:
    """What `sending.NULL` is for; when this fails, the client takes them, and it can go."""
    topic = topics("nulls")
    with closing(KafkaProducer(bootstrap_servers=kafka)) as producer:
        with pytest.raises(TypeError, match="headers"):
            producer.send(topic, b"v", headers=[("a", None)])
        with pytest.raises(ValueError, match="key or value"):
            producer.send(topic, None)


def test_the_commands_lose_nothing(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Recorded, played, recorded again: the same lines but for the topic, under a manifest that says what was asked."""
    odd = [
        RawMessage(topic="t", partition=1, offset=0, timestamp_ms=NOW_MS, key=None, value=None),
        RawMessage(topic="t", partition=1, offset=0, timestamp_ms=NOW_MS, key=b"\xff", value=None),
        RawMessage(topic="t", partition=0, offset=0, timestamp_ms=NOW_MS, value=b"\x00\xfe", headers=(("a", None),)),
        RawMessage(topic="t", partition=2, offset=0, timestamp_ms=NOW_MS, value=b"", headers=(("a", b""), ("a", b"2"))),
    ]
    first, second = topics("first", partitions=3), topics("second", partitions=3)
    source = written(tmp_path / "source.jsonl", odd)
    done("replay", source, "--to", first, "--bootstrap-servers", kafka)
    done("record", first, "--out", tmp_path / "first.jsonl.zst", "--bootstrap-servers", kafka)
    done("replay", tmp_path / "first.jsonl.zst", "--to", f"{first}={second}", "--bootstrap-servers", kafka)
    done("record", second, "--out", tmp_path / "second.jsonl", "--bootstrap-servers", kafka)
    with recording.Recording(tmp_path / "second.jsonl") as opened:
        assert opened.manifest["topics"] == {second: {"0": [0, 1], "1": [0, 2], "2": [0, 1]}}
        records = [replace(raw, topic="t") for raw in opened]
    assert by_partition(records) == by_partition(list(recording.read(source)))


def test_parts_of_a_topic(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """By offsets, by time, by count, as of now: each gives exactly that part, also to standard output."""
    topic = topics("parts", partitions=3)
    done("replay", written(tmp_path / "all.jsonl", numbered(30)), "--to", topic, "--bootstrap-servers", kafka)

    def recorded(*arguments: str) -> set[int]:
        lines = done("record", topic, "--out", "-", "--bootstrap-servers", kafka, *arguments).stdout.splitlines()
        assert "end" in json.loads(lines[-1])
        return {int(json.loads(line)["value"].split()[1]) for line in lines[1:-1]}

    assert recorded() == set(range(30))
    assert recorded("--from", "8", "--to", "9") == {24, 25, 26}
    assert recorded("--from", "2:8") == {26, 29}
    assert recorded("--from", str(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NOW_MS / 1000 - 5)))) <= {
        24,
        25,
        26,
        27,
        28,
        29,
    }
    assert recorded("--to", "1d") == set()
    assert len(recorded("--count", "4")) == 4
    assert recorded("--sample-every", "5") == {0, 1, 2, 15, 16, 17}
    sampled = recorded("--sample-share", "50%")
    assert {number % 7 for number in sampled} & {number % 7 for number in set(range(30)) - sampled} == set()


def test_recording_joins_no_group(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Not the worker's, not one of its own, and no offset is committed."""
    topic = topics("groupless")
    produce(kafka, topic, tuple(numbered(3, partitions=1)))
    with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
        before = sorted(str(group) for group in admin.list_groups())
        done("record", topic, "--out", tmp_path / "x.jsonl", "--bootstrap-servers", kafka)
        assert sorted(str(group) for group in admin.list_groups()) == before


def test_redacted_recordings_say_so(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Blanked in the file, untouched in the topic, and named in the manifest."""
    topic = topics("secret")
    raw = replace(numbered(1, 1)[0], value=b"ask ida@desk.example", headers=(("Authorization", b"x"),))
    produce(kafka, topic, (raw,))
    rules = Path(__file__).parents[2] / "config" / "redaction.example.toml"
    out = tmp_path / "clean.jsonl"
    said = done("record", topic, "--out", out, "--redact", rules, "--bootstrap-servers", kafka).stderr
    assert b"1 records in " in said
    assert b"1 redacted" in said
    manifest, line, _ = map(json.loads, out.read_text("utf-8").splitlines())
    assert manifest["redacted"] == {"headers": 2, "members": 2, "patterns": 2}
    assert (line["value"], line["headers"]) == ("ask [redacted]", [["Authorization", "[redacted]"]])
    assert read_all(kafka, topic)[0].value == b"ask ida@desk.example"


def test_a_recording_that_is_interrupted_is_not_whole(kafka: str, topics: Topics) -> None:
    """Ctrl-C in the middle is 130, and no end line pretends that all is there; a reader that leaves is 141."""
    topic = topics("half")
    produce(kafka, topic, tuple(replace(raw, value=b"x" * 1_000) for raw in numbered(1_200, 1)))
    argv = [COMMAND, "record", topic, "--out", "-", "--bootstrap-servers", kafka]
    for leaves in (False, True):
        with subprocess.Popen(argv, stdout=subprocess.PIPE, env=environment(), stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            first = process.stdout.readline() + process.stdout.readline()  # from here on it waits for its reader
            if leaves:
                process.stdout.close()
                assert process.wait(60) == 141
                continue
            process.send_signal(signal.SIGINT)
            lines = (first + process.stdout.read()).splitlines()
            assert process.wait(60) == 130
        assert 2 <= len(lines) < 1_201
        assert b'"end"' not in lines[-1]


def test_what_cannot_be_recorded_as_asked(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """A partition that is not there, and rules of redaction that cannot be read, are 78: no file pretends to be it."""
    topic, out = topics("asked"), tmp_path / "out.jsonl"
    for asked, words in (
        (["--from", "0:0,7:5"], f"{topic}: there is no partition 7"),
        (["--redact", str(tmp_path / "no.toml")], "no.toml: No such file or directory"),
    ):
        finished = run("record", topic, "--out", out, *asked, "--bootstrap-servers", kafka)
        assert finished.returncode == 78
        assert finished.stderr.decode().strip().endswith(words)
        assert not out.exists()


def test_a_file_that_is_there_is_not_lost(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """73, unless told; a directory that is not there is 73 too."""
    topic, out = topics("kept"), tmp_path / "kept.jsonl"
    out.write_bytes(b"precious")
    assert run("record", topic, "--out", out, "--bootstrap-servers", kafka).returncode == 73
    assert out.read_bytes() == b"precious"
    assert run("record", topic, "--out", tmp_path / "no" / "x", "--bootstrap-servers", kafka).returncode == 73
    done("record", topic, "--out", out, "--overwrite", "--bootstrap-servers", kafka)
    assert list(recording.read(out)) == []
