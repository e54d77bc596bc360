"""What is checked and cut off before an HTML page meets a parser, in time linear in its length.

Nesting and tag floods hang C code that no timer interrupts, so they are judged on the text itself.  Scripts, styles,
comments and ``data:`` URIs never hold text of a story and are cut; JSON-LD is kept aside.
"""

import re
from dataclasses import dataclass

from worker.model import Limits, Reason, Rejected

JSON_LD_BLOCKS_MAX = 64  # pages in the wild hold up to a dozen
JSON_LD = "ld+json"  # in the opening tag, as type="application/ld+json"
SCRIPT_TAG_MAX = 2_000  # characters of a script's tag that are looked at
TEXT_TAGS_MAX = 16_000  # all that parts text, and links: no page of a story has a third of them
HEAD_SIZE = 8_192  # where doctype and <html> stand; trafilatura's repairs look at the first 4,096 characters
INLINE_TAGS_MAX = 2_000  # above that, formatting is a flood: quadratic in trafilatura, worth nothing to a reader

# <!-- x -->, <script async>, <STYLE>, <svg ...>: what opens a stretch that is cut to its closer
_OPENER = re.compile(r"<!--|<(script|style|svg)(?=[\s/>])", re.IGNORECASE)
_CLOSERS = {
    "": re.compile(r"-->"),
    "script": re.compile(r"</script\b", re.IGNORECASE),
    "style": re.compile(r"</style\b", re.IGNORECASE),
    "svg": re.compile(r"</svg\b", re.IGNORECASE),
}
# data:image/png;base64,AAAA... as an address of pictures
_DATA_URI = re.compile(r"data:[\w/+.-]{0,80}[;,][^\"'\s<>)]{64,}")
# data-state="{&quot;...": a value longer than any address or description
LONG_VALUE_MIN = 20_000
_LONG_VALUE = re.compile(rf"=\s*(?:\"[^\"<>]{{{LONG_VALUE_MIN},}}\"|'[^'<>]{{{LONG_VALUE_MIN},}}')")
# <html/>, <html lang="en" />: self-closed, the rest of the page would stand outside
_CLOSED_HTML = re.compile(r"<html(?=[\s/])[^<>]*/>", re.IGNORECASE)
# <!DOCTYPE html PUBLIC "-//W3C//DTD ...">
_DOCTYPE = re.compile(r"<!doctype[^<>]*>?", re.IGNORECASE)
# &#27; &#x1b; &#0; &#xD800; stand for characters that no XML tree holds: trafilatura gives up on the whole page;
# &#150; is a dash of windows-1252 to every browser
_BAD_REFERENCE = re.compile(
    r"&#(?:(?P<windows>1[2-5][0-9])(?![0-9])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])"
    r"|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)
# <em>, </b>, <span class="x">
_INLINE = re.compile(r"</?(?:em|i|b|strong|u|s|span|font|small|big|mark|abbr|tt|time)(?:\s[^<>]*)?>", re.IGNORECASE)
# how the commonest tags begin that are not among those; long ones are counted in two thirds of the time of short ones
_COMMON = ("</div>", "</a>", "<div", "</li>", "<a ", "<li", "<img", "</p>", "<p", "</h", "<h", "</td", "<td", "<tr")
# <p>, <br/>, <h2 class="x">, <a href="x">, <td>, <figcaption>
_TEXT_TAG = re.compile(
    r"<(?:p|br|h[1-6]|hr|a|div|section|article|aside|main|nav|header|footer|address|li|d[dtl]|t[dhr]|[uo]l|table|caption"
    r"|blockquote|pre|center|details|summary|dialog|figure|figcaption|button|label|legend|option|form|fieldset"
    r")(?=[\s/>])",
    re.IGNORECASE,
)
# <div, </div: name of every tag
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")

# never open for long: void elements, and those whose end tags may be left out
_SHALLOW = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
        "frame", "p", "li", "dd", "dt", "td", "th", "tr", "option", "tbody", "thead", "tfoot", "html", "head", "body",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Admitted:
    """A page that may be parsed: its markup without what is never text, and the JSON-LD of its scripts."""

    markup: str
    json_ld: tuple[str, ...]


def admit(text: str, limits: Limits) -> Admitted:
    """The page made safe to parse; `Rejected(TOO_LARGE)` names the limit it is over."""
    markup, json_ld = _cut_unread(text)
    start = markup[:HEAD_SIZE]
    markup = _CLOSED_HTML.sub("", _DOCTYPE.sub("", start)) + markup[HEAD_SIZE:]
    if "data:" in markup:
        markup = _DATA_URI.sub("data:,", markup)
    markup = _BAD_REFERENCE.sub(_meant, markup)
    if _has_piece_over(LONG_VALUE_MIN, markup, limits):
        markup = _LONG_VALUE.sub('=""', markup)
    tags = markup.count("<")
    if _is_inline_flood(markup, tags):
        markup = _INLINE.sub("", markup)
        tags = markup.count("<")
    _check_tags(markup, tags, limits)
    return Admitted(markup, json_ld)


def _meant(reference: re.Match[str]) -> str:
    """The character that windows-1252 has at a code between 128 and 159, nothing for one that no tree holds."""
    if reference["windows"] is None:
        return ""
    code = int(reference["windows"])
    return bytes([code]).decode("windows-1252", "ignore") if 128 <= code <= 159 else reference[0]


def _is_inline_flood(markup: str, tags: int) -> bool:
    """Whether formatting has too many tags; most pages are through once a few of the commonest others are counted."""
    for common in _COMMON:
        if tags < INLINE_TAGS_MAX:
            return False
        tags -= markup.count(common)
    return tags >= INLINE_TAGS_MAX and len(_INLINE.findall(markup)) > INLINE_TAGS_MAX


def _cut_unread(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without comments, scripts, styles, drawings; JSON-LD apart.  An unclosed one takes what is left."""
    kept: list[str] = []
    json_ld: list[str] = []
    position = 0
    while opener := _OPENER.search(text, position):
        kept.append(text[position : opener.start()])
        kind = (opener[1] or "").lower()
        closer = _CLOSERS[kind].search(text, opener.start() + 2 if not kind else opener.end())
        if closer is None:
            position = len(text)
            break
        if kind == "script" and len(json_ld) < JSON_LD_BLOCKS_MAX:
            json_ld.extend(_json_ld(text, opener.end(), closer.start()))
        position = closer.end() if not kind else _after_tag(text, closer.end())
    kept.append(text[position:])
    return " ".join(kept) if len(kept) > 1 else text, tuple(json_ld)


def _json_ld(text: str, start: int, end: int) -> tuple[str, ...]:
    """What a script of JSON-LD holds, whose tag begins before `start` and ends with the first ``>``."""
    found = text.find(">", start, end)
    tag_end = end if found < 0 else found
    tag = text[start : min(tag_end, start + SCRIPT_TAG_MAX)]
    return (text[tag_end + 1 : end],) if JSON_LD in tag.lower() else ()


def _after_tag(text: str, position: int) -> int:
    """Behind the ``>`` of the end tag that `position` stands in."""
    end = text.find(">", position, position + 200)
    return position if end < 0 else end + 1


def _check_tags(markup: str, tags: int, limits: Limits) -> None:
    if tags > limits.markup_max_tags:
        _refuse("markup_max_tags", limits.markup_max_tags, tags)
    most = limits.attribute_max_bytes
    if _has_piece_over(most, markup, limits) and (longest := _longest_tag(markup)) > most:
        _refuse("attribute_max_bytes", most, longest)
    if tags >= TEXT_TAGS_MAX and (texts := len(_TEXT_TAG.findall(markup))) > TEXT_TAGS_MAX:
        _refuse("blocks and links", TEXT_TAGS_MAX, texts)
    if tags <= limits.markup_max_depth:
        return
    openings = tags - markup.count("</")
    if openings > limits.markup_max_depth and (depth := _depth(markup)) > limits.markup_max_depth:
        _refuse("markup_max_depth", limits.markup_max_depth, depth)


def _has_piece_over(most: int, markup: str, limits: Limits) -> bool:
    """Whether a tag and the text behind it are longer, on a page that may hold too long a tag at all.

    A piece that long leaves some stretch of half its length without a ``<``, of which nearly no page has one.
    """
    if len(markup) <= limits.attribute_max_bytes:
        return False
    half = max(1, most // 2)
    starts = range(0, len(markup) - half + 1, half)
    return any(markup.find("<", at, at + half) < 0 for at in starts) and max(map(len, markup.split("<"))) > most


def _longest_tag(markup: str) -> int:
    return max(map(_tag_length, filter(None, markup.split("<")[1:])), default=0)


def _tag_length(piece: str) -> int:
    """Characters of the tag at the start of `piece`, which begins behind a ``<``; 0 where no tag begins."""
    if not (piece[0].isalpha() or piece[0] in "/!?"):
        return 0
    end = piece.find(">")
    return len(piece) if end < 0 else end


def _depth(markup: str) -> int:
    """How deep elements nest at most, end tags taken at their word."""
    depth = deepest = 0
    for slash, name in _TAG.findall(markup):
        if name.lower() in _SHALLOW:
            continue
        if not slash:
            depth += 1
            deepest = max(deepest, depth)
        elif depth:
            depth -= 1
    return deepest


def _refuse(limit: str, most: int, value: int) -> None:
    raise Rejected(Reason.TOO_LARGE, f"markup is over {limit}: {value} > {most}")
