"""JSON members as parts of an article: times, sources, persons, text and its blocks."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from worker.article import Block, InfoSource, PubStatus, Rendition
from worker.knowledge.agencies import both_printed
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp, read_timestamp
from worker.markup.fragment import html_blocks, html_line
from worker.markup.lines import clean_line
from worker.members.reading import LINE_MAX, Fields, first_line, line, positive, seconds, text
from worker.model import Limits

WRAPPED_MIN: Final = 45  # characters of a line that was broken to fit a width, at least
WRAPPED_MAX: Final = 100

# <b>   </p>   &amp;   &#8217;   what plain text does not hold by chance
_MARKUP: Final = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|sup|sub|a|h[1-6])(?=[\s/>])|&(?:[a-z]{2,8}|#[0-9]{1,6});", re.IGNORECASE
)
# the blank line between two paragraphs
_GAP: Final = re.compile(r"\n[ \t]*\n")
_STATES: Final[Mapping[str, PubStatus]] = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "embargoed": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
    "deleted": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
}


def moment(value: Any, house: tzinfo | None = None) -> Timestamp | None:
    """The moment that a string states."""
    return read_timestamp(value, house) if isinstance(value, str) else None


def when(stamp: Timestamp | None) -> datetime | None:
    """The moment alone."""
    return stamp.when if stamp else None


def told(**stamps: Timestamp | None) -> dict[str, str]:
    """`Article.field_sources` of times, by the name of their property."""
    return {name: stamp.source for name, stamp in stamps.items() if stamp}


def pub_status(value: Any) -> PubStatus:
    """IPTC's codes with or without their scheme; what nobody said is usable."""
    code = (line(value) or "").rpartition(":")[2].lower()
    return _STATES.get(code, PubStatus.USABLE)


def urgency(value: Any) -> int | None:
    """1 to 9, with or without a scheme."""
    number = positive(value.rpartition(":")[2] if isinstance(value, str) else value)
    return number if number is not None and number <= 9 else None


def marked_line(value: Any, limits: Limits) -> str | None:
    """A line that may hold tags and character references although it ought to be plain."""
    if not isinstance(value, str) or len(value) > LINE_MAX:
        return line(value)
    return html_line(value, limits) if _MARKUP.search(value) else line(value)


def plain_blocks(value: str) -> tuple[Block, ...]:
    """Paragraphs of plain text: parted by blank lines where there are any, else a line each."""
    found = value.replace("\r\n", "\n").replace("\r", "\n")
    rows = [row for chunk in _GAP.split(found) for row in _rows(chunk)] if _GAP.search(found) else found.split("\n")
    return tuple(Block(text=clean) for row in rows if (clean := clean_line(row)))


def _rows(chunk: str) -> list[str]:
    """The chunk as one paragraph where its lines were broken to fit a width, else its lines."""
    rows = chunk.split("\n")
    wrapped = len(rows) > 1 and all(WRAPPED_MIN <= len(row.strip()) <= WRAPPED_MAX for row in rows[:-1])
    return [chunk] if wrapped else rows


def public_note(value: Any, knowledge: Knowledge) -> str | None:
    """A note to editors up to where the rest is not for publication, without what says whom to call."""
    given = value if isinstance(value, str) else line(value) or ""
    return knowledge.contacts.public_note(line(given[: knowledge.pages.private.start(given)]) or "")


def rights(item: Fields, knowledge: Knowledge) -> dict[str, Any]:
    """What may be done with an item, by fields of an article; `item` has its members in small letters."""
    return {
        "copyright_notice": line(item.get("copyrightnotice")),
        "copyright_holder": line(item.get("copyrightholder")),
        "usage_terms": line(item.get("usageterms")),
        "ednote": public_note(item.get("ednote"), knowledge),
        "pub_status": pub_status(item.get("pubstatus")),
    }


def any_blocks(value: Any, limits: Limits) -> tuple[Block, ...]:
    """The blocks of a string that is HTML or plain text, as its own look says."""
    given = text(value)
    if given is None:
        return ()
    return html_blocks(given, limits) if _MARKUP.search(given) else plain_blocks(given)


def source(name: str | None, role: str, knowledge: Knowledge) -> InfoSource | None:
    """A party of the article: the agency of that name, else the name alone."""
    if not name:
        return None
    agency = knowledge.agencies.named(name)
    return agency.source(role, name) if agency else InfoSource(name=name, role=role)


def sources(*found: InfoSource | None) -> tuple[InfoSource, ...]:
    """The parties, each name in each role once."""
    kept: dict[InfoSource, InfoSource] = {}
    for one in filter(None, found):
        kept[one] = both_printed(kept.get(one, one), one)
    return tuple(kept.values())


def zone_of(found: Iterable[InfoSource], knowledge: Knowledge) -> tzinfo | None:
    """The zone of the first agency among the parties that has one: its clocks name none."""
    agencies = (knowledge.agencies.named(one.name) for one in found if one.code)
    return next((agency.zone for agency in agencies if agency and agency.zone), None)


def rendition(file: Fields, name: str | None = None) -> Rendition | None:
    """A file of a media item; None without an address.  Members in small letters."""
    href = first_line(file, "href", "url", "source_url")
    if href is None:
        return None
    return Rendition(
        href=href,
        name=first_line(file, "name") or name or "web",
        content_type=first_line(file, "contenttype", "mimetype", "mime_type"),
        title=first_line(file, "title"),
        width=positive(file.get("width")),
        height=positive(file.get("height")),
        size=positive(file.get("sizeinbytes")),
        duration=seconds(file.get("duration")),
    )
