"""What an item of NewsML-G2 is about: subjects, genres, keywords, and the places, organisations and events it names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml.etree import _Element

from worker.article import Entity, Subject
from worker.formats.newsml_g2 import semantics
from worker.formats.newsml_g2.elements import Item, code_of, lines, name_of, told, word
from worker.knowledge.topics import MEDIA_TOPIC

LOCATED_MAX: Final = 20  # places looked at for one that has a name
_IPTC_SCHEMES: Final = ("medtop:", "subj:")
# @type of a subject in small letters -> its `rel`; other types say nothing about how it belongs to the story
_RELS: Final[Mapping[str, str]] = {
    "person": "person",
    "organisation": "organisation",
    "organization": "organisation",
    "geoarea": "place",
    "poi": "place",
    "event": "event",
    "category": "category",
    "cat": "category",
    "subcat": "category",
    "city": "place",
    "statprov": "place",
    "country": "place",
    "region": "place",
}
_REUTERS_PLACE: Final = "cpttype:5"  # Reuters' own number for a geographic concept
_LISTS: Final[Mapping[str, str]] = {"place": "places", "organisation": "organisations", "event": "events"}


@dataclass(frozen=True, slots=True)
class _Concept:
    code: str | None
    name: str | None
    rel: str = ""


def topics(item: Item, most: int) -> dict[str, Any]:
    """Fields of Article; `most` entries of each."""
    found = [concept for element in item.found.get("subject", ())[:most] for concept in _concepts(element, item)]
    entities: dict[str, list[Entity]] = {"places": _located(item, most), "organisations": [], "events": []}
    for concept in found:
        if concept.rel in _LISTS:
            entities[_LISTS[concept.rel]].append(_entity(concept))
    entities["places"] += _wider(item, most)
    return {
        "subjects": _unique((*map(_subject, found), *semantics.subjects(item, most))),
        "genres": _unique(_genres(item, most)),
        "keywords": tuple(dict.fromkeys(lines(item.found, "keyword")))[:most],
        **{name: tuple(dict.fromkeys(listed))[:most] for name, listed in entities.items()},
    }


def _concepts(element: _Element, item: Item) -> Iterator[_Concept]:
    """The subject, and the code of IPTC's that an agency's own subject is said to be the same as."""
    kind = _kind(element)
    code, name = code_of(element), name_of(element, item.language)
    if kind == "poi" and element.get("qcode") is None:
        code = None  # a reference to another element of this document
    if code is None and name is None:
        return
    yield _Concept(code, name, _RELS.get(kind, ""))
    if code is not None and not code.startswith(_IPTC_SCHEMES):
        for same in element.iterchildren("sameAs"):
            if (other := code_of(same)) and other.startswith(_IPTC_SCHEMES):
                yield _Concept(other, name_of(same, item.language) or name)


def _entity(concept: _Concept) -> Entity:
    return Entity(name=concept.name, code=concept.code if concept.code != concept.name else None)


def _kind(element: _Element) -> str:
    kind = (element.get("type") or "").lower()
    return "geoarea" if kind == _REUTERS_PLACE else word(kind)


def _wider(item: Item, most: int) -> list[Entity]:
    """The countries and regions round the places among the subjects."""
    places = (one for one in item.found.get("subject", ())[:most] if _RELS.get(_kind(one)) == "place")
    found = [_place(wider, item, "broader") for place in places for wider in place.iterchildren("broader")]
    return [place for place in found if place.name]


def _subject(concept: _Concept) -> Subject:
    code = concept.code
    uri = MEDIA_TOPIC + code.removeprefix("medtop:") if code and code.startswith("medtop:") else None
    return Subject(name=concept.name, uri=uri, literal=code, rel=concept.rel or None, creator="feed")


def _genres(item: Item, most: int) -> Iterator[Subject]:
    for element in item.found.get("genre", ())[:most]:
        code, name = code_of(element), name_of(element, item.language)
        if code or name:
            yield Subject(name=name, literal=code, creator="feed")


def _unique(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    return tuple(dict.fromkeys(subjects))


def located(item: Item) -> str | None:
    """Where the story was written: the first place that has a name."""
    return next((place.name for place in _located(item, LOCATED_MAX) if place.rel == "located" and place.name), None)


def _located(item: Item, most: int) -> list[Entity]:
    """The places of `located`, each with the wider ones behind it."""
    found = []
    for element in item.found.get("located", ())[:most]:
        place = _place(element, item, "located")
        if place.name or place.code:
            found.append(place)
            found += [_place(wider, item, "broader") for wider in element.iterchildren("broader")]
    return [place for place in found if place.name or place.code]


def _place(element: _Element, item: Item, rel: str) -> Entity:
    literal = told((element.get("literal") or "").strip() or None)
    code = code_of(element)
    spoken = code.rpartition(":")[2] if code and element.get("qcode") else None
    name = name_of(element, item.language) or literal
    if name is None and rel == "located" and spoken and spoken.istitle() and spoken.isalpha():
        name = spoken  # city:Philadelphia
    return Entity(name=name, code=code if code != literal else None, rel=rel)
