"""What a page says about its story in JSON-LD, meta tags, links and marked elements.  A bad field costs that field."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from worker.article import Association, Rendition
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.authors import names_in, names_of, visible_names, without_house
from worker.formats.html.dates import machine_date
from worker.formats.html.headline import Titles, choose_headline, heading_text
from worker.formats.html.marked_dates import marked_dates, with_order
from worker.markup.lines import capped
from worker.markup.links import host_of, http_url

FIELD_MAX = 1_000  # characters of a headline, a name, a caption
TEXT_MAX = 10_000  # characters of a description
TEASER_MIN = 25  # characters of a link that is another story's title
REPEATS_MAX = 50  # values of one meta name

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
_AUTHOR = (
    "author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "sailthru.author",
    "article.author", "twitter:data1:author", "citation_author", "article:author_name",
)  # fmt: skip
_KEYWORDS = (
    "article:tag", "news_keywords", "keywords", "parsely-tags",
)  # fmt: skip
_SECTION = (
    "article:section", "parsely-section", "section", "category", "article.section",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Fields of an article as the page declares them; `sources` says where each came from."""

    headline: str | None = None
    titles: tuple[str, ...] = ()  # everything the page calls the story
    authors: tuple[str, ...] = ()
    first_created: datetime | None = None
    version_created: datetime | None = None
    canonical_url: str | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    picture: Association | None = None
    publisher: str | None = None
    copyright_notice: str | None = None
    description: str | None = None
    article_body: str | None = None
    dated: tuple[str, ...] = ()  # in words, where no machine reads when it was published
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """The places that values are looked for in."""

    tree: HtmlElement
    meta: Mapping[str, list[str]]
    nodes: tuple[html_json_ld.Node, ...]
    story: html_json_ld.Node
    url: str | None


Candidate = tuple[str, Any]  # (source, value)


def read(tree: HtmlElement, json_ld: tuple[str, ...], url: str | None) -> Metadata:
    """Everything the page declares; `url` is where the page was fetched, when known."""
    nodes = html_json_ld.nodes_of(json_ld)
    page = _Page(tree, _meta_of(tree), nodes, html_json_ld.article_of(nodes), url)
    publisher = _first(_publishers(page), FIELD_MAX)
    site = publisher[1] if publisher else None
    canonical = _canonical(page)
    titles = _titles(page, site, host_of(canonical[1]) if canonical else None)
    found: dict[str, Candidate | None] = {
        "headline": choose_headline(titles),
        "authors": _authors(page, site),
        "first_created": _date(_published(page)),
        "version_created": _date(_modified(page)),
        "canonical_url": canonical,
        "language": _first(_languages(page), 35),
        "section": _first(_sections(page), 100),
        "keywords": _keywords(page),
        "picture": _picture(page),
        "publisher": publisher,
        "copyright_notice": _first(_copyrights(page), FIELD_MAX),
        "description": _first(_descriptions(page), TEXT_MAX),
    }
    known = {name: candidate for name, candidate in found.items() if candidate is not None}
    body = html_json_ld.first_text(page.story.get("articleBody"))
    return Metadata(
        **{name: value for name, (_, value) in known.items()},
        titles=(*titles.json_ld, *titles.h1, *titles.og, *titles.title),
        article_body=body,
        dated=() if "first_created" in known else _dated(page),
        sources={name: source for name, (source, _) in known.items()},
    )


