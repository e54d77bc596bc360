"""Encodes an article as IPTC ninjs 3.1 JSON: only properties with a value, the same article always the same bytes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import orjson

from worker.article import Article, Association, Entity, InfoSource, PubStatus, Rendition, Subject
from worker.cleaning import line
from worker.formats.ninjs.bodies import bodies
from worker.formats.ninjs.extension import extension, filled
from worker.model import EncodedArticle, RawMessage, Reason, Rejected
from worker.uris import to_uri, to_web_uri

STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
# What a consumer of news expects of an article, by the name of the property that would carry it.
WATCHED_FIELDS: Final = (
    "headlines",
    "bodies",
    "versionCreated",
    "language",
    "infoSources",
    "by",
    "located",
    "descriptions",
)

_TYPES: Final = frozenset(
    {"text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"}
)

Json = dict[str, Any]

_concept: Final = lru_cache(2048)(to_uri)  # of vocabularies: the same ones in every article


def encode(article: Article, raw: RawMessage, item: int, rules: str) -> EncodedArticle:
    """The output record of the `item`-th article of `raw`; `rules` names the state of the config tables.

    May raise Rejected: NO_ARTICLE without any words (unless it is a withdrawal), SCHEMA_INVALID without a URI.
    """
    uri = to_uri(article.uri or "")
    if uri is None:
        raise Rejected(Reason.SCHEMA_INVALID, "the article has no identifier that is a URI")
    news = {**_administration(article, uri), **_content(article), **_rights(article)}
    words = news.get("headlines") or news.get("bodies") or news.get("descriptions")  # a picture has its caption alone
    if not (words or article.pub_status is PubStatus.CANCELED):
        raise Rejected(Reason.NO_ARTICLE, "neither a headline nor any text")
    news["standard"] = STANDARD
    news["agencyfeed"] = extension(article, raw, item, rules)
    return EncodedArticle(
        uri=uri,
        body=orjson.dumps(news),
        agency=next((source.code for source in article.info_sources if source.code), None),
        language=news.get("language"),
        urgency=news.get("urgency"),
        genre=_first_genre(article.genres),
        media_topic=article.topics.code if article.topics else None,
        version_created_ms=_milliseconds(article.version_created),
        body_confidence=article.body_confidence,
        missing=tuple(name for name in WATCHED_FIELDS if name not in news),
    )


def _administration(article: Article, uri: str) -> Json:
    alt_ids = (filled({"role": _line(other.role), "value": _line(other.value)}) for other in article.alt_ids)
    members = {
        "uri": uri,
        "type": article.type.value,
        "representationType": "full",
        "profile": _line(article.profile),
        "version": _line(article.version),
        "firstCreated": _time(article.first_created),
        "versionCreated": _time(article.version_created),
        "contentCreated": _time(article.content_created),
        "embargoedUntil": _time(article.embargoed_until),
        "expires": _time(article.expires),
        "pubStatus": article.pub_status.value,
        "urgency": article.urgency if article.urgency in range(1, 10) else None,
        "language": _line(article.language),
        "altIds": [*filter(None, alt_ids)],
    }
    return filled(members)


def _content(article: Article) -> Json:
    members = {
        "title": _line(article.title),
        "headlines": _values((headline.value, headline.role) for headline in article.headlines),
        "slugline": _line(article.slugline),
        "by": _line(article.byline),
        "people": [
            filled({"name": name, "rel": _line(who.rel), **_identifier(who.uri)})
            for who in article.people
            if (name := _line(who.name))
        ],
        "located": _line(article.located),
        "places": _entities(article.places),
        "organisations": _entities(article.organisations),
        "events": _entities(article.events),
        "infoSources": _info_sources(article),
        "genres": _genres(article),
        "subjects": _subjects(article),
        "descriptions": _values((description.value, description.role) for description in article.descriptions),
        "bodies": bodies(article.body),
        "renditions": [_rendition(rendition) for rendition in article.renditions],
        "associations": [_association(other, uri) for other in article.associations if (uri := _own_uri(other))],
    }
    return filled(members)


def _rights(article: Article) -> Json:
    members = {
        "copyrightHolder": _line(article.copyright_holder),
        "copyrightNotice": _line(article.copyright_notice),
        "usageTerms": _line(article.usage_terms),
        "edNote": _line(article.ednote),
    }
    return filled(members)


def _values(given: Iterable[tuple[str, str | None]]) -> list[Json]:
    """Entries of headlines or descriptions; the schema demands their values."""
    return [filled({"role": _line(role), "value": text}) for value, role in given if (text := _line(value))]


def _info_sources(article: Article) -> list[Json]:
    """Agencies and credits as the stages found them, and the publisher of the page."""
    found = [_info_source(source, name) for source in article.info_sources if (name := _line(source.name))]
    publisher = _line(article.publisher)
    if publisher and publisher not in {source["name"] for source in found}:
        found.append({"name": publisher, "role": "publisher"})
    return found


def _info_source(source: InfoSource, name: str) -> Json:
    uri = to_uri(source.uri) if source.uri else None
    literal = source.code or (source.uri if not uri else None)
    return filled({"name": name, "role": _line(source.role), "uri": uri, "literal": _line(literal)})


def _genres(article: Article) -> list[Json]:
    found = (
        filled({"name": _line(genre.name), "uri": _line(genre.uri), "literal": _line(genre.literal)})
        for genre in article.genres
    )
    return [*filter(None, found)]


def _first_genre(genres: Iterable[Subject]) -> str | None:
    """The code of the first that is IPTC's or a form of our own."""
    literals = (genre.literal or "" for genre in genres)
    return next(
        (code for scheme, _, code in (one.partition(":") for one in literals) if scheme in {"genre", "form"}), None
    )


