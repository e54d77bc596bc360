"""The page's own address: as it links to itself, without what only counts readers."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from worker.formats.html.places import Candidate, Page, from_itemprop, from_meta
from worker.knowledge.page_words import PageWords
from worker.markup.links import http_url, path_of


def canonical(page: Page, words: PageWords) -> Candidate | None:
    """(source, address), absolute; a site's front is not the address of a page that was fetched below it."""
    base = _base(page)
    below = bool(path_of(page.url))
    front: Candidate | None = None
    for source, value in _candidates(page):
        if url := http_url(value, base):
            found = (source, without_tracking(url, words))
            if not below or path_of(url):
                return found
            front = front or found
    return front


def _candidates(page: Page) -> Iterator[tuple[str, str | None]]:
    links = (one.get("href") for one in page.named["link"] if "canonical" in (one.get("rel") or "").lower().split())
    yield from (("link:canonical", href) for href in itertools.islice(links, 1))
    yield from from_meta(page, ("og:url", "twitter:url", "parsely-link"))
    yield from from_story_address(page)
    yield from from_itemprop(page, frozenset({"mainentityofpage"}))
    yield "document", page.url


def from_story_address(page: Page) -> Iterable[Candidate]:
    """Where JSON-LD says that the story is."""
    value = page.story.get("mainEntityOfPage") or page.story.get("url")
    address = value.get("@id") if isinstance(value, dict) else value
    return [("json-ld", address)] if isinstance(address, str) else []


def _base(page: Page) -> str | None:
    """What relative addresses start from."""
    given = next((one.get("href") for one in page.named["base"]), None)
    try:
        return urljoin(page.url or "", given) if given else page.url
    except ValueError:
        return page.url


TRACKED_MAX: Final = 100  # parameters of an address


def without_tracking(url: str, words: PageWords) -> str:
    """`url` without the parameters that say where a reader came from; all others stay as they are."""
    parts = urlsplit(url)
    given = parts.query.split("&")
    if not parts.query or len(given) > TRACKED_MAX:
        return url
    kept = [one for one in given if not _tracks(one.partition("=")[0].lower(), words)]
    return url if len(kept) == len(given) else urlunsplit(parts._replace(query="&".join(kept)))


def _tracks(name: str, words: PageWords) -> bool:
    return name in words.tracking or name.startswith(words.tracking_prefixes)
