"""When a page says that its story was published and changed."""

import itertools
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.dates import TEXT_MAX, machine_date, respelt
from worker.formats.html.figure_order import has_figures, is_month_first
from worker.formats.html.marked_dates import is_of_update, marked_dates
from worker.formats.html.places import Candidate, Page, from_itemprop, from_meta, from_story, own
from worker.formats.html.site_names import parts_of
from worker.formats.html.written_dates import Dated
from worker.knowledge.open_times import UNDECLARED
from worker.markup.links import host_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.created", "publish-date", "pubdate", "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:publishtime", "cxenseparse:recs:publishtime", "publishdate", "uploaddate", "og:pubdate",
    "dc.date.created", "published-date", "published_on", "published", "publication-date", "publication_date",
    "pub_date", "published_date",
)  # fmt: skip
TIMES_BELOW_MAX = 400  # elements from the title on, or above it
TIMES_ABOVE_MAX = 100
TIMES_MAX = 50
TITLES_MAX = 2
WORDS_MAX = 5  # dates in words
DAY_MAX = 30  # characters
# 3.5.2024   3 May 2024   DW 3.5.2024
_DAY = re.compile(r"^\D{0,12}\d{1,2}(?:[./-]\d{1,2}[./-]|\D{1,12})(?:19|20)\d{2}$")
_ANY_DAY = ("date", "dc.date", "dcterms.date")
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified",
    "article.updated", "modificationdate",
)  # fmt: skip


def published(page: Page, title: str | None) -> Iterable[Candidate]:
    """When it was first published, the places that are trusted most first."""
    yield from from_story(page, "datePublished")
    yield from from_meta(page, _PUBLISHED)
    yield from (one for one in from_meta(page, ("date",)) if _is_zoned(one[1]))
    yield from from_itemprop(page, frozenset({"datepublished"}))
    pages = (node for node in page.nodes if "webpage" in html_json_ld.types_of(node))
    yield from (("json-ld", text) for node in pages for text in html_json_ld.texts(node.get("datePublished")))
    yield from (("time", element.get("datetime") or "") for element in _times(page, title) if not is_of_update(element))
    yield from from_itemprop(page, frozenset({"datecreated", "created"}))
    yield from from_story(page, "dateCreated")
    yield from (("hentry", one.get("title") or "") for one in own(page.named["abbr"][:50]) if _is_published(one))


def _times(page: Page, title: str | None) -> Iterable[HtmlElement]:
    """The story's <time>s, from the title on, then those shortly above it; those far away date other things."""
    elements = page.elements
    start = page.title_at(title) or 0
    below, above = elements[start : start + TIMES_BELOW_MAX], elements[max(0, start - TIMES_ABOVE_MAX) : start]
    return own(one for one in (*below, *above) if one.tag == "time")


def _title_days(page: Page) -> list[str]:
    """Short last parts of its titles with a year in figures: "Ferries cost more | Crow | 3.5.2024"."""
    titles = [value for _, value in from_meta(page, ("og:title",))][:1]
    lasts = (parts_of(value)[-1] for value in (*titles, *(one.text_content() for one in page.named["title"])))
    return [part for part in itertools.islice(lasts, TITLES_MAX) if len(part) <= DAY_MAX and _DAY.search(part)]


def _order(page: Page, texts: Iterable[str], language: str | None) -> bool | None:
    """Whether months come first; the whole page is looked through only where a day in figures asks for it."""
    whole = page.tree.text_content() if any(map(has_figures, texts)) else ""
    return is_month_first(whole, language, host_of(page.url))


def _is_published(element: HtmlElement) -> bool:
    return "published" in (element.get("class") or "").split()


def _is_zoned(value: str) -> bool:
    """A moment with its zone; a bare day under a name like "date" may as well be the last change's."""
    found = machine_date(value)
    return found is not None and found[1]


def dated(page: Page, language: str | None, title: str | None) -> Dated:
    """What is declared in words, then what is shown and marked as a date."""
    values = (*published(page, title), *from_meta(page, _ANY_DAY))
    declared = [*in_words(values), *_title_days(page)]
    shown = tuple(map(respelt, marked_dates(page.elements, page.title_at(title) or 0)))
    return Dated(
        tuple(declared),
        shown,
        first_date(from_meta(page, _ANY_DAY)),
        month_first=_order(page, (*declared, *shown), language),
    )


def in_words(candidates: Iterable[Candidate]) -> Iterator[str]:
    """The first few that are no machine's dates: "May 17, 2024"."""
    words = (respelt(value[:TEXT_MAX]) for _, value in candidates if not value.strip()[:4].isdecimal())
    return itertools.islice(words, WORDS_MAX)


def modified(page: Page) -> Iterable[Candidate]:
    """When it was last changed."""
    yield from from_story(page, "dateModified")
    yield from from_meta(page, _MODIFIED)
    yield from from_itemprop(page, frozenset({"datemodified"}))
    changes = filter(is_of_update, page.named["time"][:TIMES_MAX])
    yield from (("time", element.get("datetime") or "") for element in own(changes))


def first_date(candidates: Iterable[Candidate]) -> Candidate | None:
    """The first that is a machine's date; its source says where no zone is given."""
    for source, value in candidates:
        if date := machine_date(value):
            moment, zoned = date
            return (source if zoned else f"{source}{UNDECLARED}"), moment
    return None
