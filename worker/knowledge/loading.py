"""Everything the newsroom stages know, read from config/*.toml once, validated, compiled and frozen."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from worker.knowledge import agency_xml, tables, topic_tree
from worker.knowledge.agencies import Agencies, agencies
from worker.knowledge.author_words import AuthorWords, author_words
from worker.knowledge.byline_words import BylineWords, byline_words
from worker.knowledge.contacts import Contacts, contacts
from worker.knowledge.date_words import date_words
from worker.knowledge.dates import DateWords
from worker.knowledge.feed_words import FeedWords, feed_words
from worker.knowledge.gazetteer import Gazetteer, gazetteer
from worker.knowledge.genres import GenreWords, genre_words
from worker.knowledge.language_words import LanguageWords, language_words
from worker.knowledge.note_words import NoteWords, note_words
from worker.knowledge.notices import Notices, notices
from worker.knowledge.page_words import PageWords, page_words
from worker.knowledge.places import PlaceWords, place_words
from worker.knowledge.sections import Sections, sections
from worker.knowledge.status_words import StatusWords, status_words
from worker.knowledge.tables import ConfigError
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
    tree = topic_tree.shipped()
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
        tree=tree,
        status=status_words(tables.read("status.toml")),
        topics=vocabulary,
        sections=sections(tables.read("sections.toml"), tree.above),
        genres=genre_words(tables.read("genres.toml"), vocabulary.genres),
        languages=language_words(tables.read("languages.toml")),
        urgency=urgencies(tables.read("urgency.toml")),
        wire=wire_words(tables.read("wire.toml")),
        feeds=feed_words(tables.read("feeds.toml")),
        agency_xml=agency_xml.shapes(tables.read("agency_xml.toml")),
        contacts=contacts(tables.read("contacts.toml")),
    )
