"""The content of an item of NewsML-G2: the text, of which several forms may be there, and the files of media."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Final

from lxml import etree
from lxml.etree import _Element

from worker.article import Block, Rendition
from worker.formats.newsml_g2 import plain
from worker.formats.newsml_g2.elements import Item, role_of, tongue_of, word
from worker.markup.blocks import NO_TEXT, blocks_of
from worker.markup.fragment import html_blocks
from worker.markup.lines import clean_line
from worker.markup.xml import line_of
from worker.model import Limits, Rejected

# dpa's page header (headline, slugline, date) and what is beside a text in any page
_BESIDE: Final = NO_TEXT | {"head", "header", "nav", "aside", "footer", "body.head", "body.end", "time"}
_CONTENTS: Final = ("inlinexml", "inlinedata", "remotecontent")
# @rendition of inline data that is no body: parts of the message, and what is for customers' eyes only
_NO_BODY: Final = frozenset(
    {
        "headline",
        "slug",
        "slugline",
        "title",
        "teaser",
        "summary",
        "caption",
        "public",
        "nonpublic",
        "notepad",
        "private",
    }
)
_HIDDEN: Final = frozenset(
    {"notepad", "np-nonpublic", "np-public", "np-constraint", "nonpublic", "private", "closingline"}
)
# <p>   <br/>: markup in what is told to be plain text
_MARKUP: Final = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|span|html|body)\b[^<>]{0,500}>", re.IGNORECASE)
# &#39;   &quot;   </endash>: markup that was escaped once too often, in text that is markup itself
_ESCAPED: Final = re.compile(r"&(?:#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5}|[A-Za-z]{2,20});|</?([A-Za-z][A-Za-z0-9]{0,20})>")
# 01:02:03.5   02:03
_CLOCK: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2}(?:\.[0-9]{1,6})?)")
_DIGITS_MAX: Final = 12
_SECONDS_MAX: Final = 360_000
ROUTING_LENGTH_MAX: Final = 400  # characters
ROUTING_MIN: Final = 4  # words of a line of selectors
ROUTING_CODES_MIN: Final = 2  # of them letters and figures in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a text says above itself, in NITF."""

    headline: str | None = None
    subheads: tuple[str, ...] = ()
    byline: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`kind` in small letters of the media of the files, where they say so: image, video ..."""

    body: tuple[Block, ...] = ()
    head: Head = Head()
    words: str | None = None  # as counted by the sender
    language: str | None = None
    renditions: tuple[Rendition, ...] = ()


def read(item: Item, limits: Limits) -> Content:
    """The content; of several texts the first of the best kind: XML, then HTML or plain text.  Never raises."""
    parts: dict[str, list[_Element]] = {name: [] for name in _CONTENTS}
    for content_set in item.contents:
        for element in content_set.iterchildren(etree.Element):
            parts.setdefault(str(element.tag).lower(), []).append(element)
    files = (_rendition(element) for element in parts["remotecontent"][: limits.related_max])
    renditions = tuple(rendition for rendition in files if rendition is not None)
    texts = (*_own_tongue_first(parts["inlinexml"], item.language), *parts["inlinedata"])
    found = next((text for element in texts if (text := _text(element, limits)).body), None)
    if found is None:
        heads = (text for element in parts["inlinexml"] if (text := _text(element, limits)).head != Head())
        found = next(heads, Content())
    return replace(found, renditions=renditions)


def _own_tongue_first(elements: Sequence[_Element], language: str | None) -> Sequence[_Element]:
    """The text in the item's language before its translations; else as sent."""
    if len(elements) < 2 or not language:
        return elements
    return sorted(elements, key=lambda element: (tongue_of(element) or language)[:2].lower() != language[:2].lower())


def _text(element: _Element, limits: Limits) -> Content:
    """What one inline element holds; markup that cannot be read holds nothing."""
    try:
        body, head = _inline_xml(element) if len(element) else (_inline_data(element, limits), Head())
    except Rejected:
        return Content()
    return Content(body=body, head=head, words=_count(element.get("wordcount")), language=tongue_of(element))


def _inline_xml(inline: _Element) -> tuple[tuple[Block, ...], Head]:
    """The blocks of XHTML, NITF or bare paragraphs."""
    for name in ("body.content", "body"):
        body = next(inline.iter(name), None)
        if body is not None:
            head = _head(inline) if name == "body.content" else Head()
            return _blocks(body), head
    return _blocks(inline), Head()


def _blocks(body: _Element) -> tuple[Block, ...]:
    _clean(body)
    if len(body):
        _split_wire_copy(body)
        return tuple(block for block in blocks_of(body, skipped=_BESIDE) if not _is_routing(block.text))
    return plain.paragraphs(body.text or "")


