"""The section and the keywords that a page declares: JSON-LD, <meta>, marked elements, breadcrumbs, its address."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final

from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.places import (
    MARK_MAX,
    MARKS_MAX,
    TEXT_MAX,
    Candidate,
    Page,
    from_itemprop,
    from_meta,
    from_story,
    in_box,
)
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.page_words import PageWords
from worker.knowledge.sections import Sections
from worker.markup.lines import capped
from worker.markup.links import path_of

KEYWORDS_MAX: Final = 50
KEYWORD_MAX: Final = 100  # characters
SECTIONS_MAX: Final = 4
CRUMB_MAX: Final = 60
CRUMBS_MAX: Final = 10

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
_BOXES: Final = _LISTS | {"div"}
_MARKS: Final = frozenset({"class", "id", "aria-label"})
_CATEGORY_NAMES = ("og:section", "og:article:section", "articlesection", "content_category")
BOXES_MAX: Final = 3
# class="breadcrumb", "crumbs", "entry-crumbs"
_CRUMB: Final = re.compile(r"crumb", re.IGNORECASE)
# class="entry-category", "blog-item-category", "article__kicker", "b-overline", "gh-article-tag"
_CATEGORY: Final = re.compile(
    r"categor(?!ies)|kicker|overline|rubri|(?<![a-z])section-(?:name|label)|article-tag(?!s)|primary-tag", re.IGNORECASE
)
# class="menu-item-object-category", "post-12 type-post hentry category-news": WordPress' marks of menus and whole posts
_NO_LABEL: Final = re.compile(r"menu|type-post|hentry")
# class="tags", "ArticleTags", "post-tags", "tag-list"
_TAGS: Final = re.compile(r"(?<![a-z])tags?(?![a-z])|[a-z]Tags?(?![a-z])|keywords|etiquetas|schlagw")
TOPIC_WORDS_MAX: Final = 3  # of a topic below all news: a title may stand there
# class="tag-cloud", "trending-tags": of the site
_SITE_TAGS: Final = re.compile(r"cloud|trend|popular|widget|sidebar|menu", re.IGNORECASE)
_TAG_LINES: Final = frozenset({"div", "ul", "p", "section", "span"})
ABOVE_MAX: Final = 40  # elements above the title
BELOW_MAX: Final = 25
TAGS_MAX: Final = 20  # links of a line of tags
TAG_MAX: Final = 40  # characters


def sections(page: Page, knowledge: Knowledge) -> Iterator[Candidate]:
    """The section, the places that are trusted most first."""
    yield from _together(from_story(page, "articleSection"))
    yield from _together(from_meta(page, _SECTION))
    yield from _together(from_itemprop(page, frozenset({"articlesection"})))
    yield from (("breadcrumb", crumb) for crumb in html_json_ld.breadcrumbs(page.nodes))
    yield from (("breadcrumb", crumb) for crumb in _shown_crumbs(page, knowledge.sections))
    yield from _folder(page, knowledge.pages)


def _together(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """One of each source, the names of several sections as a list, as others write it in one value."""
    for source, several in itertools.groupby(candidates, itemgetter(0)):
        names = dict.fromkeys(" ".join(name.split()) for _, name in several)
        yield source, "; ".join(list(filter(None, names))[:SECTIONS_MAX])


def categories(page: Page, words: Sections) -> Iterator[Candidate]:
    """What names the section where none of `sections` does.

    Kept apart, as the block model has learned with `sections` alone what a page with a section is like.
    """
    yield from from_meta(page, _CATEGORY_NAMES)
    yield from from_itemprop(page, frozenset({"genre"}))
    yield from (("breadcrumb", crumb) for crumb in _boxed_crumbs(page, words))
    yield from _marked_categories(page, words)


def _boxed_crumbs(page: Page, words: Sections) -> Iterable[str]:
    """The same as of a list of any element with so few links that it is no part of the page around a trail."""
    boxes = (
        one
        for one in page.elements
        if one.tag in _BOXES and _CRUMB.search((one.get("class") or one.get("id") or "")[:MARK_MAX])
    )
    for box in itertools.islice(boxes, BOXES_MAX):
        links = list(itertools.islice(box.iter("a"), CRUMBS_MAX + 1))
        if len(links) <= CRUMBS_MAX and (found := _inner_crumb(links, words) or _outer_crumb(links, words)):
            return found
    return ()


def _outer_crumb(links: Sequence[HtmlElement], words: Sections) -> Iterable[str]:
    """The first link of a trail without the front page, whose second lies in the first's folder."""
    folders = [path_of(link.get("href")) for link in links[:2]]
    text = " ".join(links[0].text_content().split()) if len(folders) > 1 else ""
    inside = bool(text) and folders[1].startswith(f"{folders[0]}/")
    return [text] if inside and len(text) <= CRUMB_MAX and not words.tells_nothing(text) else ()


