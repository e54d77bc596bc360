"""The story's text as blocks.  The one place that knows which extractor finds it."""

import re
from html import unescape
from typing import cast

from lxml.etree import LxmlError, XPath
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document as Found
from trafilatura.settings import Extractor

from worker.article import Block
from worker.markup.blocks import blocks_of
from worker.markup.lines import clean_line

STORY_MIN = 80  # characters: what is shorter is looked for again in all of the page; briefs are no longer
_OPTIONS = Extractor(output_format="xml", comments=False, links=True, formatting=True)  # shared: it is only read
_OPTIONS.min_extracted_size = STORY_MIN
_WHOLE = frozenset({"html", "body", "main", "article"})
_FURNITURE = ("head", "nav", "footer", "select", "iframe", "noscript", "button", "template")
# hidden   style="display: none": no reader sees it; what holds more is shown by a script
_HIDDEN = XPath("""descendant::*[@hidden or contains(translate(@style, " ", ""), "display:none")]""")
PARAGRAPHS_MAX = 400  # characters of paragraphs that a navigation or footer may hold
DECLARED_MIN = 2.0  # JSON-LD's articleBody is often cut and often whole: it wins only where the page shows far less

# </p>, <br/>, <br>, and line ends: where a declared body parts its paragraphs
_PARAGRAPH_END = re.compile(r"</p\s?>|<br\s?/?>|[\r\n]", re.IGNORECASE)
# <p class="x">
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")


def extract(tree: HtmlElement, base_url: str | None, declared: str | None) -> tuple[Block, ...]:
    """Blocks of the main text, () where the page holds none.  `declared` is its JSON-LD body."""
    shown = _shown(tree, base_url)
    size = sum(len(block.text) for block in shown)
    stated = _stated(declared) if declared and len(declared) > DECLARED_MIN * size else ()
    return stated if sum(len(block.text) for block in stated) > DECLARED_MIN * size else shown


def _shown(tree: HtmlElement, base_url: str | None) -> tuple[Block, ...]:
    try:
        found = bare_extraction(tree, options=_OPTIONS)
    except (LxmlError, AssertionError, RecursionError, LookupError, AttributeError):  # met on hostile pages only
        return ()
    return blocks_of(found.body, base_url) if isinstance(found, Found) else ()


def drop_furniture(tree: HtmlElement) -> None:
    """Takes out what holds no paragraph to speak of: the extractor copies and reads all of the tree several times."""
    for element in list(tree.iter(*_FURNITURE)):
        parent = element.getparent()
        if parent is not None and sum(len(p.text_content()) for p in element.iter("p")) <= PARAGRAPHS_MAX:
            element.drop_tree()
    for element in cast("list[HtmlElement]", _HIDDEN(tree)):
        if element.tag not in _WHOLE and len(element.text_content()) <= PARAGRAPHS_MAX:
            element.drop_tree()


def _stated(declared: str) -> tuple[Block, ...]:
    """Paragraphs of an articleBody, which may hold markup, escaped or not."""
    parts = (clean_line(_TAG.sub(" ", part)) for part in _PARAGRAPH_END.split(unescape(declared)))
    return tuple(Block(text=part) for part in parts if part)
