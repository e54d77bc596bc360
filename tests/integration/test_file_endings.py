"""Files that cannot be written on, or are not read to their end: said in a line, and nothing half done looks whole."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from run_command import COMMAND, done, environment, run

from worker import recording
from worker.model import RawMessage

STORY = b"Boats counted in the harbour town\n\nSeoul, May 17 (IANS) The harbour office counted %d boats on Friday.\n"


def written(path: Path, count: int) -> Path:
    """A recording of small stories."""
    with recording.Writer(path) as writer:
        for number in range(count):
            writer.write(RawMessage(topic="raw", partition=0, offset=number, value=STORY % number))
    return path


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["run", "--http-port", "-1", "--source"], ["backfill", "--out", "out"]],
    ids=lambda words: words[0],
)
def test_a_full_disk_behind_standard_output(tmp_path: Path, arguments: list[str]) -> None:
    """73, and one line that says which file and why: no bug of ours."""
    source = written(tmp_path / "raw.jsonl", 3)
    with Path("/dev/full").open("wb") as full:
        command = [COMMAND, *arguments, str(source)]
        finished = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(), timeout=120, check=False
        )
    assert finished.returncode == 73
    assert b"standard output: No space left on device" in finished.stderr.splitlines()[-1]
    assert b"Traceback" not in finished.stderr


@pytest.mark.parametrize(
    ("closed", "code", "words"),
    [
        (">&-", 73, b"agencyfeed: standard output: Bad file descriptor"),
        ("2>&-", 0, b""),
        ("<&-", 0, b""),
        ("<&- 2>&- >&-", 73, b""),
    ],
)
def test_streams_that_are_closed(tmp_path: Path, closed: str, code: int, words: bytes) -> None:
    """As under some daemons: an output that goes nowhere is an error, and nothing else takes its place."""
    source = written(tmp_path / "raw.jsonl", 3)
    command = ["sh", "-c", f'"$@" {closed}', "sh", COMMAND, "extract", str(source)]
    finished = subprocess.run(command, capture_output=True, env=environment(), timeout=120, check=False)
    assert (finished.returncode, finished.stderr.strip()) == (code, words)


def test_standard_input_that_is_closed() -> None:
    """Is an input that cannot be read."""
    for command in (["inspect", "-"], ["extract", "-"]):
        shell = ["sh", "-c", '"$@" <&-', "sh", COMMAND, *command]
        finished = subprocess.run(shell, capture_output=True, env=environment(), timeout=120, check=False)
        assert finished.returncode == 66
        assert b"Bad file descriptor" in finished.stdout + finished.stderr
        assert b"Traceback" not in finished.stderr


def test_a_recording_in_a_pipe_gives_its_records(tmp_path: Path) -> None:
    """`record --out - | extract -`, or `cat day.jsonl.zst |`; what is to be read more than once cannot be a pipe."""
    whole = written(tmp_path / "raw.jsonl", 3).read_bytes()
    assert done("extract", "-", stdin=whole).stdout.count(b"\n") == 3
    assert done("extract", "-", stdin=zstandard.compress(whole)).stdout.count(b"\n") == 3
    assert run("backfill", "--out", tmp_path / "out.jsonl", "-", stdin=whole).returncode == 2
    assert run("diff", "-", tmp_path / "raw.jsonl", stdin=whole).returncode == 2


def test_a_backfill_does_not_read_what_it_writes(tmp_path: Path) -> None:
    """Output and checkpoint stand in the folder that is read: begun anew it gives the same."""
    written(tmp_path / "raw.jsonl", 30)
    out = tmp_path / "out.jsonl"
    done("backfill", "--out", out, tmp_path)
    before = out.read_bytes()
    assert done("backfill", "--out", out, "--restart", tmp_path).stdout.startswith(b"30 records")
    assert out.read_bytes() == before


def test_a_backfill_begun_anew_does_not_empty_what_is_named(tmp_path: Path) -> None:
    """An input that is the output as well, by its own name or another, is refused and stays."""
    raw = written(tmp_path / "raw.jsonl", 3)
    before, link = raw.read_bytes(), tmp_path / "link.jsonl"
    link.symlink_to(raw)
    for name in (raw, link):
        finished = run("backfill", "--out", raw, "--restart", name)
        assert (finished.returncode, b"name another file" in finished.stderr) == (73, True)
        assert raw.read_bytes() == before


INTO_A_FILE = [
    (["run", "--http-port", "-1", "--source", "raw.jsonl", "--sink", "out.jsonl"], "--overwrite"),
    (["replay", "--http-port", "-1", "raw.jsonl", "--sink", "out.jsonl"], "--overwrite"),
    (["dlq", "redrive", "raw.jsonl", "--through", "out.jsonl"], "--overwrite"),
    (["backfill", "raw.jsonl", "--out", "out.jsonl"], "--restart"),
]


@pytest.mark.parametrize(("arguments", "flag"), INTO_A_FILE, ids=["run", "replay", "redrive", "backfill"])
def test_a_file_that_is_there_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], flag: str
) -> None:
    """73 and the flag that would replace it; with that flag it is replaced, and where none was none is needed."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "raw.jsonl", 3)
    out = tmp_path / "out.jsonl"
    done(*arguments)
    fresh = out.read_bytes()
    out.write_bytes(b"precious")
    finished = run(*arguments)
    assert (finished.returncode, out.read_bytes()) == (73, b"precious")
    assert f"out.jsonl is there already: name another file, or {flag}".encode() in finished.stderr
    done(*arguments, flag)
    assert out.read_bytes() == fresh


