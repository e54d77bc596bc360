"""Dates of feeds, which come in every spelling."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Final

from worker.formats.feed.names import Parts, line, lines
from worker.knowledge.loading import Knowledge
from worker.knowledge.moments import find_moments
from worker.knowledge.timestamps import LENGTH_MAX, Times, Timestamp, read_timestamp

_FIRST: Final = (
    "pubDate", "wp:post_date_gmt", "published", "atom:published", "dcterms:issued", "issued", "dcterms:created",
    "created", "dc:date",
    "prism:publicationDate", "pubdate", "news:publication_date", "date",
)  # fmt: skip
_LATEST: Final = (
    "wp:post_modified_gmt", "updated", "atom:updated", "dcterms:modified", "modified", "prism:modificationDate",
    "lastBuildDate",
)  # fmt: skip
_EXPIRES: Final = ("prism:expirationDate", "expirationDate", "dcterms:valid")
_EMBARGO: Final = ("prism:embargoDate", "embargo", "dcterms:available")
_BUILT: Final = ("pubDate", "updated", "lastBuildDate", "dc:date", "dcterms:modified", "modified")

# Mon, 6 Jan 2020 14:05:00 +01:00   the colon is not RFC 822's, the mail reader takes such a zone for none
_OFFSET: Final = re.compile(r"(?<=[0-9])\s?([+-][0-9]{2}):([0-9]{2})$")
# Mon, 6 Jan 2020 14:05:00 CEST   a zone that RFC 822 has no name for
_NAMED_ZONE: Final = re.compile(r"(?<=[0-9])\s([A-Za-z]{2,5})$")
# Thu, 28 Sept 2018   longer than RFC 822's months
_SEPT: Final = re.compile(r"\bSept\b")


def times(
    item: Parts, extra: Mapping[str, Sequence[str]], feed: tuple[Timestamp | None, tzinfo | None], knowledge: Knowledge
) -> Times:
    """The times of an item, `extra` in elements of an agency's own; `feed`: when it was made, its zone."""
    made, house = feed
    first = _stamp(item, _FIRST, house, knowledge) or _extra(extra, "published", house, knowledge)
    latest = _stamp(item, _LATEST, house, knowledge) or _extra(extra, "updated", house, knowledge)
    if first is None and latest is None and made is not None:
        latest = Timestamp(when=made.when, source="feed's own date")
    planned = first if line(item, "wp:status") == "future" else None
    return Times(
        first=first,
        version=latest or first,
        embargo=_stamp(item, _EMBARGO, house, knowledge) or planned,
        expires=_stamp(item, _EXPIRES, house, knowledge),
        implied="",
    )


def _extra(
    extra: Mapping[str, Sequence[str]], field: str, house: tzinfo | None, knowledge: Knowledge
) -> Timestamp | None:
    return next((stamp for text in extra.get(field, ()) if (stamp := read(text, house, knowledge))), None)


def built(channel: Parts, house: tzinfo | None, knowledge: Knowledge) -> Timestamp | None:
    """When the feed says that it was made."""
    return _stamp(channel, _BUILT, house, knowledge)


def _stamp(parts: Parts, names: tuple[str, ...], house: tzinfo | None, knowledge: Knowledge) -> Timestamp | None:
    return next(_stamps(parts, names, house, knowledge), None)


def _stamps(parts: Parts, names: tuple[str, ...], house: tzinfo | None, knowledge: Knowledge) -> Iterator[Timestamp]:
    for name in names:
        for text in lines(parts, name):
            if stamp := read(f"{text}Z" if name.endswith("_gmt") else text, house, knowledge):
                yield stamp


def read(text: str, house: tzinfo | None, knowledge: Knowledge) -> Timestamp | None:
    """A machine's date with whatever zone it names, else a date in words."""
    if not 0 < len(text) <= LENGTH_MAX:
        return None
    text = _SEPT.sub("Sep", _OFFSET.sub(r" \1\2", text))
    named = _NAMED_ZONE.search(text)
    zone = knowledge.dates.zones.get(named[1].lower()) if named else None
    if zone is not None and named is not None:
        stamp = read_timestamp(text[: named.start()], zone)
        return Timestamp(when=stamp.when, source="feed") if stamp else _in_words(text, house, knowledge)
    return read_timestamp(text, house) or _in_words(text, house, knowledge)


def _in_words(text: str, house: tzinfo | None, knowledge: Knowledge) -> Timestamp | None:
    moment = next(find_moments(text, knowledge.dates, house, day_first=True), None)
    if moment is None or moment.start > 12 or (text[:4] == "0000"):
        return None
    source = {"printed": "feed", "house": "feed, zone of the agency"}.get(moment.zone, "feed, zone not printed")
    return Timestamp(when=moment.when, source=source if moment.clock else "feed, day only")
