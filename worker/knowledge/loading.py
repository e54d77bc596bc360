"""Everything the newsroom stages know, read from config/*.toml once, validated, compiled and frozen."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from typing import Final

from worker.article import Grade
from worker.knowledge import agency_xml, tables, topic_tree
from worker.knowledge.agencies import Agencies, Agency, keys_of
from worker.knowledge.author_words import AuthorWords, author_words
from worker.knowledge.byline_words import BylineWords, byline_words
from worker.knowledge.contacts import Contacts, contacts
from worker.knowledge.dates import DateWords, fold
from worker.knowledge.feed_words import FeedWords, feed_words
from worker.knowledge.gazetteer import Gazetteer, gazetteer
from worker.knowledge.genres import GenreWords, genre_words
from worker.knowledge.keys import line_key
from worker.knowledge.language_words import LanguageWords, language_words
from worker.knowledge.no_story_words import no_story_words
from worker.knowledge.note_words import NoteWords, note_words
from worker.knowledge.notices import Notices, Row
from worker.knowledge.page_words import PageWords
from worker.knowledge.places import PlaceWords
from worker.knowledge.private_words import private_words
from worker.knowledge.sections import Sections, sections
from worker.knowledge.status_words import StatusWords, status_words
from worker.knowledge.tables import ConfigError, Entry
from worker.knowledge.topic_tree import TopicTree
from worker.knowledge.topics import Topics, topics
from worker.knowledge.urgency import Urgencies, urgencies
from worker.knowledge.wire_words import WireWords, wire_words
from worker.model import Limits

__all__ = ["ConfigError", "Knowledge", "load"]

NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """The tables and the limits; `rules` names the state of tables and models.  Equal only to itself: caches' key."""

    limits: Limits
    rules: str
    agencies: Agencies
    dates: DateWords
    places: PlaceWords
    gazetteer: Gazetteer
    bylines: BylineWords
    authors: AuthorWords
    notices: Notices
    notes: NoteWords
    pages: PageWords
    status: StatusWords
    topics: Topics
    tree: TopicTree
    sections: Sections
    genres: GenreWords
    languages: LanguageWords
    urgency: Urgencies
    wire: WireWords
    feeds: FeedWords
    agency_xml: tuple[agency_xml.Shape, ...]
    contacts: Contacts


@cache
def load(limits: Limits = NO_LIMITS) -> Knowledge:
    """The tables as shipped, read once: before a worker forks.  Raises ConfigError for the first wrong entry."""
    vocabulary = topics(tables.read("subjects.toml"))
    dates = date_words(tables.read("dates.toml"))
    bylines = byline_words(tables.read("bylines.toml"))
    return Knowledge(
        limits=limits,
        rules=tables.digest(files("worker.config")),
        agencies=agencies(tables.read("agencies.toml")),
        dates=dates,
        places=place_words(tables.read("datelines.toml")),
        gazetteer=gazetteer(tables.read("regions.toml")),
        bylines=bylines,
        authors=author_words(tables.read("page_authors.toml"), bylines, dates),
        notices=notices(tables.read("disclaimers.toml")),
        notes=note_words(tables.read("notes.toml")),
        pages=page_words(tables.read("pages.toml")),
        tree=topic_tree.shipped(),
        status=status_words(tables.read("status.toml")),
        topics=vocabulary,
        sections=sections(tables.read("sections.toml"), vocabulary.topics),
        genres=genre_words(tables.read("genres.toml"), vocabulary.genres),
        languages=language_words(tables.read("languages.toml")),
        urgency=urgencies(tables.read("urgency.toml")),
        wire=wire_words(tables.read("wire.toml")),
        feeds=feed_words(tables.read("feeds.toml")),
        agency_xml=agency_xml.shapes(tables.read("agency_xml.toml")),
        contacts=contacts(tables.read("contacts.toml")),
    )


# ---- agencies.toml


def agencies(entry: Entry) -> Agencies:
    """All agencies; no two share a code or a name."""
    found = [(_agency(row), row) for row in tables.rows(entry.only("agency"), "agency", "code")]
    tables.once(((agency.code, row) for agency, row in found), "code")
    tables.once(((key, row) for agency, row in found for key in dict.fromkeys(keys_of(agency))), "aliases")
    tables.once(((name, row) for agency, row in found for name in agency.exact), "exact")
    return Agencies(tuple(agency for agency, _ in found))


def _agency(row: Entry) -> Agency:
    row.only("code", "name", "aliases", "exact", "uri", "country", "zone")
    return Agency(
        code=row.read("code", _matching(r"[a-z0-9]+(?:-[a-z0-9]+)*"), "small letters, figures and hyphens"),
        name=row.text("name"),
        aliases=row.texts("aliases"),
        exact=row.texts("exact"),
        uri=row.read("uri", _matching(r"https?://\S+"), "a web address") if "uri" in row.fields else None,
        country=row.read("country", _matching(r"[A-Z]{2}"), "two capitals") if "country" in row.fields else None,
        zone=row.zone("zone"),
    )


