"""A dateline and its parts: what stands before its agency, taken apart from the right."""

import re
from dataclasses import dataclass, replace

from worker.knowledge.dates import Day, find_days, fold, valid
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.places import RIVER

REGION_WORDS_MAX = 5

# "Himachal Pradesh)" or "India]" at the end of what is left
_TAIL = re.compile(r"[(\[](?P<inside>[^()\[\]]{1,40})[)\]]$")
# , 10:30 GMT   14h30   um 14.30 Uhr
_CLOCK = re.compile(r"[\s,](?:(?:at|um|à|kl\.?|klo)\s)?\d{1,2}[:.hH]\d{2}(?:\s?[A-Za-z]{1,4})?$")
# BRUSSEL 17/05   17.05. Warszawa
_FIGURES = re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})\.?(?=$|[\s,])")
# الكويت - 14 - 3
_DASHED = re.compile(r"\s-\s(\d{1,2})\s-\s(\d{1,2})$")
# LUNAS, 17
_LONE_DAY = re.compile(r"(?<=,)\s\d{1,2}$")
# BOSTON & LONDON   MUNICH and LINDEN
_JOINED = re.compile(r"\s(?:&|and|und|et|y|e)\s")
# Mehmet KAYA
_REPORTER = re.compile(r"[^\W\d_](?:[^\W\d_]|\s){1,30}?[a-zçğıöşü]\s[A-ZÇĞİÖŞÜ]{2,20}")
_ON = (" في", " ngày")  # "on" before a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Peeled:
    """Places, region and day of a dateline."""

    places: tuple[str, ...] = ()
    region: str | None = None
    day: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """A dateline as printed; `text` ends before the dash, `end` behind it (of the text with single blanks)."""

    text: str
    end: int
    places: tuple[str, ...] = ()
    region: str | None = None
    day: Day | None = None
    agencies: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()


def prefix_of(text: str, end: int, peeled: Peeled, agencies: tuple[str, ...]) -> Prefix:
    """The dateline of these parts."""
    return Prefix(
        text=text.strip(), end=end, places=peeled.places, region=peeled.region, day=peeled.day, agencies=agencies
    )


def peel(prefix: str, knowledge: Knowledge) -> Peeled | None:
    """What stands before a marker, taken apart from the right: date, [country], (region), region, places."""
    rest = _without_weekday(prefix.strip(" ,;:-–—"), knowledge)
    day = _day_at_end(rest.rstrip("."), knowledge)
    if day is not None:
        rest = _before_day(rest[: day.start])
    regions: list[str] = []
    while (tail := _TAIL.search(rest)) is not None:
        regions.insert(0, tail["inside"].strip())
        rest = rest[: tail.start()].rstrip(" ,")
    if not rest:
        return Peeled(day=day) if day and not regions else None
    rest = _without_byline(rest, knowledge)
    first, *others = (part.strip() for part in rest.split(","))
    places = _places(first, knowledge)
    while places and others and knowledge.places.known(others[0]) and knowledge.places.known(places[-1]):
        places = (*places, others.pop(0))
    regions = [*others, *regions]
    if not places or len(regions) > 3 or not all(_may_be_region(region, knowledge) for region in regions):
        return None
    if day is None and not regions and rest.endswith(".") and not _is_abbreviated(rest, knowledge):
        return None  # the end of a sentence
    return Peeled(places=tuple(dict.fromkeys(places)), region=", ".join(regions) or None, day=day)


def _is_abbreviated(text: str, knowledge: Knowledge) -> bool:
    """A place whose full stop ends no sentence: "Washington D.C.", "Frankfurt a.M."."""
    return knowledge.places.known(text.strip(".")) or RIVER.search(text) is not None


def peel_dated(prefix: str, knowledge: Knowledge) -> Peeled | None:
    """The same with a clock or a lone day of the month behind, or the whole day in front: "17 May 2024, Berlin"."""
    peeled = peel(prefix, knowledge)
    if peeled is not None:
        return peeled
    line = prefix.strip(" ,;:-–—")
    clock = _CLOCK.search(line)
    if clock is not None and _day_at_end(front := line[: clock.start()].rstrip(" .,"), knowledge):
        line = front
    shorter = _LONE_DAY.sub("", line)
    peeled = peel(shorter, knowledge) if shorter != prefix else None
    if peeled is not None:
        return peeled
    dashed = _DASHED.search(line)
    if (figured := _in_figures(_DASHED.sub(r" \1/\2", line) if dashed else line, knowledge)) is not None:
        return figured
    days = find_days(line[:34], knowledge.dates)
    behind = line[days[0].end :].lstrip(" .") if days and not days[0].start else ""
    peeled = peel(behind, knowledge) if behind.startswith(",") else None
    return replace(peeled, day=days[0]) if peeled and peeled.places and not peeled.day else None


