"""What the components round a story say of it: lines, parties, places, subjects; the nearest component counts first."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.article import Entity, Subject
from worker.markup.lines import clean_line
from worker.markup.named import Found
from worker.markup.xml import line_of

Chain = Sequence[Found]  # the metadata of the components round a story by element names, the innermost first

_NO_METADATA: Final = frozenset({"NewsComponent", "ContentItem", "NewsItem", "NewsItemRef"})
_CODES: Final = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
_THESAURUS: Final = "tesauro"  # EFE's own, in a property: "TRI:JUSTICIA-INTERIOR-SUCESOS,SUCESOS;CYT:…"
_CITIES: Final = ("city", "place", "town")
_PLACES: Final = {
    "world": "world", "worldarea": "area", "country": "country", "countryname": "countryname", "countryarea": "area",
    "area": "area", "region": "area", "state": "area", "subcountryarea": "area", "city": "city", "town": "city",
    "place": "city", "county": "area",
}  # fmt: skip


def own_metadata(component: _Element) -> Found:
    """The elements of a component's metadata by name, without those of components and contents inside it."""
    found: dict[str, list[_Element]] = {}
    for part in component:
        if part.tag not in _NO_METADATA:
            for element in part.iter(etree.Element):
                found.setdefault(str(element.tag), []).append(element)
    return found


def elements(chain: Chain, *names: str) -> Iterator[_Element]:
    """The elements of these names, the nearest first."""
    for found in chain:
        for name in names:
            yield from found.get(name, ())


def line(chain: Chain, *names: str) -> str | None:
    """The nearest text of an element of these names."""
    return next(lines(chain, *names), None)


def lines(chain: Chain, *names: str) -> Iterator[str]:
    """The texts of the elements of these names, each once."""
    return _once(line_of(element) for element in elements(chain, *names))


def formal_name(element: _Element | None) -> str | None:
    """What an element is called: its FormalName, else its text."""
    if element is None:
        return None
    return clean_line(element.get("FormalName") or "") or line_of(element)


def formal_names(chain: Chain, *names: str) -> Iterator[str]:
    """The formal names of these elements, each once."""
    return _once(formal_name(element) for element in elements(chain, *names))


def parties(chain: Chain, name: str) -> Iterator[str]:
    """The parties inside the elements of this name (Provider, Source, Creator …), the nearest component's alone."""
    for found in chain:
        named = list(_once(formal_name(party) for element in found.get(name, ()) for party in element.iter("Party")))
        if named:
            yield from named
            return


def properties(chain: Chain, *names: str) -> Iterator[str]:
    """The values of Property elements of these names in small letters, each once."""
    found = (
        clean_line(element.get("Value") or "")
        for element in elements(chain, "Property")
        if (element.get("FormalName") or "").lower() in names
    )
    return _once(found)


