"""`agencyfeed dlq`: dead letters looked at and sent back, through a real Kafka and from recordings."""

import json
import subprocess
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka import OffsetAndMetadata, TopicPartition
from kafka_ends import Topics, produce, read_all, settings_for
from run_command import COMMAND, done, environment, run
from run_worker import GOOD, Worker, stop

from worker import recording
from worker.dead_letters.memory import Redriven
from worker.endpoints import Fenced
from worker.kafka import client as kafka_client
from worker.kafka import redriving, sending
from worker.kafka.call_guard import CallGuard
from worker.letter_history import history
from worker.model import DeadLetter, RawMessage, Reason
from worker.output_records import Route, records_of

pytestmark = pytest.mark.kafka


class Desk:
    """A raw topic with ten records, and their dead letters: every third a deadline, the others parse errors."""

    def __init__(self, kafka: str, topics: Topics, **limits: int) -> None:
        self.kafka = kafka
        self.raw, self.dead = topics("raw", partitions=2), topics("dead")
        route = Route(
            output_topic="none", dead_letter_topic=self.dead, output_max_bytes=2**30, dead_letter_max_bytes=2**30
        )
        self.route = replace(route, **limits)  # type: ignore[arg-type]
        self.records = [
            RawMessage(
                topic=self.raw,
                partition=number % 2,
                offset=number // 2,
                key=b"key-%d" % number,
                value=b"\xff broken %d " % number + b"x" * 3_000 * (number in (7, 9)),
                headers=(("publisher", b"Daily Harbour"), ("empty", b""), ("n", b"%d" % number)),
            )
            for number in range(10)
        ]
        produce(kafka, self.raw, tuple(self.records))
        read = {(one.partition, one.offset): one.timestamp for one in read_all(kafka, self.raw)}
        self.records = [replace(raw, timestamp_ms=read[raw.partition, raw.offset]) for raw in self.records]
        self.bury(self.records)

    def bury(self, records: Sequence[RawMessage]) -> None:
        """Their dead letters."""
        for number, raw in enumerate(records):
            reason = Reason.DEADLINE_EXCEEDED if number % 3 == 0 else Reason.PARSE_ERROR
            stage = "pool" if number % 3 == 0 else "parse:nitf"
            letters = records_of(raw, DeadLetter(reason=reason, stage=stage, detail="broken"), self.route)
            as_raw = (
                RawMessage(topic=self.dead, partition=0, offset=0, key=one.key, value=one.value, headers=one.headers)
                for one in letters
            )
            produce(self.kafka, self.dead, tuple(as_raw))

    def dlq(self, *arguments: str) -> Any:
        """One run of the command over the topic."""
        command, *others = arguments
        return run("dlq", command, "--topic", self.dead, "--bootstrap-servers", self.kafka, *others)

    def redriven(self) -> list[Any]:
        """What is in the raw topic beyond its ten records."""
        return [one for one in read_all(self.kafka, self.raw) if one.offset >= 5]


@pytest.fixture
def desk(kafka: str, topics: Topics) -> Desk:
    """Ten dead letters."""
    return Desk(kafka, topics)


def test_list_show_and_stats(desk: Desk, tmp_path: Path) -> None:
    """The same from the topic and from a recording of it."""
    out = tmp_path / "dead.jsonl.zst"
    done("record", desk.dead, "--out", out, "--bootstrap-servers", desk.kafka)
    listed = desk.dlq("list", "--reason", "deadline_exceeded", "--json")
    lines = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [line["source"] for line in lines] == [f"{desk.raw}-{n % 2}@{n // 2}" for n in (0, 3, 6, 9)]
    assert done("dlq", "list", out, "--reason", "deadline_exceeded", "--json").stdout == listed.stdout
    assert desk.dlq("list", "--count", "2").stdout.count(b"\n") == 3
    assert desk.dlq("list", "--from", "7", "--header", "n=[89]", "--json").stdout.count(b"\n") == 2
    stats = json.loads(desk.dlq("stats", "--json", "--publisher", "daily harbour").stdout)
    assert [(one["reason"], one["stage"], one["count"]) for one in stats] == [
        ("deadline_exceeded", "pool", 4),
        ("parse_error", "parse:nitf", 6),
    ]
    assert done("dlq", "show", f"{desk.dead}-0@3", out, "--value").stdout == desk.records[3].value
    assert b"header       publisher: Daily Harbour" in desk.dlq("show", "0@3").stdout
    assert desk.dlq("show", "0@99").returncode == 66
    assert desk.dlq("show", "nowhere").returncode == 2


