"""HTML inside a field of a feed - a whole body, or a line with a stray tag - as blocks or as one clean line."""

from typing import Final

from lxml import html as lxml_html
from lxml.etree import LxmlError, _Element

from worker.article import Block
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.gate import admit
from worker.markup.lines import clean_line
from worker.model import Limits, Reason, Rejected

_PARSER: Final = lxml_html.HTMLParser(
    no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False
)


def html_blocks(
    markup: str, limits: Limits, *, base_url: str | None = None, skipped: frozenset[str] = frozenset()
) -> tuple[Block, ...]:
    """The text of an HTML fragment or page; `skipped` adds names of elements to those that never hold text.

    May raise Rejected: TOO_LARGE for a flood of markup, PARSE_ERROR where nothing can be read at all.
    """
    tree = html_tree(markup, limits)
    return () if tree is None else blocks_of(tree, base_url, NO_TEXT | skipped)


def html_tree(markup: str, limits: Limits) -> _Element | None:
    """The body of an HTML fragment or page; None where there is none.  May raise Rejected as `html_blocks`."""
    safe = admit(markup, limits).markup
    if not safe.strip():
        return None
    try:
        root = lxml_html.document_fromstring(f"<body>{safe}</body>".encode("utf-8", "replace"), parser=_PARSER)
    except (LxmlError, ValueError) as exc:
        raise Rejected(Reason.PARSE_ERROR, "the HTML inside a field cannot be read") from exc
    body = root.find("body")
    return root if body is None else body


def html_line(markup: str, limits: Limits) -> str | None:
    """`markup` as one line without tags, character references resolved; None where no text is left."""
    if "<" not in markup and "&" not in markup:
        return clean_line(markup) or None
    return clean_line(" ".join(block.text for block in html_blocks(markup, limits))) or None