def _clean(body: _Element) -> None:
    """Mends texts, and takes out what a class names as private or as the wire's own; the text behind it stays."""
    hidden = []
    for element in body.iter(etree.Element):
        element_class = element.get("class")
        if element_class and not _HIDDEN.isdisjoint(element_class.lower().split()):
            hidden.append(element)
        for text, attribute in ((element.text, "text"), (element.tail, "tail")):
            if text and ("&" in text or "</" in text):
                setattr(element, attribute, _unescaped(text))
    for element in hidden:
        parent = element.getparent()
        if parent is not None:
            _leave_tail(element, parent)
            parent.remove(element)


def _unescaped(text: str) -> str:
    """References resolved, tags taken out where they are closed: "35<endash>-</endash>40"."""
    closed = "</" in text
    return _ESCAPED.sub(lambda found: unescape(found[0]) if not found[1] else "" if closed else found[0], text)


def _leave_tail(element: _Element, parent: _Element) -> None:
    previous = element.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")


def _split_wire_copy(body: _Element) -> None:
    """A whole story of hard-wrapped lines inside one <p>: one element for each of its paragraphs."""
    for element in [one for one in body.iter("p") if not len(one) and "\n" in (one.text or "").strip()]:
        blocks = plain.paragraphs((element.text or "").strip())
        parent = element.getparent()
        if len(blocks) < 2 or parent is None:
            continue
        tail, at = element.tail, parent.index(element)
        parent.remove(element)
        for offset, block in enumerate(blocks):
            one = etree.Element(block.tag)
            one.text = block.text
            parent.insert(at + offset, one)
        parent[at + len(blocks) - 1].tail = tail


def _is_routing(text: str) -> bool:
    """A line of selectors under the story: "51 77 03 CRO01 1113 APE4800 GEST QBXB"."""
    if len(text) > ROUTING_LENGTH_MAX or not text.isupper():
        return False
    words = text.split()
    codes = [word_ for word_ in words if word_.isupper() and any(map(str.isdigit, word_))]
    known = all(word_.isalnum() and (word_.isupper() or word_.isdigit()) for word_ in words)
    return known and len(words) >= ROUTING_MIN and len(codes) >= ROUTING_CODES_MIN


def _head(nitf: _Element) -> Head:
    """Headlines, byline and abstract of a NITF text."""
    names = {"hl1": "title", "hl2": "", "byline": "", "abstract": ""}
    found = {name: [line for e in nitf.iter(name) if (line := line_of(e))] for name in (*names, "title")}
    bylines = [line for element in nitf.iter("byline") if (line := _byline(element))]
    return Head(
        headline=next(iter([*found["hl1"], *found["title"]]), None),
        subheads=tuple(dict.fromkeys(found["hl2"])),
        byline=next(iter(bylines), None),
        summary=next(iter(found["abstract"]), None),
    )


def _byline(byline: _Element) -> str | None:
    """The byline without the title of its person, a blank round every element."""
    pieces = [byline.text or ""]
    for child in byline:
        pieces += [" " if child.tag == "byttl" else f" {line_of(child) or ''} ", child.tail or ""]
    return clean_line("".join(pieces)) or None


def _inline_data(element: _Element, limits: Limits) -> tuple[Block, ...]:
    """Text, or HTML as text; other data, and parts of the message that are no body, are none."""
    kind = (element.get("contenttype") or "text/plain").lower()
    text = element.text or ""
    if word(element.get("rendition")) in _NO_BODY or role_of(element) in _NO_BODY or element.get("encoding"):
        return ()
    if not kind.startswith(("text/", "application/xhtml", "xhtml")):
        return ()
    if _MARKUP.search(text):
        return html_blocks(text, limits, skipped=_BESIDE)
    return plain.paragraphs(text)


def _rendition(element: _Element) -> Rendition | None:
    href = clean_line(element.get("href") or element.get("residref") or "")
    if not href:
        return None
    return Rendition(
        href=href,
        name=(element.get("rendition") or "").partition(":")[2] or element.get("rendition") or "web",
        content_type=element.get("contenttype") or None,
        width=_number(element.get("width")),
        height=_number(element.get("height")),
        size=_number(element.get("size")),
        duration=_seconds(element.get("duration")),
    )


def _count(text: str | None) -> str | None:
    number = _number(text)
    return None if number is None else str(number)


def _number(text: str | None) -> int | None:
    figures = (text or "").strip()
    return (int(figures) or None) if figures.isascii() and figures.isdigit() and len(figures) <= _DIGITS_MAX else None


def _seconds(text: str | None) -> float | None:
    """Seconds, or hours, minutes and seconds of a clock."""
    value = (text or "").strip()
    if seconds := _number(value):
        return float(seconds) if seconds <= _SECONDS_MAX else None
    clock = _CLOCK.fullmatch(value)
    if clock is None:
        return None
    return (int(clock[1] or 0) * 60 + int(clock[2])) * 60 + float(clock[3]) or None
