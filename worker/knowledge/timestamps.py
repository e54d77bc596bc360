"""Machine dates as aware datetimes: ISO 8601 in all its spellings, RFC 822, numbers of Unix."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any, Final

from worker.knowledge.dates import YEAR_MAX, YEAR_MIN
from worker.knowledge.moments import with_zone

LENGTH_MAX: Final = 64
OFFSET_MAX: Final = timedelta(hours=15)
UNIX_MS_MIN: Final = 1e11  # in seconds the year 5138, in thousandths 1973

# 2018-01-30T17:32:18.397   20131020T192751+1100   2016-04-13 04:52:21+00:00   20180404T175859Z   2016-04-21   20131020
_ISO: Final = re.compile(
    r"""
    (?P<y>[12][0-9]{3}) (?P<sep>[-/]?) (?P<m>[0-9]{2}) (?P=sep) (?P<d>[0-9]{2})
    (?: [T\s]\s? (?P<h>[0-9]{2}) :? (?P<min>[0-9]{2}) (?: :? (?P<s>[0-9]{2}) (?:[.,][0-9]{1,9})? )?
        \s? (?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Sat, 02 Dec 2017 15:43:50 +0000   02 Dec 17 15:43 GMT
_RFC_822: Final = re.compile(r"(?:[A-Za-z]{3,9},\s?)?[0-9]{1,2}\s[A-Za-z]{3,9}\s[0-9]{2,4}\s[0-9]{1,2}:[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """A moment that a feed states; `source` is what `Article.field_sources` says of it."""

    when: datetime  # aware
    source: str  # "feed", or what print left open: "feed, zone of the agency | zone not printed | day only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The moments that a feed states of one item; `implied`: a source that goes without saying."""

    first: Timestamp | None = None
    version: Timestamp | None = None
    content: Timestamp | None = None
    embargo: Timestamp | None = None
    expires: Timestamp | None = None
    implied: str = "feed"

    def fields(self) -> dict[str, Any]:
        """The fields of an article: the moments, and `field_sources` of what is not implied."""
        told = {
            "firstCreated": self.first,
            "versionCreated": self.version,
            "contentCreated": self.content,
            "embargoedUntil": self.embargo,
            "expires": self.expires,
        }
        return {
            "first_created": self.first.when if self.first else None,
            "version_created": self.version.when if self.version else None,
            "content_created": self.content.when if self.content else None,
            "embargoed_until": self.embargo.when if self.embargo else None,
            "expires": self.expires.when if self.expires else None,
            "field_sources": {name: one.source for name, one in told.items() if one and one.source != self.implied},
        }


def read_timestamp(text: str | None, house: tzinfo | None = None) -> Timestamp | None:
    """The moment; None for an unreadable or absurd one.  `house`: the zone of clocks that name none, else UTC."""
    value = (text or "").strip()
    if not value or len(value) > LENGTH_MAX:
        return None
    match = _ISO.fullmatch(value)
    if match is not None:
        return _of_iso(match, house)
    return _of_mail(value, house) if _RFC_822.match(value) else None


def _of_iso(match: re.Match[str], house: tzinfo | None) -> Timestamp | None:
    clock = f"{match['h'] or '00'}:{match['min'] or '00'}:{match['s'] or '00'}"
    try:
        when = datetime.fromisoformat(f"{match['y']}-{match['m']}-{match['d']}T{clock}{offset_of(match['zone'])}")
    except ValueError:
        return None
    return _checked(when, zoned=match["zone"] is not None, clock=match["h"] is not None, house=house)


def _of_mail(value: str, house: tzinfo | None) -> Timestamp | None:
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    zoned = when.tzinfo is not None  # "-0000" names no zone: RFC 5322
    return _checked(when if zoned else when.replace(tzinfo=UTC), zoned=zoned, clock=True, house=house)


def _checked(when: datetime, *, zoned: bool, clock: bool, house: tzinfo | None) -> Timestamp | None:
    if not YEAR_MIN <= when.year <= YEAR_MAX or abs(when.utcoffset() or timedelta()) >= OFFSET_MAX:
        return None
    if not clock:
        return Timestamp(when=with_zone(when, house or UTC), source="feed, day only")
    if zoned:
        return Timestamp(when=when, source="feed")
    if house is None:
        return Timestamp(when=when, source="feed, zone not printed")
    return Timestamp(when=with_zone(when, house), source="feed, zone of the agency")


def of_unix(number: float) -> datetime:
    """Seconds since 1970, or thousandths where they are too many; ValueError, OverflowError or OSError for no date."""
    return datetime.fromtimestamp(number / 1000 if number >= UNIX_MS_MIN else number, UTC)


def offset_of(zone: str | None) -> str:
    """A printed zone as ISO 8601 has it: +0530, +05 and Z; UTC where none is printed."""
    if zone is None or zone.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"
