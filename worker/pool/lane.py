"""One child as the parent sees it: its connection, the records in its window, its clocks, and how it ended."""

import os
import resource
import signal
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from worker.model import RawMessage
from worker.pool import frames
from worker.pool.frames import FrameError, Greeting, Reply
from worker.pool.host import Ended
from worker.pool.limits import WINDOW_BYTES, WINDOW_RECORDS_MAX, WINDOW_RECORDS_MIN, PoolLimits

_READ_BYTES = 256 * 1024
_BUFFER_BYTES = 1024 * 1024  # asked for; the kernel gives what net.core.wmem_max allows
_PACE_SHARE = 0.2  # of the newest record in the moving average
_RSS_EVERY = 16
_RSS_AFTER_S = 0.02


class Cause(StrEnum):
    """Why a child was replaced (label of pool_worker_restarts_total)."""

    RECYCLED = "recycled"
    DEADLINE = "deadline_exceeded"
    CRASHED = "worker_crashed"
    MEMORY = "memory_exceeded"
    TEMPLATE = "template_lost"


@dataclass(slots=True)
class Job:
    """A record on its way through the pool."""

    ticket: int
    raw: RawMessage
    size: int
    alone: bool = False  # suspected of having ended a child: gets one for itself
    lost: int = 0  # times the template died while a child worked on it


