"""All readers on one set of pages, in one run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import page_readers
from page_confidence import Judged
from page_figures import Row, row_of
from page_parties import BODY_ALONE, TWICE, Party
from page_processes import Answer, in_turns, opened
from page_progress import told
from page_sets import Page, Truth

LISTED: Final = "predictions"  # the name of the reader that is a file


@dataclass(frozen=True, slots=True)
class Measured:
    """A set: its pages and what each reader made of them; a second reading in the same process is `NAME warm`."""

    name: str
    pages: Sequence[Page]
    answers: Mapping[str, Sequence[Answer]]

    @property
    def truths(self) -> list[Truth]:
        """What the pages hold."""
        return [truth for truth, _ in self.pages]

    def rows(self, score: Any, rounds: int) -> dict[str, Row]:
        """Figures by reader."""
        return {reader: row_of(score, self.truths, made, rounds) for reader, made in self.answers.items()}


def measured(
    name: str, pages: Sequence[Page], parties: Sequence[Party], timeout_s: float, *, again: bool = True
) -> Measured:
    """The readers on the pages in turns, each in a process that is fresh at the first page; then once more, warm."""
    has_body = any(truth.get("body") for truth, _ in pages)
    commands = {party.name: party.command for party in parties if has_body or party.name not in BODY_ALONE}
    with ExitStack() as stack:
        readers = opened(commands, timeout_s, stack)
        twice = {reader: process for reader, process in readers.items() if again and reader in TWICE}
        first, second = in_turns(readers, pages), in_turns(twice, pages)
        found = {
            **_gathered(told(name, first, len(readers) * len(pages))),
            **_gathered(
                told(f"{name}, warm", ((warm(reader), made) for reader, made in second), len(twice) * len(pages))
            ),
        }
    order = [one for reader in readers for one in (reader, warm(reader)) if one in found]
    return Measured(name, pages, {reader: found[reader] for reader in order})


def warm(reader: str) -> str:
    """The name of a reader's second reading."""
    return f"{reader} warm"


def _gathered(answers: Iterable[tuple[str, Answer]]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for reader, answer in answers:
        found.setdefault(reader, []).append(answer)
    return found


def listed(file: Path, pages: Sequence[Page]) -> list[Answer]:
    """The answers that a file of predictions has to the pages."""
    lines = map(json.loads, file.read_text("utf-8").splitlines())
    found = {line["id"]: {key: value for key, value in line.items() if key != "id"} for line in lines}
    return [Answer(found.get(truth["id"], {}), 0.0) for truth, _ in pages]


def judged(score: Any, found: Measured) -> list[Judged]:
    """Our pages (or those of a file of predictions) beside trafilatura's of the same run; our time is that of warm."""
    ours = found.answers.get(LISTED) or found.answers.get(page_readers.OURS) or ()
    timed = found.answers.get(warm(page_readers.OURS)) or ours
    second = found.answers.get(page_readers.DEFAULT) or ()
    if not ours or not second:
        return []
    return [
        Judged(
            confidence=own.found.get("confidence"),
            ours=score.match(truth["body"], own.found.get("body")),
            seconds=clock.seconds,
            second=score.match(truth["body"], other.found.get("body")),
            second_seconds=other.seconds,
        )
        for (truth, _), own, clock, other in zip(found.pages, ours, timed, second, strict=True)
        if truth.get("body")
    ]
