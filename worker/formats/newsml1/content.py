"""The text of a ContentItem as blocks: NITF, XHTML, bare paragraphs, escaped HTML in CDATA, or plain lines."""

import re
from typing import Final

from lxml.etree import _Element

from worker.article import Association, Block
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_blocks
from worker.markup.lines import clean_line
from worker.markup.nitf_media import media_of
from worker.model import Limits

# <P>   <br/>   <div class="x">: tags that make escaped text HTML
_HTML: Final = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|tr|td|b|i|em|strong|span|a)(?=[\s/>])", re.IGNORECASE)
# <NewsComponentRef idref="DS04116205"/>
_REFERENCE: Final = re.compile(r"</?NewsComponentRef\b[^<>]{0,200}>")
_NO_WORDS: Final = "NewsComponentRef"  # a line of its own where an export has lost the brackets
WRAPPED: Final = range(40, 101)  # characters of a line that was broken at the width of a wire


def data_of(item: _Element) -> _Element | None:
    """The item's DataContent, which may stand inside Encoding."""
    data = item.find("DataContent")
    return item.find(".//DataContent") if data is None else data


def is_text(item: _Element) -> bool:
    """Whether the item holds words, inline."""
    data = data_of(item)
    return data is not None and (len(data) > 0 or bool((data.text or "").strip()))


def rank(item: _Element) -> int:
    """How well an item's markup tells paragraphs: NITF and XHTML 0, escaped HTML 1, plain text 2."""
    data = data_of(item)
    if data is not None and len(data):
        return 0
    return 1 if data is not None and _HTML.search(data.text or "") else 2


def body_of(item: _Element) -> _Element | None:
    """The element that holds the paragraphs, where the item has any elements."""
    data = data_of(item)
    if data is None or not len(data):
        return None
    return next((found for name in ("body.content", "body", "nitf") for found in data.iter(name)), data)


def blocks(item: _Element, limits: Limits) -> tuple[Block, ...]:
    """The item's blocks.  May raise Rejected for a flood of escaped markup."""
    if (body := body_of(item)) is not None:
        return blocks_of(body, skipped=NO_TEXT)
    data = data_of(item)
    text = (data.text or "") if data is not None else ""
    if _HTML.search(text):
        return html_blocks(text, limits)
    return tuple(Block(text=line) for line in _paragraphs(_REFERENCE.sub("\n", text)))


def media(item: _Element, limits: Limits) -> tuple[Association, ...]:
    """The media inside the item's text."""
    body = body_of(item)
    return () if body is None else media_of(body, limits.related_max)


def _paragraphs(text: str) -> list[str]:
    """Runs of lines between blank ones; a run that was broken at a width is one paragraph, else each line is."""
    found: list[str] = []
    run: list[str] = []
    for raw in [*text.splitlines(), ""]:
        line = clean_line(raw.lstrip("*") if raw.startswith("***") else raw)
        if not line or raw[:1] == "\t":
            found += _joined(run)
            run = []
        if line != _NO_WORDS and any(map(str.isalnum, line)):
            run.append(line)
    return found + _joined(run)


def _joined(run: list[str]) -> list[str]:
    return [" ".join(run)] if len(run) > 1 and all(len(line) in WRAPPED for line in run[:-1]) else run
