"""Reads what a ninjs item is about and who stands behind it, in the spellings of versions 1 to 3."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from worker.article import AltId, Entity, InfoSource, Person, Subject
from worker.knowledge.loading import Knowledge
from worker.knowledge.topics import MEDIA_TOPIC
from worker.members.reading import Fields, fields, first, first_line, integer, line, lines, lowered, objects
from worker.members.values import source, sources

CREATOR_FEED: Final = "feed"

# 15000000   20000822: IPTC's subject codes have eight figures; media topics that are no subject code begin with 2
_IPTC_CODE: Final = re.compile(r"[0-9]{8}")
_RELS: Final = {
    "writer": "author",
    "author": "author",
    "reporter": "author",
    "editor": "editor",
    "photographer": "photographer",
    "contributor": "contributor",
}
_NOT_MADE_BY: Final = frozenset({"about", "mentions", "mention", "direct", "ancestor", "personfeatured"})


def subjects_of(item: Fields) -> tuple[Subject, ...]:
    """Subjects, then the wire's services and what ninjs 1 calls objects."""
    found = [_subject(one) for one in _all(item, "subjects", "subject")]
    found += [_subject(one, "service") for one in _all(item, "service", "anpa_category")]
    found += [_subject(one, "object") for one in _all(item, "objects", "object")]
    return tuple(dict.fromkeys(one for one in found if one and not _is_keyword(one)))


def keywords_of(item: Fields) -> tuple[str, ...]:
    """Words that are no concepts: a list of their own, or subjects with nothing but a name that say so."""
    marked = [one.name for one in map(_subject, _all(item, "subjects")) if one and one.name and _is_keyword(one)]
    return tuple(dict.fromkeys([*marked, *lines(item.get("keywords"))]))


def genres_of(item: Fields) -> tuple[Subject, ...]:
    """Genres: no relation, no creator."""
    found = (_subject(one, "genre") for one in _all(item, "genres", "genre"))
    return tuple(
        dict.fromkeys(Subject(name=one.name, uri=one.uri, literal=one.literal) for one in found if one is not None)
    )


def entities_of(item: Fields, *names: str) -> tuple[Entity, ...]:
    """Places, organisations or events under the first of these names."""
    found = (_entity(one) for one in _all(item, *names))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def people_of(item: Fields, knowledge: Knowledge) -> tuple[Person, ...]:
    """Who made it (superdesk's authors, but those that the byline prints) and whom it is about, as `rel` says."""
    printed = (first_line(item, "by", "byline") or "").casefold()
    made = (_person(one, "role", "author") for one in _all(item, "authors"))
    unprinted = (one for one in made if one and (one.rel != "author" or one.name.split()[-1].casefold() not in printed))
    named = (_person(one, "rel", "about") for one in _all(item, "people", "person"))
    found = (one for one in (*unprinted, *named) if one and not knowledge.agencies.named(one.name))
    return tuple(dict.fromkeys(found))


