"""The words of the pipeline as frozen values: raw message, document, outcome.  Imports no other module."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a record became a dead letter.  Wire contract (header ``dlq.reason``): never rename a value."""

    DECODE_ERROR = "decode_error"  # compression, charset or envelope cannot be undone
    UNSUPPORTED_FORMAT = "unsupported_format"  # no parser reads these bytes
    EMPTY_INPUT = "empty_input"  # nothing but white space, markup or byte-order marks
    TOO_LARGE = "too_large"  # over a size, expansion, nesting or count limit
    PARSE_ERROR = "parse_error"  # the format is known, this instance is broken
    NO_ARTICLE = "no_article"  # parsed, but holds no news item
    SCHEMA_INVALID = "schema_invalid"  # the article would not be a valid output document
    DEADLINE_EXCEEDED = "deadline_exceeded"
    WORKER_CRASHED = "worker_crashed"
    MEMORY_EXCEEDED = "memory_exceeded"
    PRODUCE_TOO_LARGE = "produce_too_large"  # the output record is over the topic's limit
    INTERNAL_ERROR = "internal_error"  # a bug of ours


class SkipReason(StrEnum):
    """Why a record or an item of one rightly gave neither article nor dead letter.  Wire contract, as `Reason`."""

    TOMBSTONE = "tombstone"  # null value: a deletion marker of a compacted topic
    PLANNING_ITEM = "planning_item"  # coverage to come
    EVENT_ITEM = "event_item"  # a calendar entry
    CONCEPT_ITEM = "concept_item"  # vocabularies and their catalogs: concept, knowledge and catalog items
    PACKAGE_ITEM = "package_item"  # only refers to items that are sent elsewhere
    MEDIA_WITHOUT_TEXT = "media_without_text"  # a picture, video, sound or graphic with neither headline nor caption
    PRIVATE_ITEM = "private_item"  # marked by its publisher as for nobody outside
    NO_NEWS_ITEM = "no_news_item"  # a page, menu or note of a site, no story
    PARTIAL_ITEM = "partial_item"  # a reference to an item without its content


class Rejected(Exception):  # noqa: N818 - names the decision, not an error
    """It will never work: the one exception the core raises, carrying what becomes the dead letter."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """`detail`: one sentence for a person, never a piece of the payload."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What a parser gives in place of an article for an item that becomes none; its siblings go on.

    A `Reason` is an item that is lost (its record is a dead letter when no sibling makes it), a `SkipReason` one that
    is none of ours.  `detail`: one sentence for a person, never a piece of the payload.
    """

    reason: Reason | SkipReason
    detail: str


Dropped = tuple[Reason | SkipReason, str]  # what a `Left` says, as the outcome of its record keeps it
Headers = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """One Kafka record as it came: the only thing the core is given."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int | None = None
    key: bytes | None = None
    value: bytes | None = None
    headers: Headers = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds the core enforces by `Rejected(TOO_LARGE)` or by cutting lists (never text)."""

    record_max_bytes: int = 10 * 1024 * 1024
    expanded_max_bytes: int = 32 * 1024 * 1024  # after decompression, all layers together
    expansion_max_ratio: int = 200  # expanded : compressed, judged above 1 MiB
    envelope_max_depth: int = 64
    markup_max_tags: int = 100_000
    markup_max_depth: int = 2_000
    attribute_max_bytes: int = 100_000
    articles_max: int = 1_000  # per record
    related_max: int = 200  # per article


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a caller knows about a payload; wins over sniffing, loses to record headers."""

    url: str | None = None
    content_type: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A payload after the envelope is off: decoded text (or bytes where a format wants them) plus hints."""

    data: bytes
    text: str | None = None  # decoded `data`, BOM gone; None for formats that parse bytes
    tree: Any = None  # the parsed payload of a JSON document, read-only
    format: str  # a key of formats.PARSERS
    charset: str | None = None  # IANA name that `text` was decoded with
    charset_source: str | None = None  # header | envelope | bom | declared | utf-8 | detected
    content_type: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None  # as the envelope declares it
    fetched_at: datetime | None = None  # the envelope's, else the record's timestamp: dates without a year


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedArticle:
    """An article as it goes out, and the few facts the parent counts without parsing it again."""

    uri: str  # the output record's key
    body: bytes  # ninjs 3.1 JSON, UTF-8
    agency: str | None = None  # code of config/agencies.toml
    language: str | None = None
    urgency: int | None = None
    genre: str | None = None  # code of IPTC's genre, or a form of our own
    media_topic: str | None = None  # 8 digits of one of IPTC's 17 at the top
    version_created_ms: int | None = None
    body_confidence: float | None = None  # as Article.body_confidence
    missing: tuple[str, ...] = ()  # of ninjs.WATCHED_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """1..n articles; `dropped` are reasons of sibling items that did not become one."""

    articles: tuple[EncodedArticle, ...]
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """The record goes to the dead-letter topic untouched, with these words in its headers."""

    reason: Reason
    stage: str  # envelope | sniff | parse:<format> | stage:<name> | encode | pool | publish
    detail: str  # <= 512 bytes of UTF-8, no payload
    error_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The record is done and leaves no trace but a count."""

    reason: SkipReason
    detail: str = ""


Outcome = Published | DeadLetter | Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What `pipeline.handle` gives for every record: one outcome and what it took."""

    outcome: Outcome
    format: str | None = None  # a key of formats.PARSERS, None when not reached
    stage_seconds: tuple[tuple[str, float], ...] = ()  # (envelope|sniff|parse|newsroom|encode, seconds)
