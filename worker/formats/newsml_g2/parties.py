"""Who made and sent an item of NewsML-G2, and what may be done with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from worker.article import InfoSource, Person
from worker.formats.newsml_g2.elements import Item, code_of, line, lines, name_of, role_of, told, tongue_of
from worker.formats.newsml_g2.state import Message
from worker.knowledge.agencies import Agencies, Agency, both_printed
from worker.markup.lines import clean_line
from worker.markup.xml import line_of

# the word of a role in small letters -> `rel` of a person; any other creator is the author, any other contributor one
_RELS: Final[Mapping[str, str]] = {
    "photographer": "photographer",
    "phot": "photographer",
    "author": "author",
    "writer": "author",
    "co-author": "author",
    "editor": "editor",
    "lasted": "editor",
}
_SUPPLIERS: Final = frozenset({"supplier", "source", "provider", "distributor", "origprov"})
_ORGANISATIONS: Final = ("organisationDetails", "organizationDetails")
_DASHES: Final = " -–—:/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """`agencies` of config among them, the sender's first."""

    sources: tuple[InfoSource, ...]
    people: tuple[Person, ...]
    agencies: tuple[Agency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """`holder` and `notice` of the copyright, `terms` of use."""

    holder: str | None = None
    notice: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class _Party:
    """A party and the names under which an agency may know it."""

    names: tuple[str, ...]
    role: str
    code: str | None = None

    def agency(self, known: Agencies) -> Agency | None:
        return next((agency for name in self.names if (agency := _agency(name, known))), None)

    def source(self, agency: Agency | None) -> InfoSource:
        return (
            agency.source(self.role, self.names[0], self.code)
            if agency
            else InfoSource(name=self.names[0], role=self.role, uri=self.code)
        )


def parties(item: Item, message: Message, known: Agencies, most: int) -> Parties:
    """Provider, credit and sources; makers who are agencies or firms are sources, the others people."""
    providers = list(_named(item, "provider", "provider"))
    credit = [_Party((text, text.strip(_DASHES)), "credit") for text in lines(item.found, "creditline")]
    informed = list(_named(item, "infosource", "source"))
    owners = [name for party in (*providers, *informed, *_named(item, "copyrightholder", "")) for name in party.names]
    firms, people = _makers(item, known, owners, most)
    senders = [party for name in message.senders if (party := _Party((name,), "provider")).agency(known)]
    if senders and not any(party.agency(known) for party in providers):
        providers = [*senders, *providers]
    found = [(party, party.agency(known)) for party in (*providers, *credit, *informed, *firms)]
    agencies = tuple(dict.fromkeys(agency for _, agency in found if agency))
    return Parties(
        sources=_unique(party.source(agency) for party, agency in found if party.names[0])[:most],
        people=people[:most],
        agencies=agencies,
    )


def _named(item: Item, name: str, role: str) -> Iterator[_Party]:
    for element in item.found.get(name, ()):
        if party := _party(element, item, role_of(element) or role):
            yield party


def _party(element: _Element, item: Item, role: str) -> _Party | None:
    code = code_of(element)
    spoken = told(clean_line(element.get("literal") or "") or None)
    tail = (code or "").rpartition(":")[2] if element.get("qcode") else code
    names = [name for name in (name_of(element, item.language), spoken, tail, line_of(element)) if name]
    return _Party(tuple(dict.fromkeys(names)), role, code if code != spoken else None) if names else None


def _agency(name: str, known: Agencies) -> Agency | None:
    """By its name, or by the first part of its domain: "reuters.com", "http://www.afp.com/"."""
    if agency := known.named(name):
        return agency
    host = name.lower().removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
    return known.named(host.partition(".")[0]) if "." in host and " " not in host else None


def _unique(sources: Iterable[InfoSource]) -> tuple[InfoSource, ...]:
    """Each party as provider, as credit, and in another role only where it is neither."""
    kept: dict[tuple[str, str], InfoSource] = {}
    for source in sources:
        key = source.code or source.name.casefold()
        role = source.role if source.role in {"provider", "credit"} else ""
        same = next((one for one in kept if one[0] == key), None) if not role else (key, role)
        at = same or (key, "")
        kept[at] = both_printed(kept.get(at, source), source)
    return tuple(kept.values())


def _makers(item: Item, known: Agencies, houses: Sequence[str], most: int) -> tuple[list[_Party], tuple[Person, ...]]:
    """(agencies and firms, people) of creators and contributors."""
    firms: list[_Party] = []
    people: dict[str, Person] = {}
    owners = {name.casefold() for name in (*lines(item.found, "creditline"), *houses)}
    signed = line(item.found, "by") is not None
    for element, tag in _elements(item, most):
        party = _party(element, item, "author" if tag == "creator" else "contributor")
        if party is None:
            continue
        if party.agency(known) or _is_firm(element, party, owners):
            firms.append(party)
        else:
            rel = _rel(element, party.names[0], tag, signed=signed)
            people.setdefault(party.names[0].casefold(), Person(name=party.names[0], rel=rel))
    return firms, tuple(people.values())


def _elements(item: Item, most: int) -> Iterator[tuple[_Element, str]]:
    for tag in ("creator", "contributor"):
        for element in item.found.get(tag, ())[:most]:
            yield element, tag


def _is_firm(element: _Element, party: _Party, owners: set[str]) -> bool:
    if role_of(element) in _SUPPLIERS or any(element.find(name) is not None for name in _ORGANISATIONS):
        return True
    kind = (element.get("type") or "").lower()
    return "organi" in kind or any(name.casefold() in owners for name in party.names)


def _rel(element: _Element, name: str, tag: str, *, signed: bool) -> str:
    """A creator is the author where nobody else signs, and it is a name: "semmler", "VR" are accounts and initials."""
    role = _RELS.get(role_of(element))
    if role and not (role == "author" and signed):
        return role
    is_name = " " in name and not name.islower()
    return "author" if tag == "creator" and is_name and not signed else "contributor"


def rights(item: Item) -> Rights:
    """Copyright and terms, in the item's language where they are there in several."""
    holders = (party.names[0] for e in item.found.get("copyrightholder", ()) if (party := _party(e, item, "")))
    return Rights(
        holder=next(holders, None),
        notice=_spoken(item.found.get("copyrightnotice", ()), item.language),
        terms=_spoken(item.found.get("usageterms", ()), item.language),
    )


def _spoken(elements: Sequence[_Element], language: str | None) -> str | None:
    """The texts that are in the language of the first, or of the item where any is."""
    texts = [((tongue_of(element) or "")[:2].lower(), text) for element in elements if (text := told(line_of(element)))]
    if not texts:
        return None
    wanted = (language or "")[:2].lower()
    tongue = wanted if any(spoken == wanted for spoken, _ in texts) else texts[0][0]
    return " ".join(dict.fromkeys(text for spoken, text in texts if spoken in {tongue, ""}))