def _meta_of(tree: HtmlElement) -> Mapping[str, list[str]]:
    """Contents of <meta> by lower-case property, name or itemprop."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = element.get("content") or element.get("value")
        if content and name and len(content) <= TEXT_MAX and len(values := found[name.lower()]) < REPEATS_MAX:
            values.append(content)
    return found


def _from_meta(page: _Page, names: Iterable[str]) -> Iterable[Candidate]:
    return ((f"meta:{name}", value) for name in names for value in page.meta.get(name, ()))


def _from_story(page: _Page, key: str) -> Iterable[Candidate]:
    return (("json-ld", text) for text in html_json_ld.texts(html_json_ld.resolve(page.story.get(key), page.nodes)))


def _from_itemprop(page: _Page, names: frozenset[str]) -> Iterable[Candidate]:
    """Values of elements with an itemprop: its content, datetime or text."""
    for element in _marked(page, names):
        yield "itemprop", element.get("content") or element.get("datetime") or element.text_content()[:TEXT_MAX]


def _marked(page: _Page, names: frozenset[str]) -> Iterable[HtmlElement]:
    """Elements of the story with one of the names as itemprop."""
    for element in page.tree.xpath("//*[@itemprop]")[:500]:
        marks = (element.get("itemprop") or "").lower().split()
        if element.tag != "meta" and not _in_box(element) and not names.isdisjoint(marks):
            yield element


def _first(candidates: Iterable[Candidate], most: int) -> Candidate | None:
    lines = ((source, capped(value, most)) for source, value in candidates)
    return next(((source, line) for source, line in lines if line), None)


def _titles(page: _Page, site: str | None, host: str | None) -> Titles:
    h1s = list(page.tree.iter("h1"))[:10]
    story = (text for key in ("headline", "name") for _, text in _from_story(page, key))
    return Titles(
        json_ld=_lines(unescape(text) for text in story),
        h1=_lines(unescape(heading_text(h1)) for h1 in h1s),
        og=_lines(unescape(value) for _, value in _from_meta(page, ("og:title", "twitter:title"))),
        title=_lines(title.text_content() for title in list(page.tree.iter("title"))[:1]),
        h2=_lines(heading.text_content() for heading in itertools.islice(page.tree.iter("h2", "h3", "h4"), 5)),
        site=site,
        host=host,
        news=html_json_ld.is_news(page.story),
    )


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for value in values if (line := capped(value, FIELD_MAX)))


def _authors(page: _Page, publisher: str | None) -> Candidate | None:
    """Names in order of trust; the publisher's own name only where nobody else signs."""
    lists: tuple[Candidate, ...] = (
        ("json-ld", names_of(_story_authors(page))),
        ("meta", names_of(value for _, value in _from_meta(page, _AUTHOR))),
        ("itemprop", _marked_authors(page)),
    )
    house = [publisher or "", host_of(page.url) or ""]
    for source, names in lists:
        if people := without_house(names, house):
            return source, people
    visible = visible_names(page.tree, house)
    if people := without_house(visible, house):
        return "byline", people
    return next(((source, names) for source, names in (*lists, ("byline", visible)) if names), None)


def _marked_authors(page: _Page) -> tuple[str, ...]:
    """Names of elements with an itemprop: their content, else what they show."""
    found: list[str] = []
    for element in itertools.islice(_marked(page, frozenset({"author", "creator"})), 20):
        content = element.get("content")
        found.extend(names_of([content]) if content else names_in(element))
    return tuple(dict.fromkeys(found))


def _story_authors(page: _Page) -> Iterable[str]:
    for key in ("author", "creator"):
        value = page.story.get(key)
        for item in value[:50] if isinstance(value, list) else [value]:
            yield from html_json_ld.texts(html_json_ld.resolve(item, page.nodes))


def _published(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "datePublished")
    yield from _from_meta(page, _PUBLISHED)
    yield from _from_itemprop(page, frozenset({"datepublished", "datecreated"}))
    pages = (node for node in page.nodes if "webpage" in html_json_ld.types_of(node))
    yield from (("json-ld", text) for node in pages for text in html_json_ld.texts(node.get("datePublished")))
    yield from (("time", element.get("datetime") or "") for element in _own(list(page.tree.iter("time"))[:50]))
    yield from _from_story(page, "dateCreated")


