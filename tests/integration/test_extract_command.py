"""`agencyfeed extract` as a user runs it: inputs, outcomes, jobs, and how it ends."""

import gzip
import io
import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import zstandard
from run_command import COMMAND, environment, run

PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>Harbour bridge reopens after repairs</title>
<meta property="og:title" content="Harbour bridge reopens after repairs"></head><body><article>
<h1>Harbour bridge reopens after repairs</h1>
<p>PORTO VELHO, March 3 (IANS) The old harbour bridge was opened to traffic again on Tuesday after nine months of
repairs, the city council said.</p>
<p>Engineer Mirela Quandt told reporters that all four bearings had been replaced and the deck sealed.</p>
<p>Ferries that had carried commuters since last June will stop at the end of the week, she added.</p>
</article></body></html>"""


def outcomes(*arguments: str | Path, stdin: bytes = b"") -> list[dict[str, Any]]:
    """The lines of `extract --outcomes`, which must end well."""
    done = run("extract", "--outcomes", *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_extract_prints_articles(tmp_path: Path) -> None:
    """One article a line, on stdout; what gave none is said on stderr; 0."""
    (tmp_path / "good.html").write_bytes(PAGE)
    (tmp_path / "empty").write_bytes(b"")
    done = run("extract", tmp_path)
    assert done.returncode == 0
    [article] = [json.loads(line) for line in done.stdout.splitlines()]
    assert article["headlines"][0]["value"] == "Harbour bridge reopens after repairs"
    assert b"empty_input" in done.stderr


def test_outcomes_one_line_an_input(tmp_path: Path) -> None:
    """Good, compressed, empty, foreign and binary inputs: a line each, in order, with the closed words."""
    (tmp_path / "1.html").write_bytes(PAGE)
    (tmp_path / "2.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "3.html.zst").write_bytes(zstandard.compress(PAGE))
    (tmp_path / "4.empty").write_bytes(b" \n")
    (tmp_path / "5.gz").write_bytes(gzip.compress(b"\0" * 50_000_000))
    (tmp_path / "6.bin").write_bytes(bytes(range(256)) * 20)
    lines = outcomes(tmp_path)
    assert [Path(line["input"]).name for line in lines] == sorted(path.name for path in tmp_path.iterdir())
    assert [line["outcome"] for line in lines] == ["published"] * 3 + ["dead_lettered"] * 3
    assert [line["reason"] for line in lines][:5] == [None, None, None, "empty_input", "too_large"]
    assert all(set(line) == {"input", "outcome", "reason", "detail", "articles"} for line in lines)
    assert [len(line["articles"]) for line in lines] == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("jobs", ["0", "1", "2"])
def test_jobs_do_not_change_the_answer(tmp_path: Path, jobs: str) -> None:
    """In this process, in one child or in two: the same lines in the same order."""
    for n in range(12):
        (tmp_path / f"{n:02}.html").write_bytes(PAGE.replace(b"nine", str(n).encode()))
    lines = outcomes("--jobs", jobs, tmp_path)
    assert [Path(line["input"]).name for line in lines] == [f"{n:02}.html" for n in range(12)]
    assert [line["articles"][0]["agencyfeed"]["source"]["offset"] for line in lines] == list(range(12))


def test_standard_input_and_hints() -> None:
    """`-` is standard input; --url gives the article its address."""
    [line] = outcomes("--url", "https://news.example/bridge", "-", stdin=PAGE)
    assert line["input"] == "-"
    assert line["articles"][0]["uri"] == "https://news.example/bridge"


def test_unknown_format_is_an_outcome_of_its_inputs() -> None:
    """A format hint that no parser has is refused with the ones there are; help names them, too."""
    assert b"newsml_g2" in run("extract", "--help").stdout
    [line] = outcomes("--format", "telex", "-", stdin=PAGE)
    assert line["reason"] == "unsupported_format"
    assert "html" in line["detail"]


def test_unreadable_input(tmp_path: Path) -> None:
    """What cannot be read has no outcome: its line says why, the others are done, and the exit code is 66."""
    (tmp_path / "good.html").write_bytes(PAGE)
    done = run("extract", "--outcomes", tmp_path / "missing", tmp_path / "good.html")
    assert done.returncode == 66
    missing, good = (json.loads(line) for line in done.stdout.splitlines())
    assert missing["outcome"] is None
    assert "No such file" in missing["detail"]
    assert good["outcome"] == "published"


def test_no_inputs(tmp_path: Path) -> None:
    """An empty directory has nothing without an outcome."""
    assert outcomes(tmp_path) == []


def test_a_reader_that_leaves(tmp_path: Path) -> None:
    """`agencyfeed extract … | head` ends without a complaint and without a child left behind."""
    for n in range(300):
        (tmp_path / f"{n}.html").write_bytes(PAGE)
    with subprocess.Popen(
        [COMMAND, "extract", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == b""
    assert children_of(process.pid) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C, or SIGTERM, ends quietly with 130, children gone."""
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    (tmp_path / "page.html").write_bytes(PAGE)
    command = [COMMAND, "extract", "--outcomes", "--jobs", "1", str(tmp_path / "page.html"), str(fifo)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        writer = opened_when_read(fifo, process)
        process.send_signal(how)
        assert process.wait(60) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""
        os.close(writer)
    assert children_of(process.pid) == []


def opened_when_read(fifo: Path, process: subprocess.Popen[bytes]) -> int:
    """The writing end of a pipe, as soon as `process` reads it."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # no reader yet
            time.sleep(0.02)
    pytest.fail("the command did not come to read its input")


def children_of(pid: int) -> list[str]:
    """Command lines of template processes that were started by `pid`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "worker.pool.template" in line and f"--parent {pid} " in line:
                found.append(line)
    return found


def test_progress_on_a_terminal(tmp_path: Path) -> None:
    """With stderr a terminal and stdout none, a bar and a summary with counts."""
    for n in range(3):
        (tmp_path / f"{n}.html").write_bytes(PAGE)
    parent, child = pty.openpty()
    command = [COMMAND, "extract", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=child, env=environment()) as process:
        os.close(child)
        shown = read_terminal(parent)
        assert process.wait(60) == 0
    assert "3/3" in shown
    assert "agencyfeed: 3 inputs: 3 published; 3 articles in " in shown


def read_terminal(descriptor: int) -> str:
    """Everything until the other side hangs up (a pty says so with EIO)."""
    seen = io.BytesIO()
    try:
        while piece := os.read(descriptor, 4096):
            seen.write(piece)
    except OSError:
        pass
    finally:
        os.close(descriptor)
    return seen.getvalue().decode(errors="replace")
