"""Records handled in child processes that can be killed: one outcome a record, whatever the record does.

A window of records per child, answered in order.  The record at the head of a window is the one worked on: its
processor and wall time are judged, and when its child dies it alone is suspected.  A suspect is tried once more,
alone in a fresh child, and guilty only if it ends that one too; records behind it are sent again without blame.  A
deadline is judged once: the time was measured, and a second try would only double it.

Single-threaded: every method is called from the thread that called `start`.  Nothing is ever forked from the
parent, which has threads and connections; see template.py.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import count

from worker.model import DeadLetter, Handled, Hints, RawMessage, Reason
from worker.pool.crew import Crew
from worker.pool.frames import FrameError, Greeting, Reply, record_bytes
from worker.pool.host import PoolError
from worker.pool.lane import Cause, Job, Lane
from worker.pool.limits import WINDOW_RECORDS_MAX, KillBreaker, PoolLimits
from worker.pool.verdict import how, judge
from worker.settings.loading import Settings
from worker.telemetry import Telemetry

PIPELINE = "worker.pool.entry:extraction"
TICK_S = 0.05  # how late a deadline may be noticed
AWAY_S = 1.0  # a longer pause between two steps is not held against the records
READ_AHEAD_BYTES = 64 * 1024 * 1024
NO_HINTS = Hints()
STATES = ("starting", "idle", "busy")
_KILLS = frozenset({Cause.DEADLINE, Cause.CRASHED, Cause.MEMORY})

log = logging.getLogger(__name__)


class Pool:
    """Child processes behind `submit` and `step`; the module says who is blamed for what."""

    def __init__(
        self, settings: Settings | PoolLimits, telemetry: Telemetry, hints: Hints = NO_HINTS, entry: str = PIPELINE
    ) -> None:
        self.limits = settings if isinstance(settings, PoolLimits) else PoolLimits.of(settings)
        self.in_flight = 0  # submitted, not yet returned
        self._telemetry = telemetry
        self._hints = hints
        self._entry = entry
        self._crew: Crew | None = None
        self._breaker = KillBreaker(self.limits.kills_per_minute_max)
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Job] = deque()
        self._done: list[tuple[int, Handled]] = []
        self._looked_at = time.monotonic()
        self._states: Counter[str] = Counter()
        self._told: set[str] = set()
        self._tickets = count()  # of map: results of an abandoned one are not taken for the next one's

    # -- from start to stop

    def start(self) -> None:
        """Start template and children; returns when they are warm, raises PoolError when they cannot be."""
        self._crew = Crew(self._entry, self.limits, self._hints)
        try:
            self._until_ready(self._crew)
        except PoolError:
            self.stop()
            raise

    def _until_ready(self, crew: Crew) -> None:
        while not crew.ready:
            self._turn(crew, TICK_S)
            if crew.stillborn:
                raise PoolError("a pool child ended before its first word")

    def stop(self) -> None:
        """End all child processes now; what is in flight is forgotten."""
        if self._crew is not None:
            self._crew.stop()
        self._crew = None
        self._waiting.clear()
        self._suspects.clear()
        self._done.clear()
        self.in_flight = 0
        self._show_states({})

    @property
    def template_pid(self) -> int | None:
        """Process id of the template."""
        return self._crew.template_pid if self._crew else None

    @property
    def child_pids(self) -> tuple[int, ...]:
        """Process ids of the children."""
        return self._crew.child_pids if self._crew else ()

    @property
    def warm(self) -> bool:
        """Whether the template stands; not while a lost one is started anew."""
        return self._crew is not None and self._crew.warm

    def breaker_closes_at(self) -> float | None:
        """Monotonic time until which too many kills forbid new work; None when all is well."""
        return self._breaker.closes_at(time.monotonic())

    @property
    def breaker_open(self) -> bool:
        """Whether more children were lost within a minute than is allowed."""
        return self.breaker_closes_at() is not None

    # -- records in, results out

    def submit(self, ticket: int, raw: RawMessage) -> None:
        """Queue a record; never blocks.  Its result comes from `step` under the same ticket, once."""
        self._waiting.append(Job(ticket, raw, record_bytes(raw)))
        self.in_flight += 1

    def step(self, timeout_s: float) -> list[tuple[int, Handled]]:
        """What is finished, in any order, waiting at most `timeout_s` for the first; all work on the pool is done here.

        PoolError when the template cannot be started any more.
        """
        if self._crew is None:
            raise PoolError("the pool is not started")
        self._excuse_absence(self._crew)
        until = time.monotonic() + timeout_s
        while True:
            self._turn(self._crew, min(TICK_S, until - time.monotonic()))
            if self._done or time.monotonic() >= until:
                break
        self._looked_at = time.monotonic()
        done, self._done = self._done, []
        self.in_flight -= len(done)
        return done

    def map(self, raws: Iterable[RawMessage]) -> Iterator[Handled]:
        """Results in the order of `raws`, which are read ahead by a bounded number.  Not to be mixed with `submit`.

        Ignores the breaker: whoever maps wants every outcome.
        """
        source, exhausted = iter(raws), False
        most = self.limits.workers * 2 * WINDOW_RECORDS_MAX
        sizes: dict[int, int] = {}  # of what is read and not yet yielded, in order
        results: dict[int, Handled] = {}
        while sizes or not exhausted:
            while not exhausted and len(sizes) < most and sum(sizes.values()) < READ_AHEAD_BYTES:
                exhausted = not self._submit_next(source, sizes)
            if len(results) < len(sizes):
                results |= {ticket: handled for ticket, handled in self.step(TICK_S) if ticket in sizes}
            while sizes and (first := next(iter(sizes))) in results:
                del sizes[first]
                yield results.pop(first)

    def _submit_next(self, source: Iterator[RawMessage], sizes: dict[int, int]) -> bool:
        if (raw := next(source, None)) is None:
            return False
        ticket = next(self._tickets)
        sizes[ticket] = record_bytes(raw)
        self.submit(ticket, raw)
        return True

    # -- one turn

    def _turn(self, crew: Crew, timeout_s: float) -> None:
        self._fill(crew, time.monotonic())
        for lane in crew.wait(timeout_s):
            self._read(lane)
        now = time.monotonic()
        for lane in crew.lanes.values():
            if (why := lane.overdue(now, self.limits)) is not None:
                lane.condemn(now, why)
        if crew.lost_template(now):
            self._lose_template(crew, now)
        for lane in crew.ended(now):
            self._bury(crew, lane, now)
        crew.reap()
        self._fill(crew, now)
        self._show_states(_states(crew))

    def _fill(self, crew: Crew, now: float) -> None:
        """Children where they are missing (a suspect goes first, alone), records where there is room."""
        while crew.wants_lane(now):
            crew.spawn(self._suspects.popleft() if self._suspects else None)
        while self._waiting:
            lanes = [lane for lane in crew.lanes.values() if lane.has_room(self._waiting[0], self.limits)]
            if not lanes:
                return
            min(lanes, key=lambda lane: lane.load).push(self._waiting.popleft(), now)

    def _excuse_absence(self, crew: Crew) -> None:
        away = time.monotonic() - self._looked_at
        for lane in crew.lanes.values() if away > AWAY_S else ():
            lane.excuse(away)

    # -- answers

    def _read(self, lane: Lane) -> None:
        try:
            for message in lane.read():
                if isinstance(message, Greeting):
                    self._greeted(lane, message)
                else:
                    self._answered(lane, message)
        except FrameError as error:
            lane.kill(time.monotonic(), Cause.CRASHED, f"the child answered with {error}")

    def _greeted(self, lane: Lane, greeting: Greeting) -> None:
        lane.greeted = True
        for note in greeting.notes:
            self._tell_once("pool_jail_incomplete", note)

    def _answered(self, lane: Lane, reply: Reply) -> None:
        fresh = lane.results == 0
        now = time.monotonic()
        job = lane.pop(now, reply.busy_seconds)
        self._telemetry.pool_busy_seconds_total.inc(reply.busy_seconds)
        for path in reply.refused:
            self._tell_once("pool_file_refused", path)
        if not _is_out_of_memory(reply.handled):
            self._done.append((job.ticket, reply.handled))
            if lane.results >= self.limits.recycle_records or lane.is_fat(reply.busy_seconds, self.limits):
                lane.dismiss(Cause.RECYCLED)
            lane.hang_up_when_done()
            return
        lane.kill(now, Cause.MEMORY, "a record ran out of memory")
        if fresh or job.alone:
            self._done.append((job.ticket, reply.handled))
        else:  # what earlier records left behind may have filled the child
            job.alone = True
            self._suspects.append(job)

    # -- ends

    def _bury(self, crew: Crew, lane: Lane, now: float) -> None:
        verdict = judge(lane, crew.base_bytes, self.limits)
        crew.remove(lane, now)
        self._settle(deque(lane.window), verdict.guilty, suspect=verdict.suspect)
        self._telemetry.pool_worker_restarts_total.labels(verdict.cause).inc()
        if verdict.cause not in _KILLS:
            return
        log.warning("pool child %s replaced: %s", lane.pid, how(lane), extra={"event": f"pool_child_{verdict.cause}"})
        if self._breaker.record(now):
            most = self.limits.kills_per_minute_max
            log.error("more than %s children lost within a minute", most, extra={"event": "pool_breaker_open"})

    def _settle(self, window: deque[Job], guilty: DeadLetter | None, *, suspect: bool) -> None:
        if guilty is not None:
            self._done.append((window.popleft().ticket, Handled(outcome=guilty)))
        elif suspect:
            window[0].alone = True
        for job in reversed(window):
            (self._suspects if job.alone else self._waiting).appendleft(job)

    def _lose_template(self, crew: Crew, now: float) -> None:
        """Its children die with it: nobody is to blame, all records are sent again."""
        for lane in list(crew.lanes.values()):
            self._read(lane)
            if lane.ended is None:
                lane.lose_template()
            self._bury(crew, lane, now)
        crew.renew()

    # -- what is shown

    def _tell_once(self, event: str, words: str) -> None:
        if words not in self._told and len(self._told) < 1000:
            self._told.add(words)
            log.warning("pool child: %s", words, extra={"event": event})

    def _show_states(self, states: dict[str, int]) -> None:
        if states == self._states:
            return
        for state in STATES:
            self._telemetry.pool_workers.labels(state).set(states.get(state, 0))
        self._states = Counter(states)


def _states(crew: Crew) -> Counter[str]:
    return Counter(
        "starting" if not lane.greeted else "busy" if lane.window else "idle" for lane in crew.lanes.values()
    )


def _is_out_of_memory(handled: Handled) -> bool:
    return isinstance(handled.outcome, DeadLetter) and handled.outcome.reason is Reason.MEMORY_EXCEEDED
