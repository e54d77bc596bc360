"""`agencyfeed record`: topics into a file, read without a group."""

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker import points, redaction, sampling
from worker.commands.endings import NotPossible, say, told
from worker.commands.outputs import refuse_to_replace
from worker.commands.progress import Bar
from worker.commands.stopping import Stopped, stoppable
from worker.exit_codes import ExitCode
from worker.kafka import reading
from worker.kafka.check import connected
from worker.kafka.reading import Span
from worker.logs import FirstCause
from worker.points import Kind, Point
from worker.recording import Writer
from worker.settings.loading import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for; `nth` and `share` None: no sample."""

    topics: Sequence[str]
    out: str
    start: Point = points.BEGINNING
    stop: Point = points.END
    count: int | None = None
    isolation: str = "read_committed"
    nth: int | None = None
    share: float | None = None
    redact: Path | None = None
    overwrite: bool = False


def main(settings: Settings, plan: Plan) -> int:
    """Write the recording; 0 when it holds all that was asked for."""
    return told(settings, lambda first_cause: _record(settings, plan, first_cause))


def _record(settings: Settings, plan: Plan, first_cause: FirstCause) -> int:
    refuse_to_replace(plan.out, overwrite=plan.overwrite)
    rules = redaction.load(plan.redact) if plan.redact else None
    reader = connected(lambda: reading.consumer(settings, plan.isolation), settings, first_cause)
    with closing(reader), stoppable() as stopped:
        spans = reading.spans(reader, plan.topics, plan.start, plan.stop)
        if nowhere := set(plan.start.offsets) - {span.partition for span in spans}:
            raise NotPossible(f"{', '.join(plan.topics)}: there is no partition {min(nowhere)}")
        _tell_losses(spans)
        follows = plan.stop.kind is Kind.NEVER
        with Writer(plan.out, topics=reading.ranges(spans), notes=_notes(plan, rules)) as writer:
            counted = _copy(reader, spans, writer, Copying(plan, rules, stopped))
            if stopped() and not follows and (plan.count is None or counted["written"] < plan.count):
                raise KeyboardInterrupt  # before the end line: half of what was asked for must not look whole
    say(_summary(counted, plan.out))
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class Copying:
    """What decides over a record on its way into the file."""

    plan: Plan
    rules: redaction.Rules | None
    stopped: Stopped


def _copy(reader: Any, spans: Sequence[Span], writer: Writer, how: Copying) -> Counter[str]:
    """Records into the file, until the spans or the wanted number are done or we are stopped."""
    keeps = _sample(how.plan)
    counted: Counter[str] = Counter()
    total = 0 if any(span.end is None for span in spans) else sum(span.size for span in spans)
    with Bar(total, sys.stderr, sys.stdout) as bar:
        for raw, timestamp_type in reading.read(reader, spans, how.stopped):
            if keeps(raw):
                clean = how.rules.redacted(raw) if how.rules else raw
                writer.write(clean, timestamp_type)
                counted["written"] += 1
                counted["redacted"] += clean is not raw
            else:
                counted["left out"] += 1
            bar.step(f"{counted['written']} written")
            if counted["written"] == how.plan.count:
                break
    return counted


def _sample(plan: Plan) -> sampling.Keeps:
    if plan.nth is not None:
        return sampling.every(plan.nth)
    return sampling.share(plan.share) if plan.share is not None else sampling.everything


def _notes(plan: Plan, rules: redaction.Rules | None) -> dict[str, Any]:
    """What the manifest says beside the ranges: how the records were chosen, and that they were changed."""
    notes: dict[str, Any] = {"isolation": plan.isolation}
    if plan.count is not None:
        notes["at_most"] = plan.count
    if plan.nth is not None:
        notes["sample"] = {"every": plan.nth}
    if plan.share is not None:
        notes["sample"] = {"share_of_keys": plan.share}
    if rules is not None:
        notes["redacted"] = rules.summary
    return notes


def _tell_losses(spans: Sequence[Span]) -> None:
    for span in spans:
        if span.lost:
            what = f"{span.topic}-{span.partition}: {span.lost} offsets before {span.first} are gone"
            say(f"{what} (retention or deletion); recording begins there")


def _summary(counted: Counter[str], out: str) -> str:
    said = [f"{counted['written']} records in {'standard output' if out == '-' else out}"]
    said += [f"{counted[name]} {name}" for name in ("left out", "redacted") if counted[name]]
    return ", ".join(said)
