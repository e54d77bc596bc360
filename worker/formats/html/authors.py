"""Names of those who signed a page: from JSON-LD, meta tags, and elements that are marked as the byline."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from lxml.html import HtmlElement

from worker.markup.lines import capped, key_of

NAME_MAX = 200
NAMES_MAX = 20
BYLINES_MAX = 30  # marked elements looked at

# Written By   Author: and no name
_LABEL = re.compile(r"(?:written by|posted by|by|author|authors|about the author)\s?:?$", re.IGNORECASE)
# By Jo Bee; Von Jo Bee; and with a colon, Text: Jo Bee
_LEADING_BY = re.compile(
    r"(?:written by|posted by|by|von|par|por|di|av|af|door|text|foto|autore?r?|oleh)(?:\s?:\s?|\s)(?=\w)", re.IGNORECASE
)
# "Jo Bee (obe)": the house's initials
_INITIALS = re.compile(r"\s\([a-zäöü]{2,4}\)$")
# "Jo Bee and Al Cee", "Trine Bee og Tor Cee", "A, B & C"
_JOINED = re.compile(r"\s?[,;/&、]\s?|\s(?:and|und|og|och|et|y|e|en|ja|dan)\s")
# "Jo Bee | 17 May", "Jo Bee - Aug 10", "Jo Bee • Staff": behind it stands something else
_DIVIDER = re.compile(r"\s?[|•·]\s?|\s[–—-]\s|\s\d")
# author, byline, c-author__name, article-byline, authorName
_MARKED = (
    "//*[contains(@class,'yline') or contains(@class,'uthor') or contains(@itemprop,'author')"
    " or contains(@rel,'author') or contains(@id,'yline') or contains(@id,'uthor') or contains(@data-testid,'yline')]"
)


def names_of(values: Iterable[str]) -> tuple[str, ...]:
    """The values that may be names, cleaned, each once."""
    parts = (part for value in values if (line := as_name(value)) for part in _split(line))
    return tuple(dict.fromkeys(parts))[:NAMES_MAX]


def as_name(value: str) -> str | None:
    """`value` without "By" and house initials; None for addresses, handles, numbers and markup."""
    line = capped(unescape(value[: 8 * NAME_MAX]), NAME_MAX)
    if line is None or any(sign in line for sign in "<>{}@\\!?=") or "://" in line or line.startswith("www."):
        return None
    line = _INITIALS.sub("", _LEADING_BY.sub("", line, count=1) if _LEADING_BY.match(line) else line)
    return line if any(c.isalpha() for c in line) else None


def _split(line: str) -> Sequence[str]:
    """The names in a line, where each part looks like a whole name; else the line as it is."""
    parts = [part.strip() for part in _JOINED.split(line)]
    whole = len(parts) > 1 and all(2 <= len(part.split()) <= 4 for part in parts)
    return parts if whole else [line]


def visible_names(tree: HtmlElement) -> tuple[str, ...]:
    """Names in the first element that is marked as author or byline and reads like one."""
    for element in tree.xpath(_MARKED)[:BYLINES_MAX]:
        if _is_of_a_reader(element):
            continue
        line = capped(" ".join(element.itertext()), NAME_MAX)
        if line and (names := _names_in(line)):
            return names
    return ()


def _is_of_a_reader(element: HtmlElement) -> bool:
    """It stands in a form or among comments."""
    return any(
        parent.tag == "form" or "comment" in f"{parent.get('class')} {parent.get('id')}".lower()
        for parent in (element, *element.iterancestors())
        if parent.tag not in {"body", "html"}
    )


def _names_in(line: str) -> tuple[str, ...]:
    name = as_name(line.replace("@", " "))
    if name is None or _LABEL.match(name):
        return ()
    parts = [part.strip() for part in _JOINED.split(_DIVIDER.split(name, maxsplit=1)[0])]
    return tuple(part for part in parts if _reads_like_name(part))


def _reads_like_name(part: str) -> bool:
    """Two to five words with capitals, or a few letters of a script without any."""
    words = part.split()
    if not part or any(c.isdigit() for c in part) or part.endswith((".", ":", "?", "!")):
        return False
    if part == part.swapcase():
        return 2 <= len(part) <= 30
    capitals = sum(word[0].isupper() for word in words)
    return 2 <= len(words) <= 5 and capitals >= 2 and capitals >= len(words) - 2


def without_house(names: Sequence[str], house: Iterable[str]) -> tuple[str, ...]:
    """`names` but those that only repeat a name of the publisher or its host."""
    keys = {key for name in house if (key := key_of(name))}
    return tuple(name for name in names if not any(key_of(name) in key or key in key_of(name) for key in keys))
