"""Datelines that end with a full stop or with their line: "КИЕВ. 3 марта. УНИАН. Text", "Rīga, 18.jūl., LETA. Text"."""

import re

from worker.knowledge.loading import Knowledge
from worker.newsroom.dateline_parts import Prefix, peel, prefix_of

BARE_MAX = 60  # characters of one
AGENCY_MAX = 30
ARMENIAN_STOP = "։ "

# ORAN- L'Entreprise …: a city in capitals, glued to its dash
_GLUED = re.compile(r"(?P<place>[^\W\d_a-z][\w' -]{1,29}\w)-\s(?=[A-ZÀ-Ý«\"“])")


def read(head: str, knowledge: Knowledge) -> Prefix | None:
    """The dateline that the head begins with; none in "Lima, jun. 17. Text" without a city that is known."""
    first = max(head.find(". ", 0, BARE_MAX), head.find(ARMENIAN_STOP, 0, BARE_MAX))
    stop = first if first > 0 else len(head.rstrip(".")) if len(head) <= BARE_MAX else 0
    if stop and (found := _behind_comma(head, stop, knowledge)) is not None:
        return found
    return _between(head, knowledge) or _glued(head, knowledge)


def _behind_comma(head: str, stop: int, knowledge: Knowledge) -> Prefix | None:
    """The agency behind the last comma, and a day before it."""
    front, comma, name = head[:stop].rpartition(", ")
    peeled = peel(front, knowledge) if comma and knowledge.agencies.named(name) else None
    if peeled is None or not (peeled.day and peeled.places):
        return None
    return prefix_of(head[:stop], min(stop + 2, len(head)), peeled, (name,))


def _between(head: str, knowledge: Knowledge) -> Prefix | None:
    """The agency between full stops, behind a date; a city that is known needs none."""
    end = 0
    while (stop := head.find(". ", end, BARE_MAX)) > 0:
        if head[stop - 1].isdigit() and "," in head[:stop]:
            peeled = peel(head[:stop], knowledge)
            placed = peeled is not None and peeled.day and peeled.places and knowledge.places.known(peeled.places[0])
            return prefix_of(head[:stop], stop + 2, peeled, ()) if peeled and placed else None
        if end and stop - end <= AGENCY_MAX and knowledge.agencies.named(name := head[end:stop]):
            peeled = peel(head[:end], knowledge)
            return prefix_of(head[:stop], stop + 2, peeled, (name,)) if peeled and peeled.day else None
        end = stop + 2
    return None


def _glued(head: str, knowledge: Knowledge) -> Prefix | None:
    match = _GLUED.match(head)
    if match is None or not match["place"].isupper() or not knowledge.gazetteer.cities(match["place"]):
        return None
    return Prefix(text=match["place"], end=match.end(), places=(match["place"],))