def _matching(pattern: str) -> Callable[[str], str]:
    """Reads a text that is of the pattern as a whole."""

    def read(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise ValueError(text)
        return text

    return read


# ---- dates.toml


def date_words(entry: Entry) -> DateWords:
    """Months of all languages, zones, halves of the day; a word may not mean two months."""
    entry.only("months", "numbers", "zones", "meridiem")
    meridiem = tables.section(entry, "meridiem").only("am", "pm")
    return DateWords(
        months=_months(tables.section(entry, "months")),
        zones=_zones(tables.section(entry, "zones")),
        am=frozenset(fold(word).replace(" ", "") for word in meridiem.texts("am")),
        pm=frozenset(fold(word).replace(" ", "") for word in meridiem.texts("pm")),
        numbers=_numbers(tables.section(entry, "numbers")),
    )


def _months(entry: Entry) -> Mapping[str, int]:
    """A word that means different months in different languages (Czech and Croatian "listopad") counts for none."""
    months: dict[str, int] = {}
    doubtful: set[str] = set()
    for language in entry.fields:
        names = entry.texts(language)
        if len(names) != 12:
            raise entry.error(language, f"has {len(names)} months; allowed: 12")
        for number, spellings in enumerate(names, 1):
            for word in map(fold, spellings.split("|")):
                if months.setdefault(word, number) != number:
                    doubtful.add(word)
    return {word: number for word, number in months.items() if word not in doubtful}


def _numbers(entry: Entry) -> Mapping[str, int]:
    """Days of the month in words, of which every language has 31."""
    numbers: dict[str, int] = {}
    for language in entry.fields:
        names = entry.texts(language)
        if len(names) != 31:
            raise entry.error(language, f"has {len(names)} numbers; allowed: 31")
        numbers |= {word: number for number, spellings in enumerate(names, 1) for word in spellings.split("|")}
    return numbers


def _zones(entry: Entry) -> Mapping[str, tzinfo]:
    return {
        fold(name): entry.read(name, _clock_zone, "an offset like +05:30, or a zone of the IANA database")
        for name in entry.fields
    }


def _clock_zone(text: str) -> tzinfo:
    """An offset, or a zone whose offset the day gives."""
    return tables.zone_called(text) if "/" in text else _offset(text)


def _offset(text: str) -> tzinfo:
    match = re.fullmatch(r"([+-])(\d\d):([0-5]\d)", text)
    if match is None or int(match[2]) > 14:
        raise ValueError(text)
    shift = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-shift if match[1] == "-" else shift) if shift else UTC


# ---- datelines.toml


def place_words(entry: Entry) -> PlaceWords:
    """What tells a place from a sentence."""
    entry.only("particles", "rivers", "institutions", "labels", "openers", "separators", "places")
    return PlaceWords(
        particles=frozenset(word for name in entry.texts("particles") for word in name.split()),
        rivers=frozenset(entry.texts("rivers")),
        institutions=frozenset(line_key(word) for word in entry.texts("institutions")),
        labels=frozenset(line_key(word) for word in entry.texts("labels")),
        openers=frozenset(line_key(word) for word in entry.texts("openers")),
        separators=tuple(sorted(entry.texts("separators"), key=len, reverse=True)),
        places=frozenset(line_key(name) for name in entry.texts("places")),
    )


# ---- disclaimers.toml


def notices(entry: Entry) -> Notices:
    """The rows, in order."""
    rows = tables.rows(entry.only("disclaimer", "stories"), "disclaimer", "words")
    return Notices(tuple(map(_notice, rows)), frozenset(map(line_key, entry.texts("stories"))))


def _notice(row: Entry) -> Row:
    row.only("grade", "words", "example", "agency", "whole", "story")
    grade = row.read("grade", Grade, "syndicated, partly, original")
    if grade is Grade.UNKNOWN:
        raise row.error("grade", "is no grade of a notice; allowed: syndicated, partly, original")
    return Row(
        grade=grade,
        words=row.text("words"),
        example=row.text("example"),
        agency=row.flag("agency"),
        whole=row.flag("whole"),
        story=row.flag("story"),
    )


# ---- pages.toml


def page_words(entry: Entry) -> PageWords:
    """Furniture, headings over other stories, names of sections, words of pages without a story."""
    entry.only("furniture", "counts", "pictures", "related", "private", "sections", "no_story", "tracking")
    kinds = tables.rows(entry, "furniture", "kind")
    openings: dict[str, tuple[str, ...]] = {}
    for row in kinds:
        for opening in map(line_key, row.only("kind", "whole", "starts", "examples").texts("starts")):
            first = opening.partition(" ")[0]
            openings[first] = (*openings.get(first, ()), opening)
    sections = tables.section(entry, "sections")
    tracking = tables.section(entry, "tracking").only("names", "prefixes", "examples")
    counts = tables.section(entry, "counts").only("words", "units", "examples")
    return PageWords(
        furniture={line_key(line): row.text("kind") for row in kinds for line in row.texts("whole")},
        openings=openings,
        count_words=frozenset(key for phrase in counts.texts("words") for key in line_key(phrase).split()),
        count_units=frozenset(key for phrase in counts.texts("units") for key in line_key(phrase).split()),
        pictures=frozenset(map(line_key, tables.section(entry, "pictures").only("words", "examples").texts("words"))),
        private=private_words(tables.section(entry, "private")),
        headings=frozenset(map(line_key, tables.section(entry, "related").only("headings").texts("headings"))),
        sections={line_key(name): name for language in sections.fields for name in sections.texts(language)},
        no_story=no_story_words(entry),
        tracking=frozenset(tracking.texts("names")),
        tracking_prefixes=tracking.texts("prefixes"),
    )
