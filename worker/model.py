"""The words of the domain as frozen values: raw message, document, article, outcome.

Imported by every other module, imports none of them.  Absent fields are ``None`` or ``()``; nothing is
guessed silently: `Article.field_sources` says where each value came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    """Why a record rightly gave neither article nor dead letter."""

    TOMBSTONE = "tombstone"  # null value: a deletion marker of a compacted topic


class Rejected(Exception):  # noqa: N818 - names the decision, not an error
    """It will never work: the one exception the core raises, carrying what becomes the dead letter."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """`detail`: one sentence for a person, never a piece of the payload."""
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


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
    format: str  # a key of formats.PARSERS
    charset: str | None = None  # IANA name that `text` was decoded with
    charset_source: str | None = None  # header | envelope | bom | declared | utf-8 | detected
    content_type: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None  # as the envelope declares it
    fetched_at: datetime | None = None  # the envelope's, else the record's timestamp: dates without a year


class PubStatus(StrEnum):
    """ninjs 3.1 `pubStatus`."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a body.  `tag` is p, h2, h3, h4, li, blockquote, pre or table; `html` is allow-listed."""

    tag: str = "p"
    text: str
    html: str | None = None  # inner HTML of the block; None = the escaped text


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`role` None is the main headline."""

    value: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who made the story; `rel` is ninjs's: author, editor, contributor, photographer."""

    name: str
    rel: str = "author"
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoSource:
    """A party of ninjs `infoSources`; `role` is provider, credit or author; `code` keys config/agencies.toml."""

    name: str
    role: str | None = None
    uri: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """`role`: summary (the standfirst), caption ..."""

    value: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A ninjs subject; `creator` says who said so (feed, section, model)."""

    name: str | None = None
    uri: str | None = None
    rel: str | None = None
    literal: str | None = None
    creator: str | None = None
    confidence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AltId:
    """Another identifier of the same item: role is e.g. canonical-url, dpa-id."""

    role: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An associated picture, rendered as a ninjs association."""

    href: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """As in "Seoul, May 17 (IANS/DPA)", in parts: `text` as printed, `date` ISO 8601 (day) or None."""

    text: str
    places: tuple[str, ...] = ()
    region: str | None = None
    date: str | None = None
    agencies: tuple[str, ...] = ()  # as printed, in order


class Grade(StrEnum):
    """How much of an article is an agency's: `agencyfeed.syndication.grade`."""

    SYNDICATED = "syndicated"  # the agency's copy, published (nearly) as it came
    PARTLY = "partly"  # "with inputs from agencies"
    ORIGINAL = "original"  # the publisher's own
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Syndication:
    """`agencies`: canonical names in order of appearance; `disclaimer`: the publisher's words."""

    grade: Grade = Grade.UNKNOWN
    agencies: tuple[str, ...] = ()
    disclaimer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A teaser of another story on the page."""

    title: str
    section: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """Of the body without dateline, sign-off and disclaimer: `sha256` (64) and `simhash` (16 hex digits)."""

    sha256: str
    simhash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item.  Parsers make it, newsroom stages refine it by `dataclasses.replace`, ninjs encodes it."""

    format: str
    uri: str | None = None
    version: str | None = None
    first_created: datetime | None = None  # aware
    version_created: datetime | None = None  # aware
    content_created: datetime | None = None  # aware
    embargoed_until: datetime | None = None  # aware
    pub_status: PubStatus = PubStatus.USABLE
    urgency: int | None = None  # 1 (flash) .. 8, 9 user-defined
    language: str | None = None  # BCP 47
    headlines: tuple[Headline, ...] = ()
    slugline: str | None = None
    byline: str | None = None  # ninjs `by`: names of people as printed, no agency, no date
    people: tuple[Person, ...] = ()
    located: str | None = None
    info_sources: tuple[InfoSource, ...] = ()
    subjects: tuple[Subject, ...] = ()
    genres: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    descriptions: tuple[Description, ...] = ()
    body: tuple[Block, ...] = ()
    pictures: tuple[Picture, ...] = ()
    alt_ids: tuple[AltId, ...] = ()
    canonical_url: str | None = None
    copyright_notice: str | None = None
    copyright_holder: str | None = None
    usage_terms: str | None = None
    ednote: str | None = None
    dateline: Dateline | None = None
    syndication: Syndication = Syndication()
    related: tuple[Related, ...] = ()
    section: str | None = None
    publisher: str | None = None
    sign_off: str | None = None
    furniture: tuple[str, ...] = ()  # page lines outside the body (kicker, byline line, dates, disclaimers)
    fingerprint: Fingerprint | None = None  # set by the identity stage
    received_at: datetime | None = None  # Document.fetched_at: only ever used to complete a date without year
    field_sources: Mapping[str, str] = field(default_factory=dict)  # ninjs field name -> where it came from

    @property
    def headline(self) -> str | None:
        """The main headline: the first without a role, else the first."""
        main = [h.value for h in self.headlines if h.role is None] or [h.value for h in self.headlines]
        return main[0] if main else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedArticle:
    """An article as it goes out, and the few facts the parent counts without parsing it again."""

    uri: str  # the output record's key
    body: bytes  # ninjs 3.1 JSON, UTF-8
    agency: str | None = None  # code of config/agencies.toml
    language: str | None = None
    urgency: int | None = None
    version_created_ms: int | None = None
    missing: tuple[str, ...] = ()  # of ninjs.WATCHED_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """1..n articles; `dropped` are reasons of sibling items that did not become one."""

    articles: tuple[EncodedArticle, ...]
    dropped: tuple[tuple[Reason, str], ...] = ()


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