def _once(texts: Iterator[str | None]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text and text not in seen:
            seen.add(text)
            yield text


def located(chain: Chain) -> str | None:
    """The city the story comes from: of an origin, or of a location that does not say what it is."""
    for location in elements(chain, "Location"):
        if (location.get("HowPresent") or "origin").lower() == "origin":
            city = next((value for name, value in _parts(location) if name in _CITIES), None)
            if city:
                return city
    for description in elements(chain, "DescriptiveMetadata"):
        loose = (prop for prop in description.findall("Property") if (prop.get("FormalName") or "").lower() in _CITIES)
        if city := next((value for prop in loose if (value := clean_line(prop.get("Value") or ""))), None):
            return city
    return None


def places(chain: Chain) -> tuple[Entity, ...]:
    """The parts of every location, cities first as they are what it is about; countries by their codes."""
    found: list[Entity] = []
    for location in elements(chain, "Location"):
        rel = (location.get("HowPresent") or "").lower() or None
        parts = {_PLACES[name]: value for name, value in reversed(_parts(location)) if name in _PLACES}
        found += [Entity(name=parts[name], rel=rel) for name in ("city", "area") if name in parts]
        country, name = parts.get("country"), parts.get("countryname")
        if country and country.isalpha() and country.isupper() and len(country) in {2, 3}:
            found.append(Entity(name=name, code=f"iso3166:{country}", rel=rel))
        elif country or name:
            found.append(Entity(name=name or country, rel=rel))
    return tuple(dict.fromkeys(found))


def _parts(location: _Element) -> list[tuple[str, str]]:
    return [
        ((prop.get("FormalName") or "").lower(), value)
        for prop in location.iter("Property")
        if (value := clean_line(prop.get("Value") or ""))
    ]


def subjects(chain: Chain, language: str | None) -> tuple[Subject, ...]:
    """Every code of the subject elements, with the name that the document's own topics give it; then categories."""
    names = _topics(chain, language)
    coded = [element for group in elements(chain, "SubjectCode") for element in group.iter(*_CODES)]
    found: dict[str, Subject] = {}
    for element in coded:
        if code := formal_name(element):
            literal = f"{_scheme(element, code)}:{code}"
            found.setdefault(literal, Subject(literal=literal, name=names.get(code), creator="feed"))
    for term in ";".join(properties(chain, _THESAURUS)).split(";"):
        if term:
            literal = f"{_THESAURUS}:{term}"
            found.setdefault(literal, Subject(literal=literal, name=term.rpartition(":")[2], creator="feed"))
    for element in coded:
        if category := clean_line(element.get("cat") or ""):
            literal = f"category:{category}"
            found.setdefault(literal, Subject(literal=literal, rel="category", creator="feed"))
    return tuple(found.values())


def _scheme(element: _Element, code: str) -> str:
    """IPTC's subject codes have eight figures; other codes are of the scheme that the element names."""
    if len(code) == 8 and code.isascii() and code.isdigit():
        return "subj"
    return clean_line(element.get("Scheme") or element.get("Vocabulary") or "newsml1")


def _topics(chain: Chain, language: str | None) -> dict[str, str]:
    """Names by code of the topics that the document brings along: in its language, else in English, else the first."""
    names: dict[str, str] = {}
    for topic in elements(chain, "Topic"):
        code = line_of(topic.find("FormalName"))
        told = [
            (_language(description), text)
            for description in topic.iter("Description")
            if (description.get("Variant") or "Name").lower() == "name" and (text := line_of(description))
        ]
        wanted = (language or "").lower()[:2]
        best = [text for tag in (wanted, "en") for spoken, text in told if spoken == tag] + [text for _, text in told]
        if code and best:
            names.setdefault(code, best[0])
    return names


def typed_lines(chain: Chain, kind: str) -> Iterator[str]:
    """The texts of the NewsLine elements of one type, in small letters; no other type is ever read."""
    return _once(
        line_of(element.find("NewsLineText"))
        for element in elements(chain, "NewsLine")
        if (formal_name(element.find("NewsLineType")) or "").lower() == kind
    )


def keywords(chain: Chain, inside: Iterable[_Element], language: str | None, most: int) -> tuple[str, ...]:
    """Keyword properties and lines in the story's language, those of a keyword set, and NITF's `inside` the text."""
    found = [*properties(chain, "keyword"), *typed_lines(chain, "catchword"), *lines(chain, "item_keyword")]
    for element in elements(chain, "KeywordLine"):
        if _language(element) in {"", "x-", (language or "").lower()[:2]}:
            found += [line_of(element) or ""]
    for element in elements(chain, "Property"):
        if (element.get("FormalName") or "").lower().endswith("keywords"):
            found.append(clean_line(element.get("Value") or ""))
    found += [clean_line(element.get("key") or "") for element in inside]
    return tuple(dict.fromkeys(filter(None, found)))[:most]


def language_of(element: _Element) -> str | None:
    """xml:lang, also where a feed has the namespace wrong."""
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}lang") and value), None)


def _language(element: _Element) -> str:
    return (language_of(element) or "").lower()[:2]
