"""`agencyfeed backfill`: killed, stopped and gone on with, the output is the same to the byte."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from run_command import COMMAND, done, environment, run

from worker import recording
from worker.model import RawMessage

GOOD = b"Boats counted in the harbour town\n\nSeoul, May 17 (IANS) The harbour office counted %d boats on Friday.\n"
EVERY = ("--checkpoint-every", "40", "--jobs", "2")


def written(path: Path, count: int, first: int = 0) -> Path:
    """A recording of small stories, every ninth of them none, every fiftieth a tombstone."""
    with recording.Writer(path) as writer:
        for number in range(first, first + count):
            value = b"%PDF-1.7 " * 9 if number % 9 == 0 else GOOD % number
            raw = RawMessage(
                topic="raw", partition=0, offset=number, timestamp_ms=1_772_500_000_000 + number, value=value
            )
            writer.write(RawMessage(topic="raw", partition=0, offset=number) if number % 50 == 1 else raw)
    return path


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two recordings and a directory with a file."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "files").mkdir()
    (folder / "files" / "story.txt").write_bytes(GOOD % 5)
    return [written(folder / "a.jsonl.zst", 450), folder / "files", written(folder / "b.jsonl", 250, first=450)]


@pytest.fixture(scope="module")
def whole(inputs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run that nobody disturbed."""
    out = tmp_path_factory.mktemp("whole") / "out.jsonl.zst"
    done("backfill", "--out", out, *EVERY, *inputs)
    return out


def test_one_recording_in_the_order_of_the_inputs(inputs: list[Path], whole: Path, tmp_path: Path) -> None:
    """Every record has its outcome, counted by reason and format; nothing is left beside the output."""
    records = list(recording.read(whole))
    places = [json.loads(raw.value or b"")["agencyfeed"]["source"] for raw in records if raw.topic == "articles"]
    offsets = [place["offset"] for place in places if place["topic"] == "raw"]
    assert offsets == sorted(offsets)
    assert [place["topic"] for place in places].count("file") == 1
    said = json.loads(done("backfill", "--out", tmp_path / "x.jsonl", "--json", *EVERY, *inputs).stdout)
    assert said["outcomes"] == {"dead_lettered": 77, "published": 610, "skipped": 14}
    assert said["reasons"] == {"tombstone": 14, "unsupported_format": 77}
    assert (said["articles"], said["formats"]["text"]) == (610, 610)
    assert said["records_per_second"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]


def test_killed_in_the_middle(inputs: list[Path], whole: Path, tmp_path: Path) -> None:
    """Then stopped, and then run to the end: the same bytes as of the run that nobody disturbed."""
    out = tmp_path / whole.name
    for least, how in ((1, signal.SIGKILL), (200, signal.SIGTERM)):
        _killed_after(out, inputs, least, how)
        with pytest.raises(recording.RecordingError):
            list(recording.read(out))
    finished = done("backfill", "--out", out, *EVERY, *inputs)
    assert b" in earlier runs)" in finished.stdout
    assert finished.stdout.startswith(b"701 records")
    assert out.read_bytes() == whole.read_bytes()


def _killed_after(out: Path, inputs: list[Path], least: int, how: signal.Signals) -> None:
    """A run that gets a signal as soon as its checkpoint counts `least` records."""
    argv = [COMMAND, "backfill", "--out", str(out), *EVERY, *map(str, inputs)]
    with subprocess.Popen(argv, env=environment(), stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 60
        while process.poll() is None and _counted(out) < least and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(how)
        assert process.wait(60) == (-how if how is signal.SIGKILL else 130)


def _counted(out: Path) -> int:
    state = out.with_name(f"{out.name}.checkpoint")
    if not state.exists():
        return 0
    tree: dict[str, Any] = json.loads(state.read_bytes())
    return sum(tree["counts"]["outcomes"].values())


def test_what_was_begun_is_not_mixed_with_another_plan(inputs: list[Path], tmp_path: Path) -> None:
    """Other inputs or limits are 78, a finished output is 73, until told to begin anew; garbage beside it is 78."""
    out, state = tmp_path / "out.jsonl", tmp_path / "out.jsonl.checkpoint"
    _killed_after(out, inputs, 1, signal.SIGKILL)
    assert run("backfill", "--out", out, *EVERY, *inputs[:2]).returncode == 78
    other = run("backfill", "--out", out, *EVERY, *inputs, "--articles-max", "7")
    assert (other.returncode, b"--restart begins anew" in other.stderr) == (78, True)
    done("backfill", "--out", out, *EVERY, "--restart", inputs[1])
    assert run("backfill", "--out", out, *EVERY, inputs[1]).returncode == 73
    state.write_bytes(b"{}")
    assert run("backfill", "--out", out, *EVERY, inputs[1]).returncode == 78
    assert run("backfill", "--out", tmp_path / "no" / "x", *EVERY, inputs[1]).returncode == 73


@pytest.mark.parametrize("left", [10, None])
def test_an_output_that_lost_its_end_is_not_gone_on_with(inputs: list[Path], tmp_path: Path, left: int | None) -> None:
    """What the checkpoint counts and the file has no more would be a hole full of zeros in a finished recording."""
    out = tmp_path / "out.jsonl"
    _killed_after(out, inputs, 1, signal.SIGKILL)
    if left is None:
        out.unlink()
    else:
        os.truncate(out, left)
    again = run("backfill", "--out", out, *EVERY, *inputs)
    assert (again.returncode, b"--restart begins anew" in again.stderr) == (78, True)
    assert (out.stat().st_size if out.exists() else None) == left


def test_inputs_that_cannot_be_read(inputs: list[Path], tmp_path: Path) -> None:
    """A recording that is cut off gives what it has, the others go on; 66."""
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(b"".join(inputs[2].read_bytes().splitlines(keepends=True)[:20]))
    finished = run("backfill", "--out", tmp_path / "out.jsonl", "--json", *EVERY, cut, tmp_path / "missing", inputs[1])
    assert finished.returncode == 66
    assert json.loads(finished.stdout)["outcomes"]["unreadable"] == 2
    assert json.loads(finished.stdout)["outcomes"]["published"] > 15
    assert b"cut.jsonl: cannot be read on: " in finished.stderr
