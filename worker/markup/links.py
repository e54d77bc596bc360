"""Addresses of a page that are safe to hand on."""

import re
from urllib.parse import urljoin, urlsplit

from worker.markup.lines import clean_line

URL_MAX = 2_000
LINK_SCHEMES = frozenset({"http", "https", "mailto"})

# blanks, quotes and angle brackets have no place in an address
_UNSAFE = re.compile(r"[\s<>\"]")


def http_url(value: str | None, base: str | None) -> str | None:
    """`value` as an absolute http(s) address, None for anything else."""
    url = _joined(value, base)
    if url is None or _UNSAFE.search(url):
        return None
    return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname else None


def link_href(value: str | None, base: str | None) -> str | None:
    """An absolute http(s) or mailto address, None for every other."""
    url = _joined(value, base)
    return url if url is not None and urlsplit(url).scheme in LINK_SCHEMES else None


def host_of(url: str | None) -> str | None:
    """Host of an http(s) address without "www."."""
    safe = http_url(url, None)
    return (urlsplit(safe).hostname or "").removeprefix("www.") if safe else None


def _joined(value: str | None, base: str | None) -> str | None:
    if not value or len(value) > URL_MAX:
        return None
    try:
        url = urljoin(base or "", clean_line(value))
        urlsplit(url)
    except ValueError:  # "http://[bad/x"
        return None
    return url
