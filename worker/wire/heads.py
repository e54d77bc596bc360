"""The lines above a telegram's text: takes and notes, headline, byline, credit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from worker.article import Signal, Status
from worker.cleaning import line as clean
from worker.knowledge.loading import Knowledge
from worker.newsroom import datelines, printed_bylines

LINES_MAX: Final = 12  # of a head
NOTE_WORDS_MIN: Final = 4  # in brackets: fewer are a take ("(Achtung)")
CAPITAL_WORDS_MAX: Final = 3
LABEL_MAX: Final = 30  # characters of a take in capitals
PROSE_MIN: Final = 200  # characters: no line of a head is longer

# By Jo Bee   Von Jo Bee, dpa   Par Jo BEE
_BY: Final = re.compile(r"(?:by|von|par|por|di|da|door|av|af|text:|texto:)\s+(?=\S)", re.IGNORECASE)
# "Jo Bee wins race =": the sign that ends a head, one of its lines, or a take; ANPA ends lines with "<"
_END: Final = re.compile(r"\s{0,6}[=+<]{1,2}\s*$")
_SLUG: Final = re.compile(r"[^\s/-]{2,30}(?:[/-][^\s/-]{1,30}){1,8}/?|[^\s/]{2,40}/")
# Eds: with photos.   (Note to editors: …)   ATTENTION - …
_NOTE: Final = re.compile(
    r"""
    \(?\s? (?: eds | editors | note\ to\ editors | editor's\ note | editors'\ note | attention(?:\ editors)? | attn
              | achtung\ redaktionen | adds | updates | changes ) \b [:.,\s-]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTE_PARTS: Final = re.compile(r"\s[-–—]\s|[:;,.)]")
_BRACKETS: Final = re.compile(r"\([^()]{0,60}\)")
_NEW: Final = Status()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the text; `start` is the number of the text's first line."""

    slugline: str | None = None
    takes: tuple[str, ...] = ()
    status: Status = _NEW
    headline: str | None = None
    subheadline: str | None = None
    byline: str | None = None
    notes: tuple[str, ...] = ()
    start: int = 0


@dataclass(slots=True)
class _Reading:
    slugline: str | None = None
    takes: list[str] | None = None
    titles: list[str] | None = None
    byline: str | None = None
    notes: list[str] | None = None


def read(lines: Sequence[str], knowledge: Knowledge) -> Head:
    """The head of a message whose first line is the first of `lines`."""
    end = _end(lines, knowledge)
    reading = _Reading(takes=[], titles=[], notes=[])
    texts = [text for row in lines[:end] if (text := clean(_END.sub("", row)))]
    for at, text in enumerate(texts):
        _place(text, reading, knowledge, last=at + 1 == len(texts))
    return _head(reading, end, knowledge)


def is_slug(line: str) -> bool:
    """Words without blanks between hyphens or slashes: "Germany-football/Munich/"."""
    return _SLUG.fullmatch(line.strip()) is not None


def is_note(line: str) -> bool:
    """A remark to editors."""
    return _NOTE.match(line) is not None


def is_byline(line: str, knowledge: Knowledge) -> bool:
    """A line that says who wrote it: "By Jo Bee", "Von Jo Bee, dpa"."""
    opening = _BY.match(line)
    if opening is None or len(line) > 100:
        return False
    return line[opening.end() :][:1].isupper() or printed_bylines.printed(line, knowledge) is not None or " dpa" in line


def _end(lines: Sequence[str], knowledge: Knowledge) -> int:
    """The number of the text's first line: behind the line with the head's sign, else behind the first group."""
    top = lines[:LINES_MAX]
    for at, row in enumerate(top):
        if row.rstrip().endswith(("=", "+")) or (row.rstrip().endswith("<") and not _marked(top[at + 1 :])):
            return at + 1
        if row.strip() and _begins_text(row, knowledge):
            return at
    for at, row in enumerate(top):
        if not row.strip() and any(line.strip() for line in lines[:at]) and not _is_slug_alone(lines, at):
            return at if all(len(line) < PROSE_MIN for line in lines[:at]) and _has_text(lines[at:]) else 0
    return 0


def _is_slug_alone(lines: Sequence[str], at: int) -> bool:
    """Whether only a keyword stands above the blank line `at`, and the headline as a line of its own below it."""
    above = [row for row in lines[:at] if row.strip()]
    if len(above) != 1 or not is_slug(above[0]):
        return False
    below = list(dropwhile(lambda row: not row.strip(), lines[at:]))
    alone = len(below) > 2 and not below[1].strip() and len(below[0]) < PROSE_MIN
    return alone and below[0].rstrip()[-1].isalnum()


def _marked(rows: Iterable[str]) -> bool:
    return any(row.rstrip().endswith(("=", "+", "<")) for row in rows)


def _has_text(rows: Iterable[str]) -> bool:
    return any(row.strip() for row in rows)


def _begins_text(row: str, knowledge: Knowledge) -> bool:
    """An indented line, or one with a dateline that names an agency."""
    if row[:1] == "\t" or row[:3] == "   ":
        return True
    if "(" not in row and "/" not in row:
        return False
    found = datelines.read(row, knowledge)
    return found is not None and bool(found.agencies and found.places) and found.end < len(row.strip())


def _place(text: str, reading: _Reading, knowledge: Knowledge, *, last: bool) -> None:
    takes, titles, notes = reading.takes or [], reading.titles or [], reading.notes or []
    if not titles and reading.slugline is None and not last and is_slug(text) and (not takes or text[-1] == "/"):
        reading.slugline = text
    elif not titles and (_is_take(text, knowledge) if not last else _is_sign(text, knowledge)):
        reading.takes = [*takes, text]
    elif is_note(text) or _is_bracketed(text):
        reading.notes = [*notes, text]
    elif titles and is_byline(text, knowledge):
        reading.byline = reading.byline or text
    elif reading.byline is None:
        reading.titles = [*titles, text]


def _is_take(text: str, knowledge: Knowledge) -> bool:
    if knowledge.status.take(text) is not None:
        return True
    words = text.split()
    if len(text) > LABEL_MAX or len(words) > CAPITAL_WORDS_MAX:
        return False
    return text.isupper() or (text[0] == "(" and text[-1] == ")" and len(words) < NOTE_WORDS_MIN)


def _is_sign(text: str, knowledge: Knowledge) -> bool:
    """A word that is all of the head: "URGENT" over an alert; an advisory's word is its headline."""
    status = knowledge.status.take(text)
    return status is not None and status.signal is not Signal.ADVISORY


def _is_bracketed(text: str) -> bool:
    return text[0] == "(" and text[-1] == ")" and len(text.split()) >= NOTE_WORDS_MIN


def _head(reading: _Reading, end: int, knowledge: Knowledge) -> Head:
    titles, takes = reading.titles or [], reading.takes or []
    return Head(
        slugline=reading.slugline,
        takes=tuple(takes),
        status=status_of([*takes, *titles[:1], *map(_opening, reading.notes or ())], knowledge),
        headline=titles[0] if titles else None,
        subheadline=titles[1] if len(titles) > 1 else None,
        byline=reading.byline,
        notes=tuple(reading.notes or ()),
        start=end,
    )


def _opening(note: str) -> str:
    """The first words of a note: (Zusammenfassung 1430 - neu: …)."""
    return _NOTE_PARTS.split(note.strip("( "), maxsplit=1)[0]


def status_of(texts: Iterable[str], knowledge: Knowledge) -> Status:
    """What the first of the takes and words says that says anything; the number is that of any."""
    for text in texts:
        status = knowledge.status.take(text) or knowledge.status.take(_BRACKETS.sub(" ", text).strip())
        if status is not None:
            return status
    return _NEW
