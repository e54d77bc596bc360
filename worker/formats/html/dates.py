"""Machine dates of HTML pages as aware datetimes."""

import re
from datetime import UTC, datetime

from worker.knowledge.timestamps import offset_of

# 2024-05-17, 2024-05-17T17:50, 2024-05-17 17:50:00.123 +0530, 2024-05-17T12:20:00.000Z, 2024/05/17 12:20
_MACHINE_DATE = re.compile(
    r"""(?P<y>[12][0-9]{3})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})
        (?: [T\s,]\s?(?P<h>[0-9]{1,2}):(?P<min>[0-9]{2})(?: :(?P<s>[0-9]{2}) )?(?: [.,][0-9]{1,9} )?
            \s?(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})? )?
        (?![0-9:])""",
    re.VERBOSE | re.IGNORECASE,
)


def machine_date(text: str) -> tuple[datetime, bool] | None:
    """The moment, and whether the text names its zone (UTC is taken where not); None for anything that is no date."""
    match = _MACHINE_DATE.match(text[:64].strip())
    if match is None:
        return None
    day = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
    clock = f"{int(match['h'] or 0):02}:{match['min'] or '00'}:{match['s'] or '00'}"
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset_of(match['zone'])}")
        moment.astimezone(UTC)  # year 1 and 9999 fall over the edge
    except (ValueError, OverflowError):
        return None
    return moment, match["zone"] is not None
