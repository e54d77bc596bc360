"""Lines of text as they leave markup: no control, bidi-override or invisible characters, single blanks."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from typing import Final

from lxml.html.defs import tags

from worker.cleaning import encoded_once

KEPT_MAX: Final = 200  # characters of a line whose key is remembered
PARAGRAPH_MAX: Final = 4_000  # of a paragraph whose key is remembered while its page is read

# "\x1b[31mHead\u202eline\u00ad" -> "[31mHeadline"; ZWJ, ZWNJ, LRM and RLM stay: Hindi, Persian and Arabic need them
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_JOINERS: Final = "\u200c\u200d\u200e\u200f "  # nothing by themselves: editors of pages leave them in empty paragraphs
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f"  # white space to Python, and among these
# ASCII byte by byte: letters small, and what is neither letter nor figure
_SMALL: Final = bytes(range(256)).lower()
_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
# “ ” ‘ ’ – … and other general punctuation, « » · © and no-break space, in UTF-8: the commonest signs beyond ASCII
_PRINTERS_SIGNS: Final = re.compile(rb"\xe2\x80[\x90-\xa7]|\xc2[\xa0\xa9\xab\xb7\xbb]")
# <a href="x">, </strong>
_TAG: Final = re.compile(r"<[^<>]*>")
# <p>, <br/>, </h2>: a blank in their place; <em>, </a>, <span class="x">: nothing
_APART: Final = re.compile(
    r"</?(?:p|br|hr|div|section|li|[uo]l|d[dlt]|h[1-6]|t[dhr]|table)(?=[\s/>])[^<>]*>", re.IGNORECASE
)
# and none of "<Parasite>", a title between the signs for one in Korean and Chinese, but <o-caption>
_WITHIN: Final = re.compile(rf"</?(?:{'|'.join(sorted(tags))}|[a-z]+-[a-z-]+)(?=[\s/>])[^<>]*>", re.IGNORECASE)


def clean_line(text: str) -> str:
    """`text` on one line, trimmed, without characters that nobody sees; "" where there are no others."""
    line = text.strip()
    if _is_clean(line):
        return line
    line = " ".join(text.split())
    if _is_seen(text, line):
        return line
    line = " ".join(_without_unseen(text).split())
    return line if line.strip(_JOINERS) else ""


def _is_clean(text: str) -> bool:
    """Whether nothing is to be done but at its ends: nearly always, and a tenth of the work of doing it."""
    return text.isprintable() and "  " not in text and (text.isascii() or not ("\ufffd" in text or "\ufffc" in text))


def _is_seen(text: str, line: str) -> bool:
    """Whether a cheap look at its words says that nothing else is to be taken out: the common case, much faster."""
    if not line.isprintable() or "\ufffd" in line or "\ufffc" in line:
        return False
    return text.isprintable() or not any(sign in text for sign in _SEPARATORS)


def _without_unseen(text: str) -> str:
    return _UNSEEN.sub("", encoded_once(text))


def clean_keeping_edges(text: str) -> str:
    """As `clean_line`, but one blank stays at either end where there was white space (pieces of a line)."""
    if _is_clean(text):
        return text
    line = " ".join(text.split())
    if not _is_seen(text, line):
        text = _without_unseen(text)
        line = " ".join(text.split())
    if not line:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{line}{' ' if text[-1].isspace() else ''}"


def capped(text: str | None, most: int) -> str | None:
    """The clean line, or None where it is empty or longer than `most` characters (a field error, no text is cut)."""
    if not text or len(text) > 8 * most:
        return None
    line = clean_line(text)
    return line if 0 < len(line) <= most else None


def without_markup(text: str) -> str:
    """The words of a value that should hold no markup and does, escaped or not; by expressions, it is no document."""
    if "&" in text:
        text = unescape(text)
    return _WITHIN.sub("", _APART.sub(" ", text)) if "<" in text else text


def broken_lines(html: str) -> Sequence[str]:
    """The texts between the breaks of a block's HTML, () where there is none."""
    return [clean_line(unescape(_TAG.sub("", part))) for part in html.split("<br>")] if "<br>" in html else ()


def key_of(text: str) -> str:
    """What two spellings of one line have in common: letters and digits, case folded."""
    if len(text) <= KEPT_MAX:
        return _short_key(text)
    return _long_key(text) if len(text) <= PARAGRAPH_MAX else _key(text)


def _key(text: str) -> str:
    """Several times as fast as a regular expression: signs are mostly ASCII, and so is what is left without them."""
    data = text.encode("utf-8", "surrogatepass").translate(_SMALL, _SIGNS)
    if data.isascii():
        return data.decode()
    data = _PRINTERS_SIGNS.sub(b"", data)
    if data.isascii():
        return data.decode()
    key = data.decode("utf-8", "surrogatepass").casefold()
    return key if key.isalnum() else "".join(filter(str.isalnum, key))


_short_key: Final = lru_cache(16_384)(_key)  # a page's lines are asked for several times, menus on every page
_long_key: Final = lru_cache(512)(_key)