def parties_of(item: Fields, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """Provider, sources, credit, and agencies among the authors; the publisher of a page is none of them."""
    provider = source(first_line(item, "provider", "source"), "provider", knowledge)
    makers = (first_line(one, "name") for one in _all(item, "authors"))
    agencies = (agency.source("credit") for name in makers if name and (agency := knowledge.agencies.named(name)))
    listed = [_party(one, knowledge) for one in _all(item, "infosources", "infosource")]
    credit = source(first_line(item, "description_creditline", "creditline"), "credit", knowledge)
    return sources(provider, *listed, credit, *agencies)


def alt_ids_of(item: Fields) -> tuple[AltId, ...]:
    """Other identifiers, and the item that this one took the place of."""
    found = item.get("altids")
    pairs = (
        [(one.get("role"), one.get("value")) for one in objects(found)]
        if isinstance(found, list)
        else list(lowered(found).items())
    )
    pairs.append(("evolved-from", item.get("evolvedfrom")))
    named = ((line(role), line(value)) for role, value in pairs)
    return tuple(dict.fromkeys(AltId(role=role, value=value) for role, value in named if role and value))


def literal_of(scheme: str | None, code: str | None, kind: str | None = None) -> str | None:
    """scheme:code; eight figures say their scheme themselves, and a web address is none that stands before a code."""
    if not code:
        return None
    if scheme and "/" not in scheme:
        return code if code.startswith(f"{scheme}:") else f"{scheme}:{code}"
    if _IPTC_CODE.fullmatch(code):
        return f"medtop:{code}" if code[0] == "2" or (scheme and "mediatopic" in scheme) else f"subj:{code}"
    return f"{kind}:{code}" if kind and ":" not in code and not scheme else code


def _all(item: Fields, *names: str) -> list[dict[str, Any]]:
    """The objects of the first of these members that has any; a bare string is the name of one."""
    value = first(item, *names)
    if isinstance(value, list):
        value = [{"name": one} if isinstance(one, str) else one for one in value]
    return [lowered(one) for one in objects(value)]


def _identity(one: Fields, kind: str | None = None) -> tuple[str | None, str | None]:
    """(URI, scheme:code) of a concept; ninjs 1 parts an identifier into scheme and code, 2 and 3 give a literal."""
    scheme, code = first_line(one, "scheme"), first_line(one, "code", "qcode", "literal")
    uri = first_line(one, "uri") or (f"{scheme}{code}" if scheme and code and scheme.startswith("http") else None)
    if uri and not code and uri.startswith(MEDIA_TOPIC):
        code = uri.removeprefix(MEDIA_TOPIC)
        return uri, f"medtop:{code}"
    return uri, literal_of(scheme or _scheme_in(uri), code, kind)


def _scheme_in(uri: str | None) -> str | None:
    return MEDIA_TOPIC if uri and uri.startswith(MEDIA_TOPIC) else None


def _subject(one: Fields, kind: str | None = None) -> Subject | None:
    uri, literal = _identity(one, kind)
    name = first_line(one, "name")
    if not (name or uri or literal):
        return None
    return Subject(
        name=name,
        uri=uri,
        rel=first_line(one, "rel", "rels") or (kind if kind != "genre" else None),
        literal=literal,
        creator=first_line(one, "creator") or CREATOR_FEED,
        relevance=integer(one.get("relevance")),
        confidence=integer(one.get("confidence")),
    )


def _is_keyword(one: Subject) -> bool:
    return one.rel == "keyword" and one.uri is None and one.literal is None


def _entity(one: Fields) -> Entity | None:
    uri, code = _identity(one)
    name = first_line(one, "name")
    if not (name or uri or code):
        return None
    relation, position = first_line(one, "rel", "rels"), _position(fields(one.get("geojson")))
    return Entity(name=name, uri=uri, code=code, rel=relation, position=position)


def _position(point: Fields) -> tuple[float, float] | None:
    """Latitude and longitude of GeoJSON's point, which has them the other way round."""
    given = point.get("coordinates")
    if point.get("type") != "Point" or not isinstance(given, list) or len(given) not in {2, 3}:
        return None
    longitude, latitude = given[:2]
    if not (isinstance(longitude, int | float) and isinstance(latitude, int | float)):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _person(one: Fields, relation: str, otherwise: str) -> Person | None:
    name = first_line(one, "name")
    if name is None:
        return None
    said = (first_line(one, relation) or otherwise).lower()
    uri, code = _identity(one) if relation == "rel" else (first_line(one, "uri"), None)
    return Person(name=name, rel="about" if said in _NOT_MADE_BY else _RELS.get(said, said), uri=uri or code)


def _party(one: Fields, knowledge: Knowledge) -> InfoSource | None:
    """A source under the role it has there."""
    name = first_line(one, "name")
    role = first_line(one, "role", "rel") or "source"
    if name is None or role == "publisher":
        return None
    agency = knowledge.agencies.named(name)
    uri, literal = first_line(one, "uri"), first_line(one, "literal", "code")
    if agency is None:
        return InfoSource(name=name, role=role, uri=uri or literal)
    known = agency.source(role, name)
    return replace(known, uri=uri) if uri else known


def publisher_of(item: Fields) -> str | None:
    """The publisher among the sources."""
    found: Iterator[str | None] = (
        first_line(one, "name") for one in _all(item, "infosources") if first_line(one, "role") == "publisher"
    )
    return next(found, None)
