"""What record headers, callers and envelopes say about a payload, in one shape and under one set of names."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from worker.envelope.charset import clean
from worker.envelope.compression import CODINGS
from worker.envelope.json_reader import Json
from worker.envelope.shapes import fields_of, normal_key
from worker.knowledge.timestamps import of_unix
from worker.model import Headers, Hints

VALUE_MAX: Final = 2048  # characters of one header or envelope field that are looked at

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "content_type": ("content-type", "mime-type", "mimetype", "datacontenttype", "media-type"),
    "charset": ("charset", "encoding", "content-charset", "character-encoding"),
    "codings": ("content-encoding", "compression", "encoding"),
    "transfer": ("content-transfer-encoding", "transfer-encoding", "encoding"),
    "url": ("url", "source-url", "page-url", "final-url", "canonical-url", "content-location", "link", "uri"),
    "publisher": ("publisher", "site", "site-name", "source-name", "source"),
    "language": ("content-language", "language", "lang"),
    "fetched_at": ("fetched-at", "crawled-at", "retrieved-at", "received-at", "fetch-time", "date", "timestamp"),
    "format": ("format", "feed-format"),
}
# the value of a content-type header: text/html; charset="ISO-8859-1"
_MEDIA_TYPE: Final = re.compile(
    r"\s{0,8}([a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80})\s{0,8}(?:;|$|,)", re.IGNORECASE
)
_CHARSET: Final = re.compile(r";\s{0,8}charset\s{0,8}=\s{0,8}[\"']?([\w.:()+-]{1,40})", re.IGNORECASE)
# en   pt-BR   zh-Hans-CN
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}(?=$|[,;\s])")
_FORMAT: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Everything said about a payload; None or () where nothing sound was said."""

    content_type: str | None = None
    charset: str | None = None
    charset_source: str | None = None  # header | envelope: who said the charset
    codings: tuple[str, ...] = ()  # as applied: the last is undone first
    transfer: str | None = None  # base64
    url: str | None = None
    publisher: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None
    format: str | None = None

    def over(self, other: "Labels") -> "Labels":
        """These labels, completed from `other`."""
        if self is UNSAID or other is UNSAID:
            return other if self is UNSAID else self
        return Labels(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


UNSAID: Final = Labels()


def of_headers(headers: Headers) -> Labels:
    """Labels of record headers: names in any case, null values passed over, the first sound one of duplicates wins."""
    said = ((normal_key(name), _header_text(value)) for name, value in headers if value is not None)
    return _labels(list(said), "header")


def of_envelope(tree: Json) -> Labels:
    """Labels of an envelope's own fields."""
    said = [(name, str(value)) for name, value in fields_of(tree).items() if isinstance(value, str | int | float)]
    return _labels([(name, value.strip()[: VALUE_MAX + 1]) for name, value in said], "envelope")


def of_hints(hints: Hints) -> Labels:
    """Labels of a caller's hints."""
    said = (("url", hints.url), ("content-type", hints.content_type), ("format", hints.format))
    return _labels([(name, value) for name, value in said if value], "header")


def _header_text(value: bytes) -> str:
    """A header's text; some clients write header values as JSON strings, with their quotes."""
    return value[: VALUE_MAX + 1].decode("utf-8", "replace").strip().strip('"').strip()


def _labels(said: Sequence[tuple[str, str]], source: str) -> Labels:
    found: dict[str, object] = {}
    given = {name for name, _ in said}
    for label, names in _NAMES.items():
        if given.isdisjoint(names):
            continue
        values = (value for wanted in names for name, value in said if name == wanted and len(value) <= VALUE_MAX)
        found[label] = _first(_READERS[label], values)
    if not found:
        return UNSAID
    media = next((value for name, value in said if name in _NAMES["content_type"]), "")
    if parameter := _CHARSET.search(media[:VALUE_MAX]):
        found["charset"] = parameter[1]
    found["charset_source"] = source if found.get("charset") else None
    return Labels(**{name: value for name, value in found.items() if value})  # type: ignore[arg-type]


def _first(read: Callable[[str], object], values: Iterable[str]) -> object:
    return next((sound for value in values if (sound := read(value))), None)


def _content_type(value: str) -> str | None:
    found = _MEDIA_TYPE.match(value)
    return found[1].lower() if found else None


def _charset_label(value: str) -> str | None:
    label = value.strip().lower()
    return None if label in CODINGS or label in {"base64", "identity", "none", "binary"} else label[:40] or None


def _codings(value: str) -> tuple[str, ...]:
    """`gzip, br` as listed.  Under the name `encoding` only known ones count: that word mostly means a charset."""
    tokens = tuple(token.strip().lower() for token in value.split(","))[:8]
    return tokens if any(token in CODINGS for token in tokens) else ()


def _transfer(value: str) -> str | None:
    return "base64" if value.strip().lower() in {"base64", "base64url"} else None


def _url(value: str) -> str | None:
    """An absolute http(s) URL with a host; anything else is no address of a page."""
    try:
        parts = urlsplit(value.strip())
        host = parts.hostname
    except ValueError:
        return None
    return (
        value.strip()
        if parts.scheme in {"http", "https"} and host and not re.search(r"[\s<>\"]", value.strip())
        else None
    )


def _line(value: str) -> str | None:
    return " ".join(clean(value)[0].split())[:200] or None


def _language(value: str) -> str | None:
    found = _LANGUAGE.match(value.strip())
    return found[0].replace("_", "-") if found else None


def _time(value: str) -> datetime | None:
    """ISO 8601, an HTTP date, or a Unix time in seconds or milliseconds; UTC where no zone is given."""
    try:
        when = of_unix(float(value)) if value.replace(".", "", 1).isdigit() else _written(value)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _written(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return parsedate_to_datetime(value)


def _format(value: str) -> str | None:
    return value.lower() if _FORMAT.fullmatch(value.lower()) else None


_READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "content_type": _content_type,
    "charset": _charset_label,
    "codings": _codings,
    "transfer": _transfer,
    "url": _url,
    "publisher": _line,
    "language": _language,
    "fetched_at": _time,
    "format": _format,
}
