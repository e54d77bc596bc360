"""Reads the dateline at the start of a text: the agency's marker first, then what is before it, from the right.

One expression for all of it was tried: it found fewer and took bodies with their initials in brackets for places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.knowledge.dates import Day, find_days
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.places import are_initials
from worker.knowledge.timestamps import read_timestamp
from worker.newsroom import unspaced_datelines

HEAD = 240  # characters that are looked at
PREFIX_MAX = 130
BARE_MAX = 60  # of a dateline without agency
AGENCY_MAX = 30
LONG_PLACE_MIN = 5  # letters of a place in capitals that a long dash alone vouches for
REGION_WORDS_MAX = 5

# (IANS/DPA)   （中央社）   /ritzau/
_MARKER = re.compile(r"[(（](?P<inside>[^()（）]{1,60})[)）]|(?<![^\s(])/(?P<slashed>[^\s()]{2,30}?)/(?=[\s:.–—-]|$)")
# " - ", " — ", " -- ", ": ", ".- ": what may part a dateline from its text
_DIVIDER = re.compile(r"\s(?:-{1,2}|[–—―_])(?=\s|$)|\s?\.-(?=\s|$)|\s?:(?=\s|$)")
# "Himachal Pradesh)" or "India]" at the end of what is left
_TAIL = re.compile(r"[(\[](?P<inside>[^()\[\]]{1,40})[)\]]$")
# Gracenote   OPTA   site.com: a name in brackets that no table knows
_NAME = re.compile(r"[A-Z][\w.&-]{1,19}(?:\s[A-Z][\w.&-]{1,19})?|[a-z][\w-]{1,19}\.[a-z]{2,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """A dateline as printed; `text` ends before the dash, `end` behind it (of the text with single blanks)."""

    text: str
    end: int
    places: tuple[str, ...] = ()
    region: str | None = None
    day: Day | None = None
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peeled:
    places: tuple[str, ...] = ()
    region: str | None = None
    day: Day | None = None


def read(text: str, knowledge: Knowledge, *, credited: bool = False) -> Prefix | None:
    """The dateline that `text` starts with; `credited`: an agency is known already, so that none need stand here."""
    head = " ".join(text[: 2 * HEAD].split())[:HEAD]
    if not head:
        return None
    glued = unspaced_datelines.read(head, knowledge.agencies, knowledge.dates)
    if glued is not None:
        return Prefix(text=glued.text, end=glued.end, places=glued.places, day=glued.day, agencies=glued.agencies)
    for reader in (_marked, _bare_agency):
        for found in reader(head, knowledge):
            return found
    return _without_agency(head, knowledge, credited=credited)


def given(text: str, knowledge: Knowledge) -> Prefix | None:
    """The parts of a dateline that a feed gives in a field of its own: "Sydney", "ROMA, 01 LUG -", "4/4/2018"."""
    line = " ".join(text[: 2 * HEAD].split())[:HEAD].rstrip(" -–—_:")
    if (day := _day_alone(line, knowledge)) is not None:
        return Prefix(text=line, end=len(line), day=day)
    found = read(line, knowledge, credited=True)
    if found is not None and found.end >= len(line):
        return found
    rest, names = _given_agencies(line, knowledge)
    peeled = _peel(rest, knowledge) if len(line) <= PREFIX_MAX else None
    return _prefix(line, len(line), peeled or _Peeled(), names) if peeled or (names and not rest) else None


def _given_agencies(line: str, knowledge: Knowledge) -> tuple[str, tuple[str, ...]]:
    """The rest of "SYDNEY March 22 AAP", "ANSA TEST - ROMA, 01 LUG", and the agency."""
    before, _, last = line.rpartition(" ")
    if knowledge.agencies.named(last):
        return before, (last,)
    front, _, behind = line.partition(" - ")
    names = tuple(name for name in knowledge.agencies.credited(front) if knowledge.agencies.named(name))
    return (behind, names) if behind and names else (line, ())


def _day_alone(line: str, knowledge: Knowledge) -> Day | None:
    days = find_days(line, knowledge.dates)
    if len(days) == 1 and not days[0].start and days[0].end == len(line.rstrip(".")):
        return days[0]
    stamp = read_timestamp(line)
    if stamp is None:
        return None
    return Day(year=stamp.when.year, month=stamp.when.month, day=stamp.when.day, start=0, end=len(line))


def _marked(head: str, knowledge: Knowledge) -> Iterator[Prefix]:
    """Datelines with the agency in brackets or between slashes."""
    for match in _MARKER.finditer(head[: PREFIX_MAX + 60]):
        if match.start() > PREFIX_MAX:
            return
        if (found := _at_marker(head, match, knowledge)) is not None:
            yield found


def _at_marker(head: str, match: re.Match[str], knowledge: Knowledge) -> Prefix | None:
    inside = (match["inside"] or match["slashed"]).strip()
    before, end = head[: match.start()], _behind_divider(head, match.end(), knowledge)
    if end is None:
        return None
    names = knowledge.agencies.credited(inside)
    if not before.strip():
        return _leading(head, match, end, names, knowledge) if names else None
    peeled = _peel(before, knowledge)
    if peeled is None or not (names or (peeled.day and _NAME.fullmatch(inside) and end > match.end())):
        return None
    if peeled.day is None and any(are_initials(name, before.split()) for name in (inside, *names)):
        return None
    return _prefix(head[: match.end()], end, peeled, names or (inside,))


def _prefix(text: str, end: int, peeled: _Peeled, names: tuple[str, ...]) -> Prefix:
    return Prefix(
        text=text.strip(), end=end, places=peeled.places, region=peeled.region, day=peeled.day, agencies=names
    )


def _behind_divider(head: str, at: int, knowledge: Knowledge) -> int | None:
    """Where the text starts behind a marker that ends at `at`; None where what follows shows that it is no marker."""
    rest = head[at:]
    bare = rest.lstrip()
    for separator in knowledge.places.separators:
        if bare.startswith(separator):
            behind = bare[len(separator) :]
            return len(head) - len(behind.lstrip()) if not behind[:1].isdigit() else None
    if not bare:
        return len(head)
    starts = bare.lstrip("\"'“‘«»„(").lstrip()[:1]
    fits = starts.isupper() or starts.isdigit() or (starts.isalpha() and starts.lower() == starts.upper())
    return len(head) - len(bare) if fits and rest[0] != bare[0] else None


def _leading(head: str, match: re.Match[str], end: int, names: tuple[str, ...], knowledge: Knowledge) -> Prefix | None:
    """Datelines that begin with the agency: "(ANSA) - ROMA, 22 MAR - Text", "(Reuters) - Text"."""
    divider = _DIVIDER.search(head, end, end + BARE_MAX)
    if divider is not None:
        inner = head[end : divider.start()]
        peeled = _peel(inner, knowledge)
        if peeled and peeled.places and (peeled.day or inner.isupper()):
            return _prefix(head[: divider.start()], _past(head, divider), peeled, names)
    return Prefix(text=match[0], end=end, agencies=names) if end > match.end() + 1 or end == len(head) else None


def _past(head: str, divider: re.Match[str]) -> int:
    return len(head) - len(head[divider.end() :].lstrip())


def _bare_agency(head: str, knowledge: Knowledge) -> Iterator[Prefix]:
    """The agency right before the dash, behind a date: "SAITAMA, Japan, Dec. 9 Kyodo - Text"."""
    divider = _DIVIDER.search(head, 0, PREFIX_MAX)
    if divider is None:
        return
    if ":" not in divider[0] and knowledge.agencies.named(head[: divider.start()]):  # "Reuters - Text"
        yield Prefix(text=head[: divider.start()], end=_past(head, divider), agencies=(head[: divider.start()],))
        return
    before, _, name = head[: divider.start()].rpartition(" ")
    if (behind := _agency_behind(head, divider, knowledge)) is not None:
        yield behind
    if before and knowledge.agencies.named(name):
        peeled = _peel(before, knowledge)
        if peeled and (peeled.day or (peeled.places and peeled.places[0].isupper())):
            yield _prefix(head[: divider.start()], _past(head, divider), peeled, (name,))


def _agency_behind(head: str, divider: re.Match[str], knowledge: Knowledge) -> Prefix | None:
    """The agency behind the dash, with a full stop: "МОСКВА, 19 янв - РИА Новости. Text"."""
    stop = head.find(". ", divider.end(), divider.end() + AGENCY_MAX)
    name = head[divider.end() : stop].strip() if stop > 0 else ""
    peeled = _peel(head[: divider.start()], knowledge) if name and knowledge.agencies.named(name) else None
    return _prefix(head[:stop], stop + 2, peeled, (name,)) if peeled and peeled.day else None


def _without_agency(head: str, knowledge: Knowledge, *, credited: bool) -> Prefix | None:
    """What is left where a publisher takes the agency out: "London/Teheran - Text"."""
    divider = _DIVIDER.search(head, 0, BARE_MAX)
    before = head[: divider.start()] if divider else head
    if len(before) > BARE_MAX:
        return None
    peeled = _peel(before, knowledge)
    if peeled is None or not peeled.places:
        return None
    if divider is None:
        alone = peeled.day is not None and peeled.places[0].isupper() and "," in before
        return _prefix(before, len(head), peeled, ()) if alone else None
    end = _past(head, divider)
    follows = head[end:].lstrip("\"'“‘«»„(")[:1]
    if follows.islower() or not _convinces(peeled, knowledge, divider[0].strip(), credited=credited):
        return None
    return _prefix(before, end, peeled, ())


def _convinces(peeled: _Peeled, knowledge: Knowledge, divider: str, *, credited: bool) -> bool:
    """Whether the words before a dash or colon are a dateline, though no agency says so."""
    if peeled.day is not None:
        return True
    if any(map(knowledge.places.known, peeled.places)):
        return True
    dash, long_dash = divider != ":", divider in {"—", "--"} and len(peeled.places[0]) >= LONG_PLACE_MIN
    return dash and (credited or (peeled.places[0].isupper() and (peeled.region is not None or long_dash)))


def _peel(prefix: str, knowledge: Knowledge) -> _Peeled | None:
    """What stands before a marker, taken apart from the right: date, [country], (region), region, places."""
    rest = _without_weekday(prefix.strip(" ,;:-–—"), knowledge)
    day = _day_at_end(rest.rstrip("."), knowledge)
    if day is not None:
        rest = rest[: day.start].rstrip(" ,.-–—")
    regions: list[str] = []
    while (tail := _TAIL.search(rest)) is not None:
        regions.insert(0, tail["inside"].strip())
        rest = rest[: tail.start()].rstrip(" ,")
    if not rest:
        return _Peeled(day=day) if day and not regions else None
    rest = _without_byline(rest, knowledge)
    first, *others = (part.strip() for part in rest.split(","))
    places = knowledge.places.split(first)
    while places and others and knowledge.places.known(others[0]) and knowledge.places.known(places[-1]):
        places = (*places, others.pop(0))
    regions = [*others, *regions]
    if not places or len(regions) > 3 or not all(map(_may_be_region, regions)):
        return None
    if day is None and not regions and rest.endswith(".") and not knowledge.places.known(rest.strip(".")):
        return None  # the end of a sentence
    return _Peeled(places=tuple(dict.fromkeys(places)), region=", ".join(regions) or None, day=day)


def _without_weekday(text: str, knowledge: Knowledge) -> str:
    """The text without the day of the week that may end it."""
    before, _, last = text.rpartition(" ")
    return before.rstrip(" ,") if before and line_key(last) in knowledge.bylines.fillers else text


def _day_at_end(text: str, knowledge: Knowledge) -> Day | None:
    start = max(0, len(text) - 34)
    days = find_days(text[start:], knowledge.dates)
    if not days or days[-1].end < len(text) - start:
        return None
    last = days[-1]
    return Day(year=last.year, month=last.month, day=last.day, start=last.start + start, end=last.end + start)


def _may_be_region(text: str) -> bool:
    words = text.split()
    if not words or len(words) > REGION_WORDS_MAX or any(c.isdigit() for c in text):
        return False
    return words[0][0].isupper() or words[0][0].lower() == words[0][0].upper()


def _without_byline(text: str, knowledge: Knowledge) -> str:
    """The place of "By Jo Bee Kathmandu": a city that is known, else the last word."""
    words = text.split()
    if len(words) < 3 or line_key(words[0]) not in knowledge.bylines.by:
        return text
    for start in range(max(1, len(words) - 4), len(words)):
        if knowledge.places.known(" ".join(words[start:])):
            return " ".join(words[start:])
    return words[-1] if words[0].lower() in {"by", "von"} else text
