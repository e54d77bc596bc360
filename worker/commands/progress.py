"""A progress bar on a terminal; nothing anywhere else.  Work of unknown length has a count and no bar."""

import shutil
import time
from typing import Self, TextIO

EVERY_S = 0.1
WIDTH = 24


class Bar:
    """`with Bar(total, sys.stderr, sys.stdout) as bar: bar.step("12 published")`; total 0: unknown.

    Silent unless `out` is a terminal and `other`, where the results go, is none: the two would mix.
    """

    def __init__(self, total: int, out: TextIO, other: TextIO) -> None:
        self._total = total
        self._out = out
        self._shown = total != 1 and out.isatty() and not other.isatty()
        self._done = 0
        self._began = self._next = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def step(self, words: str, steps: int = 1) -> None:
        """So many more are done."""
        self._done += steps
        ends = self._done >= self._total > 0
        if self._shown and ((now := time.monotonic()) >= self._next or ends):
            self._next = now + EVERY_S
            columns = shutil.get_terminal_size().columns
            self._out.write("\r" + self._line(words, now - self._began)[: columns - 1] + "\x1b[K")
            self._out.flush()

    def say(self, text: str) -> None:
        """A line of its own, not in the middle of the bar."""
        self._out.write(("\r\x1b[K" if self._shown else "") + text + "\n")

    def _line(self, words: str, seconds: float) -> str:
        if not self._total:
            return f"{self._done} {self._done / max(seconds, 0.001):.0f}/s {words}"
        total = max(self._total, self._done)  # a recording among the files holds more than one
        filled = WIDTH * self._done // total
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"[{bar}] {self._done}/{total} {self._done / max(seconds, 0.001):.0f}/s {words}"

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()
