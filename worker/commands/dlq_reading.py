"""`agencyfeed dlq list | show | stats`: what lies in a dead-letter topic or in recordings of one."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import orjson

from worker.commands.endings import say, told
from worker.commands.letters import Lying, chosen, opened
from worker.dead_letters import report
from worker.dead_letters.choice import Choice
from worker.dead_letters.letter import Letter
from worker.exit_codes import ExitCode
from worker.logs import FirstCause
from worker.points import Kind, Point
from worker.settings.loading import Settings

VALUE_SHOWN = 4_000  # characters

# feeds.dead-0@12   0@12
_PLACE = re.compile(r"(?:(?P<topic>[\w.-]{1,249})-)?(?P<partition>[0-9]{1,9})@(?P<offset>[0-9]{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one letter lies; `topic` None: whatever it is called."""

    topic: str | None
    partition: int
    offset: int

    @classmethod
    def parse(cls, text: str) -> "Place":
        """feeds.dead-0@12, or 0@12.  Raises ValueError."""
        if not (found := _PLACE.fullmatch(text)):
            raise ValueError(f"{text!r} is no place of a letter: feeds.dead-0@12, or 0@12")
        return cls(topic=found["topic"], partition=int(found["partition"]), offset=int(found["offset"]))

    def holds(self, letter: Letter) -> bool:
        """Whether it is this one's."""
        raw = letter.raw
        return (raw.partition, raw.offset) == (self.partition, self.offset) and self.topic in (None, raw.topic)

    def within(self, lying: Lying) -> Lying:
        """Only this place of the topic."""
        start, stop = (Point(kind=Kind.OFFSETS, offsets={self.partition: at}) for at in (self.offset, self.offset + 1))
        return replace(lying, topic=self.topic or lying.topic, start=start, stop=stop)


def show_list(settings: Settings, lying: Lying, choice: Choice, *, json: bool, most: int | None) -> int:
    """A line for each letter that is meant, `most` of them at most."""

    def work(letters: Iterator[Letter]) -> int:
        if not json:
            _print(report.heading().encode())
        for letter in islice(letters, most):
            _print(orjson.dumps(report.facts(letter)) if json else report.line(letter).encode())
        return ExitCode.OK

    return _with_letters(settings, lying, choice, work)


def show_stats(settings: Settings, lying: Lying, choice: Choice, *, json: bool) -> int:
    """Counts by reason and stage, with topics, publishers, attempts and versions."""

    def work(letters: Iterator[Letter]) -> int:
        groups = report.grouped(letters)
        if json:
            tree = [{"reason": r, "stage": s, **group.as_json()} for (r, s), group in sorted(groups.items())]
            _print(orjson.dumps(tree, option=orjson.OPT_INDENT_2))
        else:
            _print("\n".join(report.table(groups)).encode())
        return ExitCode.OK

    return _with_letters(settings, lying, choice, work)


def show_one(settings: Settings, lying: Lying, place: Place, *, json: bool, value: bool) -> int:
    """One letter in full; with `value` the bytes it holds and nothing else."""

    def work(letters: Iterator[Letter]) -> int:
        letter = next((one for one in letters if place.holds(one)), None)
        if letter is None:
            say("no dead letter lies there")
            return ExitCode.NO_INPUT
        if value:
            sys.stdout.buffer.write(letter.raw.value or b"")
        elif json:
            _print(orjson.dumps(report.in_full(letter), option=orjson.OPT_INDENT_2))
        else:
            _print("\n".join(report.shown(letter, VALUE_SHOWN)).encode())
        return ExitCode.OK

    return _with_letters(settings, place.within(lying), Choice(), work)


def _with_letters(settings: Settings, lying: Lying, choice: Choice, work: Callable[[Iterator[Letter]], int]) -> int:
    def found(first_cause: FirstCause) -> int:
        with opened(settings, lying, first_cause) as source:
            return work(chosen(source.letters, choice))

    return told(settings, found)


def _print(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
