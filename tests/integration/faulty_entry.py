"""A handler that misbehaves on command: the value of a record says how.  Runs in pool children only."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from worker.model import DeadLetter, EncodedArticle, Handled, Hints, Limits, Published, RawMessage, Reason
from worker.pool.child import Handle

KEPT: list[bytes] = []


def faulty(limits: Limits, hints: Hints) -> Handle:
    """The handler; `hints.url` comes back in the report of "hints"."""
    return partial(_handle, limits=limits, hints=hints)


def broken(limits: Limits, hints: Hints) -> Handle:
    """An entry that cannot be loaded."""
    raise ValueError(f"no such table (at most {limits.articles_max} articles, {hints.url})")


def _handle(raw: RawMessage, limits: Limits, hints: Hints) -> Handled:
    value = raw.value or b""
    command, _, argument = value.partition(b":")
    if command == b"hints":
        return _published(raw, f"{hints.url} {limits.articles_max}".encode())
    action = COMMANDS.get(command)
    return _published(raw, value) if action is None else action(raw, argument)


def _published(raw: RawMessage, body: bytes) -> Handled:
    article = EncodedArticle(uri=f"urn:x:{raw.offset}", body=body, language="en", missing=("by",))
    return Handled(outcome=Published(articles=(article,)), format="html", stage_seconds=(("parse", 0.001),))


def _hang(_raw: RawMessage, _argument: bytes) -> Handled:
    while True:
        pass


def _hang_in_c(_raw: RawMessage, _argument: bytes) -> Handled:
    text = b"x" * 50_000_000
    while True:
        zlib.crc32(text)  # a second of C without a bytecode between would do: the loop makes it endless


def _sleep(raw: RawMessage, argument: bytes) -> Handled:
    time.sleep(float(argument))
    return _published(raw, argument)


def _burn(raw: RawMessage, argument: bytes) -> Handled:
    until = time.process_time() + float(argument)
    while time.process_time() < until:
        pass
    return _published(raw, argument)


def _exit(_raw: RawMessage, argument: bytes) -> Handled:
    os._exit(int(argument))


def _segfault(_raw: RawMessage, _argument: bytes) -> Handled:
    ctypes.string_at(0)
    raise AssertionError


def _abort(_raw: RawMessage, _argument: bytes) -> Handled:
    os.abort()


def _killed(_raw: RawMessage, argument: bytes) -> Handled:
    """What the out-of-memory killer does, with this much memory in use."""
    KEPT.append(b"x" * int(argument))
    signal.raise_signal(signal.SIGKILL)
    raise AssertionError


def _raise(_raw: RawMessage, _argument: bytes) -> Handled:
    raise KeyboardInterrupt


def _explode(_raw: RawMessage, _argument: bytes) -> Handled:
    """Memory without end; reported as pipeline.handle does."""
    kept = []
    try:
        while True:
            kept.append(bytearray(8 * 1024 * 1024))
    except MemoryError:
        kept.clear()
        letter = DeadLetter(reason=Reason.MEMORY_EXCEEDED, stage="parse:html", detail="", error_class="MemoryError")
        return Handled(outcome=letter)


def _explode_in_c(_raw: RawMessage, _argument: bytes) -> Handled:
    """What a Rust library does when it cannot allocate: abort with the memory in use."""
    kept = []
    try:
        while True:
            kept.append(bytearray(8 * 1024 * 1024))
    except MemoryError:
        os.abort()


def _keep(raw: RawMessage, argument: bytes) -> Handled:
    """A leak."""
    KEPT.append(b"x" * int(argument))
    return _published(raw, argument)


def _garbage(_raw: RawMessage, argument: bytes) -> Handled:
    os.write(3, argument or b"\x00\x00\x00\x05hello")
    time.sleep(60)
    raise AssertionError


def _surrogate(raw: RawMessage, _argument: bytes) -> Handled:
    article = EncodedArticle(uri="urn:\ud800", body=raw.value or b"")
    return Handled(outcome=Published(articles=(article,)))


def _close(_raw: RawMessage, _argument: bytes) -> Handled:
    os.close(3)
    time.sleep(60)
    raise AssertionError


def _crash_once(raw: RawMessage, argument: bytes) -> Handled:
    """Ends the child unless it is fresh: what an earlier record broke is not this one's fault."""
    if KEPT:
        os.abort()
    return _published(raw, argument)


def _pid(raw: RawMessage, _argument: bytes) -> Handled:
    return _published(raw, str(os.getpid()).encode())


def _probe(raw: RawMessage, argument: bytes) -> Handled:
    return _published(raw, repr(PROBES[argument]()).encode())


def _error_of(action: Callable[[], object]) -> str:
    try:
        action()
    except (OSError, RuntimeError) as error:
        return f"{type(error).__name__} {getattr(error, 'errno', None)}"
    return "allowed"


def _raw_socket() -> str:
    """Past Python and its audit hook, to the kernel."""
    libc = ctypes.CDLL(None, use_errno=True)
    return "allowed" if libc.socket(2, 1, 0) >= 0 else os.strerror(ctypes.get_errno())


def _raw_fork() -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    return "allowed" if libc.fork() >= 0 else os.strerror(ctypes.get_errno())


def _raw_kill() -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    return "allowed" if libc.kill(os.getppid(), 0) == 0 else os.strerror(ctypes.get_errno())


def _descriptors() -> list[int]:
    return [number for number in range(256) if _is_open(number)]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _open_after_close() -> str:
    """A freed number does not help."""
    os.close(0)
    return _error_of(lambda: Path("/proc/self/environ").read_bytes())


PROBES: dict[bytes, Callable[[], object]] = {
    b"socket": lambda: _error_of(socket.socket),
    b"raw_socket": _raw_socket,
    b"raw_fork": _raw_fork,
    b"raw_kill": _raw_kill,
    b"fork": lambda: _error_of(os.fork),
    b"exec": lambda: _error_of(lambda: subprocess.run([sys.executable, "--version"], check=False)),
    b"open_after_close": _open_after_close,
    b"open": lambda: _error_of(lambda: Path("/proc/self/environ").read_bytes()),
    b"unlink": lambda: _error_of(lambda: Path("/no/such/file").unlink()),
    b"environment": lambda: dict(os.environ),
    b"descriptors": _descriptors,
    b"core": lambda: resource.getrlimit(resource.RLIMIT_CORE),
    b"files": lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    b"signals": lambda: [signal.getsignal(n) == signal.SIG_IGN for n in (signal.SIGINT, signal.SIGTERM)],
    b"session": lambda: os.getsid(0),
}

COMMANDS: dict[bytes, Callable[[RawMessage, bytes], Handled]] = {
    b"hang": _hang,
    b"hang_in_c": _hang_in_c,
    b"sleep": _sleep,
    b"burn": _burn,
    b"exit": _exit,
    b"segfault": _segfault,
    b"abort": _abort,
    b"killed": _killed,
    b"raise": _raise,
    b"explode": _explode,
    b"explode_in_c": _explode_in_c,
    b"keep": _keep,
    b"garbage": _garbage,
    b"surrogate": _surrogate,
    b"close": _close,
    b"crash_once": _crash_once,
    b"pid": _pid,
    b"probe": _probe,
}
