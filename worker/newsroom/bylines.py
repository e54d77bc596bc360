"""Reads the line that says who made a story and when: "By IANS | Updated: May 17, 2024 17:50 IST"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from worker.article import Person
from worker.knowledge.agencies import Agency, unique
from worker.knowledge.dates import find_days
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.moments import Moment, find_moments
from worker.newsroom import date_labels
from worker.newsroom.names import Kind, Piece, classify, joined_agencies

LINE_MAX = 220
BY_MAX = 24  # characters before "：" and a name

# "|", "•", " - ", a line's end: what parts names from dates and papers
_SEGMENTS = re.compile(r"\s?[|•·●▪;]\s?|\s[–—-]{1,2}\s|\s?/\s(?=[A-Z\W])|\n")
# (with inputs from Agencies)   (ANI)
_BRACKET = re.compile(r"[(（\[](?P<inside>[^()（）\[\]]{0,120})[)）\]]")
# 서울=연합뉴스   札幌＝共同
_SIGN = re.compile("[=＝]")
_COLON = re.compile("[:：]")  # 来源：新华社
# 17:50   2 min read
FIGURES = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """What the line says; `others` are papers, `desks` "staff" and its kin, `strange` neither name nor date."""

    people: tuple[Person, ...] = ()
    agencies: tuple[Agency, ...] = ()
    others: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    explicit: bool = False  # "By …"
    dated: bool = False  # it holds a date, or a label of one
    partly: bool = False  # "with inputs from agencies"
    labelled: bool = False  # "Updated: …"


@dataclass(slots=True)
class _Reading:
    """A line under way."""

    pieces: list[Piece] = field(default_factory=list)
    published: Moment | None = None
    updated: Moment | None = None
    explicit: bool = False
    dated: bool = False
    partly: bool = False
    labelled: bool = False
    extra: list[Agency] = field(default_factory=list)  # named in brackets


def read(line: str, knowledge: Knowledge, *, signed: bool = False) -> Byline | None:
    """The line taken apart, None where it is too long to be one; whether it is one, `printed` judges.

    `signed`: the page itself calls it a byline, so that no "By" need stand in front.
    """
    if len(line) > LINE_MAX:
        return None
    reading = _Reading(explicit=signed)
    text = _without_moments(_without_brackets(line, reading, knowledge), reading, knowledge)
    for segment in _SEGMENTS.split(text):
        _read_segment(segment, reading, knowledge)
    agencies = unique([*(p.agency for p in reading.pieces if p.agency), *reading.extra])
    byline = Byline(
        people=tuple({p.person.name: p.person for p in reading.pieces if p.person}.values()),
        agencies=agencies,
        others=_of(Kind.OTHER, reading),
        desks=_of(Kind.DESK, reading),
        strange=_of(Kind.STRANGE, reading),
        published=reading.published,
        updated=reading.updated,
        explicit=reading.explicit,
        dated=reading.dated,
        partly=reading.partly,
        labelled=reading.labelled,
    )
    return _with_house_zone(byline, line, knowledge)


def _of(kind: Kind, reading: _Reading) -> tuple[str, ...]:
    return tuple(piece.text for piece in reading.pieces if piece.kind is kind)


def _with_house_zone(byline: Byline, line: str, knowledge: Knowledge) -> Byline:
    """Clocks without a zone are read by the first agency's own, where it has one."""
    house = next((agency.zone for agency in byline.agencies if agency.zone), None)
    if house is None or not any(m and m.zone == "assumed" for m in (byline.published, byline.updated)):
        return byline
    again = {
        (m.start, m.end): m
        for m in find_moments(line, knowledge.dates, house, day_first=date_labels.are_day_first(line, knowledge))
    }

    def moved(moment: Moment | None) -> Moment | None:
        return again.get((moment.start, moment.end), moment) if moment else None

    return replace(byline, published=moved(byline.published), updated=moved(byline.updated))


def _without_brackets(line: str, reading: _Reading, knowledge: Knowledge) -> str:
    """The line with brackets blanked out (its length stays); what they say of agencies is kept."""

    def blank(match: re.Match[str]) -> str:
        inside = match["inside"]
        if knowledge.notices.read(inside, knowledge.agencies) is not None:
            reading.partly = True
            reading.extra += knowledge.agencies.mentioned(inside)
        elif credited := knowledge.agencies.credited(_SIGN.split(inside)[-1]):
            reading.extra += [agency for name in credited if (agency := knowledge.agencies.named(name))]
        elif knowledge.dates.zones.get(inside.casefold()) or find_days(inside, knowledge.dates):
            return f" {inside} "
        return " " * len(match[0])

    return _BRACKET.sub(blank, line) if "(" in line or "[" in line or "（" in line else line


