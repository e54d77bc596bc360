"""Text of feeds: lines and bodies that are plain, escaped HTML or XHTML, whatever their label says."""

import re
from typing import Final

from lxml.etree import _Element

from worker.article import Block
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_blocks, html_line
from worker.markup.xml import line_of
from worker.members.values import any_blocks, marked_line
from worker.model import Limits

LINE_MAX: Final = 10_000  # characters of a title

_PLAIN: Final = frozenset({"text", "text/plain"})
_HTML: Final = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
# The post <a>Title</a> appeared first on <a>Site</a>.   what WordPress adds to every summary, in its languages
_FOOTER: Final = re.compile(
    r"""
    (?: (?:The\ post|This\ article)\ .{1,300}\ (?:appeared\ first|first\ appeared)\ on
      | Der\ Beitrag\ .{1,300}\ (?:erschien\ zuerst|erschien)\ auf
      | (?:L['’]article|Cet\ article)\ .{1,300}\ est\ apparu\ en\ premier\ sur
      | (?:La\ entrada|El\ cargo)\ .{1,300}\ (?:se\ publicó\ primero|apareció\ primero)\ en
      | (?:O\ post|O\ conteúdo)\ .{1,300}\ apareceu\ primeiro\ em
      | L['’]articolo\ .{1,300}\ (?:proviene\ da|sembra\ essere\ il\ primo\ su)
      | (?:Het\ bericht|Bericht)\ .{1,300}\ verscheen\ eerst\ op
      | (?:Innlegget|Inlägget|Indlægget)\ .{1,300}\ (?:dukket\ først\ opp|dök\ först\ upp|blev\ først\ udgivet)\ på
      | Artikkeli\ .{1,300}\ julkaistiin\ ensimmäisenä
      | (?:Сообщение|Запись)\ .{1,300}\ (?:появились|появилась|впервые\ появилась)\ (?:сначала\ )?на
      | Artykuł\ .{1,300}\ pochodzi\ z\ serwisu
    )
    \ .{1,200}
    """,
    re.VERBOSE,
)
TEASER_MAX: Final = 1_500  # characters; a longer text that ends in dots is a text
TAIL_MAX: Final = 80  # characters
INVITATION_MAX: Final = 5  # words, the dots among them


def line_in(element: _Element | None, limits: Limits) -> str | None:
    """The words of a title or a summary on one line."""
    if element is None:
        return None
    text = element.text or ""
    kind = (element.get("type") or "").lower()
    if len(element) or kind in _PLAIN or len(text) > LINE_MAX:
        return line_of(element)
    return html_line(text, limits) if kind in _HTML else marked_line(text, limits)


def blocks_in(element: _Element | None, base: str | None, limits: Limits) -> tuple[Block, ...]:
    """The blocks of a content or description.  May raise Rejected for a flood of markup."""
    if element is None:
        return ()
    if len(element):
        found = next((one for name in ("body.content", "body") for one in element.iter(name)), element)
        return without_footer(blocks_of(found, base, NO_TEXT))
    text = element.text or ""
    if "<" in text or (element.get("type") or "").lower() in _HTML:
        return without_footer(html_blocks(text, limits, base_url=base))
    return without_footer(any_blocks(text, limits))


def without_footer(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without the line that a site's software puts below them."""
    last = blocks[-1].text if blocks else ""
    return blocks[:-1] if len(last) <= 800 and _FOOTER.fullmatch(last) else blocks


def is_teaser(blocks: tuple[Block, ...]) -> bool:
    """A short text that ends in dots, with or without an invitation to read on: "… [&hellip;]", "... Read more"."""
    if not blocks or sum(len(block.text) for block in blocks) > TEASER_MAX:
        return False
    tail = blocks[-1].text[-TAIL_MAX:]
    dots = max(tail.rfind("…"), tail.rfind("..."))
    return dots >= 0 and len(tail[dots:].split()) <= INVITATION_MAX
