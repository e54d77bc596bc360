"""What `agencyfeed run` does when it is asked twice, or asked where it is."""

import fcntl
import json
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
from run_command import COMMAND, environment

ASKED_MAX = 30
MANIFEST = json.dumps({"agencyfeed_recording": 1, "topics": {}}) + "\n"


@pytest.fixture(name="waiting")
def _waiting(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A worker that reads a pipe in which nothing comes."""
    command = [COMMAND, "run", "--http-port", "-1", "--source", "-", "--sink", str(tmp_path / "out.jsonl")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, env=environment(), stdin=pipe, stderr=pipe) as process:
        yield process
        process.kill()


def _until(process: subprocess.Popen[str], words: str) -> list[str]:
    """Lines of standard error up to the one that holds these words."""
    assert process.stderr is not None
    found = []
    for line in process.stderr:
        found.append(line)
        if words in line:
            return found
    pytest.fail("".join(found))


def _until_read(pipe: IO[str]) -> None:
    """Until nothing that was written is still in the pipe: from then on the reader waits for more."""
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4))) != (0,):
        time.sleep(0.01)


def test_where_it_is(waiting: subprocess.Popen[str]) -> None:
    """SIGUSR1 writes the stack of every thread, and the work goes on."""
    _until(waiting, '"running"')
    waiting.send_signal(signal.SIGUSR1)
    assert any("thread 0x" in line.lower() for line in _until(waiting, "in main"))
    assert waiting.poll() is None


def test_asked_twice(waiting: subprocess.Popen[str]) -> None:
    """The first signal drains, which waits for the pipe; the second ends it at once, with work undone: 75.

    Told before it reads it would leave with 130; one that comes just before a read is heard when the next comes.
    """
    _until(waiting, '"running"')
    assert waiting.stdin is not None
    waiting.stdin.write(MANIFEST)
    waiting.stdin.flush()
    _until_read(waiting.stdin)
    for _ in range(ASKED_MAX):
        waiting.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            waiting.wait(1)
            break
    assert waiting.poll() == 75
    assert waiting.stderr is not None
    assert '"signal"' in waiting.stderr.read()
