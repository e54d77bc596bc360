"""Times of feeds as the facts of the shared files spell them, held against RFC 3339 times of the output."""

import email.utils
import re
from collections.abc import Iterable
from datetime import UTC, datetime

# 20170703T013813+0000, 20231126T134124Z, 20141126T152703
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z|[+-]\d{2}:?\d{2})?")
# 071341 GMT Okt 15: day, clock, month, year
_FOOTER = re.compile(r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) GMT (?P<month>[A-Za-z]{3})\w* (?P<year>\d\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("jan",), ("feb",), ("mar", "mär"), ("apr",), ("may", "mai"), ("jun",)),
            *(("jul",), ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez")),
        ),
        start=1,
    )
    for name in names
}


def read(text: str) -> datetime | None:
    """The time that a fact spells; naive where it has no zone."""
    text = str(text).strip().replace("ZZ", "Z")
    if found := _BASIC.fullmatch(text):
        zone = (found[7] or "").replace("Z", "+00:00")
        text = f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:{found[6]}{zone}"
    if found := _FOOTER.fullmatch(text):
        month = _MONTHS[found["month"].casefold()]
        clock = int(found["day"]), int(found["hour"]), int(found["minute"])
        return datetime(2000 + int(found["year"]), month, *clock, tzinfo=UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None


def same(wanted: str, found: Iterable[str]) -> bool:
    """One of the output's times is the fact's: the same instant, or the same wall clock where the fact has no zone."""
    goal = read(wanted)
    return goal is not None and any(_same(goal, datetime.fromisoformat(one)) for one in found)


def _same(goal: datetime, found: datetime) -> bool:
    if goal.tzinfo is None:
        found = found.replace(tzinfo=None)
    return abs((goal - found).total_seconds()) < 1
