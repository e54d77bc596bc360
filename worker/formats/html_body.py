"""The story's text as blocks.  The one place that knows which extractor finds it."""

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from worker.formats.html_blocks import blocks_of
from worker.model import Block

_OPTIONS = Extractor(output_format="xml", comments=False, links=True, formatting=True)  # shared: it is only read


def extract(tree: HtmlElement, base_url: str | None) -> tuple[Block, ...]:
    """Blocks of the main text, () where the page holds none.  `tree` is left as it is."""
    try:
        found = bare_extraction(tree, options=_OPTIONS)
    except (LxmlError, AssertionError, RecursionError, LookupError, AttributeError):  # met on hostile pages only
        return ()
    return blocks_of(found.body, base_url) if found is not None else ()
