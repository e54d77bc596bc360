"""The words of the newsroom as frozen values: one article and its parts.

Absent fields are ``None`` or ``()``; `Article.field_sources` says where each value came from.  Go on in `classified`
and `syndicated`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from worker.classified import LanguageCheck, TopicDecision
from worker.syndicated import UNJUDGED, Fingerprint, Syndication


class PubStatus(StrEnum):
    """ninjs 3.1 `pubStatus`."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Signal(StrEnum):
    """What an item does to the story, as IPTC's signal codes say it; `PubStatus` is what may be done with it."""

    NEW = "new"
    UPDATE = "update"  # a later lead, take, write-through
    CORRECTION = "correction"
    REPEAT = "repeat"
    KILL = "kill"  # withdraw the story; pubStatus is canceled
    ALERT = "alert"  # a flash: the fact alone, the story follows
    ADVISORY = "advisory"  # to editors: a schedule, a budget, a note; no story


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The editorial status: `number` of "UPDATE 2-" or "3rd Ld", `label` as printed."""

    signal: Signal = Signal.NEW
    number: int | None = None
    label: str | None = None


class Flag(StrEnum):
    """A remark on an article: `agencyfeed.flags`.  Wire contract: never rename a value."""

    XML_RECOVERED = "xml_recovered"  # the XML was broken, the parser went on in recover mode
    HEADLINE_DERIVED = "headline_derived"  # the feed gave none, or labels alone: the beginning of the text
    MACHINE_TRANSLATED = "machine_translated"
    PRESS_RELEASE = "press_release"  # paid or handed in, not the agency's reporting
    TRUNCATED = "truncated"  # the input ended early


class ItemType(StrEnum):
    """ninjs 3.1 `type`, as far as items with text have one."""

    TEXT = "text"
    PICTURE = "picture"
    GRAPHIC = "graphic"
    VIDEO = "video"
    AUDIO = "audio"
    COMPOSITE = "composite"


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
    """A person who made the story; `rel` is ninjs's: author, editor, contributor, photographer; about: its matter."""

    name: str
    rel: str = "author"
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named place, organisation or event the story is about; `code` is the feed's own identifier, scheme:code.

    `position`: latitude and longitude of a place, degrees of WGS 84.  One that we told, not the feed, has a `creator`
    (dateline, located) and a `confidence` in per cent.
    """

    name: str | None = None
    uri: str | None = None
    code: str | None = None
    rel: str | None = None
    position: tuple[float, float] | None = None
    creator: str | None = None
    confidence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoSource:
    """A party of ninjs `infoSources`; `role` is provider, credit or author; `code` keys config/agencies.toml."""

    name: str
    role: str | None = None
    uri: str | None = None
    code: str | None = None
    printed: tuple[str, ...] = field(default=(), compare=False)  # how the feed names it, where that differs


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
    relevance: int | None = None  # 0 to 100: how much of the story it is
    confidence: int | None = None  # 0 to 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AltId:
    """Another identifier of the same item: role is e.g. canonical-url, dpa-id."""

    role: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One file of a media item: `width` and `height` in pixels, `size` in bytes, `duration` in seconds."""

    href: str  # http(s), or a name inside the feed's delivery, which leaves as title only
    name: str = "web"
    content_type: str | None = None
    title: str | None = None
    width: int | None = None
    height: int | None = None
    size: int | None = None
    duration: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """An item that belongs to the article: a picture with its words, a linked story."""

    type: str = "picture"  # ninjs `type`
    name: str | None = None
    rel: str | None = None
    uri: str | None = None  # else the first rendition's
    headline: str | None = None
    caption: str | None = None
    credit: str | None = None
    byline: str | None = None
    renditions: tuple[Rendition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """As in "Seoul, May 17 (IANS/DPA)", in parts: `text` as printed, `date` ISO 8601 (day) or None."""

    text: str
    places: tuple[str, ...] = ()
    region: str | None = None
    date: str | None = None
    agencies: tuple[str, ...] = ()  # as printed, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A teaser of another story on the page."""

    title: str
    section: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)  # without slots, so that `changed` copies one dictionary, not 45 fields
