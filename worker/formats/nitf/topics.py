"""What a NITF document is about: subjects, genres, keywords and the things it names."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element

from worker.article import Entity, Subject
from worker.markup.lines import clean_line
from worker.markup.named import Found, lines, value, values
from worker.markup.xml import line_of

# 04015000   a code of IPTC's old subject tree: two digits, three, three
IPTC_CODE: Final = re.compile(r"[0-9]{8}")
# tobject.type as NITF means it, a kind of document; anything else there is the feed's own section
KINDS: Final = frozenset(
    {"news", "data", "advisory", "alert", "analysis", "feature", "background", "summary", "opinion", "interview"}
)
_PLACES: Final = ("country", "state-prov", "county-dist", "city", "sublocation", "region")  # the widest first
_LEVELS: Final = (("000000", "type"), ("000", "matter"), ("", "detail"))


def subjects(head: Found) -> tuple[Subject, ...]:
    """Every code of tobject.subject and the levels above it that the element names, and the people named."""
    found = [subject for element in head.get("tobject.subject", ()) for subject in _subject(element)]
    found += [_classified(element) for element in head.get("classifier", ())]
    found += [_named(element) for element in _identified(head, "person")]
    once: dict[str | None, Subject] = {}
    for subject in found:
        once.setdefault(subject.literal or subject.name, subject)
    return tuple(subject for key, subject in once.items() if key)


def _subject(element: _Element) -> Iterator[Subject]:
    names = {level: clean_line(element.get(f"tobject.subject.{level}") or "") or None for _, level in _LEVELS}
    code = clean_line(element.get("tobject.subject.refnum") or "")
    if IPTC_CODE.fullmatch(code):
        yield from _levels(code, names)
    elif code or any(names.values()):
        scheme = clean_line(element.get("tobject.subject.ipr") or "nitf").lower()
        name = names["detail"] or names["matter"] or names["type"]
        yield Subject(literal=f"{scheme}:{code}" if code else None, name=name, creator="feed")
    if own := clean_line(element.get("tobject.subject.code") or ""):
        yield Subject(literal=f"category:{own}", name=names["type"], rel="category", creator="feed")


def _levels(code: str, names: Mapping[str, str | None]) -> Iterator[Subject]:
    """The code's own subject first, then the wider ones that have names of their own."""
    width = next(index for index, (zeros, _) in enumerate(_LEVELS) if code.endswith(zeros))
    own = names[_LEVELS[width][1]]
    given = [name for name in names.values() if name]
    yield Subject(literal=f"subj:{code}", name=own or (given[-1] if given else None), creator="feed")
    for zeros, level in reversed(_LEVELS[:width] if own else ()):
        if names[level]:
            yield Subject(literal=f"subj:{code[: 8 - len(zeros)]}{zeros}", name=names[level], creator="feed")


def _classified(element: _Element) -> Subject:
    scheme, code = clean_line(element.get("type") or "classifier"), clean_line(element.get("value") or "")
    return Subject(literal=f"{scheme}:{code}" if code else None, name=line_of(element) or code or None, creator="feed")


def _named(element: _Element) -> Subject:
    return Subject(literal=_code(element), name=line_of(element), rel="person", creator="feed")


def _identified(head: Found, name: str) -> Iterator[_Element]:
    for content in head.get("identified-content", ()):
        yield from content.iter(name)


def genres(head: Found) -> tuple[Subject, ...]:
    """The properties ("Current", "Obituary"), then the type where it is a kind of document."""
    names = [*values(head, "tobject.property", "tobject.property.type")]
    names += [kind for kind in values(head, "tobject", "tobject.type") if kind.lower() in KINDS]
    return tuple(Subject(name=name, literal=f"tobject:{name}", creator="feed") for name in dict.fromkeys(names))


def section(head: Found) -> str | None:
    """A type that is the feed's own section, else the scope."""
    kinds = (kind for kind in values(head, "tobject", "tobject.type") if kind.lower() not in KINDS)
    return next(kinds, None) or value(head, "doc-scope", "scope")


def keywords(head: Found, metas: Mapping[str, str], most: int) -> tuple[str, ...]:
    """The key list, and the words of a page's meta element."""
    words = [*values(head, "keyword", "key"), *lines(head, "keyword")]
    words += [clean_line(word) for word in metas.get("keywords", "").split(",")]
    return tuple(dict.fromkeys(filter(None, words)))[:most]


def places(head: Found) -> tuple[Entity, ...]:
    """The places of events and of identified content, the widest first."""
    found: list[Entity] = []
    for element in head.get("evloc", ()):
        names = [line for part in _PLACES if (line := clean_line(element.get(part) or ""))]
        found += [Entity(name=name, rel="event") for name in names]
        if country := clean_line(element.get("iso-cc") or ""):
            found.append(Entity(code=f"iso3166:{country}", rel="event"))
    for element in _identified(head, "location"):
        found.append(Entity(name=line_of(element), code=_code(element)))
    return _unique(found)


def organisations(head: Found) -> tuple[Entity, ...]:
    """The organisations of identified content."""
    return _unique([Entity(name=line_of(element), code=_code(element)) for element in _identified(head, "org")])


def events(head: Found) -> tuple[Entity, ...]:
    """The events of identified content."""
    return _unique([Entity(name=line_of(element), code=_code(element)) for element in _identified(head, "event")])


def _unique(entities: list[Entity]) -> tuple[Entity, ...]:
    return tuple(dict.fromkeys(entity for entity in entities if entity.name or entity.code))


def _code(element: _Element) -> str | None:
    """An identifier of NITF's: idsrc says whose value it is."""
    code = clean_line(element.get("value") or element.get("location-code") or "")
    scheme = clean_line(element.get("idsrc") or element.get("code-source") or "nitf")
    return f"{scheme}:{code}" if code else None
