"""What a page says about its story in JSON-LD, meta tags, links and marked elements.  A bad field costs that field."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from lxml.html import HtmlElement

from worker.article import Association, Rendition
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.headline import Titles, choose_headline, heading_text
from worker.formats.html.page_authors import authors_of
from worker.formats.html.page_dates import dated, first_date, modified, published
from worker.formats.html.places import TEXT_MAX, Candidate, Page, from_meta, from_story, page_of
from worker.formats.html.written_dates import NOTHING, Dated
from worker.knowledge.loading import Knowledge
from worker.markup.lines import capped
from worker.markup.links import host_of, http_url

FIELD_MAX = 1_000  # characters of a headline, a name, a caption
KEYWORDS_MAX = 50

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
    types: frozenset[str] = frozenset()  # what it calls itself: types of JSON-LD, "og:article"
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
    dated: Dated = NOTHING  # in words, where no machine reads when it was published
    sources: Mapping[str, str] = field(default_factory=dict)


def read(tree: HtmlElement, json_ld: tuple[str, ...], url: str | None, knowledge: Knowledge) -> Metadata:
    """Everything the page declares; `url` is where the page was fetched, when known."""
    nodes = html_json_ld.nodes_of(json_ld)
    page = page_of(tree, nodes, url)
    publisher = _first(_publishers(page), FIELD_MAX)
    site = publisher[1] if publisher else None
    canonical = _canonical(page)
    titles = _titles(page, site, host_of(canonical[1]) if canonical else None)
    language = _first(_languages(page), 35)
    headline = choose_headline(titles)
    title = headline[1] if headline else None
    found: dict[str, Candidate | None] = {
        "headline": headline,
        "authors": authors_of(page, site, title, knowledge.authors),
        "first_created": first_date(published(page)),
        "version_created": first_date(modified(page)),
        "canonical_url": canonical,
        "language": language,
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
        types=html_json_ld.page_types(nodes)
        | {f"og:{value.strip().lower()}" for value in page.meta.get("og:type", ())},
        article_body=body,
        dated=NOTHING if "first_created" in known else dated(page, language[1] if language else None, title),
        sources={name: source for name, (source, _) in known.items()},
    )


def _first(candidates: Iterable[Candidate], most: int) -> Candidate | None:
    lines = ((source, capped(value, most)) for source, value in candidates)
    return next(((source, line) for source, line in lines if line), None)


def _titles(page: Page, site: str | None, host: str | None) -> Titles:
    h1s = list(page.tree.iter("h1"))[:10]
    story = (text for key in ("headline", "name") for _, text in from_story(page, key))
    return Titles(
        json_ld=_lines(unescape(text) for text in story),
        h1=_lines(unescape(heading_text(h1)) for h1 in h1s),
        og=_lines(unescape(value) for _, value in from_meta(page, ("og:title", "twitter:title"))),
        title=_lines(title.text_content() for title in list(page.tree.iter("title"))[:1]),
        h2=_lines(heading.text_content() for heading in itertools.islice(page.tree.iter("h2", "h3", "h4"), 12)),
        site=site,
        host=host,
        news=html_json_ld.is_news(page.story),
    )


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for value in values if (line := capped(value, FIELD_MAX)))


def _canonical(page: Page) -> Candidate | None:
    links = (e.get("href") for e in page.tree.iter("link") if (e.get("rel") or "").lower() == "canonical")
    candidates = (
        *(("link:canonical", href) for href in list(links)[:1]),
        *from_meta(page, ("og:url",)),
        ("document", page.url),
    )
    found = ((source, http_url(value, page.url)) for source, value in candidates)
    return next(((source, url) for source, url in found if url), None)


def _languages(page: Page) -> Iterable[Candidate]:
    root = page.tree.getroottree().getroot()
    yield "html:lang", root.get("lang") or root.get("xml:lang") or ""
    yield from from_story(page, "inLanguage")
    yield from from_meta(page, ("og:locale", "content-language", "dc.language", "language"))


def _sections(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "articleSection")
    yield from from_meta(page, _SECTION)
    yield from (("breadcrumb", crumb) for crumb in html_json_ld.breadcrumbs(page.nodes))


def _keywords(page: Page) -> Candidate | None:
    for source, values in (
        ("json-ld", [text for _, text in from_story(page, "keywords")]),
        *((f"meta:{name}", list(page.meta.get(name, ()))) for name in _KEYWORDS),
    ):
        words = (capped(word, 100) for value in values for word in value[:TEXT_MAX].split(","))
        if found := tuple(dict.fromkeys(word for word in words if word)):
            return source, found[:KEYWORDS_MAX]
    return None


def _picture(page: Page) -> Candidate | None:
    image = page.story.get("image")
    item = html_json_ld.resolve(image[0] if isinstance(image, list) and image else image, page.nodes)
    node: html_json_ld.Node = item if isinstance(item, dict) else {"url": item}
    urls = (
        *(("json-ld", text) for key in ("url", "contentUrl") for text in html_json_ld.texts(node.get(key))),
        *from_meta(page, ("og:image", "og:image:url", "twitter:image")),
    )
    for source, value in urls:
        if href := http_url(value, page.url):
            texts = {
                key: capped(html_json_ld.first_text(node.get(key)), FIELD_MAX) for key in ("caption", "creditText")
            }
            files = (Rendition(href=href),)
            return source, Association(renditions=files, caption=texts["caption"], credit=texts["creditText"])
    return None


def _publishers(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "publisher")
    yield from from_meta(page, ("og:site_name", "publisher", "dc.publisher", "application-name"))


def _copyrights(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "copyrightNotice")
    yield from from_meta(page, ("copyright", "dc.rights", "dcterms.rights"))


def _descriptions(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "description")
    yield from from_meta(page, ("og:description", "description", "twitter:description"))
