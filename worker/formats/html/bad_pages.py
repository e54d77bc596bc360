"""Pages that hold no story: walls, errors, shells, galleries, media pages, fronts.  A wrong refusal loses a story.

A page that declares itself a story is refused only where nothing but a wall, captions or a player is left of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from worker.article import Block
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.knowledge.no_story_words import NoStory
from worker.knowledge.page_words import PageWords
from worker.markup.lines import key_of
from worker.markup.links import path_of

PROSE_MIN: Final = 40  # characters of a paragraph; half as many where words are not parted
STORY_MIN: Final = 250  # characters that make a page a story whatever it is called
WALL_MAX: Final = 1_000  # characters of its own that a wall may show beside what says so
SHORT_MAX: Final = 200  # characters of labels and buttons
WALLS_READ: Final = 200  # lines: a wall says so at the top or says little
TEASER_MAX: Final = 600  # characters of a text below another story's headline
TITLE_MIN: Final = 20
LINK_MIN: Final = TITLE_MIN // 2  # of a script without blanks
LIST_MIN: Final = 200  # characters of headlines run together
LABEL_MAX: Final = 40  # dates, sections and names between a headline and its text
TEASERS_MIN: Final = 3
LINKS_MIN: Final = 6  # headlines of other stories on a front
PICTURES_MIN: Final = 4
CAPTION_MAX: Final = 1_000  # characters
COUNTER_MAX: Final = 20
TABLE_LINE_MAX: Final = 80  # characters of a cell, a note under a table
FIGURES_MIN: Final = 20  # digits of a table of prices, of the weather

# 3/12   3 of 12   Bild 3 von 12   第3张/共12张
_COUNTER: Final = re.compile(r"\D{0,8}(?P<number>\d{1,3})[^\d:.,-]{1,7}(?P<sum>\d{1,3})\D?")

_COLLECTIONS: Final = frozenset(
    {"collectionpage", "searchresultspage", "imagegallery", "mediagallery", "profilepage", "og:profile"}
)
_GALLERIES: Final = frozenset({"imagegallery", "mediagallery", "og:gallery"})
_MEDIA: Final = frozenset(
    {
        "videoobject", "audioobject", "podcastepisode", "radioepisode", "tvepisode", "episode", "clip", "radioclip",
        "videoclip", "og:video", "og:video.other", "og:video.episode", "og:video.movie", "og:audio", "og:music.song",
    }
)  # fmt: skip


@dataclass(frozen=True)
class _Page:
    """What the kinds are judged by."""

    metadata: Metadata
    lines: Sequence[Line]
    body: Sequence[Block]
    words: PageWords

    @cached_property
    def declared(self) -> bool:
        """It calls itself a story, not a list of such."""
        types = self.metadata.types
        return html_json_ld.is_article(types) or ("og:article" in types and types.isdisjoint(_COLLECTIONS))

    @cached_property
    def title_keys(self) -> frozenset[str]:
        return frozenset(map(key_of, self.metadata.titles))

    @cached_property
    def captions(self) -> frozenset[str]:
        """Keys of captions, and of what stands below the counters of pictures."""
        below = pairwise(self.lines) if self.counters >= PICTURES_MIN else ()
        counted = [after for line, after in below if _counter(line.text)]
        marked = frozenset(key_of(line.text) for line in self.lines if line.caption)
        if not marked.isdisjoint(self.title_keys):  # a class of all the page
            marked = frozenset()
        return marked.union(key_of(line.text) for line in counted)

    @cached_property
    def counters(self) -> int:
        """How many pictures are counted: "3/12", "3 of 12", with one sum."""
        short = [line.text for line in self.lines if len(line.text) <= COUNTER_MAX]
        found = {match[0]: match["sum"] for text in short if (match := _counter(text))}
        return max(Counter(found.values()).values(), default=0)

    @cached_property
    def links(self) -> frozenset[str]:
        """Headlines of other stories."""
        linked = [line for line in self.lines if line.href and LINK_MIN <= len(line.text) <= TEASER_MAX]
        found = {key_of(line.text) for line in linked if line.heading or _length(line.text) >= TITLE_MIN}
        return frozenset(found - self.title_keys)

    @cached_property
    def texts(self) -> Mapping[str, Line]:
        """The headlines of other stories by the keys of the lines that stand directly below them."""
        found: dict[str, Line] = {}
        title: Line | None = None
        for line in self.lines:
            key = key_of(line.text)
            if key in self.links:
                title = line
            elif title and (line.heading or key in self.title_keys or _length(line.text) > LABEL_MAX):
                if not line.heading and key not in self.title_keys and len(line.text) <= TEASER_MAX:
                    found[key] = title
                title = None
        return found

    @cached_property
    def headed(self) -> int:
        """How many texts stand directly below a heading that is another story's headline."""
        return sum(title.heading for title in self.texts.values())

    def is_linked(self, block: Block) -> bool:
        """It is another story's headline."""
        return key_of(block.text) in self.links

    def is_teaser(self, block: Block) -> bool:
        """It is another story's headline, the text below one, or a list of such run together."""
        key = key_of(block.text)
        if key in self.links or key in self.texts:
            return True
        return len(key) > LIST_MIN and 2 * sum(len(link) for link in self.links if link in key) > len(key)

    def is_named(self, kind: str) -> bool:
        """Its headline or its window's title says that it is of the kind."""
        titles = {self.metadata.headline or "", *self.metadata.titles[-1:]}
        return any(map(self.words.no_story[kind].names, titles))

    def said(self, words: NoStory) -> bool:
        """Whether one of the phrases stands near the top."""
        return any(words.found(line.text) for line in self.lines[:WALLS_READ])

    def own(self) -> Sequence[Block]:
        """Paragraphs that belong to no other story's headline."""
        return [block for block in self.prose() if not self.is_teaser(block)]

    def prose(self) -> Iterator[Block]:
        """Paragraphs of the body; of most pages the first few tell enough."""
        for block in self.body:
            if _length(block.text) < PROSE_MIN:
                continue
            if len(block.text) > TEASER_MAX or key_of(block.text) not in self.title_keys:
                yield block


