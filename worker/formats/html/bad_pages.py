"""Pages that hold no story: walls, errors, shells, galleries, media pages, fronts.  A wrong refusal loses a story.

A page that declares itself a story is refused only where nothing but a wall, captions or a player is left of it.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from worker.article import Block
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.judged_page import (
    COLLECTIONS,
    PICTURES_MIN,
    PROSE_MIN,
    TEASER_MAX,
    JudgedPage,
    length,
    size_of,
)
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.knowledge.no_story_words import NoStory
from worker.knowledge.page_words import PageWords
from worker.markup.lines import key_of
from worker.markup.links import path_of

STORY_MIN: Final = 250  # characters that make a page a story whatever it is called
WALL_MAX: Final = 1_000  # characters of its own that a wall may show beside what says so
SHORT_MAX: Final = 200  # characters of labels and buttons
MENU_MAX: Final = 30  # characters of an entry of a menu
TEASERS_MIN: Final = 3
LINKS_MIN: Final = 6  # headlines of other stories on a front
CAPTION_MAX: Final = 1_000  # characters
TABLE_LINE_MAX: Final = 80  # characters of a cell, a note under a table
SENTENCE_ENDS: Final = (".", "!", "?", "。", "।", "؟", "”", "»")
FIGURES_MIN: Final = 20  # digits of a table of prices, of the weather

_GALLERIES: Final = frozenset({"imagegallery", "mediagallery", "og:gallery"})
_MEDIA: Final = frozenset(
    {
        "videoobject", "audioobject", "podcastepisode", "radioepisode", "tvepisode", "episode", "clip", "radioclip",
        "videoclip", "og:video", "og:video.other", "og:video.episode", "og:video.movie", "og:audio", "og:music.song",
    }
)  # fmt: skip


def _is_wall(kind: str) -> Callable[[JudgedPage], bool]:
    """Title or text say so, and what else there is cannot be a story."""

    def judge(page: JudgedPage) -> bool:
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
            return above and size_of(page.body) <= SHORT_MAX
        if named:
            return told.rest <= (WALL_MAX if above else STORY_MIN)
        return told.phrases > 1 and told.rest <= min(STORY_MIN, told.size)

    return judge


class _Told(NamedTuple):
    """What the paragraphs of a body say of a wall: phrases, characters of those that hold one, of all others."""

    phrases: int
    size: int
    rest: int


def _told(page: JudgedPage, words: NoStory, most: int, is_of_others: Callable[[Block], bool]) -> _Told | None:
    """None where there are more than `most` characters that say no such thing and are not of other stories."""
    phrases: set[str] = set()
    size = rest = 0
    for block in page.prose():
        found = words.found(block.text)
        phrases |= found
        size += length(block.text) if found else 0
        rest += 0 if found or (len(block.text) <= TEASER_MAX and is_of_others(block)) else length(block.text)
        if rest > most:
            return None
    return _Told(len(phrases), size, rest)


def _is_gallery(page: JudgedPage) -> bool:
    """Captions, and at most one paragraph of its own."""
    own: list[Block] = []
    for block in page.prose():
        own.extend(() if _is_caption(block, page) else (block,))
        if len(own) > 1 and size_of(own) >= STORY_MIN:
            return False
    pictures = sum(_is_caption(block, page) for block in page.body)
    if max(len(page.captions), page.counters, pictures) < PICTURES_MIN:
        return False
    typed = not page.metadata.types.isdisjoint(_GALLERIES) and not html_json_ld.is_article(page.metadata.types)
    return typed or page.is_named("gallery") or (not own and max(page.counters, pictures) >= PICTURES_MIN)


def _is_caption(block: Block, page: JudgedPage) -> bool:
    if len(block.text) > CAPTION_MAX:
        return False
    return key_of(block.text) in page.captions or page.words.is_furniture(block.text)


def _is_media(page: JudgedPage) -> bool:
    """A player with a line or two about it."""
    if page.metadata.types.isdisjoint(_MEDIA) or page.declared:
        return False
    own = page.own()
    return len(own) <= 1 or size_of(own) < STORY_MIN


def _is_front(page: JudgedPage) -> bool:
    """Headlines of other stories, each with a line or two below, and nothing of its own."""
    if page.declared:
        return False
    few = len(page.links) < LINKS_MIN and page.headed < TEASERS_MIN
    if few and not (len(page.links) >= TEASERS_MIN and (_is_list(page) or _is_home(page))):
        return False
    teasers = [block for block in page.body if page.is_teaser(block)]
    own = size_of(page.own())
    if _is_list(page):
        return own < STORY_MIN or 3 * own < size_of(teasers)
    if len(teasers) >= TEASERS_MIN:
        return own < (STORY_MIN if len(page.links) >= LINKS_MIN else 2 * PROSE_MIN)  # a brief has few others below
    untold = page.texts.keys().isdisjoint(key_of(block.text) for block in teasers)
    return bool(teasers) and own == 0 and (_is_at_home(page) or untold)


def _is_list(page: JudgedPage) -> bool:
    """It says that it is a list of stories."""
    return not page.metadata.types.isdisjoint(COLLECTIONS) or page.is_named("front")


def _is_at_home(page: JudgedPage) -> bool:
    """Its address is the site's own, or texts stand below headings that are links."""
    return _is_home(page) or page.headed >= TEASERS_MIN


