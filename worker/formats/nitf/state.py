"""What a NITF document says of its own state: version, dates, status, notes to editors, the wire's header."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from worker.article import PubStatus, Signal, Status
from worker.knowledge.page_words import PageWords
from worker.knowledge.status_words import StatusWords
from worker.knowledge.timestamps import Times, read_timestamp
from worker.markup.lines import clean_line
from worker.markup.named import Found, line, value, values

# docdata@management-status in small letters
_STATUS: Final[Mapping[str, PubStatus]] = {
    "withheld": PubStatus.WITHHELD,
    "hold": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "kill": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
}
# names of meta elements in small letters -> Article.transmission, the first that has a value
_HEADER: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("anpa-service", "service", "ntbtjeneste"),
    "sequence": ("anpa-sequence", "ntbiptcsequence"),
    "selector": ("aap-selectors", "ap-selector"),
    "priority": ("aap-priority", "ap-priority", "ntbprioritet", "prioridad"),
    "category": ("anpa-category", "ap-category", "category", "categoria"),
    "format": ("anpa-format",),
    "keyword": ("anpa-keyword", "ap-keyword", "ntbstikkord"),
    "take": ("anpa-takekey",),
    "words": ("anpa-wordcount",),
}


def times(head: Found, top: Found, zone: tzinfo | None) -> Times:
    """The dates; `zone`: of clocks that name none.  The issue date is the first version's where there is one only."""
    norm = {
        "issued": value(head, "date.issue", "norm") or value(head, "pubdata", "date.publication"),
        "released": value(head, "date.release", "norm"),
        "expires": value(head, "date.expire", "norm"),
        "written": value(top, "story.date", "norm"),
    }
    at = {name: read_timestamp(text, zone) for name, text in norm.items() if text}
    issued, released = at.get("issued") or at.get("written"), at.get("released")
    later = released is not None and (issued is None or released.when > issued.when)
    return Times(
        first=issued if not _revised(head) else None,
        version=issued,
        content=at.get("written"),
        embargo=released if later else None,
        expires=at.get("expires"),
    )


def _revised(head: Found) -> bool:
    version = value(head, "du-key", "version") or ""
    return version.isascii() and version.isdigit() and int(version[:9]) > 1


def pub_status(head: Found, *, dated: bool) -> PubStatus:
    """What may be done with the document; an embargo without an end (not `dated`) withholds it."""
    printed = (value(head, "docdata", "management-status") or "").lower()
    if printed == "embargoed" and not dated:
        return PubStatus.WITHHELD
    return _STATUS.get(printed, PubStatus.USABLE)


def status(head: Found, words: StatusWords) -> Status:
    """The signal of a cancellation, an advisory, an alert or a later version."""
    printed = value(head, "docdata", "management-status")
    if printed and _STATUS.get(printed.lower()) is PubStatus.CANCELED:
        return Status(signal=Signal.KILL, label=printed)
    said = words.strongest("item-type", values(head, "tobject", "tobject.type"))
    return said or (Status(signal=Signal.UPDATE) if _revised(head) else Status())


def ednote(head: Found, pages: PageWords) -> str | None:
    """The messages to editors that are public; one that says it is not for publication is none."""
    notes = [
        " ".join(info.split())
        for message in head.get("ed-msg", ())
        if (info := message.get("info") or "").strip() and not any(map(pages.is_private, info.splitlines()))
    ]
    return " ".join(dict.fromkeys(notes)) or None


def slugline(head: Found, header: Mapping[str, str]) -> str | None:
    """The wire's keyword, else the key of the du-key, else the one keyword there is."""
    keys = [*values(head, "keyword", "key")]
    alone = keys[0] if len(keys) == 1 else None
    return header.get("anpa-keyword") or value(head, "du-key", "key") or header.get("ntbstikkord") or alone


def metas(head: Found) -> Mapping[str, str]:
    """The `meta` elements: content under the name in small letters, the first where a name comes twice."""
    pairs: dict[str, str] = {}
    for meta in head.get("meta", ()):
        name, content = (meta.get("name") or "").strip().lower(), clean_line(meta.get("content") or "")
        if name and content:
            pairs.setdefault(name, content)
    return pairs


def transmission(header: Mapping[str, str], head: Found) -> Mapping[str, str]:
    """The wire's header as it went through other hands: meta elements of AAP, AP, NTB, PA and EFE."""
    found = {key: next((header[name] for name in names if name in header), None) for key, names in _HEADER.items()}
    if not found["take"] and (value(head, "series", "series.totalpart") or "1") != "1":
        found["take"] = value(head, "series", "series.part")
    return {key: text for key, text in found.items() if text}


def title(head: Found) -> str | None:
    """The document's title: the headline where there is no other."""
    return line(head, "title")
