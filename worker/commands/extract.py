"""`agencyfeed extract`: files in, articles or outcomes out, one JSON object a line, through the same pool as `run`."""
# ruff: noqa: PLC0415 - the core loads in this process only without a pool

import os
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Protocol, TypeVar, assert_never

import orjson

from worker import logs
from worker.commands import inputs
from worker.commands.inputs import Input
from worker.commands.progress import Bar
from worker.exit_codes import ExitCode
from worker.model import DeadLetter, Handled, Hints, Published, RawMessage, Skipped
from worker.pool.host import PoolError
from worker.pool.pool import Pool
from worker.settings.loading import Settings
from worker.telemetry import Telemetry

Mapper = Callable[[Iterable[RawMessage]], Iterator[Handled]]


class Readable(Protocol):
    """An input, whatever else is known of it."""

    @property
    def raw(self) -> RawMessage | None:
        """Its record, None when it could not be read."""


One = TypeVar("One", bound=Readable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for; `jobs` None = settings.workers, 0 = in this process."""

    paths: Sequence[str]
    hints: Hints
    jobs: int | None
    outcomes: bool


@dataclass(slots=True)
class Tally:
    """What has been seen so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    articles: int = 0

    def add(self, line: "Line") -> None:
        """Count one input."""
        self.outcomes[line.outcome or "unreadable"] += 1
        self.articles += len(line.articles)

    def __str__(self) -> str:
        named = ", ".join(f"{count} {name.replace('_', '-')}" for name, count in sorted(self.outcomes.items()))
        return f"{self.outcomes.total()} inputs: {named or 'none'}; {self.articles} articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One input's outcome in the words of `--outcomes`; `outcome` None: it could not be read."""

    input: str
    outcome: str | None = None
    reason: str | None = None
    detail: str | None = None
    articles: tuple[bytes, ...] = ()


def main(settings: Settings, plan: Plan) -> int:
    """Print everything; 0 when every input has an outcome."""
    logs.configure(replace(settings, log_format="console", log_level="error"))
    try:
        tally = _extract(settings, plan)
    except PoolError as error:
        sys.stderr.write(f"agencyfeed: the child processes cannot work: {error}\n")
        return ExitCode.SOFTWARE
    return ExitCode.NO_INPUT if tally.outcomes["unreadable"] else ExitCode.OK


def _extract(settings: Settings, plan: Plan) -> Tally:
    paths = list(inputs.listed(plan.paths))
    tally = Tally()
    began = time.monotonic()
    with _mapper(settings, plan, len(paths)) as mapper, Bar(len(paths), sys.stderr, sys.stdout) as bar:
        for one, handled in through(inputs.read(paths, settings.record_max_bytes), mapper):
            line = line_of(one, handled)
            tally.add(line)
            if plan.outcomes or line.outcome == "published":
                _print(line, sys.stdout.buffer, outcomes=plan.outcomes)
            else:
                bar.say(f"agencyfeed: {logs.clean(line.input)}: {_why(line)}")
            bar.step(str(tally))
    if sys.stderr.isatty():
        sys.stderr.write(f"agencyfeed: {tally} in {time.monotonic() - began:.1f} s\n")
    return tally


def through(read: Iterable[One], mapper: Mapper) -> Iterator[tuple[One, Handled | None]]:
    """Every input in order with what the mapper made of it; unreadable ones pass it by."""
    waiting: deque[One] = deque()

    def raws() -> Iterator[RawMessage]:
        for one in read:
            waiting.append(one)
            if one.raw is not None:
                yield one.raw

    for handled in mapper(raws()):
        while waiting[0].raw is None:
            yield waiting.popleft(), None
        yield waiting.popleft(), handled
    for one in waiting:
        yield one, None


def line_of(one: Input, handled: Handled | None) -> Line:
    """The words for one input."""
    if handled is None:
        return Line(input=one.name, detail=one.error)
    match handled.outcome:
        case Published(articles=articles, dropped=dropped):
            detail = "; ".join(f"{reason}: {text}" for reason, text in dropped) or None
            bodies = tuple(article.body for article in articles)
            return Line(input=one.name, outcome="published", detail=detail, articles=bodies)
        case DeadLetter(reason=reason, detail=text):
            return Line(input=one.name, outcome="dead_lettered", reason=reason.value, detail=text)
        case Skipped(reason=skip, detail=text):
            return Line(input=one.name, outcome="skipped", reason=skip.value, detail=text or None)
        case _:
            assert_never(handled.outcome)


@contextmanager
def _mapper(settings: Settings, plan: Plan, count: int) -> Iterator[Mapper]:
    jobs = settings.workers if plan.jobs is None else plan.jobs
    if jobs == 0:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the net is small: with threads it takes many times as long
        from worker import pipeline
        from worker.knowledge import loading as knowledge

        tables = knowledge.load(settings.limits)
        yield lambda raws: (pipeline.handle(raw, tables, plan.hints) for raw in raws)
        return
    pool = Pool(replace(settings, workers=max(1, min(jobs, count))), Telemetry(), plan.hints)
    pool.start()
    try:
        yield pool.map
    finally:
        pool.stop()


def _print(line: Line, out: BinaryIO, *, outcomes: bool) -> None:
    if outcomes:
        shown = {
            "input": line.input,
            "outcome": line.outcome,
            "reason": line.reason,
            "detail": line.detail,
            "articles": [orjson.Fragment(body) for body in line.articles],
        }
        out.write(orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE))
    else:
        out.writelines(body + b"\n" for body in line.articles)
    out.flush()


def _why(line: Line) -> str:
    words = (line.outcome and line.outcome.replace("_", "-"), line.reason, line.detail)
    return ": ".join(logs.clean(word) for word in words if word)
