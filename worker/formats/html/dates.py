"""Machine dates of HTML pages as aware datetimes."""

import re
from datetime import UTC, datetime
from typing import Final

from worker.knowledge.timestamps import of_unix, offset_of, read_timestamp

TEXT_MAX: Final = 64  # characters
# 2024: a line with a day has one
YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

# 2024-05-17, 2024-05-17T17:50, 2024-05-17 17:50:00.123 +0530, 2024-05-17T12:20:00.000Z, 2024/05/17 12:20
_MACHINE_DATE = re.compile(
    r"""(?P<y>[12][0-9]{3})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})
        (?: [T\s,]\s?(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?: :(?P<s>[0-9]{2}) )?(?: [.,][0-9]{1,9} )?
            \s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})? )?
        (?![0-9:])""",
    re.VERBOSE | re.IGNORECASE,
)
# 1715968200, 1715968200000: seconds or thousandths since 1970, of the years from 2001 on
_UNIX = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
# 20240517, 20240517T175000+0530, 20240517175000
_UNPARTED = re.compile(r"(?P<day>[12][0-9]{7})(?:T?(?P<clock>[0-9]{4}(?:[0-9]{2})?)(?P<zone>Z|[+-][0-9]{4})?)?")
# Fri May 17 17:50:00 CEST 2024, Fri May 17 2024 17:50:00 GMT+0200 (Central ...: as Java and JavaScript print it; May 17
# 17:50 2024
_CLOCK_INSIDE = re.compile(
    r"""(?:[A-Z][a-z]{2}\s)?(?P<month>[A-Z][a-z]{2})\s{1,2}(?P<d>[0-9]{1,2})\s(?:(?P<y>[12][0-9]{3})\s)?
        (?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)
        (?:\s(?:GMT|UTC)?(?P<zone>[A-Z]{2,5}|[+-][0-9]{2}:?[0-9]{2}|(?<=GMT)|(?<=UTC)))?
        (?:\s(?P<last>[12][0-9]{3}))?(?:\s\(.*)?""",
    re.VERBOSE,
)


def machine_date(text: str) -> tuple[datetime, bool] | None:
    """The moment, and whether the text names its zone (UTC is taken where not); None for anything that is no date.

    ISO 8601, RFC 822, the clocks of Unix, Java and JavaScript; zero of Unix is a date that was never set.
    """
    value = text[:TEXT_MAX].strip()
    match = _MACHINE_DATE.match(value)
    found = _of_iso(match) if match else _of_unix(value) or _of_feeds(value)
    return found if found and found[0].timestamp() else None


def _of_iso(match: re.Match[str]) -> tuple[datetime, bool] | None:
    day = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
    clock = f"{int(match['h'] or 0):02}:{match['min'] or '00'}:{match['s'] or '00'}"
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset_of(match['zone'])}")
        moment.astimezone(UTC)  # year 1 and 9999 fall over the edge
    except (ValueError, OverflowError):
        return None
    return moment, match["zone"] is not None


def _of_unix(text: str) -> tuple[datetime, bool] | None:
    return (of_unix(int(text)).replace(microsecond=0), True) if _UNIX.fullmatch(text) else None


def _of_feeds(text: str) -> tuple[datetime, bool] | None:
    """As feeds have them.  Where a zone's name says nothing without a table of zones, readers of words have one."""
    match = _UNPARTED.fullmatch(text)
    value = f"{match['day']}T{match['clock']}{match['zone'] or ''}" if match and match["clock"] else respelt(text)
    stamp = read_timestamp(value)
    if stamp is None or not (match or stamp.source == "feed"):
        return None
    return stamp.when, stamp.source == "feed"


def respelt(text: str) -> str:
    """A date with its clock within, as RFC 822 has it: "17 May 2024 17:50:00 CEST"; any other text as it is."""
    match = _CLOCK_INSIDE.fullmatch(text[:TEXT_MAX])
    year = (match["y"] or match["last"]) if match else None
    if match is None or year is None:
        return text
    zone = "GMT" if match["zone"] == "" else match["zone"] or ""
    return f"{match['d']} {match['month']} {year} {match['clock']} {zone.replace(':', '')}".rstrip()