def _length(text: str) -> int:
    """Characters, each of a script without blanks for two."""
    return len(text) if text.isascii() or " " in text[:30] else 2 * len(text)


def _size(blocks: Iterable[Block]) -> int:
    return sum(_length(block.text) for block in blocks)


def _is_wall(kind: str) -> Callable[[_Page], bool]:
    """Title or text say so, and what else there is cannot be a story."""

    def judge(page: _Page) -> bool:
        words = page.words.no_story[kind]
        strict = kind == "login" or page.declared or page.metadata.first_created is not None
        named = page.is_named(kind)
        told = _told(page, words, 0 if strict else WALL_MAX, page.is_teaser if named else page.is_linked)
        if told is None:
            return False
        if told.rest == 0 and (named or told.phrases):
            return True
        above = page.said(words)
        if told.rest == 0:
            return above and _size(page.body) <= SHORT_MAX
        if named:
            return told.rest <= (WALL_MAX if above else STORY_MIN)
        return told.phrases > 1 and told.rest <= min(STORY_MIN, told.size)

    return judge


class _Told(NamedTuple):
    """What the paragraphs of a body say of a wall: phrases, characters of those that hold one, of all others."""

    phrases: int
    size: int
    rest: int


def _told(page: _Page, words: NoStory, most: int, is_of_others: Callable[[Block], bool]) -> _Told | None:
    """None where there are more than `most` characters that say no such thing and are not of other stories."""
    phrases: set[str] = set()
    size = rest = 0
    for block in page.prose():
        found = words.found(block.text)
        phrases |= found
        size += _length(block.text) if found else 0
        rest += 0 if found or (len(block.text) <= TEASER_MAX and is_of_others(block)) else _length(block.text)
        if rest > most:
            return None
    return _Told(len(phrases), size, rest)


def _is_gallery(page: _Page) -> bool:
    """Captions, and at most one paragraph of its own."""
    own: list[Block] = []
    for block in page.prose():
        own.extend(() if _is_caption(block, page) else (block,))
        if len(own) > 1 and _size(own) >= STORY_MIN:
            return False
    pictures = sum(_is_caption(block, page) for block in page.body)
    if max(len(page.captions), page.counters, pictures) < PICTURES_MIN:
        return False
    typed = not page.metadata.types.isdisjoint(_GALLERIES) and not html_json_ld.is_article(page.metadata.types)
    return typed or page.is_named("gallery") or (not own and max(page.counters, pictures) >= PICTURES_MIN)


