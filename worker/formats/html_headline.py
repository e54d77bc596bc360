"""The headline among what a page calls itself: JSON-LD, h1, og:title, title."""

import re
from collections.abc import Iterable

from worker.formats.html_text import key_of

# "Rates rise again | The Daily Crow", "Rates rise again - Crow": what follows the last divider may be the site
_DIVIDER = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")


def choose_headline(candidates: Iterable[tuple[str, str]], site: str | None) -> tuple[str, str] | None:
    """(source, headline) of the best candidate; candidates come in order of trust, clean and bounded."""
    known = list(candidates)
    h1s = [value for source, value in known if source == "h1" and key_of(value) != key_of(site or "")]
    for source, value in known:
        if source == "h1" and value not in h1s:
            continue
        line = _whole(value, h1s)
        return source, line if source == "h1" else without_site(line, site, h1s)
    return None


def _whole(value: str, h1s: list[str]) -> str:
    """The h1 that `value` is the cut-off beginning of, else `value`."""
    stem = key_of(value.rstrip(". …"))
    longer = (h1 for h1 in h1s if value.endswith(("...", "…")) and stem and key_of(h1).startswith(stem))
    return next(longer, value)


def without_site(title: str, site: str | None, h1s: list[str]) -> str:
    """`title` without the site's name behind a divider, judged by the site's own name and the page's h1."""
    parts = list(_DIVIDER.finditer(title))
    for divider in reversed(parts):
        head, tail = title[: divider.start()], title[divider.end() :]
        if head and (_names_site(tail, site) or any(key_of(h1) == key_of(head) for h1 in h1s)):
            return head
    return title


def _names_site(tail: str, site: str | None) -> bool:
    tail_key, site_key = key_of(tail), key_of(site or "")
    return bool(tail_key and site_key) and (tail_key == site_key or tail_key in site_key or site_key in tail_key)
