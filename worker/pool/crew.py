"""The pool's processes: one template, its children's lanes, waiting for any of them, replacing what is gone."""

import logging
import os
import selectors
import time

from worker.model import Hints
from worker.pool.host import Ended, Forked, PoolError, PoolKilledError, Ready, Report, TemplateHost
from worker.pool.lane import Cause, Job, Lane, resident_bytes
from worker.pool.limits import PoolLimits

WARM_S = 120.0  # a template that takes longer is started again
FORK_S = 10.0  # one that does not answer for so long is, too
REPORT_S = 5.0  # a child that was killed is reported within
FAREWELL_S = 2.0  # after a connection was closed by either end the child is gone within
RETRY_S = 0.5  # between forks, when a child dies before its first word
FORKS_PENDING_MAX = 16
REST_S, REST_MIN_S = 0.016, 0.0003
TEMPLATE_FAILURES_MAX = 3

log = logging.getLogger(__name__)


class Crew:
    """Template and lanes; knows processes and connections, nothing of outcomes."""

    def __init__(self, entry: str, limits: PoolLimits, hints: Hints) -> None:
        self.lanes: dict[int, Lane] = {}
        self.base_bytes = 0  # resident memory a child starts with
        self.warm = False
        self.stillborn = 0  # children that ended before their first word
        self._entry, self._limits, self._hints = entry, limits, hints
        self._selector = selectors.DefaultSelector()
        self._host = self._exec()
        self._numbers = 0
        self._proven = False
        self._failures = 0
        self._spawn_after = 0.0
        self._orphans: set[int] = set()

    def _exec(self) -> TemplateHost:
        host = TemplateHost(self._entry, self._limits, self._hints)
        self._selector.register(host.control, selectors.EVENT_READ)
        self._patience_ends = time.monotonic() + WARM_S
        self.warm = False
        return host

    @property
    def template_pid(self) -> int:
        """Process id of the template."""
        return self._host.pid

    @property
    def child_pids(self) -> tuple[int, ...]:
        """Process ids of the children that live, as far as known."""
        return tuple(lane.pid for lane in self.lanes.values() if lane.pid is not None and lane.ended is None)

    @property
    def ready(self) -> bool:
        """Every child stands in its jail."""
        return len(self.lanes) == self._limits.workers and all(lane.greeted for lane in self.lanes.values())

    # -- children

    def wants_lane(self, now: float) -> bool:
        """Whether a child is missing and may be asked for now."""
        pending = sum(lane.pid is None for lane in self.lanes.values())
        missing = len(self.lanes) < self._limits.workers
        return missing and self.warm and pending < FORKS_PENDING_MAX and now >= self._spawn_after

    def spawn(self, suspect: Job | None) -> None:
        """Ask for a child; `suspect` is its first record, and its only one until that is answered."""
        self._numbers += 1
        lane = Lane(self._numbers, suspect)
        self._host.fork(lane.number, lane.child_end)
        lane.child_end.close()
        self.lanes[lane.number] = lane
        self._selector.register(lane.sock, selectors.EVENT_READ, lane)

    def remove(self, lane: Lane, now: float) -> None:
        """Forget a child that is gone."""
        self._selector.unregister(lane.sock)
        lane.close()
        del self.lanes[lane.number]
        if not lane.greeted:
            self._spawn_after = now + RETRY_S
            self.stillborn += 1
        if lane.pid is not None and lane.ended is None:
            self._orphans.add(lane.pid)

    # -- waiting

    def wait(self, timeout_s: float) -> list[Lane]:
        """Sleep until something happens; gives the lanes that have something to read."""
        self._send()
        if (rest_s := min(timeout_s, self._rest_s())) > REST_MIN_S:
            time.sleep(rest_s)
        events = self._selector.select(max(0.0, timeout_s))
        speaking = {key.data: None for key, mask in events if mask & selectors.EVENT_READ}
        if None in speaking:
            del speaking[None]
            speaking |= dict.fromkeys(self._heard())
        return list(speaking)

    def _rest_s(self) -> float:
        """How long nobody needs us: waking for each answer costs more than reading several at once.

        Measured at 1 ms a record: 60 instead of 165 µs of the parent's time for each.
        """
        return min((min(REST_S, lane.backlog_s / 4) for lane in self.lanes.values()), default=0.0)

    def _send(self) -> None:
        for lane in self.lanes.values():
            lane.flush()
            wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if lane.unsent else 0)
            if self._selector.get_key(lane.sock).events != wanted:
                self._selector.modify(lane.sock, wanted, lane)

    def _heard(self) -> list[Lane]:
        """Take in what the template reports; gives the lanes whose child ended, their last words to be read."""
        return [lane for report in self._host.reports() if (lane := self._take(report)) is not None]

    def _take(self, report: Report) -> Lane | None:
        now = time.monotonic()
        match report:
            case Ready():
                self.warm, self._proven, self._failures = True, True, 0
                self.base_bytes = resident_bytes(self._host.pid)
            case Forked(lane=number, pid=pid):
                if number in self.lanes:
                    self.lanes[number].forked(pid, now)
            case Ended():
                for lane in self.lanes.values():
                    if lane.pid == report.pid:
                        lane.ended = report
                        return lane
        return None

    # -- ends

    def ended(self, now: float) -> list[Lane]:
        """The lanes whose child is gone and has said all it will say."""
        for lane in self.lanes.values():
            if lane.ended is None and lane.killed_at is None and lane.parted_for(now) > FAREWELL_S:
                lane.kill(now, Cause.CRASHED, f"the child {'closed its connection' if lane.eof else 'would not leave'}")
        return [lane for lane in self.lanes.values() if self._is_over(lane, now)]

    def _is_over(self, lane: Lane, now: float) -> bool:
        unreported = lane.killed_at is not None and now - lane.killed_at > REPORT_S
        return lane.ended is not None or unreported or lane.leaving is Cause.TEMPLATE

    def lost_template(self, now: float) -> bool:
        """Whether the template is dead, or does not answer and has been killed for it."""
        asked = [lane.asked_at for lane in self.lanes.values() if lane.pid is None]
        overdue = (now > self._patience_ends) if not self.warm else bool(asked) and now - min(asked) > FORK_S
        if overdue:
            log.error("pool template does not answer", extra={"event": "pool_template_silent"})
            self._host.kill()
        return self._host.gone

    def renew(self) -> None:
        """Start another template after all lanes of the lost one were removed; PoolError when it keeps failing."""
        self._selector.unregister(self._host.control)
        words, killed = self._host.last_words(), self._host.killed
        self._host.close()
        if not self.warm:
            self._failures += 1
            if self._failures >= TEMPLATE_FAILURES_MAX or not self._proven:
                raise (PoolKilledError if killed else PoolError)(f"the pool's template cannot start: {words}")
        log.error("pool template lost, starting another: %s", words, extra={"event": "pool_template_lost"})
        self._host = self._exec()

    def reap(self) -> None:
        """Children of a lost template become ours when we are process 1 of a container: collect them."""
        self._orphans = {pid for pid in self._orphans if _is_ours_and_lives(pid)}

    def stop(self) -> None:
        """End all processes and wait for them."""
        for lane in list(self.lanes.values()):
            lane.kill(0.0, Cause.RECYCLED, "")
            self._selector.unregister(lane.sock)
            lane.close()
        self.lanes.clear()
        self._selector.close()
        self._host.close()


def _is_ours_and_lives(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False