class Article:
    """One news item.  Parsers make it, newsroom stages refine it by `changed`, ninjs encodes it."""

    format: str
    uri: str | None = None
    version: str | None = None
    type: ItemType = ItemType.TEXT
    title: str | None = None  # a name for the item, not for readers
    profile: str | None = None
    first_created: datetime | None = None  # aware
    version_created: datetime | None = None  # aware
    content_created: datetime | None = None  # aware
    embargoed_until: datetime | None = None  # aware
    expires: datetime | None = None  # aware
    pub_status: PubStatus = PubStatus.USABLE
    status: Status = Status()
    urgency: int | None = None  # 1 (flash) .. 8, 9 user-defined
    urgency_confidence: int | None = None  # per cent; None: the feed gives it
    language: str | None = None  # BCP 47
    language_check: LanguageCheck | None = None  # None: declared, and nothing speaks against it
    headlines: tuple[Headline, ...] = ()
    slugline: str | None = None
    byline: str | None = None  # ninjs `by`: names of people as printed, no agency, no date
    printed_bylines: tuple[str, ...] = ()  # as the feed or page has them, where `by` is not the same
    houses: tuple[str, ...] = ()  # of the authors that a page names, those that it calls organisations
    people: tuple[Person, ...] = ()
    located: str | None = None
    places: tuple[Entity, ...] = ()
    organisations: tuple[Entity, ...] = ()
    events: tuple[Entity, ...] = ()
    info_sources: tuple[InfoSource, ...] = ()
    subjects: tuple[Subject, ...] = ()
    genres: tuple[Subject, ...] = ()
    topics: TopicDecision | None = None
    keywords: tuple[str, ...] = ()
    descriptions: tuple[Description, ...] = ()
    body: tuple[Block, ...] = ()
    body_confidence: float | None = None  # probability that nine tenths of the body are right; None: no model chose it
    renditions: tuple[Rendition, ...] = ()  # of this item itself: a picture's files
    associations: tuple[Association, ...] = ()
    alt_ids: tuple[AltId, ...] = ()
    canonical_url: str | None = None
    copyright_notice: str | None = None
    copyright_holder: str | None = None
    usage_terms: str | None = None
    ednote: str | None = None
    dateline: Dateline | None = None
    syndication: Syndication = UNJUDGED
    related: tuple[Related, ...] = ()
    section: str | None = None
    publisher: str | None = None
    sign_off: str | None = None
    column: str | None = None  # a Reuters column tag: "GLOBAL MARKETS-" before the headline
    flags: tuple[Flag, ...] = ()
    transmission: Mapping[str, str] = field(default_factory=dict)  # what the carrier's header says
    furniture: tuple[str, ...] = ()  # page lines outside the body (kicker, byline line, dates, disclaimers)
    fingerprint: Fingerprint | None = None  # set by the identity stage
    received_at: datetime | None = None  # Document.fetched_at: only ever used to complete a date without year
    field_sources: Mapping[str, str] = field(default_factory=dict)  # ninjs field name -> where it came from

    @property
    def headline(self) -> str | None:
        """The main headline: the first without a role, else the first."""
        main = [h.value for h in self.headlines if h.role is None] or [h.value for h in self.headlines]
        return main[0] if main else None


_FIELDS: Final = len(fields(Article))


def changed(article: Article, **changes: Any) -> Article:
    """What `dataclasses.replace` gives, in a tenth of its time: stages call it often.  KeyError for no field's name."""
    copy = object.__new__(Article)
    vars(copy).update(vars(article), **changes)
    if len(vars(copy)) > _FIELDS:
        raise KeyError(*sorted(changes.keys() - vars(article).keys()))
    return copy
