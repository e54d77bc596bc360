"""`agencyfeed backfill`: years of recordings or directories of files through the pipeline, across all cores.

The output is one recording, in the order of the inputs.  Every so many records it is sealed and a checkpoint is
written, so a run that was killed goes on where it was, and the output is the same to the byte.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import orjson

from worker.commands import checkpoint, inputs
from worker.commands.checkpoint import Checkpoint
from worker.commands.endings import NotPossible, say, told
from worker.commands.extract import line_of, through
from worker.commands.inputs import Input
from worker.commands.outputs import refuse_to_replace
from worker.commands.progress import Bar
from worker.commands.stopping import Stopped, stoppable
from worker.exit_codes import ExitCode
from worker.file_endpoints import OutputWriter
from worker.knowledge import loading as knowledge
from worker.model import Handled, RawMessage
from worker.output_records import WORKER_VERSION, records_of
from worker.pool.pool import Pool
from worker.recording import Writer
from worker.settings.loading import Settings
from worker.telemetry import Telemetry


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for; `every` so many records there is a checkpoint."""

    paths: Sequence[str]
    out: Path
    every: int = 500
    restart: bool = False
    json: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One input to handle, and where the next one is."""

    one: Input
    paths: int
    records: int

    @property
    def raw(self) -> RawMessage | None:
        """The input's record."""
        return self.one.raw


def main(settings: Settings, plan: Plan) -> int:
    """Do all that is left; 0 when every input could be read."""
    return told(settings, lambda _: _backfill(settings, plan))


def _backfill(settings: Settings, plan: Plan) -> int:
    own = {os.path.abspath(path) for path in (plan.out, checkpoint.beside(plan.out))}  # noqa: PTH100 - as below
    paths = [path for path in inputs.listed(plan.paths) if os.path.abspath(path) not in own]  # noqa: PTH100 - thousands
    if plan.restart:  # a run that goes on has an output of its own, whatever is named
        refuse_to_replace(plan.out, (*plan.paths, *paths), overwrite=True)
    began = _begun(settings, plan, paths)
    progress = Progress(plan, began)
    checkpoint.write(checkpoint.beside(plan.out), began)  # a run that is killed at once is not taken for done
    with ExitStack() as stack:
        stopped = stack.enter_context(stoppable())
        writer = stack.enter_context(Writer(plan.out, resume_at=began.length or None))
        pool = Pool(settings, Telemetry())
        stack.callback(pool.stop)
        pool.start()
        bar = stack.enter_context(Bar(len(paths), sys.stderr, sys.stdout))
        bar.step(str(progress), began.paths)
        steps = _steps(paths, began, settings.record_max_bytes, stopped)
        progress.run(OutputWriter(writer, began.offsets), steps, pool, bar)
        if stopped():
            say(f"stopped: the same command goes on from the last checkpoint, {progress.saved_records} records in")
            raise KeyboardInterrupt
    checkpoint.beside(plan.out).unlink(missing_ok=True)
    _summarise(progress, plan)
    return ExitCode.NO_INPUT if progress.counts.outcomes["unreadable"] else ExitCode.OK


def _begun(settings: Settings, plan: Plan, paths: Sequence[str]) -> Checkpoint:
    """Where to begin.

    Raises NotPossible when another plan was begun or the output was cut, NotWritableError when it is finished.
    """
    state = checkpoint.beside(plan.out)
    rules = knowledge.load(settings.limits).rules
    facts = {"version": WORKER_VERSION, "rules": rules, "limits": asdict(settings.limits), "every": plan.every}
    fresh = Checkpoint(plan=checkpoint.plan_of(paths, facts), length=0)
    if plan.restart:
        state.unlink(missing_ok=True)
        return fresh
    found = checkpoint.read(state)
    if found is None:
        refuse_to_replace(plan.out, overwrite=False, flag="--restart")
        return fresh
    if found.plan != fresh.plan:
        raise NotPossible(f"{state} was begun with other inputs, limits or another version: --restart begins anew")
    _must_hold(plan.out, found)
    return found


