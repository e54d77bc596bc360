"""Days as people write them near a headline ("17. Mai 2024", "2024年5月17日"), and in addresses ("/2024/05/17/")."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

LINE_MAX = 200

# the first letters that tell the months of a language apart, January first
_MONTHS_OF = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jän feb mär apr mai jun jul aug sep okt nov dez",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "jan feb maart apr mei jun jul aug sep okt nov dec",
    "jan feb mar apr maj jun jul aug sep okt nov dec",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "янв фев мар апр ма июн июл авг сен окт ноя дек",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "jan feb mar apr mei jun jul agu sep okt nov des",
)
_STEMS: dict[str, frozenset[int]] = {}
for _language in _MONTHS_OF:
    for _number, _stem in enumerate(_language.split(), 1):
        _STEMS[_stem] = _STEMS.get(_stem, frozenset()) | {_number}

# 2024-05-17, 2024/5/17, 2024年5月17日, 2024. 5. 17
_YEAR_FIRST = re.compile(
    r"(?<![0-9])(20[0-9]{2}|19[0-9]{2})(?:[-/.]|\.\s|年\s?|년\s?)([0-9]{1,2})(?:[-/.]|\.\s|月\s?|월\s?)([0-9]{1,2})(?![0-9])"
)
# 17.05.2024, 17/05/2024, 5/17/2024
_YEAR_LAST = re.compile(r"(?<![0-9./-])([0-9]{1,2})([./-])([0-9]{1,2})[./-](20[0-9]{2}|19[0-9]{2})(?![0-9])")
# 17 May 2024, 17. Mai 2024, 17 de mayo de 2024, 17th May, 2024
_DAY_MONTH = re.compile(
    r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?([^\s\d,.()/-]{2,14})\.?,?\s(?:de\s)?(20[0-9]{2}|19[0-9]{2})(?![0-9])"
)
# May 17, 2024, Aug. 3rd 2016
_MONTH_DAY = re.compile(
    r"(?<!\w)([^\s\d,.()/-]{2,14})\.?\s([0-9]{1,2})(?:st|nd|rd|th)?,?\s(20[0-9]{2}|19[0-9]{2})(?![0-9])"
)
# /2024/05/17/ and /2024-05-17-title
_IN_ADDRESS = re.compile(r"/(20[0-9]{2}|19[0-9]{2})[/-]([01][0-9])[/-]([0-3][0-9])(?=[/_-]|$)")
# 17:50, 5.50 pm
_CLOCK = re.compile(r"(?<![0-9])[0-2]?[0-9][:.h時][0-5][0-9](?![0-9.])")


def written_day(line: str) -> datetime | None:
    """The day that a short line names, as its midnight in UTC; None where it names none or could mean two."""
    text = line[:LINE_MAX]
    if match := _YEAR_FIRST.search(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.search(text):
        return _numeric(int(match[1]), int(match[3]), int(match[4]), dotted=match[2] == ".")
    for match in _DAY_MONTH.finditer(text):
        if month := _month(match[2]):
            return _day(int(match[3]), month, int(match[1]))
    for match in _MONTH_DAY.finditer(text):
        if month := _month(match[1]):
            return _day(int(match[3]), month, int(match[2]))
    return None


def first_day(lines: Iterable[str], url: str | None) -> tuple[str, datetime] | None:
    """(source, day) of the first line with a date, else of the address; None where a line has a clock, left to others."""
    known = list(lines)
    if any(_CLOCK.search(line) and written_day(line) for line in known):
        return None
    days = ((f"written in {place} (day, no zone: UTC)", day) for place, day in _days(known, url))
    return next(((source, day) for source, day in days if day), None)


def _days(lines: Iterable[str], url: str | None) -> Iterable[tuple[str, datetime | None]]:
    yield from (("line", written_day(line)) for line in lines)
    if match := _IN_ADDRESS.search(url or ""):
        yield "address", _day(int(match[1]), int(match[2]), int(match[3]))


def _numeric(one: int, two: int, year: int, *, dotted: bool) -> datetime | None:
    """Dots mean day first; with strokes only a number above twelve tells day from month."""
    if dotted or one > 12 or one == two:
        return _day(year, two, one)
    return _day(year, one, two) if two > 12 else None


def _month(word: str) -> int | None:
    """The month that the word is or begins like, where all languages agree."""
    folded = word.casefold()
    for size in range(min(len(folded), 9), 1, -1):
        if numbers := _STEMS.get(folded[:size]):
            return next(iter(numbers)) if len(numbers) == 1 else None
    return None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
