"""Moments in lines of print: days with the clocks beside them, in the zone that is printed or the house's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from worker.knowledge.dates import LINE_MAX, YEAR_MIN, DateWords, Day, find_days, fold, western

GAP_MAX = 14  # characters between a day and its clock: ", ", " at ", " um ", " | ", ")- "

# 17:50   5:50:10 PM   16h30   10時05分   11.20 Uhr   午後3:05   5 PM
_CLOCK = re.compile(
    r"""(?<![\d.:]) (?:(?P<before>[^\W\d_]{2,4})\s?)?
        (?P<h>\d{1,2})
        (?: \s?[:.h時点시H]\s?(?P<min>\d{2})(?P<unit>\s?[分분])? (?: :(?P<s>\d{2})(?P<part>\.\d{1,6})? )? )? (?!\d)
        (?: \s?(?P<after>[ap]\.?\ ?m\.?|[^\W\d_]{1,12})(?!\w)(?!\s?\d) )?""",
    re.VERBOSE | re.IGNORECASE,
)
_H_CLOCK = re.compile(r"\d\s?h\s?\d\d(?!\w)")  # 18h40: in tongues that put the day first
# IST   (IST)   GMT+5:30   UTC   +0530   +05:30
_ZONE = re.compile(
    r"\s{0,2}[(\[]?(?P<name>[^\W\d_]{1,5})?\s?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?(?!\w)[)\]]?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, mostly with a clock; `zone` says whether the zone was printed, came with the house, or is only UTC."""

    when: datetime
    clock: bool
    zone: str  # printed | house | assumed
    start: int
    end: int


def find_moments(text: str, words: DateWords, house: tzinfo | None, *, day_first: bool = False) -> Iterator[Moment]:
    """The moments of a line; `house` is the zone of clocks that name none, `day_first` as `find_days` has it."""
    line = western(text[:LINE_MAX])
    native = day_first or _H_CLOCK.search(line) is not None
    if not (days := [day for day in find_days(line, words, day_first=native) if day.year]):
        return
    clocks = [clock for match in _CLOCK.finditer(line) if (clock := _clock(match, line, words))]
    for number, day in enumerate(days):
        after = days[number + 1].start if number + 1 < len(days) else LINE_MAX
        before = days[number - 1].end if number else 0
        clock = _beside(day, clocks, before, after)
        moment = _moment(day, clock, house)
        if moment is not None:
            yield moment


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    second: int
    zone: tzinfo | None
    start: int
    end: int


def _clock(match: re.Match[str], line: str, words: DateWords) -> _Clock | None:
    after, before = fold(match["after"] or "").replace(" ", ""), fold(match["before"] or "")
    half = "am" if {after, before} & words.am else "pm" if {after, before} & words.pm else ""
    if match["min"] is None and not half:
        return None
    hour, minute, second = int(match["h"]), int(match["min"] or 0), int(match["s"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    end = match.end("after") if after and half and after in words.am | words.pm else _end_of_figures(match)
    zone, end = _zone(line, end, words)
    return _Clock(hour, minute, second, zone, match.start("before" if before and half else "h"), end)


def _end_of_figures(match: re.Match[str]) -> int:
    return max(match.end("h"), match.end("min"), match.end("unit"), match.end("s"), match.end("part"))


def _zone(line: str, at: int, words: DateWords) -> tuple[tzinfo | None, int]:
    """The zone printed from `at` on, and where it ends; an offset counts from UTC."""
    match = _ZONE.match(line, at)
    if match is None or not (match["name"] or match["offset"]):
        return None, at
    named = _zone_called(match["name"], words) if match["name"] else UTC
    if named is None:
        return None, at
    offset = _offset(match["offset"]) if match["offset"] else None
    if match["offset"] and (offset is None or named.utcoffset(None)):
        return (named, match.end("name")) if match["name"] else (None, at)
    return offset or named, match.end()


def _zone_called(name: str, words: DateWords) -> tzinfo | None:
    """The zone of a name; two letters are one in capitals only ("10h30 et" is French)."""
    return words.zones.get(fold(name)) if len(name) > 2 or name.isupper() else None


def _offset(text: str) -> tzinfo | None:
    """+5, +0530, -03:00 as a zone; None beyond 14 hours."""
    figures = text[1:].replace(":", "")
    hours, minutes = (int(figures), 0) if len(figures) <= 2 else (int(figures[:-2]), int(figures[-2:]))
    if hours > 14 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if text[0] == "-" else shift)


def _beside(day: Day, clocks: list[_Clock], before: int, after: int) -> _Clock | None:
    """The clock right behind the day, else the one right in front."""
    behind = [c for c in clocks if day.end <= c.start <= day.end + GAP_MAX and c.end <= after]
    front = [c for c in clocks if max(before, day.start - GAP_MAX) <= c.end <= day.start and c.start >= before]
    return behind[0] if behind else front[-1] if front else None


def _moment(day: Day, clock: _Clock | None, house: tzinfo | None) -> Moment | None:
    zone = (clock.zone if clock else None) or house or UTC
    source = "printed" if clock and clock.zone else "house" if house else "assumed"
    hour, minute, second = (clock.hour, clock.minute, clock.second) if clock else (0, 0, 0)
    when = datetime(day.year or YEAR_MIN, day.month, day.day, hour, minute, second, tzinfo=UTC)
    return Moment(
        when=with_zone(when, zone),
        clock=clock is not None,
        zone=source,
        start=min(day.start, clock.start) if clock else day.start,
        end=max(day.end, clock.end) if clock else day.end,
    )


def with_zone(when: datetime, zone: tzinfo) -> datetime:
    """The same clock on the wall of another zone."""
    return when.replace(tzinfo=_fixed_at(when, zone))


def _fixed_at(when: datetime, zone: tzinfo) -> tzinfo:
    """The zone's offset at that hour: what leaves the core must not depend on a table of zones."""
    offset = when.replace(tzinfo=zone).utcoffset() or timedelta(0)
    return timezone(timedelta(minutes=round(offset.total_seconds() / 60)))