def _is_home(page: JudgedPage) -> bool:
    """Its address is the site's own."""
    return not path_of(page.metadata.canonical_url or "none")


def _is_table(page: JudgedPage) -> bool:
    """Prices, the weather, standings: nobody and no day signs them, and no text of the page goes with the figures."""
    tables = [block.text for block in page.body if block.tag == "table"]
    if not tables or page.declared or page.metadata.first_created is not None or page.metadata.authors:
        return False
    long = (length(line.text) for line in page.lines if not line.href and length(line.text) > TABLE_LINE_MAX)
    figures = sum(map(str.isdecimal, "".join(tables)))
    mostly = 2 * sum(map(len, tables)) > sum(len(block.text) for block in page.body)
    prose = size_of(block for block in page.prose() if block.tag != "table")
    return mostly and figures > FIGURES_MIN and max(prose, sum(long)) < STORY_MIN


def _is_sign_up(page: JudgedPage) -> bool:
    """A form for a newsletter: the title says so, the text goes on about it, and nobody and no day signs it."""
    if page.metadata.first_created is not None or page.metadata.authors or not page.is_named("sign-up"):
        return False
    return any(page.words.no_story["sign-up"].found(block.text) for block in page.body)


_KINDS: Final[tuple[tuple[Callable[[JudgedPage], bool], str], ...]] = (
    (_is_wall("robot"), "robot check: the page asks whether a person reads it and shows no story"),
    (_is_wall("error"), "error page: its title or text says so and it holds no story"),
    (_is_wall("consent"), "consent wall: the page asks for consent to cookies and shows no story"),
    (_is_wall("login"), "login wall: the page asks readers to log in or subscribe and shows no story"),
    (_is_sign_up, "sign-up page: the page asks readers to subscribe to a newsletter and shows no story"),
    (_is_wall("script"), "script shell: a script fills the page, which is empty without it"),
    (_is_gallery, "gallery: its text is captions"),
    (_is_media, "media page: a video or audio without a story"),
    (_is_table, "table page: figures without a story"),
    (_is_front, "section front: headlines of other stories and no story of its own"),
)


def why_no_article(metadata: Metadata, lines: Sequence[Line], body: Sequence[Block], words: PageWords) -> str | None:
    """Why the page holds no article, its kind first ("gallery: …"); None where it holds one."""
    page = JudgedPage(metadata, lines, body, words)
    found = next((detail for judge, detail in _KINDS if judge(page)), None)
    return found or (None if size_of(body) >= PROSE_MIN / 2 and not _is_menu(page) else _why_empty(page))


def _is_menu(page: JudgedPage) -> bool:
    """The little that was found is words of links run together, and no sentence."""
    if size_of(page.body) >= STORY_MIN:
        return False
    words = {word for line in page.lines if line.href and len(line.text) <= MENU_MAX for word in line.text.split()}
    return all(not block.text.endswith(SENTENCE_ENDS) and words.issuperset(block.text.split()) for block in page.body)


def _why_empty(page: JudgedPage) -> str:
    if sum(length(line.text) for line in page.lines if not line.href) < STORY_MIN:
        return "script shell: the page shows next to no text"
    return "empty page: it holds no text outside navigation"
