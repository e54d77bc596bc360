"""Reads AP's Media API: one item, or a feed of them.  Texts and captions stand in the files that an item links to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Description,
    Headline,
    ItemType,
    PubStatus,
    Rendition,
    Signal,
    Status,
)
from worker.formats.ap_media.concepts import matter, members, parties, people
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_words import StatusWords
from worker.markup.fragment import html_blocks
from worker.members.lists import each
from worker.members.reading import Fields, fields, first, first_line, line, lines, lowered, objects, text
from worker.members.values import (
    marked_line,
    moment,
    plain_blocks,
    pub_status,
    rendition,
    rights,
    told,
    urgency,
    when,
)
from worker.model import Document, Left, SkipReason

RENDITIONS_MAX: Final = 50

# …, 8th Ld-Writethru   behind the catchline
_TAKE: Final = re.compile(r",\s([0-9]{1,3}(?:st|nd|rd|th)\s(?:Ld|Lead|Add|Take)[\w -]{0,20})$", re.IGNORECASE)
_TYPES: Final[Mapping[str, ItemType]] = {kind.value: kind for kind in ItemType} | {"photo": ItemType.PICTURE}
_ALT_IDS: Final = ("itemid", "friendlykey", "referenceid")
_NEWS_WORDS: Final = ("headline", "headline_extended")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its items in order.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    bodies = _bodies(fields(fields(document.tree).get("nitf")))
    return each(document, knowledge, lambda entry, *rest: _outcome({**bodies, **lowered(entry)}, *rest))


def _bodies(beside: Fields) -> dict[str, Any]:
    """Text that the collector of the feed fetched and put beside the one item."""
    return {name: beside[name] for name in ("body_html", "body_xhtml", "body_text") if name in beside}


def _outcome(item: Fields, document: Document, knowledge: Knowledge) -> Article | Left:
    article = _article(item, document, knowledge)
    if article.headlines or article.descriptions or article.body or article.pub_status is PubStatus.CANCELED:
        return article
    if article.type is ItemType.TEXT:
        return Left(reason=SkipReason.PARTIAL_ITEM, detail="neither headline nor text: both are elsewhere")
    return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="neither headline nor caption")


def _article(item: Fields, document: Document, knowledge: Knowledge) -> Article:
    created, version = moment(item.get("firstcreated")), moment(item.get("versioncreated"))
    limits = knowledge.limits
    kind = _TYPES.get((first_line(item, "type") or "").lower(), ItemType.TEXT)
    uri = first_line(item, "uri")
    return Article(
        format=document.format,
        uri=uri.partition("?")[0] if uri else first_line(fields(item.get("altids")), "itemid"),
        alt_ids=_alt_ids(item, uri),
        canonical_url=_canonical(item),
        version=line(item.get("version")),
        type=kind,
        title=line(item.get("title")),
        profile=line(item.get("profile")),
        headlines=_headlines(item, knowledge),
        slugline=line(item.get("slugline")),
        byline=_byline(item),
        people=people(item),
        info_sources=parties(item, knowledge),
        descriptions=_descriptions(item, knowledge),
        body=_body(item, knowledge),
        renditions=tuple(_files(item))[:RENDITIONS_MAX] if kind is not ItemType.TEXT else (),
        associations=_associations(item),
        urgency=urgency(item.get("urgency")),
        language=first_line(item, "language") or document.language,
        first_created=when(created),
        version_created=when(version),
        embargoed_until=when(moment(first(item, "embargoed", "embargoeduntil"))),
        status=_status(item, knowledge.status),
        transmission=_transmission(item),
        received_at=document.fetched_at,
        field_sources=told(firstCreated=created, versionCreated=version),
        **rights(item, knowledge),
        **matter(item, limits.related_max),
    )


def _alt_ids(item: Fields, uri: str | None) -> tuple[AltId, ...]:
    """AP's own ids, and the address as given: its query changes with the version and with who asks."""
    ids = lowered(item.get("altids"))
    named = [(name, line(ids.get(name))) for name in _ALT_IDS]
    keys = [(name, line(value)) for one in objects(item.get("foreignkeys")) for name, value in lowered(one).items()]
    found = [*named, *keys, ("feed-uri", uri if uri and "?" in uri else None)]
    return tuple(dict.fromkeys(AltId(role=role, value=value) for role, value in found if value))


