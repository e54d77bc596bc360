"""Dead letters from where they lie: a topic, or recordings of one."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from worker import points, recording
from worker.commands.progress import Bar
from worker.commands.stopping import Stopped, stoppable
from worker.dead_letters.choice import Choice
from worker.dead_letters.letter import Letter, letter_of
from worker.kafka import reading
from worker.kafka.check import connected
from worker.logs import FirstCause
from worker.points import Point
from worker.settings.loading import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Where the letters lie: `files`, else `topic`; and between which points."""

    files: Sequence[str] = ()
    topic: str = ""
    start: Point = points.BEGINNING
    stop: Point = points.END


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Letters that are read: `spans` are empty for files."""

    letters: Iterator[Letter]
    stopped: Stopped
    spans: Sequence[reading.Span] = field(default=())


@contextmanager
def opened(settings: Settings, lying: Lying, first_cause: FirstCause) -> Iterator[Opened]:
    """The letters, one at a time, with a bar on stderr; stops early when told to."""
    with ExitStack() as stack:
        stopped = stack.enter_context(stoppable())
        if lying.files:
            yield Opened(letters=_stepping(stack, _in_files(lying), 0, stopped), stopped=stopped)
            return
        reader = connected(lambda: reading.consumer(settings), settings, first_cause)
        stack.callback(reader.close)
        spans = reading.spans(reader, [lying.topic], lying.start, lying.stop)
        found = (letter_of(raw) for raw, _ in reading.read(reader, spans, stopped))
        total = sum(span.size for span in spans)
        letters = (letter for letter in found if letter is not None)
        yield Opened(letters=_stepping(stack, letters, total, stopped), stopped=stopped, spans=spans)


def _in_files(lying: Lying) -> Iterator[Letter]:
    for file in lying.files:
        for raw in recording.read(file):
            if points.contain(lying.start, lying.stop, raw) and (letter := letter_of(raw)) is not None:
                yield letter


def _stepping(stack: ExitStack, letters: Iterator[Letter], total: int, stopped: Stopped) -> Iterator[Letter]:
    bar = stack.enter_context(Bar(total, sys.stderr, sys.stdout))
    for letter in letters:
        if stopped():
            break
        bar.step("letters read")
        yield letter
    if stopped():
        raise KeyboardInterrupt  # not all were read: nobody may take what was said for the whole


def chosen(letters: Iterator[Letter], choice: Choice) -> Iterator[Letter]:
    """Those that are meant."""
    return (letter for letter in letters if choice.wants(letter))
