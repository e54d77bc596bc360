"""Reads the categories of an entry: what it is about, who made it, and on which services it was sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from worker.article import Entity, InfoSource, ItemType, Person, Subject
from worker.knowledge.loading import Knowledge
from worker.members.reading import Fields, first_line, line, objects
from worker.members.values import source, sources

# loening.meyel   a login of the editing system, nobody's name
_LOGIN: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_SUBJECTS: Final[Mapping[str, str]] = {  # kinds of categories -> `rel` of a subject
    "dpasubject": "about",
    "subject": "about",
    "geosubject": "geosubject",
    "desk": "desk",
    "rubric": "rubric",
    "scope": "audience",
    "wire": "service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category of an entry: its kind without the scheme, its name and code as given."""

    kind: str
    name: str | None
    code: str | None
    role: str | None


def categories_of(entry: Fields) -> tuple[Category, ...]:
    """All categories in the order of the entry."""
    return tuple(
        Category(
            kind=(first_line(one, "type") or "").rpartition(":")[2],
            name=line(one.get("name")),
            code=line(one.get("qcode")),
            role=line(one.get("role")),
        )
        for one in objects(entry.get("categories"))
    )


def names(categories: tuple[Category, ...], *kinds: str) -> Iterator[str]:
    """The names in categories of these kinds, each once."""
    yield from dict.fromkeys(one.name for one in categories if one.kind in kinds and one.name)


def matter(categories: tuple[Category, ...]) -> dict[str, Any]:
    """What it is about, and from where."""
    genres = (Subject(name=one.name, literal=one.code) for one in categories if one.kind == "genre")
    places = (one for one in categories if one.kind in {"geosubject", "poi"} and one.name)
    return {
        "subjects": tuple(dict.fromkeys(_subjects(categories))),
        "genres": tuple(dict.fromkeys(one for one in genres if one.name or one.literal)),
        "keywords": tuple(names(categories, "keyword")),
        "places": tuple(Entity(name=one.name, code=one.code, rel=one.kind) for one in places),
        "organisations": tuple(Entity(name=name) for name in names(categories, "organisation", "organization")),
        "events": tuple(Entity(name=name) for name in names(categories, "event")),
        "located": next(names(categories, "locationcreated"), None),
        "section": next(_desks(categories), None),
    }


def _desks(categories: tuple[Category, ...]) -> Iterator[str]:
    """Names of desks; some entries have the code again in place of the name."""
    for one in categories:
        if one.kind == "desk" and one.name and not (one.code or "").endswith(f":{one.name}"):
            yield one.name


def _subjects(categories: tuple[Category, ...]) -> Iterator[Subject]:
    for one in categories:
        rel = _SUBJECTS.get(one.kind)
        if rel and (one.name or one.code):
            yield Subject(name=one.name, literal=one.code, rel=rel, creator="feed")


def people(
    categories: tuple[Category, ...], byline: str | None, kind: ItemType, knowledge: Knowledge
) -> tuple[Person, ...]:
    """Makers by their names, logins never; one that the printed byline leaves out only contributed."""
    rel = "author" if kind in {ItemType.COMPOSITE, ItemType.TEXT} else "photographer"
    made = [
        Person(name=one.name, rel=rel if not byline or one.name in byline else "contributor", uri=one.code)
        for one in categories
        if one.kind == "creator" and one.name and not (_LOGIN.fullmatch(one.name) or knowledge.agencies.named(one.name))
    ]
    return (*made, *(Person(name=name, rel="about") for name in names(categories, "person")))


def parties(entry: Fields, categories: tuple[Category, ...], knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """Provider, who it came from, and the credit line."""
    provider = source(next(names(categories, "provider"), None), "provider", knowledge)
    given = (
        source(one.name, (one.role or "").rpartition(":")[2] or "source", knowledge)
        for one in categories
        if one.kind == "infosource"
    )
    return sources(provider, *given, source(line(entry.get("creditline")), "credit", knowledge))


def transmission(entry: Fields, categories: tuple[Category, ...]) -> dict[str, str]:
    """The services it was sent on, the desk as the wire's category, and when the service last touched the entry."""
    desks = (one.code.rpartition(":")[2] for one in categories if one.kind == "desk" and one.code)
    services = " ".join(names(categories, "wire"))
    header = {"service": services, "category": next(desks, None), "date": line(entry.get("updated"))}
    return {key: value for key, value in header.items() if value}
