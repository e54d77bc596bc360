"""What an item is about: categories with and without a scheme, keywords, places."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

from lxml.etree import _Element

from worker.article import Entity, Subject
from worker.formats.feed.names import Parts, elements, line, lines
from worker.knowledge.topics import MEDIA_TOPIC
from worker.markup.lines import capped
from worker.markup.xml import line_of

NAME_MAX: Final = 200  # characters

_LISTS: Final = ("media:keywords", "itunes:keywords", "news:keywords", "keywords")
_WORDS: Final = ("dc:subject", "prism:keyword", "tag")
_SECTIONS: Final = ("slash:section", "prism:section", "section")
_TAGS: Final = frozenset({"post_tag", "tag", "keyword", "keywords"})
_SECTION_SCHEMES: Final = frozenset({"category", "section"})
_NO_TOPIC: Final = frozenset({"post_format", "nav_menu", "language", "author", "post_translations"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """What an item's categories say."""

    subjects: tuple[Subject, ...]
    keywords: tuple[str, ...]
    section: str | None


def topics(item: Parts, most: int) -> Topics:
    """The categories of a scheme as subjects with their codes, all others as keywords; up to `most` of each."""
    subjects: dict[tuple[str | None, str | None], Subject] = {}
    words: dict[str, None] = {}
    section = line(item, *_SECTIONS)
    for element in elements(item, "category", "atom:category", "media:category"):
        scheme, code, name = _category(element)
        if not name or scheme in _NO_TOPIC or len(words) + len(subjects) >= most:
            continue
        section = section or (name if scheme in _SECTION_SCHEMES else None)
        if not scheme or scheme in _TAGS:
            words[name] = None
        else:
            subject = _subject(scheme, code or name, name)
            subjects.setdefault((subject.literal, subject.uri), subject)
    words |= dict.fromkeys(_listed(item))
    return Topics(subjects=tuple(subjects.values()), keywords=tuple(words)[:most], section=section)


def _category(element: _Element) -> tuple[str, str | None, str | None]:
    """(scheme, code, name) of RSS's and Atom's categories; the first two may be missing."""
    scheme = (element.get("scheme") or element.get("domain") or "").strip()
    term = capped(element.get("term"), NAME_MAX)
    name = capped(element.get("label"), NAME_MAX) or capped(_plain(line_of(element)), NAME_MAX) or term
    return scheme, term or capped(element.get("nicename"), NAME_MAX), name


def _plain(text: str | None) -> str | None:
    """Names inside CDATA are escaped once more."""
    return unescape(text) if text and "&" in text else text


def _subject(scheme: str, code: str, name: str) -> Subject:
    topic = code.rpartition(":")[2]
    if ("mediatopic" in scheme or scheme == "medtop") and topic.isascii() and topic.isdigit():
        shown = None if name in {code, topic} else name
        return Subject(name=shown, uri=f"{MEDIA_TOPIC}{topic}", literal=f"medtop:{topic}", creator="feed")
    if "://" in scheme:
        uri = f"{scheme}{code}" if scheme.endswith(("/", "#", "=")) else None
        return Subject(name=name, uri=uri, literal=code if uri else f"{scheme}:{code}", creator="feed")
    return Subject(name=name, literal=f"{scheme}:{code}", rel=scheme, creator="feed")


def _listed(item: Parts) -> Iterator[str]:
    for text in lines(item, *_LISTS):
        yield from filter(None, (word.strip() for word in text[:10_000].replace(";", ",").split(",")))
    for text in lines(item, *_WORDS):
        if word := capped(text, NAME_MAX):
            yield word


def places(item: Parts) -> tuple[Entity, ...]:
    """The places that are named; coordinates alone name none."""
    names = lines(item, "georss:featurename", "georss:featureName", "dc:coverage", "dcterms:spatial", "prism:location")
    found = dict.fromkeys(name for text in names if (name := capped(text, NAME_MAX)))
    return tuple(Entity(name=name) for name in found if any(character.isalpha() for character in name))
