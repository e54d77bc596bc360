"""The story's text as blocks: by the block model; by trafilatura where the model is unsure; as declared at last."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, cast

from lxml.etree import LxmlError, XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted
from trafilatura.settings import Extractor

from worker.article import Block
from worker.formats.html.block_model import choose, shipped
from worker.formats.html.comments import without_comments
from worker.formats.html.copies import without_copies
from worker.formats.html.declared import declared_of
from worker.formats.html.hidden import without_hidden
from worker.formats.html.lone_headings import without_lone_headings
from worker.formats.html.metadata import Metadata
from worker.formats.html.next_stories import without_next_boxes, without_next_stories
from worker.formats.html.outline import Outline
from worker.formats.html.places import WHOLE
from worker.formats.html.pull_quotes import without_pull_quotes
from worker.formats.html.rendering import blocks_of
from worker.markup.blocks import blocks_of as tree_blocks
from worker.markup.lines import broken_lines, clean_line, without_markup

CONFIDENT_MIN = 0.5  # below it, on about one page in fifty, trafilatura is asked: it is right there more often
STORY_MIN = 80  # characters: what is shorter is looked for again in all of the page; briefs are no longer
LEAST_SHARE = 0.25  # of the model's own text: where trafilatura finds less, it missed the story


# Shared: it is only read.  fast: no second opinions, which take as long again and are right no more often
_OPTIONS = Extractor(output_format="xml", comments=False, links=True, formatting=True, fast=True)
_OPTIONS.min_extracted_size = STORY_MIN
_TAKEN_OUT = (
    without_next_stories, without_comments, without_hidden, without_copies, without_pull_quotes, without_lone_headings,
)  # fmt: skip
_FURNITURE = ("head", "nav", "footer", "select", "iframe", "noscript", "button", "template")
# hidden   style="display: none": no reader sees it; what holds more is shown by a script
_HIDDEN = XPath("""descendant::*[@hidden or contains(translate(@style, " ", ""), "display:none")]""")
PARAGRAPHS_MAX = 400  # characters of paragraphs that a navigation or footer may hold
DECLARED_MIN = 2.0  # JSON-LD's articleBody is often cut and often whole: it wins only where the page shows far less

# <a href="x">, </strong>: what a line without its markup would lose
_MARKED = re.compile(r"<(?!br>)")
# </p>, <br/>, <br>, and line ends: where a declared body parts its paragraphs
_PARAGRAPH_END = re.compile(r"</p\s?>|<br\s?/?>|[\r\n]", re.IGNORECASE)


class Found(NamedTuple):
    """The story's blocks, who found them, and how probable it is that they are right (`block_model.Choice`)."""

    blocks: tuple[Block, ...]
    source: str  # model, trafilatura, json-ld
    confidence: float | None  # None where the model did not find them
    sure: frozenset[str] = frozenset()  # texts that the model is sure of


def find(tree: HtmlElement, outline: Outline, metadata: Metadata) -> Found:
    """The main text; () where the page holds none.  Takes furniture out of `tree` where the model is unsure."""
    choice = choose(outline, declared_of(metadata), shipped())
    chosen: Sequence[int] = choice.segments
    for without in _TAKEN_OUT:
        chosen = without(outline, chosen)
    chosen = without_next_boxes(outline, chosen, metadata.titles)
    sure = frozenset(outline.segments[number].text for number in choice.kept)
    found = Found(blocks_of(outline, chosen, metadata.canonical_url), "model", choice.confidence, sure)
    if choice.confidence < CONFIDENT_MIN:
        drop_furniture(tree)
        other = parted(by_trafilatura(tree, metadata.canonical_url), outline)
        enough = _size(other) > LEAST_SHARE * _size(found.blocks)
        found = Found(other, "trafilatura", None) if enough and not is_heap(other, found.blocks, metadata) else found
    size = DECLARED_MIN * _size(found.blocks)
    stated = _stated(metadata.article_body) if len(metadata.article_body or "") > size else ()
    return Found(stated, "json-ld", None) if _size(stated) > size else found


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def by_trafilatura(tree: HtmlElement, base_url: str | None) -> tuple[Block, ...]:
    """What trafilatura finds; () for nothing."""
    try:
        found = bare_extraction(tree, options=_OPTIONS)
    except (LxmlError, AssertionError, RecursionError, LookupError, AttributeError):  # met on hostile pages only
        return ()
    return tree_blocks(found.body, base_url) if isinstance(found, Extracted) else ()


def parted(blocks: Iterable[Block], outline: Outline) -> tuple[Block, ...]:
    """The blocks, where they are several of the page's segments each of them: two breaks leave trafilatura as one."""
    texts = frozenset(segment.text for segment in outline.segments)
    return tuple(part for block in blocks for part in _parts_of(block, texts))


def _parts_of(block: Block, texts: Collection[str]) -> Sequence[Block]:
    lines = broken_lines(block.html or "")
    if len(lines) < 2 or _MARKED.search(block.html or "") or not all(map(texts.__contains__, lines)):
        return [block]
    return [Block(tag=block.tag, text=line) for line in lines]


def is_heap(blocks: Sequence[Block], chosen: Sequence[Block], metadata: Metadata) -> bool:
    """All of the page in one block, its title among several that were chosen: what is left when nothing was found."""
    whole = max((block.text for block in blocks), key=len, default="")
    title = metadata.headline or ""
    return bool(title) and title in whole and sum(block.text in whole for block in chosen) > 1


def drop_furniture(tree: HtmlElement) -> None:
    """Takes out what holds no paragraph to speak of: the extractor copies and reads all of the tree several times."""
    for element in list(tree.iter(*_FURNITURE)):
        parent = element.getparent()
        if parent is not None and sum(len(p.text_content()) for p in element.iter("p")) <= PARAGRAPHS_MAX:
            element.drop_tree()
    for element in cast("list[HtmlElement]", _HIDDEN(tree)):
        if element.tag not in WHOLE and len(element.text_content()) <= PARAGRAPHS_MAX:
            element.drop_tree()


def _stated(declared: str | None) -> tuple[Block, ...]:
    """Paragraphs of an articleBody, which may hold markup; what was escaped twice loses it without parting them."""
    parts = (clean_line(without_markup(part)) for part in _PARAGRAPH_END.split(declared or ""))
    return tuple(Block(text=part) for part in parts if part)
