"""What a NewsItem says of itself as a whole: identity, dates, status, urgency; and the envelope round it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from lxml.etree import _Element

from worker.article import PubStatus, Signal, Status
from worker.formats.newsml1.metadata import formal_name
from worker.knowledge.status_codes import Kind
from worker.knowledge.status_words import StatusWords
from worker.knowledge.timestamps import Times, Timestamp, read_timestamp
from worker.knowledge.urgency import figure
from worker.markup.lines import clean_line
from worker.markup.named import Found, by_name, line
from worker.markup.xml import line_of

# Status@FormalName in small letters
_STATUS: Final[Mapping[str, PubStatus]] = {
    "withheld": PubStatus.WITHHELD,
    "hold": PubStatus.WITHHELD,
    "embargoed": PubStatus.WITHHELD,  # until the status changes, where it says when
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
    "deleted": PubStatus.CANCELED,
    "withdrawn": PubStatus.CANCELED,
}
# elements that say so, and what their words are in config/status.toml; an instruction wins over a type
_SAYING: Final[tuple[tuple[Kind, str], ...]] = (("instruction", "Instruction"), ("item-type", "NewsItemType"))
_SERVICE: Final = ("NewsService", "NewsProduct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`uri` without the revision; `printed` is the public identifier with it."""

    uri: str | None = None
    version: str | None = None
    printed: str | None = None


def management_of(item: _Element) -> Found:
    """The elements of the item's identification and management by name."""
    return by_name(item.find("Identification"), item.find("NewsManagement"))


def identity(management: Found) -> Identity:
    """The public identifier, else what the standard makes of provider, date and item id."""
    printed = line(management, "PublicIdentifier")
    revision = next(iter(management.get("RevisionId", ())), None)
    version = line_of(revision)
    if printed is None:
        parts = [line(management, name) for name in ("ProviderId", "DateId", "NewsItemId")]
        uri = "urn:newsml:" + ":".join(filter(None, parts)) if all(parts) else None
        return Identity(uri=uri, version=version)
    letter = "" if revision is None else revision.get("Update") or ""
    for ending in (f":{version}{letter}", f":{version}"):
        if version and printed.endswith(ending) and len(printed) > len(ending):
            return Identity(uri=printed[: -len(ending)], version=version, printed=printed)
    return Identity(uri=printed, version=version)


def times(management: Found, zone: tzinfo | None) -> Times:
    """The dates; `zone`: of clocks that name none."""
    first = read_timestamp(line(management, "FirstCreated"), zone)
    version = read_timestamp(line(management, "ThisRevisionCreated"), zone) or first
    future, change = _change(management, zone)
    embargo = change if future is PubStatus.USABLE and _printed(management) is not PubStatus.USABLE else None
    expires = change if future in {PubStatus.WITHHELD, PubStatus.CANCELED} else None
    return Times(first=first, version=version, embargo=embargo, expires=expires)


def _change(management: Found, zone: tzinfo | None) -> tuple[PubStatus | None, Timestamp | None]:
    """(the status to come, when it comes)."""
    for element in management.get("StatusWillChange", ()):
        future = (formal_name(element.find("FutureStatus")) or "").lower()
        if future:
            when = read_timestamp(line_of(element.find("DateAndTime")), zone)
            return _STATUS.get(future, PubStatus.USABLE), when
    return None, None


def _printed(management: Found) -> PubStatus:
    printed = formal_name(next(iter(management.get("Status", ())), None)) or ""
    return _STATUS.get(printed.lower(), PubStatus.USABLE)


def pub_status(management: Found, words: StatusWords, *, dated: bool) -> PubStatus:
    """What may be done with the item; an embargo whose end is known (`dated`) is no more than its date."""
    printed = _printed(management)
    if status(management, words).signal is Signal.KILL:
        return PubStatus.CANCELED
    return PubStatus.USABLE if printed is PubStatus.WITHHELD and dated else printed


def status(management: Found, words: StatusWords) -> Status:
    """What the item does to the story: an instruction wins over its type, both over its being a later revision."""
    if _printed(management) is PubStatus.CANCELED:
        return Status(signal=Signal.KILL, label=formal_name(management["Status"][0]))
    for kind, name in _SAYING:
        if (said := words.strongest(kind, map(formal_name, management.get(name, ())))) is not None:
            return said
    revision = next(iter(management.get("RevisionId", ())), None)
    previous = "" if revision is None else (revision.get("PreviousRevision") or "").strip()
    return Status(signal=Signal.UPDATE) if previous not in {"", "0"} and line_of(revision) != previous else Status()


def urgency(management: Found) -> int | None:
    """As IPTC counts it."""
    return figure(formal_name(next(iter(management.get("Urgency", ())), None)))


def transmission(envelope: _Element | None) -> Mapping[str, str]:
    """What the envelope says of the way here."""
    if envelope is None:
        return {}
    services = (formal_name(element) for name in _SERVICE for element in envelope.iter(name))
    found = {
        "service": next((service for service in services if service), None),
        "sequence": line_of(envelope.find("TransmissionId")),
        "priority": formal_name(envelope.find("Priority")),
        "date": line_of(envelope.find("DateAndTime")),
    }
    return {name: text for name, text in found.items() if text}


def sender(envelope: _Element | None) -> str | None:
    """The party that the envelope comes from."""
    party = None if envelope is None else envelope.find("SentFrom/Party")
    return formal_name(party)


def linked(management: Found) -> tuple[str, ...]:
    """The identifiers of the items that this one is associated with."""
    found = (clean_line(element.get("NewsItem") or "") for element in management.get("AssociatedWith", ()))
    return tuple(dict.fromkeys(filter(None, found)))
