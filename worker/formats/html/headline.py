"""The headline among what a page calls itself: JSON-LD, h1, og:title, title."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from worker.markup.lines import key_of

# "Rates rise again | The Daily Crow", "The Daily Crow: Rates rise again": one side of a divider may be the site
_DIVIDER = re.compile(r"\s[|–—·•»-]\s|\s?\|\s?|\s?(?::\s|：)")
_COLONS = frozenset({":", "："})  # a site's name stands before one, never behind
# rates, rise, again; and where a script is written without blanks each character
_WORD = re.compile(r"\w+")
_CHARACTER = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
# share of words that an h1 has in common with what the head says: og:title is the story's, <title> is often the site's
ALIKE_OG_MIN = 0.5
ALIKE_TITLE_MIN = 0.1
DIVIDERS_MAX = 10


@dataclass(frozen=True, slots=True)
class Titles:
    """What a page calls itself, clean and bounded, each list in order of appearance."""

    json_ld: tuple[str, ...] = ()
    h1: tuple[str, ...] = ()
    og: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    h2: tuple[str, ...] = ()  # h2 to h4: a page without h1 has nothing else
    site: str | None = None


def choose_headline(titles: Titles) -> tuple[str, str] | None:
    """(source, headline): JSON-LD, else the h1 that the head confirms, og:title, any h1, the title, an h2."""
    h1s = [h1 for h1 in titles.h1 if key_of(h1) != key_of(titles.site or "")]
    headings = h1s or titles.h2
    og = [without_site(value, titles.site, headings) for value in titles.og]
    title = [without_site(value, titles.site, headings) for value in titles.title]
    json_ld = [_whole(without_site(value, titles.site, headings), h1s) for value in titles.json_ld]
    ranked = (
        ("json-ld", (value for value in json_ld if key_of(value) != key_of(titles.site or ""))),
        ("h1", _confirmed(h1s, og or title, ALIKE_OG_MIN if og else ALIKE_TITLE_MIN)),
        ("og:title", og),
        ("h1", h1s),
        ("title", title),
        ("h2", titles.h2),
    )
    return next(((source, value) for source, values in ranked for value in values), None)


def _confirmed(h1s: Iterable[str], declared: Sequence[str], alike_min: float) -> Iterable[str]:
    return (h1 for h1 in h1s if any(alike(h1, value) >= alike_min for value in declared))


def alike(one: str, other: str) -> float:
    """Share of the shorter title's words (or characters, in scripts without blanks) found in the other."""
    if key_of(one) in key_of(other) or key_of(other) in key_of(one):
        return 1.0
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _words(title: str) -> frozenset[str]:
    return frozenset((_CHARACTER if _CHARACTER.search(title) else _WORD).findall(title.casefold()))


def _whole(value: str, h1s: Iterable[str]) -> str:
    """The h1 that `value` is the cut-off beginning of, else `value`."""
    stem = key_of(value.rstrip(". …"))
    longer = (h1 for h1 in h1s if value.endswith(("...", "…")) and stem and key_of(h1).startswith(stem))
    return next(longer, value)


def without_site(title: str, site: str | None, headings: Iterable[str]) -> str:
    """`title` without the site's name before or behind a divider, judged by that name and the page's headings."""
    keys = {key_of(heading) for heading in headings}
    dividers = list(_DIVIDER.finditer(title))[-DIVIDERS_MAX:]
    parts = [(title[: d.start()].rstrip(), title[d.end() :].lstrip(), d[0].strip()) for d in dividers]
    for head, tail, divider in parts:
        if head and divider not in _COLONS and (_names_site(tail, site) or _is_heading(head, tail, keys)):
            return head
    for head, tail, _ in parts:
        printed = key_of(head) in keys and _is_heading(tail, head, keys)  # else it may be the story's own kicker
        if tail and (key_of(head) == key_of(site or "") or printed):
            return tail
    return title


def _is_heading(part: str, other: str, keys: Collection[str]) -> bool:
    """The page prints `part` as a heading, and not the rest of its title beside it (unless that is the shorter)."""
    return key_of(part) in keys and (key_of(other) not in keys or len(part) > len(other))


def _names_site(tail: str, site: str | None) -> bool:
    tail_key, site_key = key_of(tail), key_of(site or "")
    return bool(tail_key and site_key) and (tail_key == site_key or tail_key in site_key or site_key in tail_key)