def test_a_full_disk_under_a_recording(tmp_path: Path) -> None:
    """The file is named, and has no end line."""
    link = tmp_path / "out.jsonl"
    link.symlink_to("/dev/full")
    finished = run("run", "--source", written(tmp_path / "raw.jsonl", 3), "--sink", link, "--http-port", "-1")
    assert finished.returncode == 73
    assert f"{link}: No space left on device".encode() in finished.stderr.splitlines()[-1]
    assert b"Traceback" not in finished.stderr


def test_no_room_for_what_comes_from_a_pipe(tmp_path: Path) -> None:
    """`replay -` keeps a copy, in a folder that is named when it is full."""
    limited = ["sh", "-c", 'ulimit -f 50; exec "$@"', "sh", COMMAND, "replay", "-", "--to", "x"]
    finished = subprocess.run(
        [*limited, "--bootstrap-servers", "127.0.0.1:1"],
        input=written(tmp_path / "raw.jsonl", 1_000).read_bytes(),
        capture_output=True,
        env=environment({"TMPDIR": str(tmp_path)}),
        timeout=120,
        check=False,
    )
    assert finished.returncode == 73
    assert f"agencyfeed: {tmp_path}/agencyfeed-replay-".encode() in finished.stderr
    assert b": File too large; TMPDIR names another place" in finished.stderr


def test_a_backfill_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    """The disk is full in the middle: 73; the same command later gives the bytes of a run that had room."""
    source = written(tmp_path / "raw.jsonl", 120)
    out = tmp_path / "out.jsonl"
    command = ["backfill", "--checkpoint-every", "10", "--jobs", "1", "--out"]
    limited = ["sh", "-c", 'ulimit -f 50; exec "$@"', "sh", COMMAND, *command, str(out), str(source)]
    finished = subprocess.run(limited, capture_output=True, env=environment(), timeout=120, check=False)
    assert finished.returncode == 73, finished.stderr
    assert finished.stderr.splitlines()[-1] == f"agencyfeed: {out}: File too large".encode()
    assert b" in earlier runs)" in done(*command, out, source).stdout
    done(*command, tmp_path / "whole.jsonl", source)
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_told_to_stop_before_the_files_end(tmp_path: Path) -> None:
    """130, and a recording that reads as cut off after what is in it."""
    whole = written(tmp_path / "raw.jsonl", 400).read_bytes()
    fifo, sink = tmp_path / "pipe", tmp_path / "out.jsonl"
    os.mkfifo(fifo)
    command = [COMMAND, "run", "--source", str(fifo), "--sink", str(sink), "--http-port", "-1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment()) as process:
        with fifo.open("wb", buffering=0) as feed, contextlib.suppress(BrokenPipeError):
            feed.write(whole[:1000])
            _until(sink.exists)
            process.send_signal(signal.SIGTERM)
            feed.write(whole[1000:])  # what it waits for may be read on; after the end of the loop nobody reads
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.wait(60) == 130, said
    assert b'"files_unfinished"' in said
    read: list[RawMessage] = []
    with pytest.raises(recording.RecordingError, match="cut off"):
        read.extend(recording.read(sink))
    assert len(read) < 400


def test_files_of_dead_letters_wait_for_nothing(tmp_path: Path) -> None:
    """There is no topic to be saved: the breaker, which would pause for 30 s, stays closed."""
    with recording.Writer(tmp_path / "pdf.jsonl") as writer:
        for number in range(400):
            writer.write(RawMessage(topic="raw", partition=0, offset=number, value=b"%PDF-1.7 "))
    finished = run("run", "--source", tmp_path / "pdf.jsonl", "--sink", tmp_path / "out.jsonl", "--http-port", "-1")
    assert finished.returncode == 0
    assert b"breaker_open" not in finished.stderr
    assert len(list(recording.read(tmp_path / "out.jsonl"))) == 400


def test_a_comparison_that_is_stopped_accepts_nothing(tmp_path: Path) -> None:
    """SIGTERM while `diff --accept` runs a side: 130, and the golden file is as it was."""
    golden = tmp_path / "golden.jsonl"
    done("diff", golden, written(tmp_path / "few.jsonl", 5), "--accept")
    before = golden.read_bytes()
    raw = written(tmp_path / "raw.jsonl", 20_000)
    command = [COMMAND, "diff", str(golden), str(raw), "--accept", "--workers", "1"]
    (tmp_path / "t").mkdir()
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment({"TMPDIR": str(tmp_path / "t")})) as process:
        _until(lambda: any((tmp_path / "t").glob("agencyfeed-diff-*/b")))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
    assert golden.read_bytes() == before
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.parametrize("arguments", [["run", "--http-port", "-1", "--source"], ["replay", "--http-port", "-1"]])
def test_a_recording_is_not_written_over_itself(tmp_path: Path, arguments: list[str]) -> None:
    """--sink that names the source by another name: 73, and the source is whole."""
    source = written(tmp_path / "raw.jsonl", 3)
    before = source.read_bytes()
    (tmp_path / "other.jsonl").hardlink_to(source)
    finished = run(*arguments, source, "--sink", tmp_path / "other.jsonl")
    assert finished.returncode == 73
    assert b"is what is read" in finished.stderr
    assert source.read_bytes() == before


def test_dead_letters_are_not_written_over_themselves(tmp_path: Path) -> None:
    """--through that names the recording of the letters: the same."""
    source = written(tmp_path / "dead.jsonl", 3)
    before = source.read_bytes()
    assert run("dlq", "redrive", source, "--through", source).returncode == 73
    assert source.read_bytes() == before


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
