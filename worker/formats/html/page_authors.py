"""Who signed the story: as JSON-LD and <meta> name them, as elements are marked, as the page shows."""

import itertools
from collections.abc import Iterable

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.authors import names_in, names_of, visible_names, without_house
from worker.formats.html.places import Candidate, Page, from_meta, marked
from worker.markup.links import host_of

_AUTHOR = (
    "author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "sailthru.author",
    "article.author", "twitter:data1:author", "citation_author", "article:author_name",
)  # fmt: skip


def authors_of(page: Page, publisher: str | None) -> Candidate | None:
    """Names in order of trust; the publisher's own name only where nobody else signs."""
    lists: tuple[Candidate, ...] = (
        ("json-ld", names_of(_story_authors(page))),
        ("meta", names_of(value for _, value in from_meta(page, _AUTHOR))),
        ("itemprop", _marked_authors(page)),
    )
    house = [publisher or "", host_of(page.url) or ""]
    for source, names in lists:
        if people := without_house(names, house):
            return source, people
    visible = visible_names(page.elements(), house)
    if people := without_house(visible, house):
        return "byline", people
    return next(((source, names) for source, names in (*lists, ("byline", visible)) if names), None)


def _marked_authors(page: Page) -> tuple[str, ...]:
    """Names of elements with an itemprop: their content, else what they show."""
    found: list[str] = []
    for element in itertools.islice(marked(page, frozenset({"author", "creator"})), 20):
        content = element.get("content")
        found.extend(names_of([content]) if content else names_in(element))
    return tuple(dict.fromkeys(found))


def _story_authors(page: Page) -> Iterable[str]:
    for key in ("author", "creator"):
        value = page.story.get(key)
        for item in value[:50] if isinstance(value, list) else [value]:
            yield from html_json_ld.texts(html_json_ld.resolve(item, page.nodes))
