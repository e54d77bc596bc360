"""Reads dpa's digitalwires: an entry with its text, pictures and categories, one or a list."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Headline,
    ItemType,
    PubStatus,
    Signal,
    Status,
)
from worker.formats.digitalwires.categories import Category, categories_of, matter, names, parties, people, transmission
from worker.formats.digitalwires.notes import CLOSING_LINE, ednote, links, notes
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_words import StatusWords
from worker.markup.fragment import html_blocks
from worker.members.lists import each
from worker.members.reading import Fields, first_line, integer, line, objects, text
from worker.members.values import marked_line, moment, pub_status, rendition, told, urgency, when
from worker.model import Document, Left, SkipReason

# © dpa-infocom, dpa:241022-930-267004/1
_AUTO_ID: Final = re.compile(r"\bdpa:([0-9]{6}-[0-9]{2,4}-[0-9]{4,9})/[0-9]{1,3}")
_MEDIA: Final[Mapping[str, ItemType]] = {
    "image": ItemType.PICTURE,
    "graphic": ItemType.GRAPHIC,
    "video": ItemType.VIDEO,
    "audio": ItemType.AUDIO,
}


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its entries in order.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    return each(document, knowledge, _outcome)


def _outcome(entry: Fields, document: Document, knowledge: Knowledge) -> Article | Left:
    article = _article(entry, document, knowledge)
    if article.headlines or article.descriptions or article.body or article.pub_status is PubStatus.CANCELED:
        return article
    reason = SkipReason.MEDIA_WITHOUT_TEXT if article.type is not ItemType.TEXT else SkipReason.PARTIAL_ITEM
    return Left(reason=reason, detail="neither headline nor text")


def _article(entry: Fields, document: Document, knowledge: Knowledge) -> Article:
    categories = categories_of(entry)
    version, created = moment(entry.get("version_created")), moment(entry.get("content_created"))
    body = _body(entry, knowledge)
    kind = _type(entry, body)
    return Article(
        format=document.format,
        uri=first_line(entry, "urn", "entry_id"),
        alt_ids=_alt_ids(entry),
        version=line(entry.get("version")),
        type=kind,
        headlines=_headlines(entry, knowledge),
        byline=line(entry.get("byline")),
        people=people(categories, line(entry.get("byline")), kind, knowledge),
        info_sources=parties(entry, categories, knowledge),
        dateline=_dateline(entry),
        descriptions=_descriptions(entry, knowledge),
        body=body,
        associations=_associations(entry),
        related=links(entry, knowledge.limits.related_max),
        urgency=urgency(entry.get("urgency")) or urgency(next(names(categories, "urgency"), None)),
        language=first_line(entry, "language"),
        version_created=when(version),
        content_created=when(created),
        embargoed_until=when(moment(entry.get("embargoed"))),
        copyright_notice=line(entry.get("copyrightnotice")),
        usage_terms=line(entry.get("usageterms")),
        ednote=ednote(entry, knowledge),
        sign_off=next(notes(entry, knowledge, CLOSING_LINE), None),
        pub_status=pub_status(entry.get("pubstatus")),
        status=_status(entry, categories, knowledge.status),
        transmission=transmission(entry, categories),
        received_at=document.fetched_at,
        field_sources=told(versionCreated=version, contentCreated=created),
        **matter(categories),
    )


def _type(entry: Fields, body: tuple[Block, ...]) -> ItemType:
    """An entry without text that is the picture it comes with; else what it says it is."""
    media = [one for one in objects(entry.get("associations")) if line(one.get("urn")) == line(entry.get("urn"))]
    if media and not body:
        return _MEDIA.get(first_line(media[0], "type") or "", ItemType.PICTURE)
    said = first_line(entry, "type") or ""
    return ItemType.COMPOSITE if said == ItemType.COMPOSITE.value else _MEDIA.get(said, ItemType.TEXT)


def _headlines(entry: Fields, knowledge: Knowledge) -> tuple[Headline, ...]:
    named = (("headline", None), ("kicker", "kicker"), ("subhead", "subhead"))
    read = ((marked_line(entry.get(name), knowledge.limits), role) for name, role in named)
    return tuple(Headline(value=value, role=role) for value, role in read if value)


def _descriptions(entry: Fields, knowledge: Knowledge) -> tuple[Description, ...]:
    """The teaser; the captions of a picture."""
    teaser = marked_line(entry.get("teaser"), knowledge.limits)
    found = [Description(value=teaser, role="summary")] if teaser else []
    for one in objects(entry.get("descriptions")):
        role = (first_line(one, "role") or "").rpartition(":")[2] or "summary"
        if words := marked_line(one.get("description"), knowledge.limits):
            found.append(Description(value=words, role=role))
    return tuple(found)


def _body(entry: Fields, knowledge: Knowledge) -> tuple[Block, ...]:
    """The text, then the box that stands beside it."""
    found: list[Block] = []
    for name in ("article_html", "infobox_html"):
        markup = text(entry.get(name))
        found += html_blocks(markup, knowledge.limits) if markup else ()
    return tuple(found)


def _dateline(entry: Fields) -> Dateline | None:
    """As printed; the text does not repeat it."""
    words = line(entry.get("dateline"))
    return Dateline(text=words) if words else None


def _associations(entry: Fields) -> tuple[Association, ...]:
    return tuple(_association(one) for one in objects(entry.get("associations")))


def _association(one: Fields) -> Association:
    kind = _MEDIA.get(first_line(one, "type") or "", ItemType.PICTURE)
    rank = integer(one.get("rank"))
    files = (rendition(file, _size_name(file)) for file in objects(one.get("renditions")))
    return Association(
        type=kind.value,
        name="featureimage" if one.get("is_featureimage") is True else f"{kind.value}-{rank or 1}",
        uri=first_line(one, "urn"),
        headline=line(one.get("headline")),
        caption=line(one.get("caption")),
        credit=line(one.get("creditline")),
        renditions=tuple(file for file in files if file),
    )


def _size_name(file: Fields) -> str | None:
    size = line(file.get("size"))
    return f"s{size}" if size else None


def _alt_ids(entry: Fields) -> tuple[AltId, ...]:
    printed = _AUTO_ID.search((line(entry.get("autopublishnotice")) or "")[:200])
    found = (("entry-id", line(entry.get("entry_id"))), ("dpa-id", printed[1] if printed else None))
    return tuple(AltId(role=role, value=value) for role, value in found if value)


def _status(entry: Fields, categories: tuple[Category, ...], words: StatusWords) -> Status:
    codes = [line(entry.get("signal")), *(one.code for one in categories if one.kind == "signal")]
    withdrawn = pub_status(entry.get("pubstatus")) is PubStatus.CANCELED
    killed = Status(signal=Signal.KILL, label=line(entry.get("pubstatus"))) if withdrawn else Status()
    return words.strongest("signal", codes) or killed
