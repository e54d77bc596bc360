"""Reads the concepts of an AP item: AP's vocabulary, its wire categories, persons, places and parties."""

from typing import Any, Final

from worker.article import Entity, InfoSource, Person, Subject
from worker.knowledge.loading import Knowledge
from worker.members.reading import Fields, fields, first_line, line, lines, lowered, objects
from worker.members.values import source, sources

SCHEME: Final = "http://cv.ap.org/id/"  # of the codes that are concepts of AP's vocabulary
ALIAS: Final = "apcv"


def matter(item: Fields, most: int) -> dict[str, Any]:
    """What it is about, and from where."""
    dateline = fields(item.get("datelinelocation"))
    concepts = (_subject(one) for one in members(item, "subject"))
    fixtures = (_subject(one, "apfixture") for one in members(item, "fixture"))
    return {
        "located": first_line(dateline, "city", "countryareaname", "countryname") or line(item.get("located")),
        "subjects": tuple(dict.fromkeys(one for one in (*concepts, *fixtures) if one))[:most],
        "places": _entities(item, "place"),
        "organisations": _entities(item, "organisation") + _entities(item, "company"),
        "events": _entities(item, "event"),
        "keywords": tuple(lines(item.get("keywords"))) if item.get("keywords") else (),
    }


def people(item: Fields) -> tuple[Person, ...]:
    """The photographer; then persons that the item is about."""
    taken = [Person(name=name, rel="photographer") for one in members(item, "photographer") if (name := name_of(one))]
    about = (Person(name=name, rel="about", uri=_uri(one)) for one in members(item, "person") if (name := name_of(one)))
    return (*taken, *dict.fromkeys(about))


def parties(item: Fields, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """Provider, who gave it to AP, and the credit line."""
    provider = source(line(item.get("provider")), "provider", knowledge)
    given = (source(name_of(one), "contentSource", knowledge) for one in members(item, "infosource"))
    others = (one for one in given if one and not (provider and one.name == provider.name))
    return sources(provider, *others, source(line(item.get("description_creditline")), "credit", knowledge))


def members(item: Fields, name: str) -> list[dict[str, Any]]:
    """The objects of a member, their own members in small letters."""
    return [lowered(one) for one in objects(item.get(name))]


def name_of(one: Fields) -> str | None:
    """Its name."""
    return line(one.get("name"))


def _uri(one: Fields) -> str | None:
    """The concept's address in AP's vocabulary."""
    scheme, code = line(one.get("scheme")), line(one.get("code"))
    return f"{scheme}{code}" if scheme and code else None


def _literal(one: Fields, kind: str) -> str | None:
    """scheme:code; codes without a scheme are of the list that their relation names."""
    code = line(one.get("code"))
    if code is None:
        return None
    return f"{ALIAS}:{code}" if one.get("scheme") == SCHEME else f"{kind}:{code}"


def _subject(one: Fields, kind: str | None = None) -> Subject | None:
    rel = line(one.get("rels"))
    literal = _literal(one, kind or f"ap{rel or 'subject'}")
    if literal is None and name_of(one) is None:
        return None
    return Subject(name=name_of(one), uri=_uri(one), rel=rel or kind, literal=literal, creator="feed")


def _entities(item: Fields, name: str) -> tuple[Entity, ...]:
    found = (
        Entity(name=name_of(one), uri=_uri(one), code=_literal(one, f"ap{name}"), rel=line(one.get("rels")))
        for one in members(item, name)
    )
    return tuple(dict.fromkeys(one for one in found if one.name or one.code))
