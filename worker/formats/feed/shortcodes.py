"""Posts as WordPress stores them: shortcodes in brackets, paragraphs parted by blank lines instead of tags."""

import re
from typing import Final

from worker.knowledge.feed_words import FeedWords

# [gallery ids="1,2"]   [/caption]   [contact_form]   [dropcap]
_SHORTCODE: Final = re.compile(r"\[(?P<end>/?)(?P<name>[A-Za-z][\w-]{1,40})(?P<rest>(?:\s[^\[\]<>]{0,500})?)/?\]")
# caption id="attachment_6" width="300"
_ATTRIBUTE: Final = re.compile(r"\s[\w-]{1,40}\s?=")
# the blank line between two paragraphs
_GAP: Final = re.compile(r"\n[ \t\r]*\n")
_CAPTIONS: Final = frozenset({"caption", "wp_caption"})


def as_html(stored: str, words: FeedWords) -> str:
    """The HTML that a site would make of it."""
    return _GAP.sub("<br><br>", without_shortcodes(stored, words) if "[" in stored else stored)


def without_shortcodes(stored: str, words: FeedWords) -> str:
    """`stored` without shortcodes; what media, forms and widgets enclose goes with them, a caption becomes a figure."""
    closed = {match["name"].lower() for match in _SHORTCODE.finditer(stored) if match["end"]}
    pieces: list[str] = []
    position = 0
    dropping: str | None = None
    for match in _SHORTCODE.finditer(stored):
        name = match["name"].lower()
        if not _is_shortcode(match, name, closed, words):
            continue
        if dropping is None:
            pieces.append(stored[position : match.start()])
        elif name in _CAPTIONS and match["end"]:
            pieces.append(f"<figure>{stored[position : match.start()]}</figure>")
        position = match.end()
        dropping = _dropped_after(match, name, closed, words, dropping)
    if dropping is None:
        pieces.append(stored[position:])
    return "".join(pieces)


def _is_shortcode(match: re.Match[str], name: str, closed: set[str], words: FeedWords) -> bool:
    """It closes, has attributes, a name that no word has, or one that is known."""
    known = name in closed or name in words.bare_shortcodes or name in words.dropped_shortcodes
    return known or "_" in name or _ATTRIBUTE.search(match["rest"]) is not None


def _dropped_after(
    match: re.Match[str], name: str, closed: set[str], words: FeedWords, dropping: str | None
) -> str | None:
    """The name of the shortcode whose end is waited for behind this one."""
    if dropping is not None:
        return None if match["end"] and name == dropping else dropping
    opens = not match["end"] and name in closed and not match[0].endswith("/]")
    return name if opens and name in words.dropped_shortcodes else None
