"""`agencyfeed inspect`: recordings at a glance; formats are told in child processes, as their bytes are anybody's."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import orjson

from worker.commands.endings import told
from worker.commands.progress import Bar
from worker.exit_codes import ExitCode
from worker.model import DeadLetter, Handled, Published, RawMessage
from worker.pool.pool import Pool
from worker.recording import Recording, RecordingError
from worker.settings.loading import Settings
from worker.survey import Survey, as_json, lines
from worker.telemetry import Telemetry

LOOKING = "worker.pool.entry:looking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the command line asked for."""

    files: Sequence[str]
    json: bool = False
    formats: bool = True


def main(settings: Settings, plan: Plan) -> int:
    """Print every recording; 0 when all are whole."""

    def work(_first_cause: object) -> int:
        with _pool(settings, wanted=plan.formats) as pool, Bar(0, sys.stderr, sys.stdout) as bar:
            surveys = [_printed(_surveyed(file, bar, pool), json=plan.json) for file in plan.files]
        return ExitCode.OK if all(survey.problem is None for survey in surveys) else ExitCode.NO_INPUT

    return told(settings, work)


@contextmanager
def _pool(settings: Settings, *, wanted: bool) -> Iterator[Pool | None]:
    if not wanted:
        yield None
        return
    pool = Pool(settings, Telemetry(), entry=LOOKING)
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()


def _surveyed(file: str, bar: Bar, pool: Pool | None) -> Survey:
    survey = Survey(file)
    raws = _raws(survey, bar)
    for looked in raws if pool is None else pool.map(raws):
        if isinstance(looked, Handled):
            survey.formats[_format(looked)] += 1
    return survey


def _raws(survey: Survey, bar: Bar) -> Iterator[RawMessage]:
    """The records that are no outputs; what stops the reading is noted."""
    try:
        with Recording(survey.file) as opened:
            survey.manifest = opened.manifest
            for raw in opened:
                bar.step("records")
                if not survey.add(raw):
                    yield raw
    except RecordingError as error:
        survey.problem = str(error).removeprefix(f"{survey.file}: ")


def _format(handled: Handled) -> str:
    match handled.outcome:
        case Published():
            return handled.format or "-"
        case DeadLetter(reason=reason):
            return reason.value
        case skipped:
            return skipped.reason.value


def _printed(survey: Survey, *, json: bool) -> Survey:
    if json:
        sys.stdout.buffer.write(orjson.dumps(as_json(survey), option=orjson.OPT_APPEND_NEWLINE))
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(survey))
    sys.stdout.flush()
    return survey
