"""Datelines that feeds give in a field of their own, often without agency: "Sydney", "ROMA, 01 LUG -", "4/4/2018"."""

from worker.knowledge.dates import Day, find_days
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import read_timestamp
from worker.newsroom import datelines
from worker.newsroom.dateline_parts import Peeled, Prefix, peel
from worker.newsroom.datelines import HEAD, PREFIX_MAX


def read(text: str, knowledge: Knowledge) -> Prefix | None:
    """The parts of the line; None where it is nothing of the kind."""
    line = " ".join(text[: 2 * HEAD].split())[:HEAD].rstrip(" -–—_:")
    if (day := _day_alone(line, knowledge)) is not None:
        return Prefix(text=line, end=len(line), day=day)
    found = datelines.read(line, knowledge, credited=True)
    if found is not None and found.end >= len(line):
        return found
    rest, names = _given_agencies(line, knowledge)
    peeled = peel(rest, knowledge) if len(line) <= PREFIX_MAX else None
    if peeled is None and (rest or not names):
        return None
    parts = peeled or Peeled()
    return Prefix(text=line, end=len(line), places=parts.places, region=parts.region, day=parts.day, agencies=names)


def _given_agencies(line: str, knowledge: Knowledge) -> tuple[str, tuple[str, ...]]:
    """The rest of "SYDNEY March 22 AAP", "ANSA TEST - ROMA, 01 LUG", and the agency."""
    before, _, last = line.rpartition(" ")
    if knowledge.agencies.named(last):
        return before, (last,)
    front, _, behind = line.partition(" - ")
    names = tuple(name for name in knowledge.agencies.credited(front) if knowledge.agencies.named(name))
    return (behind, names) if behind and names else (line, ())


def _day_alone(line: str, knowledge: Knowledge) -> Day | None:
    days = find_days(line, knowledge.dates)
    if len(days) == 1 and not days[0].start and days[0].end == len(line.rstrip(".")):
        return days[0]
    stamp = read_timestamp(line)
    if stamp is None:
        return None
    return Day(year=stamp.when.year, month=stamp.when.month, day=stamp.when.day, start=0, end=len(line))