def _must_hold(out: Path, begun: Checkpoint) -> None:
    """What the checkpoint counts must be in the output: what is not there would become a hole.

    Raises NotPossible.
    """
    size = out.stat().st_size if out.exists() else 0
    if size < begun.length:
        raise NotPossible(
            f"{out} has {size} bytes of the {begun.length} it had at its checkpoint: --restart begins anew"
        )


def _steps(paths: Sequence[str], began: Checkpoint, max_bytes: int, stopped: Stopped) -> Iterator[Step]:
    """What is left to do, in order."""
    for number in range(began.paths, len(paths)):
        read = enumerate(inputs.read_one(paths[number], number, max_bytes))
        done = began.records if number == began.paths else 0
        for within, one in islice(read, done, None):
            if stopped():
                return
            yield Step(one, number, within + 1)


class Progress:
    """The counts, and when the next checkpoint is due."""

    def __init__(self, plan: Plan, began: Checkpoint) -> None:
        self.plan = plan
        self.counts = began.counts
        self.saved_records = began.counts.outcomes.total()
        self.here = 0  # records of this run
        self._digest = began.plan
        self._began = time.monotonic()

    @property
    def rate(self) -> float:
        """Records a second in this run."""
        return self.here / max(time.monotonic() - self._began, 0.001)

    def __str__(self) -> str:
        named = ", ".join(f"{count} {name.replace('_', '-')}" for name, count in sorted(self.counts.outcomes.items()))
        return f"{self.rate:.0f} records/s: {named or 'none'}"

    def run(self, outputs: OutputWriter, steps: Iterator[Step], pool: Pool, bar: Bar) -> None:
        """Handle every step, in order, with a checkpoint every so many records."""
        at = 0
        for step, handled in through(steps, pool.map):
            self._count(step.one, handled)
            if handled is not None and step.raw is not None:
                for record in records_of(step.raw, handled.outcome, outputs.route):
                    outputs.write(record, step.raw.timestamp_ms)
            bar.step(str(self), max(0, step.paths - at))
            at = max(at, step.paths)
            if self.counts.outcomes.total() % self.plan.every == 0:
                self._save(outputs, step)

    def _count(self, one: Input, handled: Handled | None) -> None:
        line = line_of(one, handled)
        self.here += 1
        self.counts.outcomes[line.outcome or "unreadable"] += 1
        self.counts.articles += len(line.articles)
        if line.reason:
            self.counts.reasons[line.reason] += 1
        if handled is not None:
            self.counts.formats[handled.format or "none"] += 1
        else:
            say(f"{one.name}: {one.error}")

    def _save(self, outputs: OutputWriter, step: Step) -> None:
        length = outputs.writer.seal()
        saved = Checkpoint(
            plan=self._digest,
            paths=step.paths,
            records=step.records,
            length=length,
            offsets=outputs.offsets,
            counts=self.counts,
        )
        checkpoint.write(checkpoint.beside(self.plan.out), saved)
        self.saved_records = self.counts.outcomes.total()


def _summarise(progress: Progress, plan: Plan) -> None:
    """On standard output, as the articles are in the file."""
    counts = progress.counts
    if plan.json:
        said = {"out": str(plan.out), "records_per_second": round(progress.rate, 1), **counts.as_json()}
        sys.stdout.buffer.write(orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return
    total, here = counts.outcomes.total(), progress.here
    before = f" ({total - here} in earlier runs)" if total > here else ""
    sys.stdout.write(
        f"{total} records{before}, {counts.articles} articles in {plan.out}, {progress.rate:.1f} records/s\n"
    )
    for name in checkpoint.COUNTS:
        counted = ", ".join(f"{word} {count}" for word, count in getattr(counts, name).most_common())
        sys.stdout.write(f"{name:<9} {counted or 'none'}\n")
