"""Datelines with the day by both calendars, as agencies of the Gulf print them, without brackets or dash."""

import re
from typing import Final

from worker.knowledge.dates import find_days
from worker.knowledge.loading import Knowledge
from worker.newsroom.dateline_parts import Prefix

# الرياض 17 ذو القعدة 1447 هـ الموافق 4 مايو 2026 م واس
_TWICE: Final = re.compile(
    r"""(?P<place>[^\d:،,.]{2,30}?)\s?[،,]?\s\d{1,2}\s[^\d:.]{3,20}\s\d{4}\s?هـ[،,]?\s(?:الموافق\s)?
        (?P<day>\d{1,2}\s[^\d\s]{3,12}\s\d{4})\s?م\s(?P<agency>[^\s.:]{2,12})(?=\s|$)\s?(?:[-–—]{1,2}\s)?""",
    re.VERBOSE,
)


def read(head: str, knowledge: Knowledge) -> Prefix | None:
    """The dateline that `head` starts with, of the Gregorian day."""
    found = _TWICE.match(head) if "هـ" in head else None
    if found is None or not knowledge.agencies.named(found["agency"]):
        return None
    days = find_days(found["day"], knowledge.dates)
    text, places, agencies = found[0].strip(" -–—"), (found["place"].strip(),), (found["agency"],)
    return Prefix(text=text, end=found.end(), places=places, day=days[0] if days else None, agencies=agencies)
