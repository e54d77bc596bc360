"""Readers in processes of their own, so that one that hangs or dies costs a page and not the run."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from page_protocol import Found
from page_sets import Page

TURN: Final = 10  # pages of one reader before the next one has its turn
START_S: Final = 120.0  # imports, word lists
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Absent(Exception):  # noqa: N818 - a fact, not an error
    """The reader is not to be had here; says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader found on a page, in how much processor time, or why it did not."""

    found: Found
    seconds: float
    error: str | None = None


class ReaderProcess:
    """A reader that is started again when it hangs or dies; `Absent` when it does not start at all."""

    def __init__(self, command: Sequence[str], timeout_s: float) -> None:
        self._command = command
        self._timeout_s = timeout_s
        self._child: subprocess.Popen[bytes] | None = None
        self._rest = bytearray()

    def __enter__(self) -> Self:
        self._child = self._started()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._stop()

    def read(self, page: str, url: str | None) -> Answer:
        """The page's answer, within the time a page may take."""
        child = self._child = self._child or self._started()
        since = time.monotonic()
        try:
            _send(child, json.dumps({"page": page, "url": url}).encode() + b"\n")
            return Answer(**json.loads(self._line(child, since + self._timeout_s)))
        except (TimeoutError, EOFError, BrokenPipeError) as exc:
            self._stop()
            hung = isinstance(exc, TimeoutError)
            return Answer({}, time.monotonic() - since, "no answer in time" if hung else "its process died")

    def _started(self) -> subprocess.Popen[bytes]:
        try:
            child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
            )
        except OSError as exc:
            raise Absent(f"{self._command[0]}: {exc.strerror}") from None
        self._child, self._rest = child, bytearray()
        try:
            missing = json.loads(self._line(child, time.monotonic() + START_S))["missing"]
        except (TimeoutError, EOFError):
            missing = "its process does not start"
        if missing:
            self._stop()
            raise Absent(missing)
        return child

    def _line(self, child: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert child.stdout is not None
        while (end := self._rest.find(b"\n")) < 0:
            if not select.select([child.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            piece = os.read(child.stdout.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            self._rest += piece
        line = bytes(self._rest[:end])
        del self._rest[: end + 1]
        return line

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):  # what it was not alive to take
                pipe.close()


def _send(child: subprocess.Popen[bytes], line: bytes) -> None:
    assert child.stdin is not None
    child.stdin.write(line)
    child.stdin.flush()


def opened(commands: Mapping[str, Sequence[str]], timeout_s: float, stack: ExitStack) -> dict[str, ReaderProcess]:
    """The readers that start, each in a fresh process until the stack is left; standard error names the others."""
    found = {}
    for name, command in commands.items():
        try:
            found[name] = stack.enter_context(ReaderProcess(command, timeout_s))
        except Absent as exc:
            print(f"{name} is not there: {exc}", file=sys.stderr)
    return found


def in_turns(readers: Mapping[str, ReaderProcess], pages: Sequence[Page]) -> Iterator[tuple[str, Answer]]:
    """Each reader's answer to each page, by its name; pages of one reader in their order.

    A few pages at a time, so that an hour in which the machine is slow is one for all of them.
    """
    for start in range(0, len(pages), TURN):
        for name, reader in readers.items():
            for truth, page in pages[start : start + TURN]:
                yield name, reader.read(page, truth.get("url"))
