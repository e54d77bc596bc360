"""What lines of a page are, by the words of config/pages.toml: furniture, headings over other stories, sections."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from worker.knowledge import tables
from worker.knowledge.keys import by_first_word, compact_key, last_words, line_key
from worker.knowledge.no_story_words import NoStory, no_story_words
from worker.knowledge.private_words import PrivateWords, private_words
from worker.knowledge.tables import Entry

LINE_MAX = 160  # characters: longer lines are prose
LABEL_MAX = 70
FRONT_WORDS = 3  # "Life & Style Related Stories"
COUNT_MAX = 40  # characters
CREDIT_WORDS_MAX = 6  # behind "Photo:"


# "Photo:" at a line's start, behind a sentence, or in brackets at its end, with the maker's name up to the end
_CREDIT = re.compile(
    r"(?:^|[.!?。]\s|[(（\[])(?P<word>[^\W\d_][^:：/()\[\].!?。（）]{1,24}?)\s?[:：/](?P<name>[^:：!?]*)$"
)
# 2   1,234   1.2
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# tags under a text: #Harbour #Ferries   #강릉#가로등
_HASHTAGS = re.compile(r"(?:#[^\W\d_][^\s#]{0,40}\s?){2,30}")
# Also Read: …   延伸阅读：…   READ | …
_COLON = re.compile(r"[:：|]")
LETTERS = 3  # by which a line in capitals is told from others
_DASH = re.compile(r"\s[-–—»]\s")  # À LIRE AUSSI - Le port


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading over other stories; `section`: the page's own, where it names it; `rest`: what follows a colon."""

    section: str | None = None
    rest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageWords:
    """The tables, by line_key; `openings` by their first word; `sections` by key to the printed name.

    Equal only to itself: what parser and stages ask of a line one after the other is remembered by it.
    """

    furniture: Mapping[str, str]  # key -> kind
    openings: Mapping[str, tuple[str, ...]]
    count_words: frozenset[str]
    count_units: frozenset[str]
    pictures: frozenset[str]  # what a picture's credit opens with
    picture_houses: frozenset[str]  # who sells pictures
    headings: frozenset[str]
    over_links: frozenset[str]  # compact keys of labels over other stories where links follow
    labels: frozenset[str]  # compact keys of what names a part of a page
    private: PrivateWords
    sections: Mapping[str, str]
    no_story: Mapping[str, NoStory]  # by kind
    tracking: frozenset[str]  # parameters of addresses that only count readers
    tracking_prefixes: tuple[str, ...]  # of such parameters
    _glue: Mapping[str, tuple[str, ...]] = field(init=False)
    _last_words: frozenset[str] = field(init=False)  # of headings

    def __post_init__(self) -> None:
        glue: dict[str, list[str]] = {}
        for name in sorted(self.sections.values(), key=len, reverse=True):
            glue.setdefault(name[0], []).append(name)
        object.__setattr__(self, "_last_words", last_words(self.headings))
        object.__setattr__(self, "_glue", {first: tuple(names) for first, names in glue.items()})

    def is_furniture(self, line: str) -> bool:
        """An app prompt, advertisement mark, share or subscribe line, count, caption with credit, word of a menu."""
        return len(line) <= LINE_MAX and _is_furniture(self, line)

    def reads_as_furniture(self, line: str) -> bool:
        """The same of a line of any length, anew."""
        key = line_key(line)
        if key in self.furniture or key in self.pictures or self._is_count(line, key) or self._is_credit(line):
            return True
        if "|" in line and all(line_key(part) in self.furniture for part in line.split("|")):
            return True  # Print | Send to a friend
        if line.startswith("#") and _HASHTAGS.fullmatch(line):
            return True
        return any(f"{key} ".startswith(f"{opening} ") for opening in self.openings.get(key.partition(" ")[0], ()))

    def is_count_word(self, key: str) -> bool:
        """A word of times and counts: "min", "read", "ago"."""
        return key in self.count_words or key in self.count_units

    def _is_count(self, line: str, key: str) -> bool:
        """Figures and words of counts alone: "2 min read", "1.2K shares"."""
        figures = _FIGURE.findall(line) if len(line) <= COUNT_MAX else []
        words = [word for token in key.split(" ") if (word := token.strip("0123456789"))] if figures else []
        return (
            len(figures) <= len(words)
            and not self.count_words.isdisjoint(words)
            and all(map(self.is_count_word, words))
        )

    def _is_credit(self, line: str) -> bool:
        """A picture's maker, alone or behind a caption: "Photo: Jo Bee", "A ferry off the pier (AP Photo/Jo Bee)"."""
        if not (":" in line or "/" in line or "：" in line):
            return False
        bracketed = line.endswith((")", "）", "]"))
        match = _CREDIT.search(line.rstrip(")）] "))
        if match is None or line_key(match["word"]) not in self.pictures:
            return False
        bracket = match[0][0] in "(（[" or (bracketed and line[0] in "(（[")
        return bracket == bracketed and len(match["name"].split()) <= CREDIT_WORDS_MAX

    def is_private(self, line: str) -> bool:
        """The line says that it, and what follows, is not for publication."""
        return self.private.opens(line)

    def begins_private(self, line: str) -> bool:
        """From here on a message is the desks' own: a notepad's heading, or that it is not for publication."""
        return self.private.is_notepad(line) or self.is_private(line)

    def is_section(self, line: str) -> bool:
        """The line is the name of a section and nothing else."""
        return len(line) <= LABEL_MAX and line_key(line) in self.sections

    def heading(self, line: str) -> Heading | None:
        """The line as a heading over other stories: "Related Stories", "World Related Stories", "Also Read: …"."""
        return _heading(self, line) if len(line) <= 2 * LINE_MAX else None

    def read_heading(self, line: str) -> Heading | None:
        """The same of a line of any length, anew."""
        if len(line) <= LABEL_MAX:
            key = line_key(line)
            if key in self.headings:
                return Heading()
            if key.rpartition(" ")[2] in self._last_words and (section := self._front(line)) is not None:
                return Heading(section=section)
        colon = _COLON.search(line, 0, LABEL_MAX)
        if colon and line_key(line[: colon.start()]) in self.headings:
            return Heading(rest=line[colon.end() :].strip())
        dash = _DASH.search(line, 0, LABEL_MAX) if line[:LETTERS].isupper() else None
        if dash and line[: dash.start()].isupper() and line_key(line[: dash.start()]) in self.headings:
            return Heading(rest=line[dash.end() :].strip())
        return None

    def _front(self, line: str) -> str | None:
        """What stands in front of the heading's own words, where that may name a section."""
        words = line.strip(" :»>-–—").split()
        for count in range(1, min(FRONT_WORDS, len(words) - 1) + 1):
            front = " ".join(words[:count])
            if line_key(" ".join(words[count:])) in self.headings and _names(front):
                return front.rstrip(":|-–—")
        return None

    def glued(self, title: str, *, caseless: bool) -> tuple[str, str] | None:
        """(section, title) of "BusinessMahindra to acquire…"; `caseless`: also where no capital marks the seam."""
        for name in self._glue.get(title[:1], ()):
            if title.startswith(name) and len(title) > len(name) + 1:
                rest = title[len(name) :]
                if _seam(name[-1], rest, caseless=caseless):
                    return name, rest.lstrip(" |:·•-–—")
        return None


