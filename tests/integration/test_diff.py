"""`agencyfeed diff`: the sample against its golden outputs, through files and through a real Kafka."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kafka_ends import Topics
from run_command import COMMAND, done, run
from run_worker import Worker, stop

from worker import recording
from worker.model import RawMessage

SAMPLE = Path(__file__).parents[1] / "sample" / "sample.jsonl"
GOLDEN = Path(__file__).parents[1] / "sample" / "golden.jsonl"


def test_the_sample_gives_its_golden_outputs() -> None:
    """Nothing differs.

    A wanted change: `agencyfeed diff tests/sample/golden.jsonl tests/sample/sample.jsonl --accept`, in its commit.
    """
    finished = run("diff", GOLDEN, SAMPLE)
    assert finished.returncode == 0, finished.stdout.decode()
    assert finished.stdout.startswith(b"43 outputs in A: 43 same,")


@pytest.mark.kafka
def test_the_sample_gives_its_golden_outputs_through_kafka(kafka: str, topics: Topics, tmp_path: Path) -> None:
    """Played into a topic, read by a worker, its two output topics recorded: what comes out is the golden file."""
    worker = Worker(kafka, topics, "exactly_once")
    done("replay", SAMPLE, "--to", worker.source, "--ignore", "retention", "--bootstrap-servers", kafka)
    with worker.running() as process:
        worker.until_committed(44)
        assert stop(process) == 0
    out = tmp_path / "out.jsonl.zst"
    done("record", worker.output, worker.dead, "--out", out, "--bootstrap-servers", kafka)
    finished = run("diff", GOLDEN, out, "--any-topic")
    assert finished.returncode == 0, finished.stdout.decode()
    assert finished.stdout.startswith(b"43 outputs in A: 43 same,")


def changed(source: Path, target: Path, change: Callable[[RawMessage], RawMessage | None]) -> Path:
    """A copy of a recording with `change` made to each record, None for none."""

    def records() -> Iterator[RawMessage]:
        return (made for made in map(change, recording.read(source)) if made is not None)

    with recording.Writer(target) as writer:
        for raw in records():
            writer.write(raw)
    return target


def _without_places(raw: RawMessage) -> RawMessage | None:
    """The article about kites renamed, the one about a library left out."""
    value = raw.value or b""
    if b"Floating library" in value and b'"uri"' in value:
        return None
    return replace(raw, value=value.replace(b"Kite makers ask for quieter", b"Kite makers ask for louder"))


def test_limits_decide_over_the_exit_code(tmp_path: Path) -> None:
    """1 when more differs than is allowed, and the page and JSON name what does."""
    other = changed(GOLDEN, tmp_path / "other.jsonl", _without_places)
    page = tmp_path / "report.html"
    over = run("diff", GOLDEN, other, "--html", page)
    assert over.returncode == 1
    assert b"over the limit: " in over.stdout
    assert "<del>quieter </del>" in page.read_text("utf-8")
    said = json.loads(run("diff", GOLDEN, other, "--json").stdout)
    assert list(said["fields"]) == ["headlines[].value"]
    assert (said["changed"], said["missing"] > 0, said["new"]) == (1, True, 0)
    within = run("diff", GOLDEN, other, "--max-changed", "5%", "--max-missing", str(said["missing"]))
    assert within.returncode == 0, within.stdout.decode()


def test_accept_makes_b_the_golden_file(tmp_path: Path) -> None:
    """Also where none was; then nothing differs, and accepting again changes no byte."""
    other = changed(GOLDEN, tmp_path / "other.jsonl", _without_places)
    golden = tmp_path / "golden.jsonl.zst"
    done("diff", golden, other, "--accept")
    first = golden.read_bytes()
    assert done("diff", golden, other).stdout.startswith(b"4")
    done(
        "diff",
        golden,
        changed(other, tmp_path / "again.jsonl", lambda raw: replace(raw, offset=raw.offset + 7)),
        "--accept",
    )
    assert golden.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_two_versions_run_the_same_raw_recording(tmp_path: Path) -> None:
    """A is run by the command that is named, B by this version: here both are this one."""
    few = changed(SAMPLE, tmp_path / "few.jsonl", lambda raw: raw if raw.offset < 2 else None)
    shutil.copy(few, tmp_path / "same.jsonl")
    done("diff", few, tmp_path / "same.jsonl", "--a-command", COMMAND)
    failed = run("diff", few, few, "--a-command", "/nowhere/agencyfeed")
    assert (failed.returncode, b"/nowhere/agencyfeed: No such file" in failed.stderr) == (66, True)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    """66, also for a golden file that is cut off; a wrong limit is 2."""
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(GOLDEN.read_bytes()[:-30])
    assert run("diff", cut, GOLDEN).returncode == 66
    assert run("diff", GOLDEN, tmp_path / "missing").returncode == 66
    assert run("diff", GOLDEN, GOLDEN, "--max-changed", "some").returncode == 2
    assert run("diff", GOLDEN, GOLDEN, "--a-command", "'agencyfeed").returncode == 2
    assert run("diff", GOLDEN, GOLDEN, "--b-command", " ").returncode == 2
