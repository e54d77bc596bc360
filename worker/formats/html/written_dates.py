"""The day of a page that declares none: written near its headline ("17. Mai 2024"), or in its address."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from worker.formats.html.figure_order import with_order
from worker.knowledge.dates import ZONE_UNKNOWN, Moment, find_moments, fold
from worker.knowledge.loading import Knowledge
from worker.newsroom import date_labels

LINES_MAX = 40
LINE_MAX = 120  # characters that are looked at: what stands behind tells what happened on a day, as captions do
LABELLED_MAX = 100  # characters of a line that says what its day is

# 2024   ٢٠٢٤
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# /2024/05/17/, /2024-05-17-title and /20240517-title
_IN_ADDRESS = re.compile(r"/(20[0-9]{2}|19[0-9]{2})([/-]?)([01][0-9])\2([0-3][0-9])(?=[/_-]|$)")
# /2024/may/17/, /2024/October/03/
_WITH_MONTH = re.compile(r"/(20[0-9]{2}|19[0-9]{2})/([A-Za-z]{3,9})/([0-3]?[0-9])(?=[/_-]|$)")


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
    lines: Iterable[str], url: str | None, knowledge: Knowledge, dated: Dated = NOTHING, page: Iterable[str] = ()
) -> tuple[str, datetime] | None:
    """(source, moment): called the publication's, said twice, near the story (`lines`), marked, declared.

    Else what a line of the `page` calls so, the address, or the only day that stands on a line of its own.  None
    where only a line has a clock: the credits stage reads that one whole.  Moments of updates do not count.
    """
    declared, marked, near = (
        [one for text in texts for one in _moments(with_order(text, month_first=dated.month_first), knowledge)]
        for texts in (dated.declared, dated.marked, [line[:LINE_MAX] for line in itertools.islice(lines, LINES_MAX)])
    )
    if not declared and not marked and not dated.any_day and any(moment.clock for moment, _ in near):
        return None
    labelled = (moment for moment, label in (*marked, *near) if label == "published")
    days = [moment for moment, _ in near if not moment.clock]
    shown, said = [moment for moment, _ in marked], [moment for moment, _ in declared]
    ordered = (*labelled, *_said_twice(said, shown, days), *days, *shown, *said)
    if dated.any_day and (not ordered or dated.any_day[1].date() in {moment.when.date() for moment in ordered}):
        return dated.any_day
    short = [line for line in page if len(line) <= LABELLED_MAX and _YEAR.search(line)] if not ordered else ()
    found = _written(ordered) or labelled_day(short, "published", knowledge)
    return found or _in_address(url, knowledge) or _lone_day(short, knowledge)


def labelled_day(lines: Iterable[str], label: str, knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The first day that a short line calls by the label and ends with: "Erschienen am: 3.5.2024"."""
    short = (line for line in lines if len(line) <= LABELLED_MAX and _YEAR.search(line))
    return _written(
        moment
        for line in short
        for moment, name in _labelled(line, knowledge)
        if name == label and (_is_end(line[moment.end :], knowledge))
    )


def _is_end(rest: str, knowledge: Knowledge) -> bool:
    """Nothing but signs, or who did it: "All rights reserved" dates a site."""
    text = rest.lstrip()
    return not any(map(str.isalnum, text)) or knowledge.authors.leading.match(text) is not None


def _lone_day(lines: Iterable[str], knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The day that is all of a line, where no line is another."""
    moments = [(moment, line) for line in lines for moment in find_moments(line, knowledge.dates, None)]
    whole = [moment for moment, line in moments if not moment.start and moment.end == len(line)]
    return _written(whole) if len({moment.when.date() for moment in whole}) == 1 else None


def _said_twice(*sources: Sequence[Moment]) -> Iterator[Moment]:
    """The moments of the first source, then of the second, whose day a later one has, too."""
    for number, moments in enumerate(sources):
        others = {moment.when.date() for later in sources[number + 1 :] for moment in later}
        yield from (moment for moment in moments if moment.when.date() in others)


def _moments(line: str, knowledge: Knowledge) -> Iterable[tuple[Moment, str | None]]:
    """The line's moments that no label calls an update's, each with its label."""
    return ((moment, label) for moment, label in _labelled(line, knowledge) if label != "updated")


def _labelled(line: str, knowledge: Knowledge) -> Iterator[tuple[Moment, str | None]]:
    at = 0
    for moment in find_moments(line, knowledge.dates, None):
        _, label = date_labels.split(line[at : moment.start], knowledge)
        at = moment.end
        yield moment, label


def _written(moments: Iterable[Moment]) -> tuple[str, datetime] | None:
    for moment in moments:
        if not moment.clock:
            return "written (day, no zone: UTC)", moment.when
        return ("written" if moment.zone == "printed" else ZONE_UNKNOWN), moment.when
    return None


def _in_address(url: str | None, knowledge: Knowledge) -> tuple[str, datetime] | None:
    try:
        day = _day_of((url or "")[:2_000], knowledge)
    except ValueError:
        return None
    return ("address (day, no zone: UTC)", day) if day else None


def _day_of(url: str, knowledge: Knowledge) -> datetime | None:
    if match := _IN_ADDRESS.search(url):
        return datetime(int(match[1]), int(match[3]), int(match[4]), tzinfo=UTC)
    named = _WITH_MONTH.search(url)
    month = knowledge.dates.months.get(fold(named[2])) if named else None
    return datetime(int(named[1]), month, int(named[3]), tzinfo=UTC) if named and month else None