class Lane:
    """From fork to end of one child.  Results come in the order of the window."""

    def __init__(self, number: int, suspect: Job | None) -> None:
        self.number = number
        self.pid: int | None = None
        self.greeted = False
        self.results = 0
        self.window: deque[Job] = deque()
        self.alone = suspect is not None
        self.leaving: Cause | None = None  # set = takes no more records
        self.condemned: Job | None = None  # the record it was killed for
        self.detail = ""  # words about a kill
        self.eof = False
        self.ended: Ended | None = None
        self.killed_at: float | None = None
        self.asked_at = time.monotonic()
        self._parted_at: float | None = None
        self._distrusted = False
        self.sock, self.child_end = _connection()
        self._bytes = 0
        self._pace_s = 0.0
        self._out = bytearray()
        self._in = bytearray()
        self._head_since = 0.0
        self._head_cpu = 0.0
        self._excused = 0.0
        if suspect is not None:
            self.push(suspect, time.monotonic())

    # -- the window

    def has_room(self, job: Job, limits: PoolLimits) -> bool:
        """Whether `job` may be sent now: two records always, more while they are small."""
        count = len(self.window)
        if self.leaving or self.eof or (self.alone and self.window) or self.results + count >= limits.recycle_records:
            return False
        small = count < WINDOW_RECORDS_MAX and self._bytes + job.size <= WINDOW_BYTES
        return count < WINDOW_RECORDS_MIN or small

    @property
    def load(self) -> tuple[int, int]:
        """What it has to do, for choosing the least loaded."""
        return self._bytes, len(self.window)

    def push(self, job: Job, now: float) -> None:
        """Put `job` at the end of the window and its bytes on their way."""
        if not self.window:
            self._begin_head(now)
        self.window.append(job)
        self._bytes += job.size
        self._out += frames.encode_request(job.ticket, job.raw)

    @property
    def backlog_s(self) -> float:
        """How long the records behind the head will keep the child busy, going by the last ones."""
        return max(0, len(self.window) - 1) * self._pace_s

    def pop(self, now: float, busy_seconds: float) -> Job:
        """The head of the window, done in so many seconds."""
        job = self.window.popleft()
        self._pace_s += (busy_seconds - self._pace_s) * _PACE_SHARE
        self._bytes -= job.size
        self.results += 1
        self.alone = False
        self._begin_head(now)
        return job

    # -- the connection

    @property
    def unsent(self) -> bool:
        """Whether bytes wait for the connection to take them."""
        return bool(self._out)

    def flush(self) -> None:
        """Send what the connection takes."""
        while self._out:
            try:
                sent = self.sock.send(self._out)
            except BlockingIOError:
                return
            except OSError:  # the child is gone; what it said before is still to be read
                self._out.clear()
                return
            del self._out[:sent]

    def read(self) -> Iterator[Greeting | Reply]:
        """What the child has said since; FrameError, once, when it is not to be trusted any more."""
        for chunk in self._chunks():
            self._in += b"" if self._distrusted else chunk
            try:
                for payload in frames.split(self._in, frames.REPLY_MAX_BYTES):
                    yield self._checked(frames.decode_reply(payload))
            except FrameError:
                self._distrusted = True
                self._in.clear()
                raise

    def _chunks(self) -> Iterator[bytes]:
        while not self.eof:
            try:
                chunk = self.sock.recv(_READ_BYTES)
            except BlockingIOError:
                return
            except OSError:
                chunk = b""
            if not chunk:
                self.eof, self._parted_at = True, time.monotonic()
            yield chunk

    def _checked(self, message: Greeting | Reply) -> Greeting | Reply:
        if isinstance(message, Greeting) == self.greeted:
            raise FrameError("a greeting at the wrong time")
        if isinstance(message, Reply) and (not self.window or message.ticket != self.window[0].ticket):
            raise FrameError("an answer to another record")
        return message

    def parted_for(self, now: float) -> float:
        """Seconds since child or parent hung up."""
        return 0.0 if self._parted_at is None else now - self._parted_at

    def dismiss(self, cause: Cause) -> None:
        """Ask the child to leave when its window is done."""
        self.leaving = cause
        if not self.window:
            self._hang_up()

    def hang_up_when_done(self) -> None:
        """Close our direction once a leaving child owes nothing."""
        if self.leaving and not self.window:
            self._hang_up()

    def _hang_up(self) -> None:
        self._parted_at = self._parted_at or time.monotonic()
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return  # it is gone already

    # -- its clocks

    def _begin_head(self, now: float) -> None:
        self._head_since, self._excused, self._head_cpu = now, 0.0, self._cpu_seconds()

    def forked(self, pid: int, now: float) -> None:
        """The template says that the child lives."""
        self.pid = pid
        self._begin_head(now)

    def excuse(self, seconds: float) -> None:
        """Time in which the parent did not look is not held against the record."""
        self._excused += seconds

    def overdue(self, now: float, limits: PoolLimits) -> str | None:
        """Why the record at the head has had its time; processor time first, then the clock on the wall."""
        elapsed = now - self._head_since
        judged = self.window and self.pid is not None and self.killed_at is None and not self.eof
        if not judged or elapsed < min(limits.cpu_deadline_s, limits.wall_deadline_s):
            return None
        cpu, wall = self._cpu_seconds() - self._head_cpu, elapsed - self._excused
        if cpu > limits.cpu_deadline_s:
            return f"{cpu:.1f} s of processor time, {limits.cpu_deadline_s:g} s are allowed"
        if wall > limits.wall_deadline_s:
            return f"{wall:.1f} s passed, {limits.wall_deadline_s:g} s are allowed ({cpu:.1f} s of processor time)"
        return None

    def _cpu_seconds(self) -> float:
        """Processor time of the child: Linux derives a clock from a pid (clock_getcpuclockid(3))."""
        if self.pid is None:
            return 0.0
        try:
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:  # it is gone
            return self._head_cpu

    # -- its memory and its end

    def is_fat(self, busy_seconds: float, limits: PoolLimits) -> bool:
        """Whether its memory passed the limit; looked up after long work, and every few results."""
        if self.pid is None or (self.results % _RSS_EVERY and busy_seconds < _RSS_AFTER_S):
            return False
        return resident_bytes(self.pid) > limits.recycle_rss_bytes

    def condemn(self, now: float, why: str) -> None:
        """End it for the record it works on; should the answer come first after all, it counts."""
        self.condemned = self.window[0]
        self.kill(now, Cause.DEADLINE, why)

    def kill(self, now: float, cause: Cause, detail: str) -> None:
        """End it now; the end is seen when the connection closes and the template reports."""
        self.leaving, self.detail, self.killed_at = cause, detail, now
        if self.pid is not None and self.ended is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # reaped, its report is on the way

    def lose_template(self) -> None:
        """The template died and the child with it, which the record it worked on may or may not have to do with."""
        self.leaving, self.condemned = Cause.TEMPLATE, None
        if self.window:
            self.window[0].lost += 1

    def close(self) -> None:
        """Forget the connection."""
        self.sock.close()
        self.child_end.close()


def resident_bytes(pid: int) -> int:
    """Resident memory of a process, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _connection() -> tuple[socket.socket, socket.socket]:
    """Ours, which never blocks, and the child's, which does; both with room for a window of records or results."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
    ours.setblocking(False)
    return ours, theirs
