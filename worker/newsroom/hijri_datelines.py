"""Datelines with the day by both calendars, as agencies of the Gulf print them, without brackets or dash."""

import re
from typing import Final

from worker.knowledge.agencies import Agencies

# الرياض 17 ذو القعدة 1447 هـ الموافق 4 مايو 2026 م واس
_TWICE: Final = re.compile(
    r"""(?P<place>[^\d:،,.]{2,30}?)\s?[،,]?\s\d{1,2}\s[^\d:.]{3,20}\s\d{4}\s?هـ[،,]?\s(?:الموافق\s)?
        (?P<day>\d{1,2}\s[^\d\s]{3,12}\s\d{4})\s?م\s(?P<agency>[^\s.:]{2,12})(?=\s|$)\s?(?:[-–—]{1,2}\s)?""",
    re.VERBOSE,
)


def match(head: str, agencies: Agencies) -> re.Match[str] | None:
    """The dateline that `head` starts with, in the groups place, day (the Gregorian one) and agency."""
    found = _TWICE.match(head) if "هـ" in head else None
    return found if found and agencies.named(found["agency"]) else None
