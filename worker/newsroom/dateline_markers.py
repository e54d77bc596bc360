"""The agency's marker in a dateline: what stands between brackets or slashes, and whether it is an agency."""

import re

from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.newsroom.dateline_parts import Peeled

CODE_MAX = 4  # letters of a desk or a reporter beside an agency: "ats afp"

# (IANS/DPA)   （中央社）   /ritzau/   /ritzau/AFP/   / وام /   /Корр. ТАСС Анна Липова/
MARKER = re.compile(
    r"""[(（](?P<inside>[^()（）]{1,60})[)）]
        | (?: (?<![^\s(])/(?P<slashed>[^\s()]{2,30}?)/ | /\s?(?P<spaced>[^()/]{2,40}?)\s?/ ) (?=[\s:.–—-]|$)""",
    re.VERBOSE,
)
# askanews   ots
_CODE = re.compile(r"[a-z]{3,12}")
# Gracenote   OPTA   site.com: a name in brackets that no table knows
_NAME = re.compile(r"[A-Z][\w.&-]{1,19}(?:\s[A-Z][\w.&-]{1,19})?|[a-z][\w-]{1,19}\.[a-z]{2,4}")

# Анна Липова   Ana Bee-Ross
_PERSON = re.compile(r"[^\W\d_a-zа-я][\w'’-]{1,20}(?:\s[^\W\d_a-zа-я][\w'’-]{1,20}){1,2}")
# Корр. ТАСС Анна Липова
_REPORTER = re.compile(r"[Кк]орр(?:еспондент)?\.?\s\S{2,20}\s(?P<name>[А-ЯЁ][а-яё-]{1,20}\s[А-ЯЁ][а-яё-]{1,20})")


def is_strange(inside: str, peeled: Peeled, knowledge: Knowledge) -> bool:
    """A name that no table has, where a day or a well-known city and a dash vouch for it: "Berlin (ots) - "."""
    if peeled.day is not None:
        return bool(_NAME.fullmatch(inside) or _CODE.fullmatch(inside))
    known = any(map(knowledge.places.known, peeled.places))
    if known and len(inside) < CODE_MAX and _CODE.fullmatch(inside):
        return True
    placed = known or (peeled.region is not None and peeled.places[0].isupper())
    return placed and not knowledge.places.institutions.isdisjoint(line_key(inside).split())  # (Sports Network)


def inside_of(match: re.Match[str]) -> str:
    """What stands between the brackets or slashes."""
    return (match["inside"] or match["slashed"] or match["spaced"]).strip(" ©")


def names_in(match: re.Match[str], inside: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The parts of the credit; of words in a row ("Reuters photographer") none where they are no codes of desks."""
    names = knowledge.agencies.credited(inside)
    if len(names) < 2 or list(names) != inside.split():
        return names
    known = tuple(name for name in names if knowledge.agencies.named(name))
    if match["inside"] is None:
        return known  # /Корр. ТАСС Анна Липова/
    others = [name for name in names if name not in known]
    strange = any(
        (name[0].islower() and len(name) > CODE_MAX) or not knowledge.places.labels.isdisjoint(line_key(name).split())
        for name in others
    )
    return () if strange else names


def reporters_in(inside: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Who is named with the agency: "Корр. ТАСС Анна Липова", "Télam, por Ana Bee", "Анна Липова, БТА"."""
    match = _REPORTER.fullmatch(inside)
    if match is not None:
        return (match["name"],)
    front, comma, back = inside.partition(", ")
    others = [name for name in (front, back) if not knowledge.agencies.named(name)] if comma else []
    names = [_without_by(name, knowledge) for name in others]
    return tuple(names) if len(names) == 1 and _PERSON.fullmatch(names[0]) else ()


def _without_by(name: str, knowledge: Knowledge) -> str:
    first, _, rest = name.partition(" ")
    return rest if line_key(first) in knowledge.bylines.by else name
