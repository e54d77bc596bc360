"""What a pool child may still do: a little memory, no further file, no socket, no new process.

Kernel means first (resource limits, a seccomp filter where one is permitted), an audit hook behind them.
A child that was taken over by what it parsed can answer wrongly, and nothing else.
"""

import ctypes
import errno
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from worker.pool import seccomp

PIPE_FD = 3
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_REFUSED_NOTES_MAX = 16
_NOTE_MAX_CHARS = 200
_libc = ctypes.CDLL(None, use_errno=True)

# Audit events that a child must never raise.  Kernel means refuse them too; this one names the culprit.
_REFUSED_EVENTS = frozenset({
    "os.exec", "os.fork", "os.forkpty", "os.kill", "os.posix_spawn", "os.putenv", "os.remove", "os.rename",
    "os.rmdir", "os.system", "pty.spawn", "socket.__new__", "socket.bind", "socket.connect",
    "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
})  # fmt: skip
# Asking for a file or a folder fails by RLIMIT_NOFILE; what was asked for is told to the parent.
_FILE_EVENTS = frozenset({"open", "os.listdir", "os.scandir"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Jail:
    """`memory_bytes` is the address space a child may add to what it was forked with."""

    memory_bytes: int
    cpu_deadline_s: float


def die_with_parent(parent_pid: int, name: str) -> None:
    """Let the kernel kill this process when `parent_pid` dies; leaves at once if that has happened already."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    _libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)
    if os.getppid() != parent_pid:  # it died before the call: no signal will come
        os._exit(0)


def quiet_signals() -> None:
    """Ignore what a terminal or a container sends to stop the worker: the parent decides when children end."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def enter(jail: Jail, pipe_fd: int, refused: list[str]) -> tuple[str, ...]:
    """Jail this process for good, with `pipe_fd` moved to PIPE_FD; gives notes on what could not be had.

    `refused` is filled with the names of files asked for later, at most 16 between two readings.
    """
    _be_the_first_to_go()
    _keep_only(pipe_fd)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, address_space_bytes() + jail.memory_bytes)
    allow_cpu(jail.cpu_deadline_s)
    _limit(resource.RLIMIT_NOFILE, 0)  # what is open stays open; nothing more can be, not even after a close()
    sys.addaudithook(_auditor(refused))
    problem = seccomp.install(os.getpid())
    return () if problem is None else (f"no seccomp filter: {problem}",)


def allow_cpu(deadline_s: float) -> None:
    """Backstop of the parent's deadline, for a parent that is stopped: SIGXCPU after twice its time from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 2 * deadline_s) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def address_space_bytes() -> int:
    """Size of this process's address space, as RLIMIT_AS counts it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _be_the_first_to_go() -> None:
    """When memory runs out the kernel takes a child, not the parent that holds the consumer."""
    try:
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")
    except OSError:
        return  # a mounted-read-only /proc: the kernel's own choice is by size, most likely a child as well


def _keep_only(pipe_fd: int) -> None:
    os.dup2(pipe_fd, PIPE_FD, inheritable=False)
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.closerange(PIPE_FD + 1, soft)


def _limit(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (value, value))


def _auditor(refused: list[str]) -> Callable[[str, tuple[object, ...]], None]:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _REFUSED_EVENTS:
            raise PermissionError(errno.EPERM, f"{event} is not allowed in a pool child")
        if event in _FILE_EVENTS and len(refused) < _REFUSED_NOTES_MAX:
            refused.append(ascii(arguments[0])[:_NOTE_MAX_CHARS])

    return hook