def test_nothing_is_sent_that_cannot_be_remembered(desk: Desk, tmp_path: Path) -> None:
    """73 before the first letter, not after the last."""
    state = tmp_path / "no" / "s.json"
    refused = desk.dlq("redrive", "--state", str(state))
    assert refused.returncode == 73
    assert f"{state}: what was redriven cannot be remembered there".encode() in refused.stderr
    assert desk.redriven() == []
    assert desk.dlq("redrive", "--state", str(tmp_path)).returncode == 78
    assert desk.redriven() == []


@pytest.mark.parametrize("memory", ["group", "state"])
def test_redriven_once(desk: Desk, tmp_path: Path, memory: str) -> None:
    """The record that died, with its history; a second run sends nothing, another choice what is left, --again all."""
    where = ["--state", str(tmp_path / "s.json")] if memory == "state" else ["--group", f"{desk.dead}-hands"]
    dry = desk.dlq("redrive", *where, "--reason", "deadline_exceeded", "--dry-run")
    assert (dry.returncode, desk.redriven()) == (0, [])
    assert f"would be redriven: 4 to {desk.raw}".encode() in dry.stderr

    first = desk.dlq("redrive", *where, "--reason", "deadline_exceeded")
    assert first.returncode == 0, first.stderr.decode()
    back = desk.redriven()
    assert [(one.key, one.value) for one in sorted(back, key=lambda one: one.key)] == [
        (desk.records[number].key, desk.records[number].value) for number in (0, 3, 6, 9)
    ]
    zero = next(one for one in back if one.key == b"key-0")
    assert (zero.partition, zero.timestamp) == (0, desk.records[0].timestamp_ms)
    assert tuple(zero.headers[:3]) == desk.records[0].headers
    assert dict(zero.headers)["dlq.attempts"] == b"1"
    assert [death.reason for death in history(tuple(zero.headers))] == ["deadline_exceeded"]

    second = desk.dlq("redrive", *where, "--reason", "deadline_exceeded")
    assert (second.returncode, len(desk.redriven())) == (0, 4)
    assert b"redriven before: 4" in second.stderr
    assert desk.dlq("redrive", *where).returncode == 0
    assert len(desk.redriven()) == 10
    assert desk.dlq("redrive", *where, "--again", "--count", "2").returncode == 0
    assert len(desk.redriven()) == 12
    assert desk.dlq("redrive", *where).returncode == 0
    assert len(desk.redriven()) == 12


def test_what_is_refused(desk: Desk, topics: Topics) -> None:
    """Too many attempts and a topic that is gone, each said and counted, the others go on; 1."""
    often = replace(desk.records[0], headers=(*desk.records[0].headers, ("dlq.attempts", b"7")))
    gone = replace(desk.records[1], topic="no-such-topic")
    desk.bury([often, gone])
    finished = desk.dlq("redrive", "--from", "9")
    assert finished.returncode == 1
    said = finished.stderr.decode()
    assert f"{desk.dead}-0@10: refused: attempts" in said
    assert f"{desk.dead}-0@11: refused: topic" in said
    assert f"redriven: 1 to {desk.raw}" in said
    small = topics("small", max_message_bytes="2000")
    refused = desk.dlq("redrive", "--again", "--to", small).stderr.decode().splitlines()[-1]
    assert sorted(refused.removeprefix("agencyfeed: refused: ").split(", ")) == ["1 attempts", "2 size"]
    assert len(read_all(desk.kafka, small)) == 9


def test_parts_left_out_are_fetched_from_the_source(kafka: str, topics: Topics) -> None:
    """Whole again while the record is where it was; refused when it is not, or another lies there."""
    desk = Desk(kafka, topics, dead_letter_max_bytes=2_000)
    lines = desk.dlq("list", "--from", "7", "--json").stdout.splitlines()
    size = len(desk.records[9].value or b"")
    assert [json.loads(line)["omitted"] for line in lines] == [{"value": size}, {}, {"value": size}]
    assert desk.dlq("redrive", "--from", "7").returncode == 0
    assert {one.value for one in desk.redriven()} == {raw.value for raw in desk.records[7:]}
    desk.bury([replace(desk.records[9], offset=77), replace(desk.records[9], offset=1)])
    refused = desk.dlq("redrive", "--from", "10")
    assert (refused.returncode, b"refused: 2 omitted" in refused.stderr) == (1, True)
    assert len(desk.redriven()) == 3


