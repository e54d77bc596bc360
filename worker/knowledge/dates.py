"""Days in lines of print: formats in a table, months from config; nothing is guessed.

A line that this module does not understand gives nothing, and so does an absurd date.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

YEAR_MIN, YEAR_MAX = 1900, 2100
BUDDHIST, BUDDHIST_MIN = 543, 2500  # Thailand counts that many years more, and prints no other
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
    if parts.get("sep") == "/" and parts["d"] != parts["m"] and match[0].index("/") <= 2:
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
