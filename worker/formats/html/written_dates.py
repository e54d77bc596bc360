"""The day of a page that declares none: written near its headline ("17. Mai 2024"), or in its address."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from worker.formats.html.figure_order import with_order
from worker.knowledge.dates import fold
from worker.knowledge.loading import Knowledge
from worker.knowledge.moments import Moment, find_moments
from worker.knowledge.open_times import ZONE_UNKNOWN
from worker.newsroom import date_labels

LINES_MAX = 40
LINE_MAX = 120  # characters that are looked at: what stands behind tells what happened on a day, as captions do
LABELLED_MAX = 100  # characters of a line that says what its day is
LABEL_MAX = 30  # characters of a line that is nothing else

# 2024   ٢٠٢٤
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
# 2024-05-17   17. Mai 2024   May 17, 2024
_FIGURE = re.compile(r"\D{0,12}\d")
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

    Else what a line of the `page` calls so, the address, or the only day that stands on a line of its own.  Moments of
    updates do not count.
    """
    near = _moments_of(_below_labels(itertools.islice(lines, LINES_MAX), knowledge), dated, knowledge)
    ordered = _ordered(near, *(_moments_of(texts, dated, knowledge) for texts in (dated.declared, dated.marked)))
    far = () if ordered else tuple(page)
    found = _written(_timed(ordered, near)) or labelled_day(far, "published", knowledge)
    if dated.any_day and (not found or dated.any_day[1].date() in {moment.when.date() for moment in ordered}):
        return dated.any_day
    return found or _in_address(url, knowledge) or _lone_day(far, knowledge)


_Labelled = Sequence[tuple[Moment, str | None]]


def _moments_of(texts: Iterable[str], dated: Dated, knowledge: Knowledge) -> _Labelled:
    """The moments of short texts that no label calls an update's."""
    lines = (with_order(text[:LINE_MAX], month_first=dated.month_first) for text in texts)
    return [one for line in lines for one in _moments(line, knowledge)]


def _ordered(near: _Labelled, declared: _Labelled, marked: _Labelled) -> Sequence[Moment]:
    """The moments that are called the publication's, else those that may be, the most trusted first."""
    if labelled := [moment for moment, label in (*marked, *near) if label == "published"]:
        return labelled
    said, shown, beside = ([moment for moment, _ in moments] for moments in (declared, marked, near))
    return (*_said_twice(said, shown, beside), *beside, *shown, *said)


def _timed(ordered: Sequence[Moment], near: _Labelled) -> Iterable[Moment]:
    """The first moment; one of its day that a line near the story gives with its clock, instead of a day alone."""
    day = ordered[0].when.date() if ordered and not ordered[0].clock else None
    return (*(moment for moment, _ in near if moment.clock and moment.when.date() == day), *ordered)


def _below_labels(lines: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    """The lines, each behind the one above it where that is nothing but a date's label: "Published on:"."""
    for above, line in itertools.pairwise(("", *lines)):
        rest = above
        if len(above) <= LABEL_MAX and _FIGURE.match(line):
            rest, _ = date_labels.split(above, knowledge)
        yield line if rest else f"{above} {line}".lstrip()


def labelled_day(lines: Iterable[str], label: str, knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The first day that a short line calls by the label and ends with: "Erschienen am: 3.5.2024"."""
    texts = _below_labels(lines, knowledge)
    return _written(
        moment
        for line in texts
        if len(line) <= LABELLED_MAX and _YEAR.search(line)
        for moment, name in _labelled(line, knowledge)
        if name == label and (_is_end(line[moment.end :], knowledge))
    )


def declared_day(texts: Iterable[str], knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The first day that one of the texts names."""
    return _written(moment for text in texts for moment in find_moments(text, knowledge.dates, None))


def _is_end(rest: str, knowledge: Knowledge) -> bool:
    """Nothing but signs, or who did it: "All rights reserved" dates a site."""
    text = rest.lstrip()
    return not any(map(str.isalnum, text)) or knowledge.authors.leading.match(text) is not None


def _lone_day(lines: Iterable[str], knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The day that is all of a line, where no line is another."""
    short = (line for line in lines if len(line) <= LABELLED_MAX and _YEAR.search(line))
    moments = [(moment, line) for line in short for moment in find_moments(line, knowledge.dates, None)]
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
    day = address_day(url, knowledge)
    return ("address (day, no zone: UTC)", datetime.combine(day, time.min, UTC)) if day else None


def address_day(url: str | None, knowledge: Knowledge) -> date | None:
    """The day that an address names."""
    try:
        return _day_of((url or "")[:2_000], knowledge)
    except ValueError:
        return None


def _day_of(url: str, knowledge: Knowledge) -> date | None:
    if match := _IN_ADDRESS.search(url):
        return date(int(match[1]), int(match[3]), int(match[4]))
    named = _WITH_MONTH.search(url)
    month = knowledge.dates.months.get(fold(named[2])) if named else None
    return date(int(named[1]), month, int(named[3])) if named and month else None
