"""What an item of NewsML-G2 says of its own state: dates, publishing status, signals, embargo, the message's header."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final

from lxml.etree import _Element

from worker.article import PubStatus, Signal, Status
from worker.formats.newsml_g2.elements import Item, code_of, codes, line, lines, role_of, word
from worker.knowledge.status_words import StatusWords
from worker.knowledge.timestamps import Times, Timestamp, read_timestamp
from worker.markup.xml import line_of

_PUB_STATUS: Final[Mapping[str, PubStatus]] = {
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
    "withheld": PubStatus.WITHHELD,
    "embargoed": PubStatus.WITHHELD,
    "template": PubStatus.WITHHELD,
}
_CATEGORY: Final = "a1312cat:"  # the category of ANPA 1312 as a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes for every item of a message: who sent it, how urgently, when; its language."""

    senders: tuple[str, ...] = ()
    priority: str | None = None
    sent: str | None = None
    language: str | None = None


def message_of(root: _Element, language: str | None) -> Message:
    """The header, whatever case its elements are in."""
    header = next((child for child in root if str(child.tag).lower() == "header"), None)
    found: dict[str, str] = {}
    for element in header if header is not None else ():
        if text := line_of(element):
            found.setdefault(str(element.tag).lower(), text)
    return Message(
        senders=tuple(found[name] for name in ("sender", "origin") if name in found),
        priority=found.get("priority"),
        sent=found.get("sent"),
        language=language,
    )


def times(item: Item, zone: tzinfo | None) -> Times:
    """The dates; `zone`: of clocks that name none.  An item without any of its own has those of its content."""
    at = {name: _moment(item, name, zone) for name in ("firstcreated", "versioncreated", "contentcreated")}
    first, version, content = at["firstcreated"], at["versioncreated"], at["contentcreated"]
    embargo, expires = _moment(item, "embargoed", zone), _moment(item, "expires", zone)
    if first is not None or version is not None:
        return Times(first=first, version=version, content=content, embargo=embargo, expires=expires)
    modified = _moment(item, "contentmodified", zone) or content
    return Times(
        first=replace(content, source="contentCreated") if content else None,
        version=replace(modified, source="contentModified") if modified else None,
        content=content,
        embargo=embargo,
        expires=expires,
        implied="",
    )


def _moment(item: Item, name: str, zone: tzinfo | None) -> Timestamp | None:
    stamps = (read_timestamp(text, zone) for text in lines(item.found, name))
    return next((stamp for stamp in stamps if stamp is not None), None)


def pub_status(item: Item, words: StatusWords, *, dated: bool) -> PubStatus:
    """What may be done with the item; by the standard an `embargoed` without a moment (not `dated`) withholds it."""
    printed = word(next(codes(item.found, "pubstatus"), None)) or (line(item.found, "pubstatus") or "").lower()
    known = _PUB_STATUS.get(printed, PubStatus.USABLE)
    if any(words.coded("signal", code) is Signal.KILL for code in codes(item.found, "signal")):
        return PubStatus.CANCELED
    if known is PubStatus.WITHHELD and printed == "embargoed" and dated:
        return PubStatus.USABLE
    if known is PubStatus.USABLE and "embargoed" in item.found and not dated:
        return PubStatus.WITHHELD
    return known


def status(item: Item, words: StatusWords) -> Status:
    """The strongest of the item's signals, else what its role or genre says."""
    signals = [*codes(item.found, "signal")]
    if pub_status(item, words, dated=True) is PubStatus.CANCELED:
        killers = (code for code in signals if words.coded("signal", code) is Signal.KILL)
        return Status(signal=Signal.KILL, label=next(iter((*killers, *codes(item.found, "pubstatus"))), None))
    return (
        words.strongest("signal", signals)
        or words.strongest("role", codes(item.found, "role"))
        or words.strongest("genre", codes(item.found, "genre"))
        or Status()
    )


def transmission(item: Item, message: Message, words: str | None) -> Mapping[str, str]:
    """The header of the message and what else comes from the wire."""
    category = next((code for code in codes(item.found, "subject") if code.startswith(_CATEGORY)), "")
    services = (code_of(one) or line_of(one.find("name")) for one in item.found.get("service", ()))
    found = {
        "priority": message.priority,
        "date": message.sent,
        "words": words,
        "category": category.removeprefix(_CATEGORY),
        "service": " ".join(dict.fromkeys(filter(None, services))),
        "sequence": _sequence(item),
        "signals": " ".join(dict.fromkeys(codes(item.found, "signal"))),
    }
    return {key: text for key, text in found.items() if text}


def _sequence(item: Item) -> str | None:
    """The running number of STT: <altId type="sttidtype:runningnumber">stt 107</altId>."""
    numbers = (line_of(one) for one in item.found.get("altid", ()) if word(one.get("type")) == "runningnumber")
    return next(filter(None, numbers), None)


def title(item: Item) -> str | None:
    """The item's title: the first without a role, else the first."""
    titles = [(role_of(one), text) for one in item.found.get("title", ()) if (text := line_of(one))]
    return next((text for role, text in titles if not role), titles[0][1] if titles else None)
