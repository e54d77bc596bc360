"""Days and clocks in lines of print: formats in a table, months and zones from config; nothing is guessed.

A line that this module does not understand gives nothing, and so does an absurd date.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

YEAR_MIN, YEAR_MAX = 1900, 2100
BUDDHIST, BUDDHIST_MIN = 543, 2500  # Thailand counts that many years more, and prints no other
GAP_MAX = 14  # characters between a day and its clock: ", ", " at ", " um ", " | ", ")- "
LINE_MAX = 300

_WORD = r"(?P<word>[^\s\d,،.;:|/()\[\]–—-]{2,20}(?:\s(?:الثاني|الأول))?)"
_YEAR = r"(?P<y>[12][0-9]{3})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """config/dates.toml; keys are folded."""

    months: Mapping[str, int]
    numbers: Mapping[str, int]  # days of the month in words
    zones: Mapping[str, tzinfo]
    am: frozenset[str]
    pm: frozenset[str]
    sites: Mapping[str, tzinfo]  # by the last part of a host that is a country's with one clock
    languages: Mapping[str, tzinfo]  # of those who live by one clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar as printed; `year` is None where the text has none."""

    year: int | None
    month: int
    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day, mostly with a clock; `zone` says whether the zone was printed, came with the house, or is only UTC."""

    when: datetime
    clock: bool
    zone: str  # printed | house | assumed
    start: int
    end: int


_ZEROS = (
    "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\uff10"  # of scripts with figures of their own
)
_WESTERN = {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}
_FIGURE = re.compile(r"[0-9]")
# पांच जून
_SPELT = re.compile(r"(?<![^\s,])(?P<d>[\u0900-\u097f]{2,10})\s(?P<word>[\u0900-\u097f]{2,12})(?![^\s,(])")
# Each is tried on the whole line where that has one of the signs, if any; a row with a month's name looks it up.
_DAYS = tuple(
    (signs, re.compile(pattern, re.VERBOSE | re.IGNORECASE))
    for signs, pattern in (
        # 2024-05-17   2024/05/17   2024. 5. 17.
        ("-/.", r"(?<![\d.])(?P<y>[12]\d{3})(?P<sep>[-/.])\s?(?P<m>\d{1,2})(?P=sep)\s?(?P<d>\d{1,2})(?!\d)"),
        # 2024年5月17日   5월 17일
        ("月월", r"(?:(?P<y>[12]\d{3})\s?[年년]\s?)?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号]"),
        # 17.05.2024   17/05/24   17-05-2024
        ("./-", r"(?<![\d.])(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?!\d)"),
        # 5. 6. 2024
        (".", r"(?<![\d.])(?P<d>\d{1,2})\.\s(?P<m>\d{1,2})\.\s(?P<y>\d{4})(?!\d)"),
        # 17 tháng 5, 2024   17 tháng 5 năm 2024
        ("á", rf"(?<!\d)(?P<d>\d{{1,2}})\stháng\s(?P<m>\d{{1,2}}),?\s(?:năm\s)?{_YEAR}(?!\d)"),
        # 17 พ.ค. 2567   17 พ.ค. 67
        (
            ".",
            r"""(?<!\d)(?P<d>\d{1,2})\s?(?P<word>[\u0e01-\u0e4e]{1,3}\.\s?[\u0e01-\u0e4e])\.\s?
                (?P<y>25\d\d|20\d\d|(?P<thai>[67]\d))(?!\d)""",
        ),
        # 2024. gada 17. maijs   2024 ж. 17 мамыр
        ("aж", rf"(?<![\d.])(?P<y>[12]\d{{3}})\.?\s(?:gada|ж\.)\s(?P<d>\d{{1,2}})\.?\s{_WORD}"),
        # 2024. május 17.   2024. máj. 17.   2024 m. gegužės 17   2024 թ. մայիսի 17
        ("", rf"(?<![\d.])(?P<y>[12]\d{{3}})\.?\s(?:[mթ]\.\s)?{_WORD}\.?\s(?P<d>\d{{1,2}})\.?(?![\d:])"),
        # May 17, 2024   Sept. 9   March 7th
        ("", rf"(?<!\w){_WORD}\.?\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?!:\d)(?:,?\s{_YEAR}(?!\d))?"),
        # 17 May 2024   12. Mai   14 de octubre de 2024   1er mars   17 May, 2024   17-May-2024
        (
            "",
            rf"""(?<!\d)(?<!\d:)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]?(?:de\s|d’|d')?{_WORD}\.?
             (?:(?:[,،]\s?|\s|-)?(?:de\s|del\s)?{_YEAR}(?!\d))?""",
        ),
    )
)
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


def fold(word: str) -> str:
    """A month's or zone's name without case and full stop."""
    return word.casefold().strip(".")


def western(text: str) -> str:
    """The text with the figures of any script as 0 to 9."""
    return text if text.isascii() else text.translate(_WESTERN)


def find_days(text: str, words: DateWords, *, day_first: bool = False) -> list[Day]:
    """Every day that the line names, from left to right, none inside another.

    `day_first`: 05/06/2024 is 5 June; where nothing tells it is no day.
    """
    line = western(text[:LINE_MAX])
    patterns = list(_rows_for(line)) if _FIGURE.search(line) else []
    if not patterns and line.isascii():
        return []
    spelt = () if line.isascii() else _SPELT.finditer(line)
    found = sorted(
        (
            day
            for match in (*spelt, *(match for pattern in patterns for match in pattern.finditer(line)))
            if (day := _day(match, words, day_first=day_first))
        ),
        key=lambda day: (day.start, -day.end),
    )
    days: list[Day] = []
    for day in found:
        if not days or day.start >= days[-1].end:
            days.append(day)
        elif day.year and not days[-1].year:
            days[-1] = day
    return days


def _rows_for(line: str) -> Iterator[re.Pattern[str]]:
    return (row for signs, row in _DAYS if not signs or any(map(line.__contains__, signs)))


def _day(match: re.Match[str], words: DateWords, *, day_first: bool) -> Day | None:
    parts = match.groupdict()
    month = words.months.get(fold(parts["word"]).replace(". ", ".")) if parts.get("word") else int(parts.get("m") or 0)
    if month is None:
        return None
    year = _full_year(f"25{parts['y']}" if parts.get("thai") else parts.get("y"))
    number = int(parts["d"]) if parts["d"].isdecimal() else words.numbers.get(parts["d"], 0)
    if parts.get("sep") == "/" and parts["d"] != parts["m"] and len(match[0]) and match[0].index("/") <= 2:
        if number <= 12 and month <= 12 and not day_first:
            return None  # 05/06/2024: two countries, two days
        if month > 12:
            month, number = number, month
    if not valid(year, month, number):
        return None
    return Day(year=year, month=month, day=number, start=match.start(), end=match.end())


def _full_year(text: str | None) -> int | None:
    if text is None:
        return None
    year = int(text) + 2000 if len(text) == 2 else int(text)
    return year - BUDDHIST if year >= BUDDHIST_MIN else year


def valid(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day (29 February where no year is named), in the years that news is of."""
    if year is not None and not YEAR_MIN <= year <= YEAR_MAX:
        return False
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def completed(day: Day, reference: datetime | None) -> date | None:
    """The day with its year, taken where it has none as the one that brings it nearest to `reference`."""
    if day.year is not None:
        return date(day.year, day.month, day.day)
    if reference is None or not YEAR_MIN < reference.year < YEAR_MAX:
        return None
    near = reference.date()
    years = (near.year, near.year - 1, near.year + 1)
    dates = [date(year, day.month, day.day) for year in years if valid(year, day.month, day.day)]
    return min(dates, key=lambda at: abs(at - near)) if dates else None


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