def _canonical(item: Fields) -> str | None:
    links = (lowered(one) for one in objects(item.get("links")))
    return next((line(one.get("href")) for one in links if one.get("rel") == "canonical"), None)


def _headlines(item: Fields, knowledge: Knowledge) -> tuple[Headline, ...]:
    """The headline, and the extended one where it says more."""
    main, extended = (marked_line(item.get(name), knowledge.limits) for name in _NEWS_WORDS)
    found = [Headline(value=main)] if main else []
    if extended and extended != main:
        found.append(Headline(value=extended, role="extended" if main else None))
    return tuple(found)


def _byline(item: Fields) -> str | None:
    """As printed; more than one are joined as a newsroom would."""
    printed = [by for one in members(item, "bylines") if (by := first_line(one, "by", "byline", "name"))]
    if not printed:
        return line(item.get("byline"))
    return " and ".join([printed[0], *(by.removeprefix("By ") for by in printed[1:])])


def _descriptions(item: Fields, knowledge: Knowledge) -> tuple[Description, ...]:
    """Summary and caption; notes to editors are none of a reader's."""
    named = (("description_summary", "summary"), ("description_caption", "caption"))
    read = ((marked_line(item.get(name), knowledge.limits), role) for name, role in named)
    return tuple(Description(value=words, role=role) for words, role in read if words)


def _body(item: Fields, knowledge: Knowledge) -> tuple[Block, ...]:
    markup = text(first(item, "body_xhtml", "body_html", "body_nitf"))
    blocks = html_blocks(markup, knowledge.limits) if markup else ()
    return blocks or plain_blocks(text(item.get("body_text")) or "")


def _files(item: Fields) -> Iterator[Rendition]:
    """The item's files; its texts in other formats are no files of a picture."""
    for name, one in fields(item.get("renditions")).items():
        file = lowered(one)
        found = rendition(file, name) if file.get("type") != "text" else None
        if found is not None:
            yield found


def _associations(item: Fields) -> tuple[Association, ...]:
    """Pictures and stories that belong to it, by their places."""
    found = []
    for name, one in fields(item.get("associations")).items():
        other = lowered(one)
        uri = (first_line(other, "uri") or "").partition("?")[0]
        if uri:
            kind = _TYPES.get((first_line(other, "type") or "").lower(), ItemType.PICTURE)
            found.append(
                Association(
                    type=kind.value,
                    name=name,
                    uri=uri,
                    headline=line(other.get("headline")),
                    caption=line(other.get("description_caption")),
                    credit=line(other.get("description_creditline")),
                    renditions=tuple(_files(other)),
                )
            )
    return tuple(found)


def _status(item: Fields, words: StatusWords) -> Status:
    """AP's signals and types; a withdrawn item is a kill."""
    said = words.strongest("signal", lines(item.get("signals")))
    said = said or words.strongest("item-type", lines(item.get("editorialtypes")))
    withdrawn = pub_status(item.get("pubstatus")) is PubStatus.CANCELED
    return said or (Status(signal=Signal.KILL, label=line(item.get("pubstatus"))) if withdrawn else Status())


def _transmission(item: Fields) -> dict[str, str]:
    """What the wire's header would say of the same text."""
    take = _TAKE.search((line(item.get("slugline")) or "")[-80:])
    files = fields(item.get("renditions"))
    categories = (first_line(one, "code") for one in members(item, "subject") if line(one.get("rels")) == "category")
    header = {
        "sequence": line(fields(item.get("altids")).get("transref")),
        "priority": line(item.get("editorialpriority")),
        "category": next(categories, None),
        "take": take[1] if take else None,
        "words": line(fields(files.get("nitf")).get("words")),
    }
    return {key: value for key, value in header.items() if value}
