"""`agencyfeed diff`: what two versions made of the same records, compared; raw recordings are run first."""

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import orjson

from worker.commands import run
from worker.commands.endings import say, told
from worker.differences import comparison, volatile
from worker.differences.comparison import Difference, Tally
from worker.differences.outputs import Output, anonymous, output_of, outputs
from worker.differences.page import page
from worker.differences.report import Limits, as_json, lines
from worker.exit_codes import ExitCode
from worker.model import RawMessage
from worker.recording import NotWritableError, Recording, RecordingError, Writer
from worker.settings.loading import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A recording: of outputs, or raw and then run by `command` (None: by this version)."""

    file: str
    command: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for; `shown` differences are listed."""

    old: Side
    new: Side
    limits: Limits = field(default_factory=Limits)
    shown: int = 100
    json: bool = False
    html: Path | None = None
    any_topic: bool = False
    accept: bool = False


def main(settings: Settings, plan: Plan) -> int:
    """Print the comparison; 0 when no more differs than is allowed."""
    return told(settings, lambda _: _diff(settings, plan))


def _diff(settings: Settings, plan: Plan) -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agencyfeed-diff-")))
        if plan.accept and not Path(plan.old.file).exists():
            Writer(plan.old.file).close()  # the first golden file
        files = [_of_outputs(side, folder / name, settings) for side, name in ((plan.old, "a"), (plan.new, "b"))]
        left, right = (_outputs(stack.enter_context(Recording(file)), plan) for file in files)
        tally, shown = Tally(), list[Difference]()
        for difference in comparison.compare(left, right, volatile.load(), tally):
            if len(shown) < plan.shown:
                shown.append(difference)
        exceeded = list(plan.limits.exceeded(tally))
        _print(plan, tally, shown, exceeded)
        if plan.accept:
            count = _accept(files[1], Path(plan.old.file))
            say(f"{plan.old.file} now holds the {count} outputs of {plan.new.file}")
            return ExitCode.OK
    return ExitCode.NOT_ALL if exceeded else ExitCode.OK


def _of_outputs(side: Side, target: Path, settings: Settings) -> str:
    """The file itself when its first record is an output, else what the pipeline makes of it."""
    with Recording(side.file) as opened:
        first = next(iter(opened), None)
    if side.command is None and (first is None or output_of(first) is not None):
        return side.file
    if side.command is None:
        code = run.main(replace(settings, http_port=-1), [Path(side.file)], str(target))
    else:
        argv = [*shlex.split(side.command), "run", "--source", side.file, "--sink", str(target), "--http-port", "-1"]
        code = _called(argv)
    if code:
        raise RecordingError(f"{side.file}: running it through {side.command or 'the pipeline'} ended with {code}")
    return str(target)


def _outputs(opened: Recording, plan: Plan) -> Iterator[Output]:
    return map(anonymous, outputs(opened)) if plan.any_topic else outputs(opened)


def _called(argv: Sequence[str]) -> int:
    try:
        done = subprocess.run(argv, check=False, stderr=subprocess.PIPE)  # noqa: S603 - named by whoever calls us
    except OSError as error:
        raise RecordingError(f"{argv[0]}: {error.strerror}") from error
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.returncode


def _print(plan: Plan, tally: Tally, shown: Sequence[Difference], exceeded: Sequence[str]) -> None:
    if plan.html:
        try:
            with plan.html.open("w", encoding="utf-8") as out:
                out.writelines(page(tally, shown, (plan.old.file, plan.new.file)))
        except OSError as error:
            raise NotWritableError(f"{plan.html}: {error.strerror}") from error
    if plan.json:
        said = as_json(tally, shown, exceeded)
        sys.stdout.buffer.write(orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return
    left_out = tally.changed + tally.missing + tally.new - len(shown)
    more = [f"... and {left_out} more: --show {len(shown) + left_out}"] if left_out else []
    for line in chain(lines(tally, shown), more, (f"over the limit: {line}" for line in exceeded)):
        sys.stdout.write(line + "\n")


def _accept(source: str, target: Path) -> int:
    """`source`'s outputs as the golden file: in order of places and without what is volatile, replaced in one step."""
    with Recording(source) as opened:
        found = list(outputs(opened))
    left_out = {"left_out": sorted(volatile.load().reasons)}
    fresh = target.with_name(f".{target.name}.new{'.zst' if target.suffix == '.zst' else ''}")
    with Writer(fresh, notes={"golden": left_out}) as writer:
        for raw in _numbered(found):
            writer.write(raw)
    fresh.replace(target)
    return len(found)


def _numbered(found: Sequence[Output]) -> Iterator[RawMessage]:
    """Offsets counted anew in each topic: what they were depended on which partition was faster."""
    offsets: dict[str, int] = {}
    for raw in comparison.golden(found, volatile.load()):
        offset = offsets.get(raw.topic, 0)
        offsets[raw.topic] = offset + 1
        yield replace(raw, partition=0, offset=offset)
