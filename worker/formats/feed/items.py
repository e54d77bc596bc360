"""An item or entry of a feed as an article: the formats differ in names, and feeds borrow each other's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml.etree import _Element

from worker.article import AltId, Article, Description, Flag, Headline, Person, PubStatus, Signal, Status, changed
from worker.formats.feed import body, media, people, state, times, topics
from worker.formats.feed.channel import Channel, language_of, link_of
from worker.formats.feed.names import Parts, elements, line, parts_of
from worker.formats.feed.text import line_in
from worker.knowledge.agencies import with_sources
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.markup.lines import clean_line
from worker.markup.links import http_url
from worker.markup.xml import line_of, namespace_key
from worker.model import Document, Left, Reason, Rejected, SkipReason

_RDF_ABOUT: Final = ("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about", "rdf:about", "about")
_RIGHTS: Final = ("dc:rights", "rights", "dcterms:rights", "copyright", "prism:copyright", "media:copyright")
_ONCE: Final = ("title", "guid", "id")
_LICENCES: Final = ("cc:license", "media:license")

Extensions = Mapping[str, Sequence[str]]  # field -> values
Fields = dict[str, Any]  # of Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item taken apart, with its own address and what agencies add to it."""

    element: _Element
    parts: Parts
    link: str | None
    base: str | None
    extensions: Extensions


def outcomes(
    found: Sequence[tuple[_Element, tuple[Flag, ...]]], channel: Channel, document: Document, knowledge: Knowledge
) -> Iterator[Article | Left]:
    """What becomes of the items, each with what has to be said of its XML; one that cannot be read costs no other."""
    taken: dict[str, str | None] = {}
    for element, flags in found:
        if _runs_on(element):
            flags = tuple(dict.fromkeys((*flags, Flag.TRUNCATED)))  # noqa: PLW2901 - said of this one alone
        if next(element.iterdescendants("item", "entry"), None) is not None or _is_two(element, mended=bool(flags)):
            yield Left(reason=Reason.PARSE_ERROR, detail="an item that runs into the next: its end is missing")
            continue
        try:
            yield _outcome(_item_of(element, channel, knowledge), channel, document, knowledge, (flags, taken))
        except Rejected as exc:
            yield Left(reason=exc.reason, detail=exc.detail)


def _runs_on(element: _Element) -> bool:
    """True for an item without an end tag, whose followers became its children; they are set beside it."""
    followers = [child for child in element if child.tag in {"item", "entry"}]
    for child in reversed(followers):
        if element.getparent() is None:
            element.remove(child)
        else:
            element.addnext(child)
    return bool(followers)


def _is_two(element: _Element, *, mended: bool) -> bool:
    """True where the tags between two items were lost: several titles or ids, in sound XML several of both."""
    found: dict[str, set[str | None]] = {}
    for one in element.iterdescendants(*_ONCE):
        parent = one.getparent()
        if mended or (parent is not None and parent.tag not in {"source", "image"}):
            found.setdefault("title" if one.tag == "title" else "id", set()).add(one.text)
    doubled = sum(len(texts) > 1 for texts in found.values())
    return doubled > 1 or (mended and doubled > 0)


def _item_of(element: _Element, channel: Channel, knowledge: Knowledge) -> Item:
    parts = parts_of(element)
    own = element.base or channel.link
    link = _address(parts, own)
    return Item(
        element=element,
        parts=parts,
        link=link,
        base=element.base or link or channel.link,
        extensions=_extensions(element, knowledge),
    )


def _address(parts: Parts, base: str | None) -> str | None:
    """The item's page; FeedBurner and PRISM say where a counted link leads."""
    for text in (line(parts, "feedburner:origLink"), line(parts, "prism:url")):
        if url := http_url(text, base):
            return url
    return link_of(parts, base) or _permalink(parts, base)


def _permalink(parts: Parts, base: str | None) -> str | None:
    for guid in elements(parts, "guid"):
        if (guid.get("isPermaLink") or "true").lower() == "true" and (url := http_url(guid.text, None)):
            return url
    return http_url(line(parts, "id", "atom:id"), base)


def _extensions(element: _Element, knowledge: Knowledge) -> Extensions:
    """What elements of agencies' own namespaces say, by config/feeds.toml."""
    found: dict[str, list[str]] = {}
    for one in element.iterdescendants("{*}*"):
        space, _, local = str(one.tag).rpartition("}")
        row = knowledge.feeds.extensions.get((namespace_key(space[1:]), local)) if space else None
        value = (clean_line(one.get(row.attribute) or "") if row.attribute else line_of(one)) if row else None
        if row and value:
            found.setdefault(row.field, []).append(value)
    return found


