"""Reads until when nothing may be published: "STRICTLY EMBARGOED UNTIL 0001 GMT, 12 March 2031"."""

import re
from datetime import datetime, tzinfo
from typing import Final

from worker.knowledge.dates import completed, find_days, western
from worker.knowledge.loading import Knowledge
from worker.knowledge.moments import find_moments

LINE_MAX: Final = 200  # characters
WORDS_MAX: Final = 60  # of a line without a moment

# 0001 GMT   1800 Uhr   to 0001 Friday: clocks without a colon
_BARE_CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?=\s?(?:GMT|UTC|BST|[CEW]E?S?T\b|I?ST\b|hrs|hours|uhr|h\b|Z\b|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day))",
    re.IGNORECASE,
)
# Sperrfrist: …   EMBARGO: …
_COLON: Final = re.compile(r"[^:：]{4,40}[:：]")
# Embargoed until …   bis …   hasta …: words that make an embargo of the line's first word
_UNTIL: Final = re.compile(
    r"(?<!\w)(?:until|till|to|for release|before|bis|vor|ab|jusqu|avant|hasta|antes|fino|prima|até|tot|voor|til|før|"
    r"till|före|asti|saakka|klo|до|حتى|قبل)(?!\w)",
    re.IGNORECASE,
)


# 18.00 Uhr   0600hrs   18h   what behind a clock is no zone
_OCLOCK: Final = re.compile(r"(?<=\d)\s?(?:uhr|hrs|hours|uur|horas|heures|ore)(?!\w)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?<!\d)[0-2]?\d[.:h][0-5]\d(?!\d)")


def is_line(line: str, knowledge: Knowledge) -> bool:
    """Whether the line says so and nothing else: "Embargo on oil bites" is a story."""
    if len(line) > LINE_MAX or not knowledge.notes.is_embargo(line):
        return False
    if any(map(str.isdigit, line)):
        clocked = len(line) <= WORDS_MAX and _CLOCK.search(line)
        return bool(clocked or _COLON.match(line) or _UNTIL.search(line) or line == line.upper())
    return len(line) <= WORDS_MAX and bool(_COLON.match(line) or line == line.upper())


def until(line: str, reference: datetime | None, house: tzinfo | None, knowledge: Knowledge) -> datetime | None:
    """The moment, None where day, clock or zone is not printed; `reference` completes a day without a year."""
    text = _BARE_CLOCK.sub(lambda clock: f"{clock['h']}:{clock['m']}", western(line[:LINE_MAX]))
    text = _OCLOCK.sub("", text)
    for day in reversed(find_days(text, knowledge.dates, day_first=True)):
        whole = completed(day, reference)
        if whole is not None:
            text = f"{text[: day.start]}{whole.isoformat()}{text[day.end :]}"
    moments = find_moments(text, knowledge.dates, house)
    return next((moment.when for moment in moments if moment.clock and moment.zone != "assumed"), None)
