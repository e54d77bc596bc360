"""NewsML-G2: a message of many items or one bare item; every news item with words is an article of its own."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml.etree import _Element

from worker.article import (
    AltId,
    Article,
    Association,
    Dateline,
    Description,
    Flag,
    Headline,
    ItemType,
    PubStatus,
    Related,
    Rendition,
)
from worker.formats.newsml_g2 import concepts, content, ednotes, parties, state
from worker.formats.newsml_g2.content import Content
from worker.formats.newsml_g2.elements import Item, codes, item_of, line, lines, role_of, told, tongue_of, word
from worker.formats.newsml_g2.state import Message
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import read_timestamp
from worker.knowledge.urgency import figure
from worker.markup.lines import clean_line
from worker.markup.links import http_url
from worker.markup.xml import line_of, read_xml
from worker.model import Document, Left, Limits, Reason, Rejected, SkipReason

_KINDS: Final = ("newsItem", "packageItem", "planningItem", "conceptItem", "knowledgeItem", "catalogItem")
_ITEMS: Final = (*_KINDS, *map(str.lower, _KINDS), *(kind[0].upper() + kind[1:] for kind in _KINDS))
_NO_NEWS: Final = {
    "planningitem": Left(reason=SkipReason.PLANNING_ITEM, detail="a planning item: coverage to come"),
    "conceptitem": Left(reason=SkipReason.CONCEPT_ITEM, detail="a concept item: an entry of a vocabulary"),
    "knowledgeitem": Left(reason=SkipReason.CONCEPT_ITEM, detail="a knowledge item: a vocabulary"),
    "catalogitem": Left(reason=SkipReason.CONCEPT_ITEM, detail="a catalog item: a list of vocabularies"),
}
_EVENT: Final = Left(reason=SkipReason.EVENT_ITEM, detail="an event, sent as a concept")
_TYPES: Final = {
    **{kind.value: kind for kind in ItemType},
    "photo": ItemType.PICTURE,
    "image": ItemType.PICTURE,
    "animation": ItemType.VIDEO,
}
# @role of a description, in small letters; those for machines and of what is heard in a video are no words to readers
_DESCRIPTIONS: Final = {
    "summary": "summary", "abstract": "summary", "intro": "summary", "teaser": "summary", "standfirst": "summary",
    "caption": "caption", "photocaption": "caption", "": "summary",
}  # fmt: skip
_NO_DESCRIPTION: Final = frozenset({"semantics", "audio", "videocaption"})
_HEADLINES: Final = {"main": None, "headline": None, "subheadline": "subheadline", "subhead": "subheadline"}
_MEDIA_LINKS: Final = frozenset({"featuremedia", "photogallery", "picture", "image", "photo"})


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The items in order.  May raise Rejected for what is no XML or holds no item."""
    tree = read_xml(document, knowledge.limits)
    roots = _items(tree.root)
    if not roots:
        raise Rejected(Reason.NO_ARTICLE, "the message holds no item")
    message = state.message_of(tree.root, tongue_of(tree.root))
    for root in roots:
        yield _read(root, message, document, knowledge, tree.flags(root))


def _items(root: _Element) -> list[_Element]:
    """Every item, each out of the others: one that stands inside another must not lend it its words."""
    found = list(root.iter(*_ITEMS))
    for element in found:
        parent = element.getparent()
        if parent is not None:
            element.tail = None
            parent.remove(element)
    return found


def _read(
    root: _Element, message: Message, document: Document, knowledge: Knowledge, flags: tuple[Flag, ...]
) -> Article | Left:
    item = item_of(root, tongue_of(root) or message.language)
    if item.kind in _NO_NEWS:
        return _EVENT if _is_event(item) else _NO_NEWS[item.kind]
    found = content.read(item, knowledge.limits)
    article = Article(
        format=document.format,
        flags=flags,
        language=item.language or found.language or document.language,
        publisher=document.publisher,
        received_at=document.fetched_at,
        body=found.body,
        **_words(item, found, knowledge.limits),
        **_administration(item, message, found, knowledge),
        **concepts.topics(item, knowledge.limits.related_max),
        **_media(item, found, knowledge.limits),
    )
    return _left(item, article) or article


def _is_event(item: Item) -> bool:
    kinds = {word(kind.get("qcode") or kind.get("uri")) for kind in item.root.iterfind(".//concept/type")}
    return kinds == {"event"} or (not kinds and item.root.find(".//concept/eventDetails") is not None)


def _left(item: Item, article: Article) -> Left | None:
    """Why the item is none of ours, if it is: a cancellation needs no words, anything else does."""
    if article.pub_status is PubStatus.CANCELED and article.uri:
        return None
    if not article.body and (item.kind == "packageitem" or article.type is ItemType.COMPOSITE):
        return Left(reason=SkipReason.PACKAGE_ITEM, detail="a package that only refers to other items")
    if article.body or article.headlines or any(one.role == "caption" for one in article.descriptions):
        return None
    if article.type is not ItemType.TEXT:
        return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail=f"{article.type.value} without headline and caption")
    if article.renditions or not item.contents:
        return Left(reason=SkipReason.PARTIAL_ITEM, detail="a text item that does not hold its text")
    return Left(reason=Reason.NO_ARTICLE, detail="a text item without headline and text")


