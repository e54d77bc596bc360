"""Parts a page's text into the story and the boxes of other stories that stand under it or in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from worker.article import Block, Related
from worker.knowledge.dates import find_days
from worker.knowledge.loading import Knowledge
from worker.knowledge.page_words import Heading
from worker.newsroom.endings import ends_story, notice_in

TITLE_MAX = 250  # characters
TITLE_LIKELY_MAX = 160  # of a line that nothing else tells from a paragraph
STAMP_LETTERS_MAX = 14
LAST_BLOCKS = 4  # before a box: a sign-off or notice among them means that the story is over
GLUED_SHARE = 0.5  # of a box's titles
GLUE_MIN = 2  # times that an unknown word must stand glued before it counts as a section

# … was seen. The boat …
_SENTENCES = re.compile(r"[^\W\d_]{4}[.!?।。]['\"”’»)]?\s['\"“‘«(]?[A-ZÀ-ÞА-Я\u0900-\u097f][^.!?]{12}")
# <a href="https://site.example/story">
_HREF = re.compile(r'<a href="([^"]{1,2000})"')
# "BusinessMahindra": a seam between small letter and capital in the first word
_CAMEL = re.compile(r"(?P<section>[^\W\d_]{3,20}?[^\W\d_A-Z])(?P<title>[A-Z'\"‘“].*)")


@dataclass(slots=True)
class _Parting:
    """A page under way."""

    body: list[Block] = field(default_factory=list)
    boxes: list[list[Related]] = field(default_factory=list)
    section: str | None = None  # the page's own
    open: bool = False  # inside a box
    label: str | None = None  # a section's name that waits for its title
    closed: bool = False  # the story has come to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """`section` is what a heading ("International Related Stories") calls the page's own section."""

    body: tuple[Block, ...]
    related: tuple[Related, ...] = ()
    section: str | None = None


def part(blocks: Sequence[Block], knowledge: Knowledge) -> Parted:
    """The story's blocks and the other stories, each in order; no box means that nothing is changed."""
    headings = [_heading(block, knowledge) for block in blocks]
    if not any(headings):
        return Parted(body=tuple(blocks))
    parting = _Parting()
    for block, heading in zip(blocks, headings, strict=True):
        _place(block, heading, parting, knowledge)
    related = [story for box in parting.boxes for story in unglued(box, knowledge)]
    unique = tuple({(story.title, story.section): story for story in related}.values())
    return Parted(body=tuple(parting.body), related=unique[: knowledge.limits.related_max], section=parting.section)


def _heading(block: Block, knowledge: Knowledge) -> Heading | None:
    return knowledge.pages.heading(block.text) if len(block.text) <= 2 * TITLE_MAX else None


def _place(block: Block, heading: Heading | None, parting: _Parting, knowledge: Knowledge) -> None:
    """Puts one block where it belongs."""
    if heading is not None:
        _open_box(block, heading, parting, knowledge)
    elif parting.open and notice_in(block.text, knowledge) is None and _is_item(block, parting):
        _add_item(block, parting, knowledge)
    else:
        parting.open = False
        parting.body.append(block)


def _is_item(block: Block, parting: _Parting) -> bool:
    """Whether what stands in a box is another story's title; behind the text's end anything is."""
    return parting.closed or not reads_as_prose(block.text)


def _open_box(block: Block, heading: Heading, parting: _Parting, knowledge: Knowledge) -> None:
    if not parting.open:
        parting.closed = parting.closed or any(ends_story(last.text, knowledge) for last in parting.body[-LAST_BLOCKS:])
    parting.section = parting.section or heading.section
    if heading.rest:
        parting.boxes.append([Related(title=heading.rest, url=href_of(block))])
        parting.open = False
        return
    parting.boxes.append([])
    parting.open, parting.label = True, None


def _add_item(block: Block, parting: _Parting, knowledge: Knowledge) -> None:
    """A title, the name of a section before one, or furniture between titles."""
    text = block.text.strip()
    if not text or knowledge.pages.is_furniture(text) or len(text) > TITLE_MAX or _is_stamp(text, knowledge):
        return
    if knowledge.pages.is_section(text):
        parting.label = text
        return
    parting.boxes[-1].append(Related(title=text, section=parting.label, url=href_of(block)))
    parting.label = None


def reads_as_prose(text: str) -> bool:
    """A paragraph rather than a title: too long for one, or it ends as a sentence does."""
    line = text.rstrip("\"'”’»)")
    if len(text) > TITLE_LIKELY_MAX or line.endswith((":", "：")) or _SENTENCES.search(text):
        return True
    return line.endswith((".", "।", "。", "۔")) and not line.endswith(("..", " ."))


def _is_stamp(text: str, knowledge: Knowledge) -> bool:
    """A date alone: those of other stories are never read."""
    if len(text) > 60 or not any(map(str.isdigit, text)) or not (days := find_days(text, knowledge.dates)):
        return False
    rest = text[: days[0].start] + text[days[-1].end :]
    return sum(map(str.isalpha, rest)) <= STAMP_LETTERS_MAX


def href_of(block: Block) -> str | None:
    """The first address in a block's HTML."""
    match = _HREF.search(block.html) if block.html else None
    return unescape(match[1]) if match else None


def unglued(box: Sequence[Related], knowledge: Knowledge) -> list[Related]:
    """The box's stories with their sections taken off the titles, where the box glues them on.

    "TechCrunch raises…" alone in a list of plain titles is no glue; in a list of glued ones a word that stands so twice
    is a section that no table knows.
    """
    plain = [story for story in box if story.section is None]
    parted = {story: known for story in plain if (known := knowledge.pages.glued(story.title, caseless=False))}
    camel = {story: (m["section"], m["title"]) for story in plain if (m := _CAMEL.match(story.title))}
    counts = Counter(section for section, _ in camel.values())
    parted = {story: pair for story, pair in camel.items() if counts[pair[0]] >= GLUE_MIN} | parted
    caseless = {story: pair for story in plain if (pair := knowledge.pages.glued(story.title, caseless=True))}
    if len(caseless) == len(plain):
        parted = caseless | parted
    if len(parted) < GLUED_SHARE * len(plain):
        return list(box)
    return [_with_section(story, parted.get(story)) for story in box]


def _with_section(story: Related, pair: tuple[str, str] | None) -> Related:
    return story if pair is None else replace(story, section=pair[0], title=pair[1])
