"""The clocks of wires: the end line of IPTC 7901 and that of ANPA 1312."""

import re
from datetime import UTC, datetime
from typing import Final

from worker.knowledge.dates import DateWords, Day, completed, fold, valid
from worker.knowledge.moments import with_zone
from worker.knowledge.timestamps import Timestamp

LINE_MAX: Final = 80

# 131137 GMT Nov 13   AFP   121030 GMT JAN 12   071341 GMT Okt 15   090715 mai 2019   212322 Nov
_END_LINE: Final = re.compile(
    r"""
    (?: [^\W\d_]{2,10} \s{1,6} )?
    (?P<d>\d\d) (?P<h>\d\d) (?P<min>\d\d) \s{0,3}
    (?: (?P<zone>[A-Z]{1,5}) \s{1,3} )?
    (?P<month>[^\W\d_]{3,12}) \.?
    (?: \s{1,3} (?P<y>\d{4}|\d\d) )?
    """,
    re.VERBOSE,
)
# AP-WF-02-10-16 0423GMT<   AP-NY-11-13-13 1509EST
_AP_END_LINE: Final = re.compile(
    r"(?:[A-Z]{2,5}-){1,2}(?P<m>\d\d)-(?P<d>\d\d)-(?P<y>\d{4}|\d\d)\s{1,3}(?P<h>\d\d)(?P<min>\d\d)\s?(?P<zone>[A-Z]{3,4})?<?"
)


def end_line(line: str, words: DateWords, reference: datetime | None) -> Timestamp | None:
    """The moment of an end line of IPTC 7901: day and clock, month, year; a year that is not there is the nearest."""
    text = " ".join(line.split())
    match = _END_LINE.fullmatch(text) if len(text) <= LINE_MAX else None
    month = words.months.get(fold(match["month"])) if match else None
    if match is None or month is None:
        return None
    return _moment(match, month, words, reference)


def ap_end_line(line: str, words: DateWords, reference: datetime | None) -> Timestamp | None:
    """The moment of AP's end line."""
    text = line.strip()
    match = _AP_END_LINE.fullmatch(text) if len(text) <= LINE_MAX else None
    return _moment(match, int(match["m"]), words, reference) if match else None


def _moment(match: re.Match[str], month: int, words: DateWords, reference: datetime | None) -> Timestamp | None:
    printed = match["y"]
    year = None if printed is None else int(printed) + (2000 if len(printed) == 2 else 0)
    hour, minute = int(match["h"]), int(match["min"])
    if not valid(year, month, int(match["d"])) or hour > 23 or minute > 59:
        return None
    day = completed(Day(year=year, month=month, day=int(match["d"]), start=0, end=0), reference)
    if day is None:
        return None
    zone = words.zones.get(fold(match["zone"])) if match["zone"] else None
    when = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    doubts = [
        text for text, true in (("year not printed", printed is None), ("zone not printed", zone is None)) if true
    ]
    return Timestamp(when=with_zone(when, zone or UTC), source=", ".join(["feed", *doubts]))
