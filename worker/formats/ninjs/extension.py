"""Our own property of a ninjs article, `agencyfeed`: what news agencies' copy needs and ninjs has no place for."""

import importlib.metadata
import re
from datetime import UTC, datetime
from typing import Any, Final

from worker.article import Article, Dateline, Related, Status
from worker.cleaning import line
from worker.model import RawMessage
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


def extension(article: Article, raw: RawMessage, item: int, rules: str) -> dict[str, Any]:
    """The property's value; members without a value are None, "" or empty and fall away."""
    return {
        "status": _status(article.status),
        "flags": [flag.value for flag in dict.fromkeys(article.flags)],
        "column": line(article.column or ""),
        "dateline": _dateline(article.dateline),
        "signOff": line(article.sign_off or ""),
        "syndication": {
            "grade": article.syndication.grade.value,
            "agencies": [line(agency) for agency in article.syndication.agencies],
            "disclaimer": line(article.syndication.disclaimer or ""),
        },
        "section": line(article.section or ""),
        "related": [_related(story) for story in article.related if line(story.title)],
        "transmission": {key: line(value) for key, value in sorted(article.transmission.items()) if line(value)},
        "fieldSources": {_property(name): line(source) for name, source in sorted(article.field_sources.items())},
        "fingerprint": {"sha256": article.fingerprint.sha256, "simhash": article.fingerprint.simhash}
        if article.fingerprint
        else None,
        "source": _source(article, raw, item),
        "worker": {"version": VERSION, "rules": rules},
    }


def _status(status: Status) -> dict[str, Any]:
    return {"signal": status.signal.value, "number": status.number, "label": line(status.label or "")}


def _dateline(dateline: Dateline | None) -> dict[str, Any]:
    if dateline is None or not line(dateline.text):
        return {}
    return {
        "places": [line(place) for place in dateline.places],
        "region": line(dateline.region or ""),
        "date": dateline.date,
        "text": line(dateline.text),
    }


def _related(story: Related) -> dict[str, Any]:
    return {"section": line(story.section or ""), "title": line(story.title), "url": to_web_uri(story.url or "")}


def _source(article: Article, raw: RawMessage, item: int) -> dict[str, Any]:
    return {
        "topic": line(raw.topic),
        "partition": raw.partition,
        "offset": raw.offset,
        "timestamp": _utc(raw.timestamp_ms),
        "format": article.format,
        "item": item,
    }


def _utc(timestamp_ms: int | None) -> str | None:
    """The record's timestamp in RFC 3339; None where it has none or an absurd one."""
    if timestamp_ms is None or not 0 <= timestamp_ms < 253_402_300_800_000:
        return None
    return datetime.fromtimestamp(timestamp_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _property(name: str) -> str:
    return _PROPERTIES.get(name) or _UNDERSCORE.sub(lambda found: found[1].upper(), name)
