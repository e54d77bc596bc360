"""The template process as the parent sees it: started by exec, asked for children, listened to, restarted."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from worker.model import Hints
from worker.pool.limits import PoolLimits

MESSAGE_MAX_BYTES = 64 * 1024
_ERRORS_SHOWN = 2_000
_STOP_S = 2.0


class PoolError(RuntimeError):
    """The pool cannot work; says what its template said last."""


class PoolKilledError(PoolError):
    """Somebody ends its template again and again, most likely the kernel for want of memory."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The template is warm."""


@dataclass(frozen=True, slots=True)
class Forked:
    """The child for `lane` has this pid."""

    lane: int
    pid: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A child is gone: its wait status, and the most memory it ever held."""

    pid: int
    status: int
    peak_bytes: int


Report = Ready | Forked | Ended


class TemplateHost:
    """One template process.  `start` and the pool's loop must share a thread: the kernel ends it with that thread."""

    def __init__(self, entry: str, limits: PoolLimits, hints: Hints) -> None:
        self.gone = False
        self._errors = os.memfd_create("template-stderr")
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = self._exec(entry, theirs.fileno())
        plan = {"limits": asdict(limits.record), "hints": asdict(hints), "jail": asdict(limits.jail)}
        self._send(orjson.dumps(plan))
        self.control.setblocking(False)

    def _exec(self, entry: str, control: int) -> subprocess.Popen[bytes]:
        """Start it in a session of its own (Ctrl-C is for the parent), with nothing of our environment."""
        command = [sys.executable, "-P", "-s", "-X", "utf8", "-m", "worker.pool.template"]
        command += ["--parent", str(os.getpid()), "--control", str(control), "--entry", entry]
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            env={"PYTHONPATH": _module_path(), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=(control,),
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Process id of the template."""
        return self._process.pid

    def fork(self, lane: int, child_end: socket.socket) -> None:
        """Ask for a child that serves `child_end`; the answer comes as a `Forked`."""
        self._send(orjson.dumps({"fork": lane}), child_end.fileno())

    def _send(self, message: bytes, *descriptors: int) -> None:
        try:
            socket.send_fds(self.control, [message], descriptors)
        except (BrokenPipeError, ConnectionResetError):
            self.gone = True

    def reports(self) -> Iterator[Report]:
        """What it has said since; sets `gone` at its end."""
        while not self.gone:
            try:
                message = self.control.recv(MESSAGE_MAX_BYTES)
            except BlockingIOError:
                return
            except ConnectionResetError:
                message = b""
            if message:
                yield _report(orjson.loads(message))
            else:
                self.gone = True

    def last_words(self) -> str:
        """The end of what it wrote about its own death, or its exit status."""
        try:
            status = self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:  # it hung up and does not leave
            self.kill()
            status = self._process.wait()
        size = os.fstat(self._errors).st_size
        text = os.pread(self._errors, _ERRORS_SHOWN, max(0, size - _ERRORS_SHOWN)).decode(errors="replace").strip()
        if status < 0:
            named = signal.Signals(-status).name
            return f"killed by {named}" + (" (out of memory?)" if status == -signal.SIGKILL else "")
        return text.splitlines()[-1][:500] if text else f"template exited with {status}"

    @property
    def killed(self) -> bool:
        """Whether it is dead and did not end by itself."""
        return (self._process.poll() or 0) < 0

    def kill(self) -> None:
        """End it at once, its children with it."""
        self._process.send_signal(signal.SIGKILL)
        self.gone = True

    def close(self) -> None:
        """Let it end by itself (it takes its children along), or make it."""
        if self.control.fileno() < 0:
            return
        self.control.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._errors)


def _module_path() -> str:
    """Where this process finds its modules; the template, started elsewhere, finds the same."""
    return os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)


def _report(message: dict[str, int]) -> Report:
    if "forked" in message:
        return Forked(message["forked"], message["pid"])
    if "ended" in message:
        return Ended(message["ended"], message["status"], message["peak_bytes"])
    return Ready()