@lru_cache(maxsize=4096)
def _is_furniture(words: PageWords, line: str) -> bool:
    return words.reads_as_furniture(line)


@lru_cache(maxsize=4096)
def _heading(words: PageWords, line: str) -> Heading | None:
    return words.read_heading(line)


def _names(front: str) -> bool:
    """Words in capitals, or in a script without them."""
    return all(
        word[0].isupper() or not word[0].isalnum() or word[0].lower() == word[0].upper() for word in front.split()
    )


# Business | Mahindra   Business: Mahindra
_DIVIDED = re.compile(r"\s?[|:•·]\s?(?=\S)")


def _seam(last: str, rest: str, *, caseless: bool) -> bool:
    """Whether a title may begin with `rest` behind a section's name that ends with `last`."""
    first = rest[0]
    if _DIVIDED.match(rest):
        return True
    if last.islower() or last.isdigit():
        return first.isupper() or first in "'\"‘“«¿¡" or (last.islower() and first.isdigit())
    if last.isupper():
        return first.isupper() and rest[1:2].islower()  # "USTrump", not "USA"
    return caseless and unicodedata.category(first)[0] in "LN"


def page_words(entry: Entry) -> PageWords:
    """Furniture, headings over other stories, names of sections, words of pages without a story."""
    entry.only("furniture", "counts", "pictures", "related", "labels", "private", "sections", "no_story", "tracking")
    kinds = tables.rows(entry, "furniture", "kind")
    starts = {start for row in kinds for start in row.only("kind", "whole", "starts", "examples").texts("starts")}
    sections = tables.section(entry, "sections")
    pictures = tables.section(entry, "pictures").only("words", "houses", "examples")
    related = tables.section(entry, "related").only("headings", "links")
    tracking = tables.section(entry, "tracking").only("names", "prefixes", "examples")
    counts = tables.section(entry, "counts").only("words", "units", "examples")
    return PageWords(
        furniture={line_key(line): row.text("kind") for row in kinds for line in row.texts("whole")},
        openings=by_first_word(map(line_key, starts)),
        count_words=frozenset(key for phrase in counts.texts("words") for key in line_key(phrase).split()),
        count_units=frozenset(key for phrase in counts.texts("units") for key in line_key(phrase).split()),
        pictures=frozenset(map(line_key, pictures.texts("words"))),
        picture_houses=frozenset(map(line_key, pictures.texts("houses"))),
        private=private_words(tables.section(entry, "private")),
        headings=frozenset(map(line_key, related.texts("headings"))),
        over_links=frozenset(map(compact_key, related.texts("links"))),
        labels=frozenset(map(compact_key, tables.section(entry, "labels").only("words").texts("words"))),
        sections={line_key(name): name for language in sections.fields for name in sections.texts(language)},
        no_story=no_story_words(entry),
        tracking=frozenset(tracking.texts("names")),
        tracking_prefixes=tracking.texts("prefixes"),
    )