def _type(item: Item, renditions: Sequence[Rendition], *, has_text: bool) -> ItemType:
    """As the item class says, else as its files do."""
    if kind := _TYPES.get(word(next(codes(item.found, "itemclass"), None))):
        return kind
    if item.kind == "packageitem":
        return ItemType.COMPOSITE
    files = [(one.content_type or "").partition("/")[0].lower() for one in renditions]
    return next((_TYPES[kind] for kind in files if kind in _TYPES and not has_text), ItemType.TEXT)


def _administration(item: Item, message: Message, found: Content, knowledge: Knowledge) -> dict[str, Any]:
    named = parties.parties(item, message, knowledge.agencies, knowledge.limits.related_max)
    times = state.times(item, next((agency.zone for agency in named.agencies if agency.zone), None))
    rights = parties.rights(item)
    notes = ednotes.notes(item, knowledge)
    return {
        "uri": clean_line(item.root.get("guid") or "") or None,
        "version": clean_line(item.root.get("version") or "") or None,
        "alt_ids": _alt_ids(item, knowledge.limits),
        "profile": line(item.found, "profile"),
        **times.fields(),
        "pub_status": state.pub_status(item, knowledge.status, dated=times.embargo is not None),
        "status": state.status(item, knowledge.status),
        "urgency": figure(line(item.found, "urgency")),
        "info_sources": named.sources,
        "people": named.people,
        "copyright_notice": rights.notice,
        "copyright_holder": rights.holder,
        "usage_terms": rights.terms,
        "ednote": notes.ednote,
        "sign_off": notes.closing,
        "transmission": state.transmission(item, message, found.words),
    }


def _words(item: Item, found: Content, limits: Limits) -> dict[str, Any]:
    return {
        "title": state.title(item),
        "headlines": _headlines(item, found)[: limits.related_max],
        "slugline": line(item.found, "slugline"),
        "byline": ", ".join(dict.fromkeys(lines(item.found, "by"))) or found.head.byline,
        "located": concepts.located(item),
        "dateline": _dateline(item, found),
        "descriptions": _descriptions(item, found)[: limits.related_max],
    }


def _headlines(item: Item, found: Content) -> tuple[Headline, ...]:
    """As ranked and with the roles the feed gives; one without either is the main one, else the first."""
    headlines = [
        Headline(value=text, role=_headline_role(element))
        for element in item.found.get("headline", ())
        if (text := told(line_of(element)))
    ]
    if not headlines and found.head.headline:
        headlines = [Headline(value=found.head.headline)]
    below = [Headline(value=text, role="subheadline") for text in found.head.subheads]
    return tuple(dict.fromkeys((*headlines, *below)))


def _headline_role(element: _Element) -> str | None:
    role = role_of(element)
    if role:
        return _HEADLINES.get(role, role)
    rank = (element.get("rank") or "").strip()
    return f"rank {rank}" if rank.isdigit() and rank not in {"0", "1"} and len(rank) <= 3 else None


def _dateline(item: Item, found: Content) -> Dateline | None:
    """As printed, unless it is a machine's date, or the text has it at its beginning anyway."""
    for printed in lines(item.found, "dateline"):
        if read_timestamp(printed.replace("GMT+", "+")) is None and not any(
            block.text.startswith(printed.rstrip(" -–—")) for block in found.body[:3]
        ):
            return Dateline(text=printed)
    return None


def _descriptions(item: Item, found: Content) -> tuple[Description, ...]:
    """The words about the item; what machines wrote for machines is left out."""
    described = [
        Description(value=text, role=_DESCRIPTIONS.get(role, role))
        for element in item.found.get("description", ())
        if (role := role_of(element)) not in _NO_DESCRIPTION and (text := told(line_of(element)))
    ]
    if not described and found.head.summary:
        described = [Description(value=found.head.summary, role="summary")]
    return tuple(dict.fromkeys(described))


def _alt_ids(item: Item, limits: Limits) -> tuple[AltId, ...]:
    found = [
        AltId(role=clean_line(element.get("type") or "alt-id"), value=value)
        for element in item.found.get("altid", ())[: limits.related_max]
        if (value := line_of(element) or clean_line(element.get("id") or ""))
    ]
    return tuple(dict.fromkeys(found))


def _media(item: Item, found: Content, limits: Limits) -> dict[str, Any]:
    links = item.found.get("link", ())[: limits.related_max]
    return {
        "type": _type(item, found.renditions, has_text=bool(found.body)),
        "renditions": found.renditions,
        "associations": tuple(dict.fromkeys(filter(None, (_association(link, item) for link in links)))),
        "related": tuple(dict.fromkeys(filter(None, map(_related, links)))),
    }


def _association(link: _Element, item: Item) -> Association | None:
    """A linked medium, by its relation or by what it is."""
    rel = word(link.get("rel"))
    kind = (link.get("contenttype") or "").partition("/")[0].lower()
    target = clean_line(link.get("href") or link.get("residref") or "")
    if not target or not (rel in _MEDIA_LINKS or kind in {"image", "video", "audio"}):
        return None
    caption = line_of(link.find("title"))
    return Association(
        type=_TYPES.get(kind, ItemType.PICTURE).value,
        rel=rel or None,
        uri=target if ":" in target else f"{item.root.get('guid') or 'urn:x-newsml-g2'}#{target}",
        caption=caption,
        renditions=(Rendition(href=target, content_type=link.get("contenttype") or None),),
    )


def _related(link: _Element) -> Related | None:
    """A page that the item points its readers to."""
    url = http_url(link.get("href"), None)
    title = line_of(link.find("title"))
    return Related(title=title, url=url) if url and title and word(link.get("rel")) not in _MEDIA_LINKS else None
