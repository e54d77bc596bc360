"""What a page says about its story in JSON-LD, meta tags, links and marked elements.  A bad field costs that field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from worker.article import Association
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.addresses import canonical
from worker.formats.html.headline import choose_headline
from worker.formats.html.page_authors import authors_of, organisations
from worker.formats.html.page_dates import dated, first_date, in_words, modified, published
from worker.formats.html.page_topics import categories, keywords, sections
from worker.formats.html.picture import main_picture
from worker.formats.html.places import TEXT_MAX, Candidate, Page, from_itemprop, from_meta, from_story
from worker.formats.html.titles import titles_of
from worker.formats.html.written_dates import NOTHING, Dated
from worker.knowledge.loading import Knowledge
from worker.markup.lines import capped, without_markup
from worker.markup.links import host_of

LANGUAGE_MAX = 35
SECTION_MAX = 100
FIELD_MAX = 1_000  # characters of a name, a caption

# en, de-AT, pt_BR, zh-Hant-TW: what may name a language; a template that was never filled in does not
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}(?:\.[\w-]{1,10})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Fields of an article as the page declares them; `sources` says where each came from."""

    headline: str | None = None
    titles: tuple[str, ...] = ()  # everything the page calls the story
    types: frozenset[str] = frozenset()  # what it calls itself: types of JSON-LD, "og:article"
    authors: tuple[str, ...] = ()
    houses: frozenset[str] = frozenset()  # those of them that are declared as organisations
    first_created: datetime | None = None
    version_created: datetime | None = None
    canonical_url: str | None = None
    language: str | None = None
    section: str | None = None
    category: str | None = None  # the section, where only categories and trails of any make name it
    keywords: tuple[str, ...] = ()
    picture: Association | None = None
    publisher: str | None = None
    copyright_notice: str | None = None
    description: str | None = None
    article_body: str | None = None
    dated: Dated = NOTHING  # in words, where no machine reads when it was published
    changed: tuple[str, ...] = ()  # in words, where no machine reads when it was last changed
    sources: Mapping[str, str] = field(default_factory=dict)


def read(page: Page, knowledge: Knowledge) -> Metadata:
    """Everything the page declares."""
    publisher = _first(_publishers(page), FIELD_MAX)
    site = publisher[1] if publisher else None
    address = canonical(page, knowledge.pages)
    titles = titles_of(page, site, host_of(address[1]) if address else None)
    language = _first(_languages(page), LANGUAGE_MAX)
    headline = choose_headline(titles)
    title = headline[1] if headline else None
    found: dict[str, Candidate | None] = {
        "headline": headline,
        "authors": authors_of(page, site, title, knowledge.authors),
        "first_created": first_date(published(page, title)),
        "version_created": first_date(modified(page)),
        "canonical_url": address,
        "language": language,
        "section": _first(sections(page, knowledge), SECTION_MAX),
        "keywords": keywords(page),
        "picture": main_picture(page, knowledge.pages, title),
        "publisher": publisher,
        "copyright_notice": _first(_copyrights(page), FIELD_MAX),
        "description": _first(_descriptions(page), TEXT_MAX),
    }
    known = {name: candidate for name, candidate in found.items() if candidate is not None}
    category = None if found["section"] else _first(categories(page, knowledge.sections), SECTION_MAX)
    body = html_json_ld.first_text(page.story.get("articleBody"))
    return Metadata(
        **{name: value for name, (_, value) in known.items()},
        category=category[1] if category else None,
        houses=organisations(page, knowledge.authors),
        titles=(*titles.json_ld, *titles.h1, *titles.og, *titles.title),
        types=html_json_ld.page_types(page.nodes)
        | {f"og:{value.strip().lower()}" for value in page.meta.get("og:type", ())},
        article_body=body,
        dated=NOTHING if "first_created" in known else dated(page, language[1] if language else None, title),
        changed=() if "version_created" in known else tuple(in_words(modified(page))),
        sources={name: source for name, (source, _) in known.items()} | ({"section": category[0]} if category else {}),
    )


def _first(candidates: Iterable[Candidate], most: int) -> Candidate | None:
    lines = ((source, capped(without_markup(value[: 8 * most]), most)) for source, value in candidates)
    return next(((source, line) for source, line in lines if line), None)


def _languages(page: Page) -> Iterable[Candidate]:
    return (
        (source, value) for source, value in _declared_languages(page) if _TAG.fullmatch(value[:LANGUAGE_MAX].strip())
    )


def _declared_languages(page: Page) -> Iterator[Candidate]:
    root = page.tree.getroottree().getroot()
    yield "html:lang", root.get("lang") or root.get("xml:lang") or ""
    yield from from_story(page, "inLanguage")
    yield from from_meta(page, ("og:locale", "content-language", "dc.language", "dcterms.language", "language"))
    yield from from_itemprop(page, frozenset({"inlanguage"}))


def _publishers(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "publisher")
    yield from from_meta(page, ("og:site_name", "publisher", "dc.publisher", "application-name"))


def _copyrights(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "copyrightNotice")
    yield from from_meta(page, ("copyright", "dc.rights", "dcterms.rights"))


def _descriptions(page: Page) -> Iterable[Candidate]:
    yield from from_story(page, "description")
    yield from from_meta(page, ("og:description", "description", "twitter:description"))
