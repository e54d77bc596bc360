"""A page as it is judged: what its lines, its links and the body found in it say of whether it holds a story."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from worker.article import Block
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.knowledge.no_story_words import NoStory
from worker.knowledge.page_words import PageWords
from worker.markup.lines import key_of

PROSE_MIN: Final = 40  # characters of a paragraph; half as many where words are not parted
WALLS_READ: Final = 200  # lines: a wall says so at the top or says little
TEASER_MAX: Final = 600  # characters of a text below another story's headline
TITLE_MIN: Final = 20
LINK_MIN: Final = TITLE_MIN // 2  # of a script without blanks
LIST_MIN: Final = 200  # characters of headlines run together
LABEL_MAX: Final = 40  # dates, sections and names between a headline and its text
PICTURES_MIN: Final = 4
COUNTER_MAX: Final = 20

# 3/12   3 of 12   Bild 3 von 12   第3张/共12张
_COUNTER: Final = re.compile(r"\D{0,8}(?P<number>\d{1,3})[^\d:.,-]{1,7}(?P<sum>\d{1,3})\D?")

COLLECTIONS: Final = frozenset(
    {"collectionpage", "searchresultspage", "imagegallery", "mediagallery", "profilepage", "og:profile"}
)


@dataclass(frozen=True)
class JudgedPage:
    """What the kinds are judged by."""

    metadata: Metadata
    lines: Sequence[Line]
    body: Sequence[Block]
    words: PageWords

    @cached_property
    def declared(self) -> bool:
        """It calls itself a story, not a list of such."""
        types = self.metadata.types
        return html_json_ld.is_article(types) or ("og:article" in types and types.isdisjoint(COLLECTIONS))

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """Keys of the titles that the page gives itself."""
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
        found = {key_of(line.text) for line in linked if line.heading or length(line.text) >= TITLE_MIN}
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
            elif title and (line.heading or key in self.title_keys or length(line.text) > LABEL_MAX):
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
            if length(block.text) < PROSE_MIN:
                continue
            if len(block.text) > TEASER_MAX or key_of(block.text) not in self.title_keys:
                yield block


def length(text: str) -> int:
    """Characters, each of a script without blanks for two."""
    return len(text) if text.isascii() or " " in text[:30] else 2 * len(text)


def size_of(blocks: Iterable[Block]) -> int:
    """The length of the blocks' texts together."""
    return sum(length(block.text) for block in blocks)


def _counter(text: str) -> re.Match[str] | None:
    if len(text) > COUNTER_MAX or not (text[-1:].isdecimal() or text[-2:-1].isdecimal()):
        return None
    match = _COUNTER.fullmatch(text)
    return match if match and int(match["number"]) <= int(match["sum"]) else None
