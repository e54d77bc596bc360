"""Reads the property that only our own output has, `agencyfeed`: what extension.py writes, back into the article."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal, TypeVar

from worker import transmission
from worker.article import Dateline, Entity, Flag, InfoSource, Related, Signal, Status, Subject
from worker.classified import LanguageCheck
from worker.members.reading import Fields, fields, first_line, integer, line, lines, objects
from worker.syndicated import Fingerprint, Grade, Syndication

T = TypeVar("T", Subject, Entity)

# en   zh-Hant-TW
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_SIGNALS: Final[Mapping[str, Signal]] = {signal.value: signal for signal in Signal}
_GRADES: Final[Mapping[str, Grade]] = {grade.value: grade for grade in Grade}
_FLAGS: Final[Mapping[str, Flag]] = {flag.value: flag for flag in Flag}


def own_fields(said: Fields, related_max: int) -> dict[str, Any]:
    """Fields of the article by name, for `dataclasses.replace`; the record it was once made of is none of them."""
    return {
        "status": _status(fields(said.get("status"))),
        "flags": tuple(_FLAGS[flag] for flag in lines(said.get("flags")) if flag in _FLAGS),
        "column": line(said.get("column")),
        "dateline": _dateline(fields(said.get("dateline"))),
        "printed_bylines": tuple(lines(fields(said.get("printed")).get("by"))),
        "sign_off": line(said.get("signOff")),
        "syndication": _syndication(fields(said.get("syndication"))),
        "language_check": _language(fields(said.get("language"))),
        "section": line(said.get("section")),
        "related": tuple(_related(one) for one in objects(said.get("related"))[:related_max] if line(one.get("title"))),
        "transmission": _lines_by_name(said.get("transmission"), transmission.KEYS),
        "urgency_confidence": integer(said.get("urgencyConfidence")),
        "body_confidence": _share(said.get("bodyConfidence")),
        "field_sources": _lines_by_name(said.get("fieldSources")),
        "fingerprint": _fingerprint(fields(said.get("fingerprint"))),
    }


def as_printed(sources: tuple[InfoSource, ...], said: Fields) -> tuple[InfoSource, ...]:
    """The parties with the other names they had in the feed, each name's at its first party."""
    names = {
        name: tuple(lines(value)) for name, value in fields(fields(said.get("printed")).get("infoSources")).items()
    }
    return tuple(replace(one, printed=names.pop(one.name, ())) for one in sources) if names else sources


def as_told(found: tuple[T, ...], said: Any, key: Literal["literal", "name"]) -> tuple[T, ...]:
    """Genres or places, those that we told with their source and confidence; `key`: what both name them by."""
    told = {line(one.get(key)): one for one in objects(said)}
    return tuple(
        replace(one, creator=line(of.get("source")), confidence=integer(of.get("confidence")))
        if (of := told.get(getattr(one, key)))
        else one
        for one in found
    )


def is_own(item: Fields) -> bool:
    """Whether agencyfeed published the item."""
    return isinstance(item.get("agencyfeed"), dict)


def _share(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def _status(said: Fields) -> Status:
    return Status(
        signal=_SIGNALS.get(str(said.get("signal")), Signal.NEW),
        number=integer(said.get("number")),
        label=line(said.get("label")),
    )


def _language(said: Fields) -> LanguageCheck | None:
    detected, confidence = _tag(said.get("detected")), integer(said.get("confidence"))
    if detected is None or confidence is None:
        return None
    declared, overruled = _tag(said.get("declared")), said.get("overruled") is True
    return LanguageCheck(detected=detected, confidence=confidence, declared=declared, overruled=overruled)


def _tag(value: Any) -> str | None:
    """No words, whoever calls the item ours."""
    tag = line(value)
    return tag if tag and _TAG.fullmatch(tag) else None


def _dateline(said: Fields) -> Dateline | None:
    words = line(said.get("text"))
    if words is None:
        return None
    return Dateline(
        text=words,
        places=tuple(lines(said.get("places"))),
        region=line(said.get("region")),
        date=line(said.get("date")),
    )


def _syndication(said: Fields) -> Syndication:
    return Syndication(
        grade=_GRADES.get(str(said.get("grade")), Grade.UNKNOWN),
        agencies=tuple(lines(said.get("agencies"))),
        disclaimer=line(said.get("disclaimer")),
    )


def _related(said: Fields) -> Related:
    return Related(title=line(said.get("title")) or "", section=line(said.get("section")), url=line(said.get("url")))


def _fingerprint(said: Fields) -> Fingerprint | None:
    sha256, simhash = first_line(said, "sha256"), first_line(said, "simhash")
    return Fingerprint(sha256=sha256, simhash=simhash) if sha256 and simhash else None


def _lines_by_name(value: Any, names: frozenset[str] | None = None) -> dict[str, str]:
    found = ((name, line(member)) for name, member in fields(value).items() if names is None or name in names)
    return {name: member for name, member in found if member}
