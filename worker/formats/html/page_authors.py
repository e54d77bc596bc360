"""Who signed the story: as JSON-LD and <meta> name them, as elements are marked, as the page shows."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.author_names import is_account, names_of, reads_like_name, without_house
from worker.formats.html.authors import names_shown, visible_names
from worker.formats.html.places import Candidate, Page, from_meta, marked, source_of
from worker.knowledge.author_words import AuthorWords
from worker.knowledge.keys import line_key
from worker.markup.lines import key_of
from worker.markup.links import host_of

_AUTHOR = (
    "author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "sailthru.author",
    "article.author", "citation_author", "article:author_name",
    "swiftype:author", "vr:author", "cxenseparse:author", "mediator_author", "og:article:author", "articleauthor",
    "shareaholic:article_author_name",
)  # fmt: skip
_HOUSES = frozenset({"organization", "newsmediaorganization", "corporation"})
VALUES_MAX = 50  # of a property of JSON-LD
PART_MIN = 3  # letters of a name that an account is made of


def authors_of(page: Page, publisher: str | None, title: str | None, words: AuthorWords) -> Candidate | None:
    """Names in order of trust; the publisher's own name, and an account's, only where the page shows nobody else."""
    house = [publisher or "", host_of(page.url) or ""]
    own, others = _first_people(_declared(page, words), house, words)
    named = own is not None and not all(len(name.split()) == 1 for name in own[1])
    # Ghost puts all but the first writer there
    helpers = names_of(_named(page.story, ("contributor",), page), words) if named else ()
    if own and named and not helpers:
        return own
    visible = visible_names(page, words, house, title)
    people = without_house(visible, house, words)
    if own and named:
        return own[0], tuple(dict.fromkeys((*own[1], *(name for name in people if name in helpers))))
    if people and (not own or _is_fuller(people, own[1])):
        return "byline", people
    return own or others or (("byline", visible) if visible else None)


def _first_people(
    candidates: Iterable[Candidate], house: Sequence[str], words: AuthorWords
) -> tuple[Candidate | None, Candidate | None]:
    """The first that names somebody, and the first before it that only names the house or a desk."""
    others: Candidate | None = None
    for source, names in candidates:
        if people := without_house(names, house, words):
            return (source, people), others
        others = others or ((source, names) if names else None)
    return None, others


def _declared(page: Page, words: AuthorWords) -> Iterator[Candidate]:
    """The names of each place, the most trusted first; none is looked at before it is asked for."""
    yield "json-ld", names_of(_story_authors(page), words)
    yield "meta", names_of((value for _, value in from_meta(page, _AUTHOR)), words)
    yield _marked_authors(page, words)
    yield "meta", names_of(_labelled(page, words), words)


def _is_fuller(shown: Sequence[str], declared: Sequence[str]) -> bool:
    """Whether the page shows the whole name of the one that it declares by a first name or an account."""
    name = declared[0]
    if len(shown[0].split()) == 1:
        return False
    parts = [key_of(word) for word in shown[0].split()]
    account = is_account(name) and any(len(part) >= PART_MIN and part in key_of(name) for part in parts)
    return account or key_of(name) in parts


def _marked_authors(page: Page, words: AuthorWords) -> Candidate:
    """Names of elements with an itemprop, or a property of RDFa: their content, else what they show."""
    elements = list(itertools.islice(marked(page, frozenset({"author", "creator"})), 20))
    found: list[str] = []
    for element in elements:
        content = element.get("content")
        found.extend(names_of([content], words) if content else names_shown(element, words))
    return source_of(elements[0]) if elements else "itemprop", tuple(dict.fromkeys(found))


def _story_authors(page: Page) -> Iterator[str]:
    """Of the story's node, else of the page's own."""
    for node in (page.story, *(node for node in page.nodes if "webpage" in html_json_ld.types_of(node))):
        found = list(_named(node, ("author", "creator"), page))
        yield from found
        if found:
            return


def _named(node: html_json_ld.Node, keys: Iterable[str], page: Page) -> Iterator[str]:
    """The names that properties of a node give."""
    for key in keys:
        for one in _values(node, key, page):
            yield from html_json_ld.texts(one)


def _values(node: html_json_ld.Node, key: str, page: Page) -> list[Any]:
    """What a property holds, one or a list of them, each with the node that it refers to."""
    value = node.get(key)
    items = value[:VALUES_MAX] if isinstance(value, list) else [value]
    return [html_json_ld.resolve(item, page.nodes) for item in items]


def organisations(page: Page, words: AuthorWords) -> frozenset[str]:
    """Names that JSON-LD calls organisations: the story's authors, but for those like a person's, and its sources."""
    authors, providers = (
        {" ".join(name.split()) for one in _organisations(page, key) for name in html_json_ld.texts(one)}
        for key in (("author",), ("provider", "sourceOrganization"))
    )
    return (
        frozenset(name for name in authors if not (name != name.swapcase() and reads_like_name(name, words)))
        | providers
    )


def _organisations(page: Page, keys: Iterable[str]) -> Iterator[html_json_ld.Node]:
    for one in itertools.chain.from_iterable(_values(page.story, key, page) for key in keys):
        if isinstance(one, dict) and _HOUSES & html_json_ld.types_of(one):
            yield one


def _labelled(page: Page, words: AuthorWords) -> Iterable[str]:
    """Values of Twitter's pairs of label and text, where the label is "Written by"."""
    for number in ("1", "2"):
        labels, values = (page.meta.get(f"twitter:{name}{number}", ()) for name in ("label", "data"))
        if labels and line_key(labels[0]) in words.labels:
            yield from values[:1]