def _without_moments(line: str, reading: _Reading, knowledge: Knowledge) -> str:
    """The line with dates and their labels cut out; a bar stands where one was."""
    if line.isascii() and not FIGURES.search(line):
        return line
    parts: list[str] = []
    at = 0
    for moment in find_moments(line, knowledge.dates, None, day_first=date_labels.are_day_first(line, knowledge)):
        kept, label = date_labels.split(line[at : moment.start], knowledge)
        parts.append(kept)
        at = moment.end
        reading.dated = True
        if label == "published" or (label is None and reading.published is None and reading.updated):
            reading.published = reading.published or moment
        else:
            if label and reading.updated and not reading.labelled:
                reading.published = reading.published or reading.updated
            reading.updated = moment
        reading.labelled = reading.labelled or label is not None
    rest = line[at:]
    for day in find_days(rest, knowledge.dates):
        rest = f"{rest[: day.start]}|{rest[day.end :]}"
        reading.dated = True
        break
    return "|".join([*parts, rest])


def _read_segment(segment: str, reading: _Reading, knowledge: Knowledge) -> None:
    """Adds the names of one segment."""
    text = segment.strip(" ,.:–—-")
    if not text or _is_label(text, reading, knowledge):
        return
    for part, rel in _by_role(_behind_clock(text, knowledge), reading, knowledge):
        for piece in knowledge.bylines.joined.split(part):
            _read_piece(piece, rel, reading, knowledge)


def _behind_clock(text: str, knowledge: Knowledge) -> str:
    """What stands behind the word of a clock in front of "By": "Uhr von Jo Bee"."""
    first, _, rest = text.partition(" ")
    return rest if line_key(first) in knowledge.bylines.fillers and opening(rest, knowledge)[0] else text


def _read_piece(piece: str, rel: str, reading: _Reading, knowledge: Knowledge) -> None:
    """Adds one name of several."""
    if not piece.strip(" .") or _is_label(piece, reading, knowledge):
        return
    if agencies := joined_agencies(piece, knowledge):
        reading.extra += agencies
    elif not FIGURES.search(piece):
        found = classify(piece.strip(), rel, knowledge, signed=reading.explicit)
        reading.explicit = reading.explicit or found.ranked
        reading.pieces.append(found)
    elif not reading.dated or not date_labels.counts(piece, knowledge):
        reading.pieces.append(Piece(text=piece, kind=Kind.STRANGE))


def _is_label(text: str, reading: _Reading, knowledge: Knowledge) -> bool:
    """A date's label without a date that can be read: "Updated: Oct", "Updated 2 hours ago"."""
    words = text.split()
    first = line_key(words[0]).partition(" ")[0] if words else ""
    if first and first not in knowledge.bylines.label_first:
        return False
    for count in range(1, min(date_labels.WORDS_MAX, len(words)) + 1):
        key = line_key(" ".join(words[:count]))
        rest = words[count:]
        label = key in knowledge.bylines.updated or key in knowledge.bylines.published
        if label and date_labels.counts(" ".join(rest), knowledge):
            reading.dated = reading.labelled = True
            return True
    return False


def _by_role(text: str, reading: _Reading, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The text in parts, each with the rel that the words before it give: "Reporting by A, editing by B"."""
    marks = list(knowledge.bylines.roles.finditer(text)) if knowledge.bylines.hinted(line_key(text)) else []
    start, rel = opening(text, knowledge) if not marks or marks[0].start() > 0 else (0, "author")
    reading.explicit = reading.explicit or start > 0 or bool(marks)
    for mark in marks:
        yield text[start : mark.start()].strip(" ,;"), rel
        start, rel = mark.end(), knowledge.bylines.by[line_key(mark[0])]
    yield text[start:].strip(" ,;:"), rel


def opening(text: str, knowledge: Knowledge) -> tuple[int, str]:
    """Where the names start behind "By", and their rel."""
    colon = _COLON.search(text, 0, BY_MAX)
    label = line_key(text[: colon.start()]) if colon and colon.end() < len(text) else ""
    if colon and label and (rel := knowledge.bylines.by.get(label) or knowledge.bylines.signed.get(label)):
        return colon.end(), rel
    words = text.split(" ", 3)[:3]
    first = line_key(words[0]).partition(" ")[0]
    if first and first not in knowledge.bylines.by_first:
        return 0, "author"
    for count in range(len(words), 0, -1):
        front = " ".join(words[:count])
        if (rel := knowledge.bylines.by.get(line_key(front))) is not None and len(front) < len(text):
            return len(front), rel
    return 0, "author"