def _dated(page: _Page) -> tuple[str, ...]:
    """What is declared in words, then what is shown and marked as a date."""
    declared = [value[:64] for _, value in _published(page) if not value.strip()[:4].isdecimal()][:5]
    elements = [element for element in page.tree.iter() if isinstance(element.tag, str)]
    language = _first(_languages(page), 35)
    return tuple(with_order(text, language[1] if language else None) for text in (*declared, *marked_dates(elements)))


def _own(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """Those that do not stand in a list, link or box: there they date other stories."""
    return (element for element in elements if not _in_box(element))


def _in_box(element: HtmlElement) -> bool:
    if next(element.iterancestors("aside", "nav", "footer", "a"), None) is not None:
        return True
    item = next(element.iterancestors("li"), None)
    return item is not None and any(len(a.text_content()) >= TEASER_MIN for a in item.iter("a"))


def _modified(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "dateModified")
    yield from _from_meta(page, _MODIFIED)
    yield from _from_itemprop(page, frozenset({"datemodified"}))


def _date(candidates: Iterable[Candidate]) -> Candidate | None:
    for source, value in candidates:
        if date := machine_date(value):
            moment, zoned = date
            return (source if zoned else f"{source} (no zone: UTC)"), moment
    return None


def _canonical(page: _Page) -> Candidate | None:
    links = (e.get("href") for e in page.tree.iter("link") if (e.get("rel") or "").lower() == "canonical")
    candidates = (
        *(("link:canonical", href) for href in list(links)[:1]),
        *_from_meta(page, ("og:url",)),
        ("document", page.url),
    )
    found = ((source, http_url(value, page.url)) for source, value in candidates)
    return next(((source, url) for source, url in found if url), None)


def _languages(page: _Page) -> Iterable[Candidate]:
    root = page.tree.getroottree().getroot()
    yield "html:lang", root.get("lang") or root.get("xml:lang") or ""
    yield from _from_story(page, "inLanguage")
    yield from _from_meta(page, ("og:locale", "content-language", "dc.language", "language"))


def _sections(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "articleSection")
    yield from _from_meta(page, _SECTION)
    yield from (("breadcrumb", crumb) for crumb in html_json_ld.breadcrumbs(page.nodes))


def _keywords(page: _Page) -> Candidate | None:
    for source, values in (
        ("json-ld", [text for _, text in _from_story(page, "keywords")]),
        *((f"meta:{name}", list(page.meta.get(name, ()))) for name in _KEYWORDS),
    ):
        words = (capped(word, 100) for value in values for word in value[:TEXT_MAX].split(","))
        if found := tuple(dict.fromkeys(word for word in words if word)):
            return source, found[:REPEATS_MAX]
    return None


def _picture(page: _Page) -> Candidate | None:
    image = page.story.get("image")
    item = html_json_ld.resolve(image[0] if isinstance(image, list) and image else image, page.nodes)
    node: html_json_ld.Node = item if isinstance(item, dict) else {"url": item}
    urls = (
        *(("json-ld", text) for key in ("url", "contentUrl") for text in html_json_ld.texts(node.get(key))),
        *_from_meta(page, ("og:image", "og:image:url", "twitter:image")),
    )
    for source, value in urls:
        if href := http_url(value, page.url):
            texts = {
                key: capped(html_json_ld.first_text(node.get(key)), FIELD_MAX) for key in ("caption", "creditText")
            }
            files = (Rendition(href=href),)
            return source, Association(renditions=files, caption=texts["caption"], credit=texts["creditText"])
    return None


def _publishers(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "publisher")
    yield from _from_meta(page, ("og:site_name", "publisher", "dc.publisher", "application-name"))


def _copyrights(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "copyrightNotice")
    yield from _from_meta(page, ("copyright", "dc.rights", "dcterms.rights"))


def _descriptions(page: _Page) -> Iterable[Candidate]:
    yield from _from_story(page, "description")
    yield from _from_meta(page, ("og:description", "description", "twitter:description"))
