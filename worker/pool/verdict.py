"""Who is to blame when a child has ended: a pure judgement over what the parent knows of it."""

import os
import signal
from dataclasses import dataclass

from worker.model import DeadLetter, Reason
from worker.pool.lane import Cause, Job, Lane
from worker.pool.limits import PoolLimits

TEMPLATE_LOSSES_MAX = 3
# What an allocation that fails in C or Rust ends with, and what the kernel's out-of-memory killer sends.
_MEMORY_SIGNALS = (signal.SIGKILL, signal.SIGABRT)
_MEMORY_SHARE = 0.5  # of what a record may add: a buffer that doubles fails with half of it in use


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why the child ended, and what follows for the record it worked on."""

    cause: Cause
    guilty: DeadLetter | None = None  # the head of the window becomes this
    suspect: bool = False  # the head of the window is tried once more, alone


def judge(lane: Lane, base_bytes: int, limits: PoolLimits) -> Verdict:
    """`base_bytes`: resident memory a child starts with."""
    head = lane.window[0] if lane.window else None
    if lane.leaving is Cause.TEMPLATE:
        return _template_lost(head)
    if head is not None and head is lane.condemned:
        return Verdict(Cause.DEADLINE, guilty=_dead(Reason.DEADLINE_EXCEEDED, lane.detail))
    if lane.leaving is not None and lane.leaving is not Cause.CRASHED and _as_asked(lane):
        return Verdict(lane.leaving)
    if _ended_by(lane) == signal.SIGXCPU:
        spent = f"the kernel ended the child after twice the {limits.cpu_deadline_s:g} s of processor time allowed"
        return Verdict(Cause.DEADLINE, guilty=_dead(Reason.DEADLINE_EXCEEDED, spent))
    return _crashed(lane, head, base_bytes, limits)


def _as_asked(lane: Lane) -> bool:
    """Whether it ended because we wanted it to, owing nothing."""
    return lane.killed_at is not None or lane.leaving is Cause.MEMORY or not lane.window


def _crashed(lane: Lane, head: Job | None, base_bytes: int, limits: PoolLimits) -> Verdict:
    out_of_memory = _is_memory(lane, base_bytes, limits)
    cause = Cause.MEMORY if out_of_memory else Cause.CRASHED
    if head is None or not head.alone:
        return Verdict(cause, suspect=head is not None)
    reason = Reason.MEMORY_EXCEEDED if out_of_memory else Reason.WORKER_CRASHED
    return Verdict(cause, guilty=_dead(reason, f"{how(lane)}, twice, the second time alone in a fresh child"))


def _template_lost(head: Job | None) -> Verdict:
    if head is None or head.lost < TEMPLATE_LOSSES_MAX:
        return Verdict(Cause.TEMPLATE)
    detail = f"the pool's template process died {TEMPLATE_LOSSES_MAX} times while this record was worked on"
    return Verdict(Cause.TEMPLATE, guilty=_dead(Reason.WORKER_CRASHED, detail))


def _is_memory(lane: Lane, base_bytes: int, limits: PoolLimits) -> bool:
    """Whether the memory it held at most speaks for an end by lack of memory."""
    if lane.ended is None or lane.killed_at is not None or _ended_by(lane) not in _MEMORY_SIGNALS:
        return False
    return lane.ended.peak_bytes - base_bytes >= _MEMORY_SHARE * limits.child_memory_bytes


def _ended_by(lane: Lane) -> int | None:
    if lane.ended is None or not os.WIFSIGNALED(lane.ended.status):
        return None
    return os.WTERMSIG(lane.ended.status)


def how(lane: Lane) -> str:
    """The end of a child in words: ended by SIGSEGV, exited with status 3 ..."""
    if lane.detail:
        return lane.detail
    if lane.ended is None:
        return "the child went away"
    if (number := _ended_by(lane)) is not None:
        return f"the child was ended by {_signal_name(number)}"
    return f"the child exited with status {os.waitstatus_to_exitcode(lane.ended.status)}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"


def _dead(reason: Reason, detail: str) -> DeadLetter:
    return DeadLetter(reason=reason, stage="pool", detail=detail)