def _in_figures(line: str, knowledge: Knowledge) -> Peeled | None:
    """The day in figures without its year, behind the place or in front: European agencies put the day first."""
    front, _, last = line.rpartition(" ")
    first, _, back = line.partition(" ")
    for figures, place in ((last, front), (first, back)):
        match = _FIGURES.fullmatch(figures)
        peeled = peel(_without_on(place), knowledge) if match and place else None
        if match and peeled and peeled.places and not peeled.day and valid(None, int(match["m"]), int(match["d"])):
            return replace(peeled, day=Day(year=None, month=int(match["m"]), day=int(match["d"]), start=0, end=0))
    return None


def _before_day(text: str) -> str:
    """What is left of "LINDEN, Wash., " and "Москва. " and "القاهرة في "."""
    rest = text.rstrip(" -–—")
    rest = rest.rstrip(" ,:") if rest.endswith((",", ":")) else rest.rstrip(" .")
    return _without_on(rest)


def _without_on(text: str) -> str:
    return next((text.removesuffix(word) for word in _ON if text.endswith(word)), text)


def _places(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The places of "BEIRUT/THE HAGUE", "BOSTON & LONDON", "Mehmet KAYA/İSTANBUL"."""
    joined = _JOINED.split(text)
    if len(joined) > 1 and all(part.isupper() or knowledge.places.known(part) for part in joined):
        places = tuple(place for part in joined for place in knowledge.places.split(part))
    else:
        places = knowledge.places.split(text)
    if len(places) > 1 and places[-1].isupper() and _REPORTER.fullmatch(places[0]):
        places = places[1:]
    return () if any(_is_no_name(place, knowledge) for place in places) else places


def _is_no_name(place: str, knowledge: Knowledge) -> bool:
    """A day of the week, or a sentence in capitals: "Ferries Sail From Linden"."""
    return line_key(place) in knowledge.bylines.fillers or any(
        line_key(word) in knowledge.places.openers and word.lower() not in knowledge.places.particles
        for word in place.split()[1:]
    )


def _without_weekday(text: str, knowledge: Knowledge) -> str:
    """The text without the day of the week that may end it; "ago" is a word beside clocks, and August."""
    before, _, last = text.rpartition(" ")
    ends = before and line_key(last) in knowledge.bylines.fillers and fold(last) not in knowledge.dates.months
    return before.rstrip(" ,") if ends else text


def _day_at_end(text: str, knowledge: Knowledge) -> Day | None:
    start = max(0, len(text) - 34)
    days = find_days(text[start:], knowledge.dates)
    if not days or not _is_month_or_nothing(text[start + days[-1].end :], knowledge):
        return None
    last = days[-1]
    return Day(year=last.year, month=last.month, day=last.day, start=last.start + start, end=last.end + start)


def _is_month_or_nothing(text: str, knowledge: Knowledge) -> bool:
    """Behind a day; Arabic prints the month by both its names, Lithuanian "d." behind the figure."""
    return text in {"", " d"} or (text[0] == " " and fold(text.strip()) in knowledge.dates.months)


def _may_be_region(text: str, knowledge: Knowledge) -> bool:
    words = text.split()
    if not words or len(words) > REGION_WORDS_MAX or any(c.isdigit() for c in text):
        return False
    if len(words) > 1 and words[0].isupper() and knowledge.agencies.named(words[0]):
        return False  # (AP Photo/Jo Bee)
    return words[0][0].isupper() or words[0][0].lower() == words[0][0].upper()


def _without_byline(text: str, knowledge: Knowledge) -> str:
    """The place of "By Jo Bee, NIIGATA, Japan"; of "By Jo Bee Kathmandu" a city that is known, else the last word."""
    words = text.split()
    if len(words) < 3 or line_key(words[0]) not in knowledge.bylines.by:
        return text
    name, comma, behind = text.partition(", ")
    if comma and len(name.split()) > 2 and behind.partition(",")[0].isupper():
        return behind
    for start in range(max(1, len(words) - 4), len(words)):
        if knowledge.places.known(" ".join(words[start:]).partition(",")[0]):
            return " ".join(words[start:])
    return words[-1] if words[0].lower() in {"by", "von"} else text
