"""Ctrl-C and SIGTERM as a question that long work asks itself; a second one ends it at once."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Stopped = Callable[[], bool]

SLICE_S = 0.2


@contextmanager
def stoppable() -> Iterator[Stopped]:
    """Within it the first SIGINT or SIGTERM makes the given function true; the next raises KeyboardInterrupt."""
    told = False

    def stop(_signum: int, _frame: FrameType | None) -> None:
        nonlocal told
        if told:
            raise KeyboardInterrupt
        told = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until(moment_s: float, stopped: Stopped, clock: Callable[[], float] = time.monotonic) -> None:
    """Sleep until `clock` says `moment_s`, or until told to stop."""
    while not stopped() and (left_s := moment_s - clock()) > 0:
        time.sleep(min(left_s, SLICE_S))
