"""Addresses of a page that are safe to hand on."""

import re
from urllib.parse import urljoin, urlsplit

from worker.markup.lines import clean_line

URL_MAX = 2_000
LINK_SCHEMES = frozenset({"http", "https", "mailto"})

# blanks, quotes and angle brackets have no place in an address
_UNSAFE = re.compile(r"[\s<>\"]")

# https://site.example/a.html?b=c#d   /a/b.html?c=d: most addresses need neither cleaning nor resolving
_SITE = r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?"
_ENDING = r"(?:\?[!$-;=?-~]+)?(?:#[!#-;=?-~]+)?"
_WHOLE = re.compile(rf"{_SITE}/[!$-:=@-Z\[\]^-~]*{_ENDING}")
_ROOTED = re.compile(rf"(?:/(?![./])[!$-.0-:=@-Z\[\]^-~]*)+{_ENDING}")
_ROOT = re.compile(rf"{_SITE}(?=[/?#]|\Z)")


def http_url(value: str | None, base: str | None) -> str | None:
    """`value` as an absolute http(s) address, None for anything else."""
    if plain := _plain(value, base):
        return plain
    url = _joined(value, base)
    if url is None or _UNSAFE.search(url):
        return None
    return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname else None


def link_href(value: str | None, base: str | None) -> str | None:
    """An absolute http(s) or mailto address, None for every other."""
    if plain := _plain(value, base):
        return plain
    url = _joined(value, base)
    return url if url is not None and urlsplit(url).scheme in LINK_SCHEMES else None


def host_of(url: str | None) -> str | None:
    """Host of an http(s) address without "www."."""
    safe = http_url(url, None)
    return (urlsplit(safe).hostname or "").removeprefix("www.") if safe else None


def path_of(href: str | None) -> str:
    """The path of an address without slashes around it; empty for a site's front and for what is no address."""
    try:
        return urlsplit(href or "").path.strip("/")
    except ValueError:  # "http://[bad/x"
        return ""


def _plain(value: str | None, base: str | None) -> str | None:
    """What `_joined` gives for the usual http(s) address, in a fifth of the time; None for all others."""
    if not value or len(value) > URL_MAX:
        return None
    if _WHOLE.fullmatch(value):
        return value
    root = _ROOT.match(base) if base and _ROOTED.fullmatch(value) else None
    return f"{root[0]}{value}" if root else None


def _joined(value: str | None, base: str | None) -> str | None:
    if not value or len(value) > URL_MAX:
        return None
    try:
        url = urljoin(base or "", clean_line(value))
        urlsplit(url)
    except ValueError:  # "http://[bad/x"
        return None
    return url
