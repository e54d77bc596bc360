"""The day of a page that declares none: written near its headline ("17. Mai 2024"), or in its address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from worker.formats.html.figure_order import with_order
from worker.knowledge.dates import ZONE_UNKNOWN, Moment, find_moments
from worker.knowledge.loading import Knowledge
from worker.newsroom import date_labels

LINES_MAX = 40

# /2024/05/17/, /2024-05-17-title and /20240517-title
_IN_ADDRESS = re.compile(r"/(20[0-9]{2}|19[0-9]{2})([/-]?)([01][0-9])\2([0-3][0-9])(?=[/_-]|$)")


@dataclass(frozen=True, slots=True)
class Dated:
    """What a page without a date of publication says of its day.

    In words: declared in its head, and shown in elements that are marked as dates.  `any_day`: (source, moment) of a
    name like "date", which may as well be the page's last change, or its print.
    """

    declared: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    any_day: tuple[str, datetime] | None = None
    month_first: bool | None = None  # in days in figures; None where nothing tells


NOTHING: Final = Dated()


def first_day(
    lines: Iterable[str], url: str | None, knowledge: Knowledge, dated: Dated = NOTHING
) -> tuple[str, datetime] | None:
    """(source, moment): called the publication's, said twice, near the story, marked, declared, in the address.

    None where only a line has a clock: the credits stage reads that one whole.  Moments of updates do not count.
    """
    declared, marked, near = (
        [one for text in texts for one in _moments(with_order(text, month_first=dated.month_first), knowledge)]
        for texts in (dated.declared, dated.marked, list(lines)[:LINES_MAX])
    )
    if not declared and not marked and not dated.any_day and any(moment.clock for moment, _ in near):
        return None
    labelled = (moment for moment, label in (*marked, *near) if label == "published")
    days = [moment for moment, _ in near if not moment.clock]
    shown, said = [moment for moment, _ in marked], [moment for moment, _ in declared]
    ordered = (*labelled, *_said_twice(said, shown, days), *days, *shown, *said)
    if dated.any_day and (not ordered or dated.any_day[1].date() in {moment.when.date() for moment in ordered}):
        return dated.any_day
    return _written(ordered) or _in_address(url)


def _said_twice(*sources: Sequence[Moment]) -> Iterator[Moment]:
    """The moments of the first source, then of the second, whose day a later one has, too."""
    for number, moments in enumerate(sources):
        others = {moment.when.date() for later in sources[number + 1 :] for moment in later}
        yield from (moment for moment in moments if moment.when.date() in others)


def _moments(line: str, knowledge: Knowledge) -> Iterator[tuple[Moment, str | None]]:
    """The line's moments that no label calls an update's, each with its label."""
    at = 0
    for moment in find_moments(line, knowledge.dates, None):
        _, label = date_labels.split(line[at : moment.start], knowledge)
        at = moment.end
        if label != "updated":
            yield moment, label


def _written(moments: Iterable[Moment]) -> tuple[str, datetime] | None:
    for moment in moments:
        if not moment.clock:
            return "written (day, no zone: UTC)", moment.when
        return ("written" if moment.zone == "printed" else ZONE_UNKNOWN), moment.when
    return None


def _in_address(url: str | None) -> tuple[str, datetime] | None:
    match = _IN_ADDRESS.search((url or "")[:2_000])
    try:
        day = datetime(int(match[1]), int(match[3]), int(match[4]), tzinfo=UTC) if match else None
    except ValueError:
        return None
    return ("address (day, no zone: UTC)", day) if day else None
