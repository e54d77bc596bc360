"""Reads IPTC ninjs: one item or a list of them; versions 1 to 3, superdesk's and BBC's kin, and our own output.

The versions spell a property differently (versioncreated, versionCreated) or keep it in another shape (headline,
headlines[]), and feeds mix them: each is looked for under all its names, in small letters.
"""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any, Final

from worker.article import Article, InfoSource, ItemType, PubStatus, Signal, Status, changed
from worker.formats.ninjs.concepts import (
    alt_ids_of,
    entities_of,
    genres_of,
    keywords_of,
    parties_of,
    people_of,
    publisher_of,
    subjects_of,
)
from worker.formats.ninjs.media import associations_of, renditions_of
from worker.formats.ninjs.own import as_printed, as_told, is_own, own_fields
from worker.formats.ninjs.texts import body_of, credit_of, descriptions_of, headlines_of, words_reader
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_words import StatusWords
from worker.members.lists import each
from worker.members.reading import Fields, fields, first, first_line, integer, line, lines, lowered, objects
from worker.members.values import moment, pub_status, rights, source, sources, told, urgency, when, zone_of
from worker.model import Document, Left, Reason, SkipReason

_TYPES: Final[Mapping[str, ItemType]] = {kind.value: kind for kind in ItemType} | {
    "image": ItemType.PICTURE,
    "photo": ItemType.PICTURE,
}
_NO_NEWS: Final[Mapping[str, SkipReason]] = {
    "event": SkipReason.EVENT_ITEM,
    "planning": SkipReason.PLANNING_ITEM,
    "concept": SkipReason.CONCEPT_ITEM,
}
_MEDIA: Final = frozenset({ItemType.PICTURE, ItemType.GRAPHIC, ItemType.VIDEO, ItemType.AUDIO})
_HEADER: Final = (("priority", "priority"), ("words", "wordcount"))


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its items one after the other.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    return each(document, knowledge, lambda item, *rest: _outcome(lowered(item), *rest))


def _outcome(item: Fields, document: Document, knowledge: Knowledge) -> Article | Left:
    said = (first_line(item, "type", "itemtype") or "text").lower()
    if said in _NO_NEWS:
        return Left(reason=_NO_NEWS[said], detail=f"an item of type {said}")
    article = _article(item, _TYPES.get(said, ItemType.TEXT), document, knowledge)
    reason = _why_none(item, article)
    if reason is not None:
        return reason
    if not is_own(item):
        return article
    ours = fields(item["agencyfeed"])
    told: dict[str, Any] = {
        "info_sources": as_printed(article.info_sources, ours),
        "genres": as_told(article.genres, ours.get("genres"), "literal"),
        "places": as_told(article.places, ours.get("places"), "name"),
    }
    return changed(article, **told, **own_fields(ours, knowledge.limits.related_max))


def _why_none(item: Fields, article: Article) -> Left | None:
    """Why an item becomes no article: nothing in it is for a reader, or it only points at others."""
    words = bool(article.body or article.descriptions)
    if words or article.pub_status is PubStatus.CANCELED:
        return None
    if article.type is ItemType.COMPOSITE:
        return Left(reason=SkipReason.PACKAGE_ITEM, detail="a composite without text of its own")
    if article.headlines:
        return None
    if article.type in _MEDIA:
        return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="neither headline nor caption")
    if first_line(item, "representationtype") in {"partial", "incomplete"}:
        return Left(reason=SkipReason.PARTIAL_ITEM, detail="a partial item without text")
    return Left(reason=Reason.NO_ARTICLE, detail="neither headline nor text")


def _article(item: Fields, kind: ItemType, document: Document, knowledge: Knowledge) -> Article:
    words_of = words_reader(knowledge.limits, plain=is_own(item))
    parties = _parties(item, knowledge)
    return Article(
        format=document.format,
        uri=first_line(item, "uri", "guid", "_id"),
        version=line(item.get("version")),
        type=kind,
        title=line(item.get("title")),
        profile=line(item.get("profile")),
        headlines=headlines_of(item, words_of),
        slugline=line(item.get("slugline")),
        byline=first_line(item, "by", "byline"),
        people=people_of(item, knowledge),
        info_sources=parties,
        publisher=publisher_of(item) or document.publisher,
        descriptions=descriptions_of(item, words_of, "caption" if kind in _MEDIA else "summary"),
        body=body_of(item, document, knowledge.limits),
        renditions=renditions_of(item),
        associations=associations_of(item, words_of),
        alt_ids=alt_ids_of(item),
        canonical_url=document.url,
        received_at=document.fetched_at,
        transmission=_transmission(item),
        **_times(item, zone_of(parties, knowledge)),
        **rights(item, knowledge),
        status=_status(item, knowledge.status),
        **_matter(item),
    )


def _parties(item: Fields, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    found = parties_of(item, knowledge)
    return sources(*found, source(credit_of(item), "credit", knowledge))


def _times(item: Fields, zone: tzinfo | None) -> dict[str, Any]:
    """The times, with what their clocks left open."""
    first_created = moment(first(item, "firstcreated"), zone)
    version = moment(first(item, "versioncreated"), zone)
    content = moment(first(item, "contentcreated"), zone)
    return {
        "first_created": when(first_created),
        "version_created": when(version),
        "content_created": when(content),
        "embargoed_until": when(moment(first(item, "embargoeduntil", "embargoed"), zone)),
        "expires": when(moment(first(item, "expires", "expiry"), zone)),
        "field_sources": told(firstCreated=first_created, versionCreated=version, contentCreated=content),
    }


def _matter(item: Fields) -> dict[str, Any]:
    """What it is about, and from where."""
    return {
        "urgency": urgency(item.get("urgency")),
        "language": first_line(item, "language"),
        "located": _located(item),
        "places": entities_of(item, "places", "place"),
        "organisations": entities_of(item, "organisations", "organisation"),
        "events": entities_of(item, "events", "event"),
        "subjects": subjects_of(item),
        "genres": genres_of(item),
        "keywords": keywords_of(item),
    }


def _located(item: Fields) -> str | None:
    """The place as a string; superdesk's own items keep it inside the dateline."""
    inside = fields(fields(item.get("dateline")).get("located"))
    return line(item.get("located")) or first_line(inside, "city", "name")


def _status(item: Fields, words: StatusWords) -> Status:
    """What the item does to a story: its signals, its kind, the item that it took the place of, its withdrawal."""
    codes = [first_line(lowered(one), "code", "qcode", "name", "literal") for one in objects(item.get("signals"))]
    named = [*lines(item.get("signals")), *codes, line(item.get("signal"))]
    said = words.strongest("signal", named) or words.strongest("item-type", [first_line(item, "type")])
    if said is not None:
        return said
    if pub_status(item.get("pubstatus")) is PubStatus.CANCELED:
        return Status(signal=Signal.KILL, label=line(item.get("pubstatus")))
    if integer(item.get("correction_sequence")):
        return Status(signal=Signal.CORRECTION, number=integer(item.get("correction_sequence")))
    return Status(signal=Signal.UPDATE) if line(item.get("evolvedfrom")) else Status()


def _transmission(item: Fields) -> dict[str, str]:
    services = [lowered(one) for one in objects(first(item, "service", "anpa_category"))]
    category = next((found for one in services if (found := first_line(one, "code", "qcode", "name"))), None)
    header = {key: line(item.get(name)) for key, name in _HEADER} | {"category": category}
    return {key: value for key, value in header.items() if value}