def test_through_a_file(desk: Desk, tmp_path: Path) -> None:
    """The restored records as a recording, without a broker from one, which `replay` plays into the topic."""
    dead, again = tmp_path / "dead.jsonl.zst", tmp_path / "again.jsonl"
    done("record", desk.dead, "--out", dead, "--bootstrap-servers", desk.kafka)
    done("dlq", "redrive", dead, "--reason", "parse_error", "--through", again)
    records = list(recording.read(again))
    assert [replace(raw, headers=raw.headers[:3]) for raw in records] == [
        raw for number, raw in enumerate(desk.records) if number % 3
    ]
    done("replay", again, "--to", f"{desk.raw}={desk.raw}", "--bootstrap-servers", desk.kafka)
    assert len(desk.redriven()) == 6


def test_from_a_recording_into_topics(desk: Desk, tmp_path: Path) -> None:
    """What was redriven is noted beside the recording."""
    dead = tmp_path / "dead.jsonl"
    done("record", desk.dead, "--out", dead, "--bootstrap-servers", desk.kafka)
    for _ in range(2):
        done("dlq", "redrive", dead, "--bootstrap-servers", desk.kafka)
    assert len(desk.redriven()) == 10
    assert json.loads((tmp_path / "dead.jsonl.redriven.json").read_bytes()) == {desk.dead: {"0": [[0, 10]]}}


def test_two_redrives_at_once(desk: Desk) -> None:
    """The older is fenced: what it had sent is void, and what the younger sends is there once."""
    settings = settings_for(desk.kafka)
    guard = CallGuard(60)
    boxes = []
    for _ in range(2):
        producer = sending.producer(settings, transactional_id=f"{desk.dead}-redrive")
        boxes.append((producer, redriving.Transactional(sending.Sender(producer), desk.dead, guard)))
        boxes[-1][1].send(desk.records[0], desk.raw, 0, None)
    redriven = Redriven()
    redriven.passed((desk.dead, 0), 0, redriven=True)
    with pytest.raises(Fenced, match="another redrive"):
        boxes[0][1].commit(redriven)
    boxes[1][1].commit(redriven)
    for producer, _ in boxes:
        kafka_client.discard(producer, 2.0)
    guard.close()
    assert len(desk.redriven()) == 1


def test_commits_of_another_tool_stop_a_redrive(desk: Desk) -> None:
    """A group that a consumer uses is no memory: 78, and nothing is sent."""
    settings = settings_for(desk.kafka, group_id=f"{desk.dead}-theirs")
    with closing(kafka_client.consumer(settings)) as consumer:  # type: ignore[type-var]
        consumer.commit({TopicPartition(desk.dead, 0): OffsetAndMetadata(3, "theirs", -1)}, 10_000)
    refused = desk.dlq("redrive", "--group", f"{desk.dead}-theirs")
    assert (refused.returncode, b"none of ours" in refused.stderr) == (78, True)
    assert desk.redriven() == []


def test_a_record_dies_again(kafka: str, topics: Topics) -> None:
    """Redriven into a live worker's topic: its second dead letter counts two attempts and tells of the first."""
    worker = Worker(kafka, topics, "exactly_once")
    worker.feed([("bad", b"\x00\x01\xff" * 400), ("good", GOOD % 3)])
    with worker.running() as process:
        worker.until_committed(2)
        redriven = run("dlq", "redrive", "--topic", worker.dead, "--bootstrap-servers", kafka, "--group", worker.dead)
        assert redriven.returncode == 0, redriven.stderr.decode()
        worker.until_committed(3)
        assert stop(process) == 0
    first, second = read_all(kafka, worker.dead)
    headers = dict(second.headers)
    assert (second.key, second.value) == (first.key, first.value)
    assert (headers["dlq.attempts"], headers["dlq.source.offset"]) == (b"2", b"1")
    (death,) = history(tuple(second.headers))
    assert (death.reason, death.source) == ("unsupported_format", f"{worker.source}-0@0")


def test_killed_while_redriving(desk: Desk) -> None:
    """Kill -9 between two commits, and run again: every record is there once for readers of committed ones."""
    argv = [COMMAND, "dlq", "redrive", "--topic", desk.dead, "--bootstrap-servers", desk.kafka, "--group", desk.dead]
    with subprocess.Popen([*argv, "--rate", "4"], env=environment(), stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while len(desk.redriven()) == 0 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
        process.wait()
    assert 0 < len(desk.redriven()) < 10
    assert desk.dlq("redrive", "--group", desk.dead).returncode == 0
    assert sorted(one.key for one in desk.redriven()) == sorted(raw.key or b"" for raw in desk.records)
