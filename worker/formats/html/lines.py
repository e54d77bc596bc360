"""Extracted blocks parted into the story and what is not: repeated titles, captions, calls, links elsewhere."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from worker.article import Block, Related
from worker.formats.html import cues as html_cues
from worker.formats.html.dates import YEAR
from worker.formats.html.headline import alike
from worker.knowledge.page_words import PageWords
from worker.markup.lines import broken_lines, key_of
from worker.newsroom.boxes import href_of

OPENING = 8  # blocks in which titles, bylines and dates are looked for
KICKER_MAX = 100
HEADING_MAX = 200  # characters: longer ones are text that is marked as headings
CLOCKS_MIN = 2
DATE_MAX = 100  # characters
TWO_CLOCKS_WORDS_MAX = 8
BOX_OPENING = 4  # blocks under a label that show what it stands over
_AS_THEY_ARE = frozenset({"table", "pre"})  # of several lines
_SENTENCE_ENDS = (".", "!", "?", "。", "।", "؟", "…", '"', "”", "“", "»")
TITLE_ALIKE_MIN = 0.8
TITLE_MIN = 25  # characters: shorter links are names in a list or parts of a sentence
LINKS_SHARE_MAX = 0.4  # a page whose text is links is about links

# <a href="https://e.example/x">A story</a> and nothing else
_ONE_LINK = re.compile(
    r'^(?:<(?:strong|em|u)>)*<a href="([^"]*)">(?:(?!<a\b).)*</a>\W*(?:</(?:strong|em|u)>)*$', re.DOTALL
)
# [ <a href="https://e.example/x">A story</a> ], with emphasis anywhere
_BRACKETED_LINK = re.compile(
    r"""^(?:<strong>|<em>|\s)*[\[(](?:</?strong>|</?em>|\s)*
        <a\ href="([^"]*)">(?:(?!<a\b).)*</a>(?:</?strong>|</?em>|\s)*[\])](?:</strong>|</em>|\s)*$""",
    re.DOTALL | re.VERBOSE,
)
_BRACKET = re.compile(r"[\[\]()]")
# 09:04
_TIME_OF_DAY = re.compile(r"(?<!\d)[012]?\d[:.][0-5]\d(?!\d)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sorted:
    """`furniture` are lines taken out of the body that later stages may read: bylines, dates, notices."""

    body: tuple[Block, ...]
    furniture: tuple[str, ...]
    related: tuple[Related, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the page says elsewhere and its body need not repeat."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    captions: frozenset[str] = frozenset()  # keys of figure captions
    others: frozenset[str] = frozenset()  # keys of other stories' titles, with and without their section in front
    house: str | None = None  # the publisher's name
    sure: frozenset[str] = frozenset()  # lines that are the story's though they look like its title


def sort_blocks(blocks: Sequence[Block], known: Known, pages: PageWords) -> Sorted:
    """The blocks in order, without those that are not the story's."""
    opening, rest = _split_opening(blocks, known)
    related: list[Related] = []
    furniture = [line for block in opening for line in _worth_reading(block, known.titles)]
    body: list[Block] = []
    links = _link_paragraphs(rest)
    calls = html_cues.calls_among(block.text for block in rest if block.tag not in _AS_THEY_ARE)
    clocks = _clocks(rest)
    labelled = False  # under a heading such as "Also read"
    for index, block in enumerate(rest):
        text = block.text
        if html_cues.is_related_label(text, pages):
            labelled = _is_over_links(rest[index + 1 :], known, pages)
            body.extend(() if labelled else (block,))  # over bare titles: the related stage takes both
        elif _is_among(text, known.others) or (labelled and pages.is_section(text)):
            continue
        elif index in links or (labelled and is_one_link(block)) or html_cues.pointed_to(text, pages):
            related.append(_related(block, pages))
        elif (
            index in clocks
            or text in calls
            or _is_furniture(block, known, pages)
            or (index < OPENING and (_is_date(block) or _is_house(block, known) or (not body and _is_mute(block))))
            or (not OPENING <= index < len(rest) - 1 and _signs(block, known.authors))
        ):
            furniture.extend(() if html_cues.is_label(text, pages) else (text,))
        else:
            labelled = False
            body.append(block)
    return Sorted(tuple(_without_tail_headings(body, known)), tuple(furniture), tuple(related))


def _clocks(blocks: Sequence[Block]) -> frozenset[int]:
    """Numbers of the times of day that a live blog prints over its entries' headings, two at least."""
    pairs = pairwise(blocks)
    found = [at for at, (block, after) in enumerate(pairs) if html_cues.is_clock(block.text) and _heads(after)]
    return frozenset(found if len(found) >= CLOCKS_MIN else ())


def _is_over_links(below: Sequence[Block], known: Known, pages: PageWords) -> bool:
    """Whether anything but bare titles follows a label: links, names of sections before one, the story, nothing."""
    titles = (block for block in below[:BOX_OPENING] if not pages.is_section(block.text))
    first = next(titles, None)
    return first is None or first.tag != "p" or is_one_link(first) or key_of(first.text) in known.others or _ends(first)


def _ends(block: Block) -> bool:
    return block.text.endswith(_SENTENCE_ENDS)


def is_one_link(block: Block) -> bool:
    """The block's text is one link as a whole."""
    if block.html is None or block.tag == "table":
        return False
    return (_BRACKETED_LINK if block.text[:1] in "[(" else _ONE_LINK).match(block.html) is not None


def _split_opening(blocks: Sequence[Block], known: Known) -> tuple[Sequence[Block], Sequence[Block]]:
    """Everything down to the last repeated title, byline or date among the first blocks, and the rest."""
    start = 0
    for index, block in enumerate(blocks[:OPENING]):
        if _opens(block, known) and all(_is_kicker(before.text) for before in blocks[start:index]):
            start = index + 1
    return (blocks[:start], blocks[start:]) if start < len(blocks) else ((), blocks)


def _is_kicker(line: str) -> bool:
    """A line that may stand above a headline or byline: short, and no sentence."""
    return len(line) <= KICKER_MAX and not line.endswith(_SENTENCE_ENDS)


def _opens(block: Block, known: Known) -> bool:
    line = block.text
    repeated = _repeats_title(block, known.titles) and not _heads_a_part(block, known)
    return repeated or _is_byline(line, known.authors) or html_cues.is_stamp(line) or len(_apart(block)) > 1


def _worth_reading(block: Block, titles: Sequence[str]) -> Sequence[str]:
    """The lines of the opening that later stages may read: no title, but for one that a date stands before."""
    if not _repeats_title(block, titles):
        return _apart(block)
    fronts = (block.text.removesuffix(title) for title in titles if block.text.endswith(title))
    return [block.text] if any(html_cues.is_stamp(front.strip()) for front in fronts) else ()


def _apart(block: Block) -> Sequence[str]:
    """The lines of who, when and where that breaks part, one of them a date; any other block's text as it is."""
    lines = broken_lines(block.html or "")
    dated = any(YEAR.search(line) and html_cues.is_stamp(line) for line in lines)
    return lines if dated and all(line and _is_kicker(line) for line in lines) else [block.text]


def _heads_a_part(block: Block, known: Known) -> bool:
    """A heading of the text that says some of the title once more, not the title itself."""
    return block.text in known.sure and key_of(block.text) not in map(key_of, known.titles)


def _repeats_title(block: Block, titles: Sequence[str]) -> bool:
    key = key_of(block.text)
    if not key or block.tag == "table":
        return False
    for title in titles:
        title_key = key_of(title)
        if key == title_key or (len(title_key) > 15 and key.endswith(title_key) and len(key) < 2 * len(title_key)):
            return True
        if (
            block.tag in {"h2", "h3"}
            and len(key) > 15
            and (key in title_key or alike(block.text, title) >= TITLE_ALIKE_MIN)
        ):
            return True
    return False


def _is_byline(line: str, authors: Sequence[str]) -> bool:
    """Names of the authors make up most of a short line."""
    named = sum(len(author) for author in authors if author in line)
    return 0 < len(line) <= 150 and named * 2 > len(line) and not line.endswith((".", "!", "?"))


def _signs(block: Block, authors: Sequence[str]) -> bool:
    """A paragraph of the authors' names and at most a word to each: "von Ida Muster"."""
    if block.tag != "p" or not _is_byline(block.text, authors):
        return False
    named = [author for author in authors if author in block.text]
    rest = reduce(lambda line, author: line.replace(author, " "), named, block.text)
    return len(_WORD.findall(rest)) <= len(named)


def _is_furniture(block: Block, known: Known, pages: PageWords) -> bool:
    """Of a block that is known to be no heading over other stories."""
    if block.tag in _AS_THEY_ARE:
        return False
    return (
        _is_among(block.text, known.captions)
        or html_cues.is_plain_label(block.text, pages)
        or html_cues.is_credit(block.text)
        or (block.tag == "p" and html_cues.is_credited_caption(block.text))
    )


def _is_among(text: str, keys: Collection[str]) -> bool:
    return bool(keys) and key_of(text) in keys


def _is_date(block: Block) -> bool:
    """A paragraph of a date and some words: "Jun 8, 2023 • 11 minute read"; of two clocks and more of them."""
    if block.tag != "p" or len(block.text) > DATE_MAX:
        return False
    most = TWO_CLOCKS_WORDS_MAX if len(_TIME_OF_DAY.findall(block.text)) > 1 else 4
    return html_cues.is_stamp(block.text, words_max=most)


def _is_house(block: Block, known: Known) -> bool:
    """A paragraph of the publisher's name and nothing else: who signs where nobody does."""
    return block.tag == "p" and known.house is not None and key_of(block.text) == key_of(known.house)


def _is_mute(block: Block) -> bool:
    """Figures and signs without a letter, over the story: stars for a rating, a pager."""
    return block.tag in {"p", "li"} and not any(map(str.isalpha, block.text))


def _link_paragraphs(blocks: Sequence[Block]) -> frozenset[int]:
    """Numbers of blocks that are one link to another story each, none where the page is made of such."""
    links = [at for at, (block, after) in enumerate(pairwise((*blocks, None))) if block and _links_away(block, after)]
    linked = sum(len(blocks[at].text) for at in links)
    return frozenset(links) if linked <= LINKS_SHARE_MAX * sum(len(block.text) for block in blocks) else frozenset()


def _links_away(block: Block, after: Block | None) -> bool:
    """A title that is a link; a linked heading over text of its own belongs to the story."""
    if block.tag == "li" or not is_one_link(block) or len(block.text) < TITLE_MIN:
        return False
    if block.text.endswith((",", ":", ";")) or "://" in block.text:
        return False
    return block.tag == "p" or after is None or is_one_link(after)


def _related(block: Block, pages: PageWords) -> Related:
    title = html_cues.pointed_to(block.text, pages) or block.text
    within = title[1:-1].strip() if title.startswith(("[", "(")) and title.endswith(("]", ")")) else title
    bare = title if _BRACKET.search(within) else within
    return Related(title=bare, section=None, url=href_of(block))


def _without_tail_headings(body: Sequence[Block], known: Known) -> Sequence[Block]:
    """`body` without headings that nothing follows."""
    end = len(body)
    while end and _heads(body[end - 1]) and body[end - 1].text not in known.sure:
        end -= 1
    return body[:end] if end else body


def _heads(block: Block) -> bool:
    return block.tag in {"h2", "h3", "h4"} and len(block.text) <= HEADING_MAX
