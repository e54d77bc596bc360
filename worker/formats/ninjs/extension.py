"""Our own property of a ninjs article, `agencyfeed`: what news agencies' copy needs and ninjs has no place for."""

import importlib.metadata
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from worker.article import Article, Dateline, Entity, Related, Status, Subject
from worker.classified import GENRE_SOURCES, LanguageCheck, TopicDecision
from worker.cleaning import line
from worker.model import RawMessage
from worker.syndicated import Syndication
from worker.uris import to_web_uri

VERSION: Final = importlib.metadata.version("agencyfeed")

# A field of model.Article -> the property it goes out as, where the names differ; the rest only lose their underscores.
_PROPERTIES: Final = {
    "byline": "by",
    "headline": "headlines",
    "ednote": "edNote",
    "body": "bodies",
}
# first_created: an underscore and the letter behind it
_UNDERSCORE: Final = re.compile(r"_+([a-z])")


def filled(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members that hold something; nought is something."""
    return {key: member for key, member in members.items() if member or member == 0}


def extension(article: Article, raw: RawMessage, item: int, rules: str) -> dict[str, Any]:
    """The property's value, of the members that have one."""
    members = {
        "status": _status(article.status),
        "flags": [flag.value for flag in dict.fromkeys(article.flags)],
        "column": line(article.column or ""),
        "dateline": _dateline(article.dateline),
        "printed": _printed(article),
        "signOff": line(article.sign_off or ""),
        "syndication": _syndication(article.syndication),
        "language": _language(article.language_check),
        "section": line(article.section or ""),
        "topics": _topics(article.topics),
        "genres": [_judgement(one, literal) for one in article.genres if (literal := _judged(one))],
        "places": [_told_place(place) for place in article.places if place.creator],
        "related": [_related(story, title) for story in article.related if (title := line(story.title))],
        "transmission": filled({key: line(value) for key, value in sorted(article.transmission.items())}),
        "urgencyConfidence": article.urgency_confidence,
        "bodyConfidence": article.body_confidence,
        "fieldSources": filled({_property(key): line(source) for key, source in sorted(article.field_sources.items())}),
        "fingerprint": {"sha256": article.fingerprint.sha256, "simhash": article.fingerprint.simhash}
        if article.fingerprint
        else None,
        "source": _source(article, raw, item),
        "worker": {"version": VERSION, "rules": rules},
    }
    return filled(members)


def _printed(article: Article) -> dict[str, Any]:
    """What feed or page print where a property carries the normal form."""
    parties = {line(one.name): [*filter(None, map(line, one.printed))] for one in article.info_sources if one.printed}
    return filled({"by": [*filter(None, map(line, article.printed_bylines))], "infoSources": filled(parties)})


def _status(status: Status) -> dict[str, Any]:
    return filled({"signal": status.signal.value, "number": status.number, "label": line(status.label or "")})


def _syndication(syndication: Syndication) -> dict[str, Any]:
    members = {
        "grade": syndication.grade.value,
        "agencies": [*filter(None, map(line, syndication.agencies))],
        "disclaimer": line(syndication.disclaimer or ""),
    }
    return filled(members)


def _dateline(dateline: Dateline | None) -> dict[str, Any]:
    text = line(dateline.text) if dateline else ""
    if dateline is None or not text:
        return {}
    members = {
        "places": [*filter(None, map(line, dateline.places))],
        "region": line(dateline.region or ""),
        "date": dateline.date,
        "text": text,
    }
    return filled(members)


def _judged(genre: Subject) -> str:
    """The literal of a genre that we told, not the feed."""
    return line(genre.literal or "") if genre.creator in GENRE_SOURCES else ""


def _judgement(genre: Subject, literal: str) -> dict[str, Any]:
    return {"literal": literal, "source": line(genre.creator or ""), "confidence": genre.confidence}


def _topics(decision: TopicDecision | None) -> dict[str, Any]:
    if decision is None:
        return {}
    guesses = [{"literal": f"medtop:{code}", "confidence": sure} for code, sure in decision.guesses]
    members = {
        "literal": f"medtop:{decision.code}" if decision.code else None,
        "name": line(decision.name or ""),
        "by": decision.by,
        "agreed": decision.agreed,
        "model": decision.model,
        "guesses": guesses,
    }
    return filled(members)


def _language(check: LanguageCheck | None) -> dict[str, Any]:
    if check is None:
        return {}
    members = {"declared": check.declared, "detected": check.detected, "confidence": check.confidence}
    return filled(members | ({"overruled": True} if check.overruled else {}))


def _told_place(place: Entity) -> dict[str, Any]:
    return {"name": line(place.name or ""), "source": line(place.creator or ""), "confidence": place.confidence}


def _related(story: Related, title: str) -> dict[str, Any]:
    return filled({"section": line(story.section or ""), "title": title, "url": to_web_uri(story.url or "")})


def _source(article: Article, raw: RawMessage, item: int) -> dict[str, Any]:
    members = {
        "topic": line(raw.topic),
        "partition": raw.partition,
        "offset": raw.offset,
        "timestamp": _utc(raw.timestamp_ms),
        "format": article.format,
        "item": item,
    }
    return filled(members)


def _utc(timestamp_ms: int | None) -> str | None:
    """The record's timestamp in RFC 3339; None where it has none or an absurd one."""
    if timestamp_ms is None or not 0 <= timestamp_ms < 253_402_300_800_000:
        return None
    return datetime.fromtimestamp(timestamp_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=256)
def _property(name: str) -> str:
    return _PROPERTIES.get(name) or _UNDERSCORE.sub(lambda found: found[1].upper(), name)
