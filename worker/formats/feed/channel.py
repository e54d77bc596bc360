"""The feed round the items: what holds for each of them that says nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.article import InfoSource
from worker.formats.feed import people, times
from worker.formats.feed.names import Parts, elements, line, name_of, parts_of
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp
from worker.markup.links import http_url
from worker.markup.xml import XML_LANG
from worker.model import Document

_ITEMS: Final = frozenset({"item", "entry"})
_ITEM_ONLY: Final = frozenset({"guid", "content", "content:encoded", "summary", "published", "enclosure", "source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The feed's own words; `logins` are the accounts of a site with the names that it shows."""

    title: str | None = None
    link: str | None = None
    language: str | None = None
    copyright: str | None = None
    sources: tuple[InfoSource, ...] = ()
    zone: tzinfo | None = None
    built: Timestamp | None = None
    logins: Mapping[str, str] = field(default_factory=dict)


def channel_of(element: _Element, document: Document, knowledge: Knowledge, *, mended: bool = False) -> Channel:
    """What `element` (a channel or feed) says of itself; in `mended` XML some of its children may be an item's."""
    parts = parts_of(element)
    if mended or len(parts.get("title", ())) > 1 or _ITEM_ONLY & parts.keys():
        parts = _before_items(element)
    sources = people.senders(parts, knowledge.agencies)
    agency = next((found for one in sources if (found := knowledge.agencies.named(one.name))), None)
    zone = agency.zone if agency else None
    return Channel(
        title=line(parts, "title", "atom:title") or document.publisher,
        link=link_of(parts, document.url) or document.url,
        language=language_of(element, parts) or document.language,
        copyright=line(
            parts, "copyright", "dc:rights", "rights", "media:copyright", "dcterms:rights", "prism:copyright"
        ),
        sources=sources,
        zone=zone,
        built=times.built(parts, zone, knowledge),
        logins=logins_of(parts),
    )


def _before_items(element: _Element) -> Parts:
    """The children up to the first item or a second title; none where an item's text shows that they are an item's."""
    found: dict[str, list[_Element]] = {}
    for child in element.iterchildren(etree.Element):
        name = name_of(child)
        if name in _ITEM_ONLY:
            return {}
        if name in _ITEMS or (name == "title" and name in found):
            break
        found.setdefault(name, []).append(child)
    found.pop("author", None)
    return found


def logins_of(parts: Parts) -> dict[str, str]:
    """Account -> name, of an export's list of authors."""
    pairs = ((parts_of(author)) for author in elements(parts, "wp:author"))
    found = ((line(one, "wp:author_login"), line(one, "wp:author_display_name")) for one in pairs)
    return {login: name for login, shown in found if login and shown and (name := people.name_of(shown))}


def language_of(element: _Element, parts: Parts) -> str | None:
    """The nearest xml:lang, else the element that names it."""
    said = line(parts, "dc:language", "language", "dcterms:language", "news:language")
    nearest = (one.get(XML_LANG) for one in (element, *element.iterancestors()))
    tag = element.get(XML_LANG) or said or next(filter(None, nearest), None)
    return tag.replace("_", "-") if tag else None


def link_of(parts: Parts, base: str | None) -> str | None:
    """The page: what is called canonical or alternate, a link without a relation, or RSS's plain text."""
    found: dict[str, str] = {}
    for one in elements(parts, "link", "atom:link"):
        relation = (one.get("rel") or "alternate").lower()
        url = http_url(one.get("href") or one.text, one.base or base)
        if url:
            found.setdefault(relation, url)
    return found.get("canonical") or found.get("alternate")