def _subjects(article: Article) -> list[Json]:
    """Concepts, then keywords: ninjs 3 has no property for keywords, a subject that has only a name is one."""
    concepts = filter(None, map(_subject, article.subjects))
    keywords = ({"name": name, "rel": "keyword"} for word in article.keywords if (name := _line(word)))
    return [*concepts, *keywords]


def _subject(subject: Subject) -> Json:
    members = {
        "name": _line(subject.name),
        "rel": _line(subject.rel),
        **_identifier(subject.uri),
        **({"literal": _line(subject.literal)} if subject.literal else {}),
        "creator": _line(subject.creator),
        "relevance": subject.relevance if subject.relevance in range(101) else None,
        "confidence": subject.confidence if subject.confidence in range(101) else None,
    }
    return filled(members)


def _entities(entities: Iterable[Entity]) -> list[Json]:
    return [*filter(None, map(_entity, entities))]


def _entity(entity: Entity) -> Json:
    members = {
        "name": _line(entity.name),
        "rel": _line(entity.rel),
        **_identifier(entity.uri),
        **({"literal": _line(entity.code)} if entity.code else {}),
        "geoJSON": _point(entity.position),
    }
    return filled(members)


def _point(position: tuple[float, float] | None) -> Json | None:
    """RFC 7946: longitude first."""
    return {"type": "Point", "coordinates": [position[1], position[0]]} if position else None


def _own_uri(other: Association) -> str | None:
    """The association's identifier, which the schema demands: its own, else its first file's address."""
    given = to_uri(other.uri) if other.uri else None
    return given or next((href for r in other.renditions if (href := to_web_uri(r.href))), None)


def _association(other: Association, uri: str) -> Json:
    credit = _line(other.credit)
    members = {
        "name": _line(other.name) or _line(other.type) or "association",
        "rel": _line(other.rel),
        "uri": uri,
        "type": other.type if other.type in _TYPES else None,
        "headlines": _values([(other.headline or "", None)]),
        "by": _line(other.byline),
        "infoSources": [{"name": credit, "role": "credit"}] if credit else [],
        "descriptions": _values([(other.caption or "", "caption")]),
        "renditions": [_rendition(rendition) for rendition in other.renditions],
    }
    return filled(members)


def _rendition(rendition: Rendition) -> Json:
    """A file; a name inside a delivery is no address and leaves as the title."""
    href = to_web_uri(rendition.href)
    members = {
        "name": _line(rendition.name) or "web",
        "href": href,
        "contentType": _line(rendition.content_type),
        "title": _line(rendition.title) or (None if href else _line(rendition.href)),
        "width": rendition.width,
        "height": rendition.height,
        "sizeInBytes": rendition.size,
        "duration": rendition.duration,
    }
    return filled(members)


def _identifier(uri: str | None) -> Json:
    """`uri` when it is one; an identifier that is none goes into `literal`, as the schema's format demands."""
    if not uri:
        return {}
    valid = _concept(uri)
    return {"uri": valid} if valid else {"literal": _line(uri)}


def _line(text: str | None) -> str | None:
    return (line(text) or None) if text else None


def _time(when: datetime | None) -> str | None:
    """RFC 3339 with the offset it was given; an offset with seconds (local mean time) has no such form: UTC then."""
    offset = when.utcoffset() if when else None
    if when is None or offset is None:
        return None
    if offset % timedelta(minutes=1):
        when = when.astimezone(UTC)
    return when.isoformat()


def _milliseconds(when: datetime | None) -> int | None:
    return int(when.timestamp() * 1000) if when and when.utcoffset() is not None else None