def _outcome(
    item: Item,
    channel: Channel,
    document: Document,
    knowledge: Knowledge,
    known: tuple[tuple[Flag, ...], dict[str, str | None]],
) -> Article | Left:
    left = state.left_of(item.parts)
    if left is not None:
        return left
    flags, taken = known
    article = _article(item, channel, document, knowledge, flags)
    if not (article.headlines or article.body or article.descriptions or article.pub_status is PubStatus.CANCELED):
        if article.associations:
            return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="media with neither title nor description")
        return Left(reason=Reason.NO_ARTICLE, detail="neither title nor text")
    return _told_apart(article, taken)


def _told_apart(article: Article, taken: dict[str, str | None]) -> Article:
    """An id that another item of the feed has, with another page, is none: the page is."""
    uri = article.uri
    if uri is None or uri not in taken or taken[uri] == article.canonical_url:
        if uri is not None:
            taken.setdefault(uri, article.canonical_url)
        return article
    alt_ids = (*article.alt_ids, AltId(role="feed-id", value=uri))
    return changed(article, uri=article.canonical_url, alt_ids=alt_ids)


def _article(
    item: Item, channel: Channel, document: Document, knowledge: Knowledge, flags: tuple[Flag, ...]
) -> Article:
    parts, limits = item.parts, knowledge.limits
    pub_status = state.pub_status(parts)
    withdrawn = pub_status is PubStatus.CANCELED
    words = body.Words() if withdrawn else body.words_of(parts, item.base, knowledge)
    about = topics.topics(parts, limits.related_max)
    headline = line_in(next(elements(parts, "title", "atom:title", "dc:title", "media:title"), None), limits)
    return Article(
        format=document.format,
        uri=_identifier(item),
        canonical_url=item.link,
        pub_status=pub_status,
        status=Status(signal=Signal.KILL) if withdrawn else Status(),
        headlines=(Headline(value=headline),) if headline else (),
        descriptions=_descriptions(words, item.extensions),
        body=words.blocks,
        subjects=about.subjects,
        keywords=tuple(dict.fromkeys((*about.keywords, *item.extensions.get("keyword", ()))))[: limits.related_max],
        section=about.section or next(iter(item.extensions.get("section", ())), None),
        places=topics.places(parts),
        associations=(*media.media_of(parts, item.base, limits), *words.figures),
        language=_language(item, channel),
        publisher=channel.title,
        received_at=document.fetched_at,
        flags=flags,
        **_makers(item, channel, knowledge),
        **times.times(parts, item.extensions, (channel.built, channel.zone), knowledge).fields(),
        **_rights(item, channel),
    )


def _descriptions(words: body.Words, extensions: Extensions) -> tuple[Description, ...]:
    given = tuple(Description(value=value, role="summary") for value in extensions.get("summary", ())[:1])
    return words.descriptions or given


def _language(item: Item, channel: Channel) -> str | None:
    """The item's own before the feed's."""
    own = next(iter(item.extensions.get("language", ())), None)
    return own or language_of(item.element, item.parts) or channel.language


def _identifier(item: Item) -> str | None:
    """The feed's id as it is; RSS 1.0 says what an item is about; else the page."""
    said = line(item.parts, "guid", "id", "atom:id", "dc:identifier")
    about = next(filter(None, (item.element.get(name) for name in _RDF_ABOUT)), None)
    return said or (clean_line(about) if about else None) or item.link


def _makers(item: Item, channel: Channel, knowledge: Knowledge) -> Fields:
    made = people.makers(item.parts, channel.logins)
    names = [name for name in made if not knowledge.agencies.named(name)]
    persons = [name for name in names if _may_be_person(name, knowledge)]
    agencies = [agency for name in made if (agency := knowledge.agencies.named(name))]
    origins = people.origins(item.parts, item.base, knowledge.agencies)
    sources = dict.fromkeys((*with_sources(channel.sources, agencies, first="provider"), *origins))
    return {
        "byline": ", ".join(names) or None,
        "people": (*(Person(name=name) for name in persons), *people.contributors(item.parts)),
        "info_sources": tuple(sources),
        "sign_off": next(iter(item.extensions.get("sign-off", ())), None),
    }


def _may_be_person(name: str, knowledge: Knowledge) -> bool:
    """Neither a desk ("Redação") nor somebody with an agency ("Le Matin avec AFP"): such bylines are taken apart."""
    return line_key(name) not in knowledge.bylines.nobody and not knowledge.agencies.mentioned(name)


def _rights(item: Item, channel: Channel) -> Fields:
    licence = next((url for one in elements(item.parts, *_LICENCES) if (url := _licence(one))), None)
    return {
        "copyright_notice": line(item.parts, *_RIGHTS) or channel.copyright,
        "usage_terms": licence,
        "version": line(item.parts, "prism:versionIdentifier", "dcterms:hasVersion"),
        "alt_ids": tuple(AltId(role="feed-id", value=value) for value in item.extensions.get("id", ())),
    }


def _licence(element: _Element) -> str | None:
    resource = next((value for name, value in element.attrib.items() if str(name).endswith("resource")), None)
    return http_url(str(resource) if resource else element.get("href") or element.text, None)
