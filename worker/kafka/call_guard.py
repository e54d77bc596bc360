"""Ends the process when a call that has no time-out of its own does not come back."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from worker.exit_codes import ExitCode

log = logging.getLogger(__name__)

CHECK_EVERY_S = 1.0


def leave(name: str, open_s: float) -> None:
    """Exit at once: no clean-up can be trusted while a client hangs, and a restart resumes at the last checkpoint."""
    log.critical("%s did not return in %.0f s: leaving", name, open_s, extra={"event": "transaction_call_hung"})
    logging.shutdown()
    os._exit(ExitCode.TEMPORARY)


class CallGuard:
    """`with guard("commit_transaction"): …`; one daemon thread watches the one call that may be open."""

    def __init__(self, limit_s: float, expired: Callable[[str, float], None] = leave) -> None:
        self._limit_s = limit_s
        self._expired = expired
        self._open: tuple[str, float] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="call-guard", daemon=True)
        self._thread.start()

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Watch what happens inside."""
        self._open = (name, time.monotonic())
        try:
            yield
        finally:
            self._open = None

    def _watch(self) -> None:
        while not self._stop.wait(min(CHECK_EVERY_S, self._limit_s / 4)):
            if (call := self._open) and (open_s := time.monotonic() - call[1]) > self._limit_s:
                self._expired(call[0], open_s)

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        self._thread.join()