def _is_caption(block: Block, page: _Page) -> bool:
    if len(block.text) > CAPTION_MAX:
        return False
    return key_of(block.text) in page.captions or page.words.is_furniture(block.text)


def _counter(text: str) -> re.Match[str] | None:
    if len(text) > COUNTER_MAX or not (text[-1:].isdecimal() or text[-2:-1].isdecimal()):
        return None
    match = _COUNTER.fullmatch(text)
    return match if match and int(match["number"]) <= int(match["sum"]) else None


def _is_media(page: _Page) -> bool:
    """A player with a line or two about it."""
    if page.metadata.types.isdisjoint(_MEDIA) or page.declared:
        return False
    own = page.own()
    return len(own) <= 1 or _size(own) < STORY_MIN


def _is_front(page: _Page) -> bool:
    """Headlines of other stories, each with a line or two below, and nothing of its own."""
    few = len(page.links) < LINKS_MIN and page.headed < TEASERS_MIN
    if page.declared or (few and not (len(page.links) >= TEASERS_MIN and _is_list(page))):
        return False
    teasers = [block for block in page.body if page.is_teaser(block)]
    own = _size(page.own())
    if _is_list(page):
        return own < STORY_MIN or 3 * own < _size(teasers)
    if len(teasers) >= TEASERS_MIN:
        return own < (STORY_MIN if len(page.links) >= LINKS_MIN else 2 * PROSE_MIN)  # a brief has few others below
    untold = page.texts.keys().isdisjoint(key_of(block.text) for block in teasers)
    return bool(teasers) and own == 0 and (_is_at_home(page) or untold)


def _is_list(page: _Page) -> bool:
    """It says that it is a list of stories."""
    return not page.metadata.types.isdisjoint(_COLLECTIONS) or page.is_named("front")


def _is_at_home(page: _Page) -> bool:
    """Its address is the site's own, or texts stand below headings that are links."""
    return not path_of(page.metadata.canonical_url or "none") or page.headed >= TEASERS_MIN


def _is_table(page: _Page) -> bool:
    """Prices, the weather, standings: nobody and no day signs them, and no text of the page goes with the figures."""
    tables = [block.text for block in page.body if block.tag == "table"]
    if not tables or page.declared or page.metadata.first_created is not None or page.metadata.authors:
        return False
    long = (_length(line.text) for line in page.lines if not line.href and _length(line.text) > TABLE_LINE_MAX)
    figures = sum(map(str.isdecimal, "".join(tables)))
    mostly = 2 * sum(map(len, tables)) > sum(len(block.text) for block in page.body)
    prose = _size(block for block in page.prose() if block.tag != "table")
    return mostly and figures > FIGURES_MIN and max(prose, sum(long)) < STORY_MIN


_KINDS: Final[tuple[tuple[Callable[[_Page], bool], str], ...]] = (
    (_is_wall("robot"), "robot check: the page asks whether a person reads it and shows no story"),
    (_is_wall("error"), "error page: its title or text says so and it holds no story"),
    (_is_wall("consent"), "consent wall: the page asks for consent to cookies and shows no story"),
    (_is_wall("login"), "login wall: the page asks readers to log in or subscribe and shows no story"),
    (_is_wall("script"), "script shell: a script fills the page, which is empty without it"),
    (_is_gallery, "gallery: its text is captions"),
    (_is_media, "media page: a video or audio without a story"),
    (_is_table, "table page: figures without a story"),
    (_is_front, "section front: headlines of other stories and no story of its own"),
)


def why_no_article(metadata: Metadata, lines: Sequence[Line], body: Sequence[Block], words: PageWords) -> str | None:
    """Why the page holds no article, its kind first ("gallery: …"); None where it holds one."""
    page = _Page(metadata, lines, body, words)
    found = next((detail for judge, detail in _KINDS if judge(page)), None)
    return found or (None if _size(body) >= PROSE_MIN / 2 else _why_empty(page))


def _why_empty(page: _Page) -> str:
    if sum(_length(line.text) for line in page.lines if not line.href) < STORY_MIN:
        return "script shell: the page shows next to no text"
    return "empty page: it holds no text outside navigation"
