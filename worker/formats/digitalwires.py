"""Reads dpa's digitalwires: an entry with its text, pictures and categories, one or a list.

Its notepad is for newsrooms: no part of it goes out.  Of the editorial notes only those that the entry says may be
published, in roles that tell readers something, and without an address or a telephone number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from worker.article import (
    AltId,
    Article,
    Association,
    Block,
    Dateline,
    Description,
    Entity,
    Headline,
    InfoSource,
    ItemType,
    Person,
    PubStatus,
    Related,
    Signal,
    Status,
    Subject,
)
from worker.knowledge.loading import Knowledge
from worker.markup.fragment import html_blocks
from worker.markup.links import http_url
from worker.members.lists import items_of
from worker.members.reading import Fields, first_line, integer, line, objects, text
from worker.members.values import marked_line, moment, pub_status, rendition, source, sources, told, urgency, when
from worker.model import Document, Left, Reason, Rejected, SkipReason

PUBLIC_NOTES: Final = ("embargo", "correction", "correctionshort", "editorialnote", "edservice")
CLOSING_LINE: Final = "closingline"
NOTES_MAX: Final = 2_000  # characters of all notes together

# krefting@…   +49 30 2852   0049 30   what a note for readers never has
_REACHABLE: Final = re.compile(r"@|\+\s?[0-9]{2}|\b00[1-9][0-9]|\bTel(?:efon)?\b", re.IGNORECASE)
# © dpa-infocom, dpa:241022-930-267004/1
_AUTO_ID: Final = re.compile(r"\bdpa:([0-9]{6}-[0-9]{2,4}-[0-9]{4,9})/[0-9]{1,3}")
# loening.meyel   a login of the editing system, nobody's name
_LOGIN: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
# <a href="https://dpaq.de/x">Exhibition</a>   in the box of links
_LINK: Final = re.compile(r'<a href="([^"<>]{1,2000})">([^<>]{1,500})</a>')
_SIGNALS: Final[Mapping[str, Signal]] = {
    "update": Signal.UPDATE,
    "correction": Signal.CORRECTION,
    "kill": Signal.KILL,
    "withdraw": Signal.KILL,
    "alert": Signal.ALERT,
    "flash": Signal.ALERT,
    "repeat": Signal.REPEAT,
    "repetition": Signal.REPEAT,
    "advisory": Signal.ADVISORY,
}
_SUBJECTS: Final[Mapping[str, str]] = {  # kinds of categories -> `rel` of a subject
    "dpasubject": "about",
    "subject": "about",
    "geosubject": "geosubject",
    "desk": "desk",
    "rubric": "rubric",
    "scope": "audience",
    "wire": "service",
}
_MEDIA: Final[Mapping[str, ItemType]] = {
    "image": ItemType.PICTURE,
    "graphic": ItemType.GRAPHIC,
    "video": ItemType.VIDEO,
    "audio": ItemType.AUDIO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Category:
    """One category of an entry: its kind without the scheme, its name and code as given."""

    kind: str
    name: str | None
    code: str | None
    role: str | None


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its entries in order.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    if document.tree is None:
        raise Rejected(Reason.PARSE_ERROR, "no JSON document")
    for entry in items_of(document.tree):
        if isinstance(entry, Left):
            yield entry
            continue
        try:
            yield _outcome(entry, document, knowledge)
        except Rejected as exc:
            yield Left(reason=exc.reason, detail=exc.detail)


def _outcome(entry: Fields, document: Document, knowledge: Knowledge) -> Article | Left:
    article = _article(entry, document, knowledge)
    if article.headlines or article.descriptions or article.body or article.pub_status is PubStatus.CANCELED:
        return article
    reason = SkipReason.MEDIA_WITHOUT_TEXT if article.type is not ItemType.TEXT else SkipReason.PARTIAL_ITEM
    return Left(reason=reason, detail="neither headline nor text")


def _article(entry: Fields, document: Document, knowledge: Knowledge) -> Article:
    categories = _categories(entry)
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
        people=_people(categories, line(entry.get("byline")), kind),
        info_sources=_parties(entry, categories, knowledge),
        dateline=_dateline(entry),
        descriptions=_descriptions(entry, knowledge),
        body=body,
        associations=_associations(entry),
        related=_links(entry, knowledge.limits.related_max),
        urgency=urgency(entry.get("urgency")) or urgency(next(_names(categories, "urgency"), None)),
        language=first_line(entry, "language"),
        version_created=when(version),
        content_created=when(created),
        embargoed_until=when(moment(entry.get("embargoed"))),
        copyright_notice=line(entry.get("copyrightnotice")),
        usage_terms=line(entry.get("usageterms")),
        ednote=_ednote(entry),
        sign_off=next(_notes(entry, CLOSING_LINE), None),
        pub_status=pub_status(entry.get("pubstatus")),
        status=_status(entry, categories),
        transmission=_transmission(categories),
        received_at=document.fetched_at,
        field_sources=told(versionCreated=version, contentCreated=created),
        **_matter(categories),
    )


def _type(entry: Fields, body: tuple[Block, ...]) -> ItemType:
    """An entry without text that is the picture it comes with; else what it says it is."""
    media = [one for one in objects(entry.get("associations")) if line(one.get("urn")) == line(entry.get("urn"))]
    if media and not body:
        return _MEDIA.get(first_line(media[0], "type") or "", ItemType.PICTURE)
    said = first_line(entry, "type") or ""
    return ItemType.COMPOSITE if said == ItemType.COMPOSITE.value else _MEDIA.get(said, ItemType.TEXT)


def _categories(entry: Fields) -> tuple[_Category, ...]:
    return tuple(
        _Category(
            kind=(first_line(one, "type") or "").rpartition(":")[2],
            name=line(one.get("name")),
            code=line(one.get("qcode")),
            role=line(one.get("role")),
        )
        for one in objects(entry.get("categories"))
    )


def _names(categories: tuple[_Category, ...], *kinds: str) -> Iterator[str]:
    yield from dict.fromkeys(one.name for one in categories if one.kind in kinds and one.name)


def _matter(categories: tuple[_Category, ...]) -> dict[str, Any]:
    """What it is about, and from where."""
    genres = (Subject(name=one.name, literal=one.code) for one in categories if one.kind == "genre")
    places = (one for one in categories if one.kind in {"geosubject", "poi"} and one.name)
    return {
        "subjects": tuple(dict.fromkeys(_subjects(categories))),
        "genres": tuple(dict.fromkeys(one for one in genres if one.name or one.literal)),
        "keywords": tuple(_names(categories, "keyword")),
        "places": tuple(Entity(name=one.name, code=one.code, rel=one.kind) for one in places),
        "organisations": tuple(Entity(name=name) for name in _names(categories, "organisation", "organization")),
        "events": tuple(Entity(name=name) for name in _names(categories, "event")),
        "located": next(_names(categories, "locationcreated"), None),
        "section": next(_names(categories, "desk"), None),
    }


def _subjects(categories: tuple[_Category, ...]) -> Iterator[Subject]:
    for one in categories:
        rel = _SUBJECTS.get(one.kind)
        if rel and (one.name or one.code):
            yield Subject(name=one.name, literal=one.code, rel=rel, creator="feed")


def _people(categories: tuple[_Category, ...], byline: str | None, kind: ItemType) -> tuple[Person, ...]:
    """Makers by their names, logins never; one that the printed byline leaves out only contributed."""
    rel = "author" if kind in {ItemType.COMPOSITE, ItemType.TEXT} else "photographer"
    made = [
        Person(name=name, rel=rel if not byline or name in byline else "contributor")
        for name in _names(categories, "creator")
        if not _LOGIN.fullmatch(name)
    ]
    return (*made, *(Person(name=name, rel="about") for name in _names(categories, "person")))


def _parties(entry: Fields, categories: tuple[_Category, ...], knowledge: Knowledge) -> tuple[InfoSource, ...]:
    provider = source(next(_names(categories, "provider"), None), "provider", knowledge)
    given = (
        source(one.name, (one.role or "").rpartition(":")[2] or "source", knowledge)
        for one in categories
        if one.kind == "infosource"
    )
    return sources(provider, *given, source(line(entry.get("creditline")), "credit", knowledge))


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


def _links(entry: Fields, most: int) -> tuple[Related, ...]:
    """The links for readers under the text."""
    found = (
        Related(title=line(words) or url, url=url)
        for href, words in _LINK.findall(text(entry.get("linkbox_html")) or "")
        if (url := http_url(href, None))
    )
    return tuple(found)[:most]


def _notes(entry: Fields, *roles: str) -> Iterator[str]:
    """Notes that may be published, in the order of `roles`."""
    notes = objects(entry.get("ednotes"))
    for role in roles:
        for note in notes:
            words = line(note.get("ednote"))
            if note.get("is_publishable") is not True or not words or _REACHABLE.search(words):
                continue
            if (first_line(note, "role") or "").rpartition(":")[2] == role:
                yield words


def _ednote(entry: Fields) -> str | None:
    return " ".join(_notes(entry, *PUBLIC_NOTES))[:NOTES_MAX] or None


def _alt_ids(entry: Fields) -> tuple[AltId, ...]:
    printed = _AUTO_ID.search((line(entry.get("autopublishnotice")) or "")[:200])
    found = (("entry-id", line(entry.get("entry_id"))), ("dpa-id", printed[1] if printed else None))
    return tuple(AltId(role=role, value=value) for role, value in found if value)


def _status(entry: Fields, categories: tuple[_Category, ...]) -> Status:
    for label in filter(None, (line(entry.get("signal")), *(one.code for one in categories if one.kind == "signal"))):
        if signal := _SIGNALS.get(label.rpartition(":")[2].lower()):
            return Status(signal=signal, label=label)
    withdrawn = pub_status(entry.get("pubstatus")) is PubStatus.CANCELED
    return Status(signal=Signal.KILL, label=line(entry.get("pubstatus"))) if withdrawn else Status()


def _transmission(categories: tuple[_Category, ...]) -> dict[str, str]:
    """The services it was sent on, and the desk as the wire's category."""
    desks = (one.code.rpartition(":")[2] for one in categories if one.kind == "desk" and one.code)
    header = {"service": " ".join(_names(categories, "wire")), "category": next(desks, None)}
    return {key: value for key, value in header.items() if value}
