"""Encodes an article as IPTC ninjs 3.1 JSON: only properties with a value, the same article always the same bytes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

from worker.article import Article, Association, Entity, PubStatus, Rendition
from worker.cleaning import line
from worker.formats.ninjs.bodies import bodies
from worker.formats.ninjs.extension import extension
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


def encode(article: Article, raw: RawMessage, item: int, rules: str) -> EncodedArticle:
    """The output record of the `item`-th article of `raw`; `rules` names the state of the config tables.

    May raise Rejected: NO_ARTICLE without any words (unless it is a withdrawal), SCHEMA_INVALID without a URI.
    """
    uri = to_uri(article.uri or "")
    if uri is None:
        raise Rejected(Reason.SCHEMA_INVALID, "the article has no identifier that is a URI")
    news = _filled({**_administration(article, uri), **_content(article), **_rights(article)})
    words = news.get("headlines") or news.get("bodies") or news.get("descriptions")  # a picture has its caption alone
    if not (words or article.pub_status is PubStatus.CANCELED):
        raise Rejected(Reason.NO_ARTICLE, "neither a headline nor any text")
    news["standard"] = STANDARD
    news["agencyfeed"] = _filled(extension(article, raw, item, rules))
    return EncodedArticle(
        uri=uri,
        body=orjson.dumps(news),
        agency=next((source.code for source in article.info_sources if source.code), None),
        language=news.get("language"),
        urgency=news.get("urgency"),
        version_created_ms=_milliseconds(article.version_created),
        missing=tuple(name for name in WATCHED_FIELDS if name not in news),
    )


def _administration(article: Article, uri: str) -> Json:
    return {
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
        "altIds": [{"role": _line(other.role), "value": _line(other.value)} for other in article.alt_ids],
    }


def _content(article: Article) -> Json:
    return {
        "title": _line(article.title),
        "headlines": [_value(headline.value, headline.role) for headline in article.headlines],
        "slugline": _line(article.slugline),
        "by": _line(article.byline),
        "people": [
            {"name": _line(who.name), "rel": _line(who.rel), **_identifier(who.uri)}
            for who in article.people
            if _line(who.name)
        ],
        "located": _line(article.located),
        "places": _entities(article.places),
        "organisations": _entities(article.organisations),
        "events": _entities(article.events),
        "infoSources": _info_sources(article),
        "genres": [
            {"name": _line(genre.name), "uri": _line(genre.uri), "literal": _line(genre.literal)}
            for genre in article.genres
        ],
        "subjects": _subjects(article),
        "descriptions": [_value(description.value, description.role) for description in article.descriptions],
        "bodies": bodies(article.body),
        "renditions": [_rendition(rendition) for rendition in article.renditions],
        "associations": [_association(other, uri) for other in article.associations if (uri := _own_uri(other))],
    }


def _rights(article: Article) -> Json:
    return {
        "copyrightHolder": _line(article.copyright_holder),
        "copyrightNotice": _line(article.copyright_notice),
        "usageTerms": _line(article.usage_terms),
        "edNote": _line(article.ednote),
    }


def _value(value: str, role: str | None) -> Json | None:
    """An entry of headlines or descriptions; the schema demands its value."""
    text = _line(value)
    return {"role": _line(role), "value": text} if text else None


def _info_sources(article: Article) -> list[Json]:
    """Agencies and credits as the stages found them, and the publisher of the page."""
    found = [
        {
            "name": _line(source.name),
            "role": _line(source.role),
            "uri": to_uri(source.uri or ""),
            "literal": _line(source.code or (source.uri if source.uri and not to_uri(source.uri) else None)),
        }
        for source in article.info_sources
        if _line(source.name)
    ]
    publisher = _line(article.publisher)
    if publisher and publisher not in {source["name"] for source in found}:
        found.append({"name": publisher, "role": "publisher"})
    return found


def _subjects(article: Article) -> list[Json]:
    """Concepts, then keywords: ninjs 3 has no property for keywords, a subject that has only a name is one."""
    concepts = [
        {
            "name": _line(subject.name),
            "rel": _line(subject.rel),
            **_identifier(subject.uri),
            **({"literal": _line(subject.literal)} if subject.literal else {}),
            "creator": _line(subject.creator),
            "confidence": subject.confidence if subject.confidence in range(101) else None,
        }
        for subject in article.subjects
    ]
    return concepts + [{"name": _line(word), "rel": "keyword"} for word in article.keywords if _line(word)]


def _entities(entities: Iterable[Entity]) -> list[Json]:
    return [
        {
            "name": _line(entity.name),
            "rel": _line(entity.rel),
            **_identifier(entity.uri),
            **({"literal": _line(entity.code)} if entity.code else {}),
        }
        for entity in entities
    ]


def _own_uri(other: Association) -> str | None:
    """The association's identifier, which the schema demands: its own, else its first file's address."""
    given = to_uri(other.uri) if other.uri else None
    return given or next((href for r in other.renditions if (href := to_web_uri(r.href))), None)


def _association(other: Association, uri: str) -> Json:
    return {
        "name": _line(other.name) or other.type,
        "rel": _line(other.rel),
        "uri": uri,
        "type": other.type if other.type in _TYPES else None,
        "headlines": [_value(other.headline or "", None)],
        "by": _line(other.byline),
        "infoSources": [{"name": _line(other.credit), "role": "credit"}] if _line(other.credit) else [],
        "descriptions": [_value(other.caption or "", "caption")],
        "renditions": [_rendition(rendition) for rendition in other.renditions],
    }


def _rendition(rendition: Rendition) -> Json:
    """A file; a name inside a delivery is no address and leaves as the title."""
    href = to_web_uri(rendition.href)
    return {
        "name": _line(rendition.name) or "web",
        "href": href,
        "contentType": _line(rendition.content_type),
        "title": _line(rendition.title) or (None if href else _line(rendition.href)),
        "width": rendition.width,
        "height": rendition.height,
        "sizeInBytes": rendition.size,
        "duration": rendition.duration,
    }


def _identifier(uri: str | None) -> Json:
    """`uri` when it is one; an identifier that is none goes into `literal`, as the schema's format demands."""
    if not uri:
        return {}
    valid = to_uri(uri)
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


def _filled(value: Mapping[str, Any]) -> Json:
    """`value` without the members that hold nothing, at every depth."""
    cleaned = ((key, _inner(member)) for key, member in value.items())
    return {key: member for key, member in cleaned if member not in (None, "", [], {})}


def _inner(member: Any) -> Any:
    if isinstance(member, Mapping):
        return _filled(member)
    if isinstance(member, list):
        return _listed(member)
    return member


def _listed(members: Iterable[Any]) -> list[Any]:
    return [kept for kept in map(_inner, members) if kept not in (None, "", [], {})]
