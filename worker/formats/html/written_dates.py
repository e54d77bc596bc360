"""The day of a page that declares none: written near its headline ("17. Mai 2024"), or in its address."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from worker.knowledge.dates import ZONE_UNKNOWN, DateWords, Moment, find_moments

LINES_MAX = 40

# /2024/05/17/ and /2024-05-17-title
_IN_ADDRESS = re.compile(r"/(20[0-9]{2}|19[0-9]{2})[/-]([01][0-9])[/-]([0-3][0-9])(?=[/_-]|$)")


def first_day(
    lines: Iterable[str], url: str | None, words: DateWords, declared: Iterable[str] = ()
) -> tuple[str, datetime] | None:
    """(source, moment); None where only a line has a clock: the credits stage reads that one whole."""
    stated = [moment for line in declared for moment in find_moments(line, words, None)]
    moments = [moment for line in list(lines)[:LINES_MAX] for moment in find_moments(line, words, None)]
    if not stated and any(moment.clock for moment in moments):
        return None
    days = [moment for moment in moments if not moment.clock]
    return _written([*days, *stated]) or _in_address(url)


def _written(moments: Iterable[Moment]) -> tuple[str, datetime] | None:
    for moment in moments:
        if not moment.clock:
            return "written (day, no zone: UTC)", moment.when
        return ("written" if moment.zone == "printed" else ZONE_UNKNOWN), moment.when
    return None


def _in_address(url: str | None) -> tuple[str, datetime] | None:
    match = _IN_ADDRESS.search((url or "")[:2_000])
    try:
        day = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None
    return ("address (day, no zone: UTC)", day) if day else None
