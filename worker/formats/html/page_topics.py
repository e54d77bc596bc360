"""The section and the keywords that a page declares: JSON-LD, <meta>, marked elements, breadcrumbs, its address."""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.places import TEXT_MAX, Candidate, Page, from_itemprop, from_meta, from_story
from worker.knowledge.keys import line_key
from worker.knowledge.page_words import PageWords
from worker.markup.lines import capped

KEYWORDS_MAX: Final = 50
KEYWORD_MAX: Final = 100  # characters
CRUMB_MAX: Final = 60
CRUMBS_MAX: Final = 10
MARK_MAX: Final = 200

_KEYWORDS = (
    "article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "article:keywords", "dc.subject",
    "citation_keywords", "swiftype:tags",
)  # fmt: skip
_SECTION = (
    "article:section", "parsely-section", "section", "category", "article.section", "sailthru.section",
    "article:section:name", "dc.type.section", "swiftype:section",
)  # fmt: skip
# ferries, harbours; Westhaven | heritage
_BETWEEN: Final = re.compile("[,;|、，]")
_LISTS: Final = frozenset({"nav", "ol", "ul", "p"})
_MARKS: Final = frozenset({"class", "id", "aria-label"})


def sections(page: Page, words: PageWords) -> Iterator[Candidate]:
    """The section, the places that are trusted most first."""
    yield from from_story(page, "articleSection")
    yield from from_meta(page, _SECTION)
    yield from from_itemprop(page, frozenset({"articlesection"}))
    yield from (("breadcrumb", crumb) for crumb in html_json_ld.breadcrumbs(page.nodes))
    yield from (("breadcrumb", crumb) for crumb in _shown_crumbs(page))
    yield from _folder(page, words)


def _shown_crumbs(page: Page) -> Iterable[str]:
    """The first link behind the one to the front page, in a line of links to the page's folders."""
    is_trail = cache(_is_trail)  # lines of text have what stands around them in common
    lists = (one for one in page.elements if one.tag in _LISTS)
    box = next((one for one in lists if is_trail(one) or is_trail(one.getparent())), None)
    links = itertools.islice(box.iter("a"), CRUMBS_MAX) if box is not None else ()
    texts = [(link.get("href") or "", " ".join(link.text_content().split())) for link in links]
    inner = [text for href, text in texts if _path(href) and 0 < len(text) <= CRUMB_MAX]
    return inner[:1] if len(inner) < len(texts) else ()  # else it does not start at the front page


def _is_trail(element: HtmlElement | None) -> bool:
    """It is marked as breadcrumbs, as a list or menu is, itself or by what stands around it."""
    marks = element.items() if element is not None else ()
    return any(name in _MARKS and "breadcrumb" in mark[:MARK_MAX].lower() for name, mark in marks)


def _path(href: str) -> str:
    """The path of a link without slashes; empty for the front page and for what is no address."""
    try:
        return urlsplit(href).path.strip("/")
    except ValueError:
        return ""


def _folder(page: Page, words: PageWords) -> Iterable[Candidate]:
    """The first folder of the page's address, where that is a section's name in some language."""
    first, _, rest = _path(page.url or "").partition("/")
    name = words.sections.get(line_key(first.replace("-", " "))) if rest else None
    return [("address", name)] if name else ()


def keywords(page: Page) -> Candidate | None:
    """The words of the first place that has any, each once."""
    tags = (link for link in page.named["a"] if "tag" in (link.get("rel") or "").lower().split())
    for source, values in (
        ("json-ld", (text for _, text in from_story(page, "keywords"))),
        *((f"meta:{name}", page.meta.get(name, ())) for name in _KEYWORDS),
        ("itemprop", (text for _, text in from_itemprop(page, frozenset({"keywords"})))),
        ("rel:tag", (link.text_content()[:TEXT_MAX] for link in itertools.islice(tags, KEYWORDS_MAX))),
    ):
        words = (capped(word, KEYWORD_MAX) for value in values for word in _BETWEEN.split(value[:TEXT_MAX]))
        found: dict[str, str] = {}
        for word in filter(None, words):
            found.setdefault(word.casefold(), word)
        if found:
            return source, tuple(found.values())[:KEYWORDS_MAX]
    return None
