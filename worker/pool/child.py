"""The life of a pool child: read a record, handle it, answer, until the parent closes the connection."""

import os
import time
from collections.abc import Callable, Iterator

from worker.model import DeadLetter, Handled, RawMessage, Reason
from worker.pool import frames
from worker.pool import jail as pool_jail
from worker.pool.frames import FrameError, Reply
from worker.pool.jail import Jail

Handle = Callable[[RawMessage], Handled]

EXIT_OUT_OF_MEMORY = 12  # after a record that ran out of memory has been answered
_READ_BYTES = 64 * 1024  # below malloc's mmap threshold: no page faults per read
_CPU_CHECK_S = 1.0


def live(pipe_fd: int, handle: Handle, jail: Jail) -> None:
    """Serve the parent at the other end of `pipe_fd`; never returns, whatever happens."""
    status = 1
    try:
        pool_jail.quiet_signals()
        refused: list[str] = []
        notes = pool_jail.enter(jail, pipe_fd, refused)
        _write(frames.encode_greeting(notes))
        status = _serve(handle, jail, refused)
    finally:
        os._exit(status)


def _serve(handle: Handle, jail: Jail, refused: list[str]) -> int:
    cpu_checked = time.process_time()
    for payload in _requests():
        if time.process_time() - cpu_checked > _CPU_CHECK_S:
            cpu_checked = time.process_time()
            pool_jail.allow_cpu(jail.cpu_deadline_s)
        ticket, raw = frames.decode_request(payload)
        started = time.perf_counter()
        handled = _handled(handle, raw)
        _write(_answer(ticket, handled, time.perf_counter() - started, refused))
        if _is_out_of_memory(handled):
            return EXIT_OUT_OF_MEMORY
    return 0


def _requests() -> Iterator[bytes]:
    buffer = bytearray()
    while chunk := os.read(pool_jail.PIPE_FD, _READ_BYTES):
        buffer += chunk
        yield from frames.split(buffer, frames.REQUEST_MAX_BYTES)


def _handled(handle: Handle, raw: RawMessage) -> Handled:
    """What `handle` gives; memory may run out even while it reports that memory ran out."""
    try:
        return handle(raw)
    except MemoryError:
        return _own(Reason.MEMORY_EXCEEDED, "the record needs more memory than a record may use", "MemoryError")


def _answer(ticket: int, handled: Handled, busy_seconds: float, refused: list[str]) -> bytes:
    asked = tuple(refused)
    refused.clear()
    try:
        return frames.encode_reply(Reply(ticket=ticket, handled=handled, busy_seconds=busy_seconds, refused=asked))
    except MemoryError:
        instead = _own(Reason.MEMORY_EXCEEDED, "no memory is left for the articles of the record", "MemoryError")
    except FrameError as error:
        instead = _own(Reason.TOO_LARGE, str(error), None)
    except TypeError as error:  # e.g. a lone surrogate in a field
        instead = _own(Reason.INTERNAL_ERROR, "the outcome of the record cannot be encoded", type(error).__name__)
    return frames.encode_reply(Reply(ticket=ticket, handled=instead, busy_seconds=busy_seconds))


def _own(reason: Reason, detail: str, error_class: str | None) -> Handled:
    return Handled(outcome=DeadLetter(reason=reason, stage="pool", detail=detail, error_class=error_class))


def _is_out_of_memory(handled: Handled) -> bool:
    return isinstance(handled.outcome, DeadLetter) and handled.outcome.reason is Reason.MEMORY_EXCEEDED


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pool_jail.PIPE_FD, view) :]
