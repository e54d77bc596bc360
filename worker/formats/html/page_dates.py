"""When a page says that its story was published and changed."""

from collections.abc import Iterable

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.dates import machine_date
from worker.formats.html.marked_dates import marked_dates, with_order
from worker.formats.html.places import Candidate, Page, from_itemprop, from_meta, from_story, own

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "publish-date", "pubdate", "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:recs:publishtime", "publishdate", "og:pubdate", "dc.date.created",
    "published-date", "published_on", "published", "publication-date", "publication_date", "pub_date", "published_date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "dcterms.modified",
    "article.updated", "modificationdate",
)  # fmt: skip


def published(page: Page) -> Iterable[Candidate]:
    """When it was first published, the places that are trusted most first."""
    yield from from_story(page, "datePublished")
    yield from from_meta(page, _PUBLISHED)
    yield from from_itemprop(page, frozenset({"datepublished", "datecreated"}))
    pages = (node for node in page.nodes if "webpage" in html_json_ld.types_of(node))
    yield from (("json-ld", text) for node in pages for text in html_json_ld.texts(node.get("datePublished")))
    yield from (("time", element.get("datetime") or "") for element in own(list(page.tree.iter("time"))[:50]))
    yield from from_story(page, "dateCreated")


def dated(page: Page, language: str | None) -> tuple[str, ...]:
    """What is declared in words, then what is shown and marked as a date."""
    declared = [value[:64] for _, value in published(page) if not value.strip()[:4].isdecimal()][:5]
    return tuple(with_order(text, language) for text in (*declared, *marked_dates(page.elements())))


def modified(page: Page) -> Iterable[Candidate]:
    """When it was last changed."""
    yield from from_story(page, "dateModified")
    yield from from_meta(page, _MODIFIED)
    yield from from_itemprop(page, frozenset({"datemodified"}))


def first_date(candidates: Iterable[Candidate]) -> Candidate | None:
    """The first that is a machine's date; its source says where no zone is given."""
    for source, value in candidates:
        if date := machine_date(value):
            moment, zoned = date
            return (source if zoned else f"{source} (no zone: UTC)"), moment
    return None
