"""The one text of an item among its several, and its summary."""

from dataclasses import dataclass

from lxml.etree import _Element

from worker.article import Association, Block, Description
from worker.formats.feed import media, shortcodes
from worker.formats.feed.names import Parts, elements
from worker.formats.feed.text import blocks_in, is_teaser, line_in, without_footer
from worker.knowledge.loading import Knowledge
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_tree

_FULL = ("content:encoded", "content", "atom:content", "fulltext", "full-text", "body", "encoded", "content_encoded")
_SHORT = ("description", "summary", "atom:summary", "excerpt:encoded", "dcterms:abstract", "dc:description")
_SUMMARIES = ("excerpt:encoded", "summary", "atom:summary", "description", "dcterms:abstract", "media:description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The text, the summary that is not the text again, the figures inside the text."""

    blocks: tuple[Block, ...] = ()
    descriptions: tuple[Description, ...] = ()
    figures: tuple[Association, ...] = ()


def words_of(item: Parts, base: str | None, knowledge: Knowledge) -> Words:
    """The full content, else the description where it is no teaser.  May raise Rejected for a flood of markup."""
    blocks, figures = _full(item, base, knowledge)
    if not blocks and not any(_is_atom(element) for element in elements(item, "summary", "content")):
        short = next(filter(None, (blocks_in(one, base, knowledge.limits) for one in elements(item, *_SHORT))), ())
        blocks = () if is_teaser(short) else short
    return Words(blocks=blocks, descriptions=_descriptions(item, blocks, knowledge), figures=figures)


def _is_atom(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "entry"


def _full(item: Parts, base: str | None, knowledge: Knowledge) -> tuple[tuple[Block, ...], tuple[Association, ...]]:
    for element in elements(item, *_FULL):
        kind = (element.get("type") or "").lower()
        if kind.startswith(("image/", "audio/", "video/")):
            continue
        blocks, figures = _content(item, element, base, knowledge)
        if blocks:
            return blocks, figures
    return (), ()


def _content(
    item: Parts, element: _Element, base: str | None, knowledge: Knowledge
) -> tuple[tuple[Block, ...], tuple[Association, ...]]:
    """The blocks of a content; HTML is read once for them and its figures."""
    markup = element.text or ""
    if "wp:post_type" in item:
        markup = shortcodes.as_html(markup, knowledge.feeds)
    if len(element) or "<" not in markup:
        return blocks_in(element, base, knowledge.limits), ()
    tree = html_tree(markup, knowledge.limits)
    if tree is None:
        return (), ()
    figures = media.figures_in(tree, base, knowledge.limits) if "<fig" in markup else ()
    return without_footer(blocks_of(tree, base, NO_TEXT)), figures


def _descriptions(item: Parts, blocks: tuple[Block, ...], knowledge: Knowledge) -> tuple[Description, ...]:
    """The summary, unless it is the text's own beginning, or the text itself."""
    text = " ".join(block.text for block in blocks)
    for element in elements(item, *_SUMMARIES):
        lead = blocks_in(element, None, knowledge.limits) if not element.get("type") else ()
        value = " ".join(block.text for block in lead) or line_in(element, knowledge.limits)
        if value and value != text and value != (blocks[0].text if blocks else None):
            return (Description(value=value, role="summary"),)
    return ()