def _marked_categories(page: Page, words: Sections) -> Iterator[Candidate]:
    """Links right above or below the title that are marked as the story's category."""
    at = page.title_at(None)
    near = page.elements[max(0, at - ABOVE_MAX) : at + BELOW_MAX] if at is not None else ()
    for element in near:
        if element.tag == "a" and _is_category(element) and not in_box(element):
            text = " ".join(element.text_content().split()).strip("›»>/| ")
            if 0 < len(text) <= CRUMB_MAX and not words.is_unsorted(text) and path_of(element.get("href")):
                yield "category", text


def _is_category(link: HtmlElement) -> bool:
    around = link.getparent()
    marks = (link.get("class") or "", around.get("class") or "" if around is not None else "")
    named = (mark for mark in marks if not _NO_LABEL.search(mark))
    return "category" in (link.get("rel") or "").split() or any(_CATEGORY.search(mark[:MARK_MAX]) for mark in named)


def _shown_crumbs(page: Page, words: Sections) -> Iterable[str]:
    """The first link behind the one to the front page, in a line of links to the page's folders."""
    is_trail = cache(_is_trail)  # lines of text have what stands around them in common
    lists = (one for one in page.elements if one.tag in _LISTS)
    box = next((one for one in lists if is_trail(one) or is_trail(one.getparent())), None)
    links = itertools.islice(box.iter("a"), CRUMBS_MAX) if box is not None else ()
    return _inner_crumb(links, words)


def _inner_crumb(links: Iterable[HtmlElement], words: Sections) -> Iterable[str]:
    texts = [(link.get("href") or "", " ".join(link.text_content().split())) for link in links]
    inner = [text for href, text in texts if path_of(href) and 0 < len(text) <= CRUMB_MAX]
    if len(inner) == len(texts):
        return ()  # it does not start at the front page
    below = inner[1:2] if words.tells_nothing("".join(inner[:1])) else []
    return [text for text in below if len(text.split()) <= TOPIC_WORDS_MAX] or inner[:1]


def _is_trail(element: HtmlElement | None) -> bool:
    """It is marked as breadcrumbs, as a list or menu is, itself or by what stands around it."""
    marks = element.items() if element is not None else ()
    return any(name in _MARKS and "breadcrumb" in mark[:MARK_MAX].lower() for name, mark in marks)


def _folder(page: Page, words: PageWords) -> Iterable[Candidate]:
    """The first folder of the page's address, where that is a section's name in some language."""
    first, _, rest = path_of(page.url).partition("/")
    name = words.sections.get(line_key(first.replace("-", " "))) if rest else None
    return [("address", name)] if name else ()


def keywords(page: Page) -> Candidate | None:
    """The words of the first place that has any, each once."""
    rels = ((link, (link.get("rel") or "").lower().split()) for link in page.named["a"])
    tags = (link for link, rel in rels if "tag" in rel and "category" not in rel)
    for source, values in (
        ("json-ld", (text for _, text in from_story(page, "keywords"))),
        *((f"meta:{name}", page.meta.get(name, ())) for name in _KEYWORDS),
        ("itemprop", (text for _, text in from_itemprop(page, frozenset({"keywords"})))),
        ("rel:tag", (link.text_content()[:TEXT_MAX] for link in itertools.islice(tags, KEYWORDS_MAX))),
        ("tags", _tags(page)),
    ):
        words = (capped(word, KEYWORD_MAX) for value in values for word in _BETWEEN.split(value[:TEXT_MAX]))
        found: dict[str, str] = {}
        for word in filter(None, words):
            found.setdefault(word.casefold(), word)
        if found:
            return source, tuple(found.values())[:KEYWORDS_MAX]
    return None


def _tags(page: Page) -> Iterator[str]:
    """The short links of the first line below the title that is marked as the story's tags."""
    start = page.title_at(None)
    below = page.elements[start:] if start is not None else ()
    for element in below:
        mark = element.get("class")
        if mark and element.tag in _TAG_LINES and _is_tags(mark[:MARK_MAX]) and not in_box(element):
            links = list(itertools.islice(element.iter("a"), TAGS_MAX + 1))
            texts = [" ".join(link.text_content().split()).lstrip("#") for link in links]
            if texts and len(texts) <= TAGS_MAX and all(0 < len(text) <= TAG_MAX for text in texts):
                yield from texts
                return


@lru_cache(maxsize=MARKS_MAX)
def _is_tags(mark: str) -> bool:
    return _TAGS.search(mark) is not None and not _SITE_TAGS.search(mark)
