"""Reads the answers of news interfaces (NewsAPI, GNews, NewsData, mediastack and their kin): lists of articles.

No two of them call the same thing alike: each field has its names, and the first that is filled counts.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from worker.article import Article, Association, Block, Description, Flag, Headline, Rendition
from worker.knowledge.loading import Knowledge
from worker.members.lists import each
from worker.members.reading import Fields, fields, first, first_line, lines, objects
from worker.members.values import any_blocks, marked_line, moment, told, when
from worker.model import Document, Left, Reason, Rejected

ADDRESS: Final = ("url", "link", "web_url", "weburl")
HEADLINE: Final = ("title", "headline", "webtitle", "name")
SUMMARY: Final = ("description", "summary", "standfirst", "excerpt", "abstract", "snippet")
TEXT: Final = ("content", "body", "articlebody", "text", "full_text", "fulltext", "body_html", "content_html")
MAKERS: Final = ("author", "authors", "creator", "byline")
PICTURE: Final = ("urltoimage", "image", "image_url", "imageurl", "thumbnail", "lead_image_url")
PUBLISHED: Final = (
    "publishedat",
    "published_at",
    "pubdate",
    "datepublished",
    "published",
    "date",
    "webpublicationdate",
)
MODIFIED: Final = ("modifiedat", "updatedat", "updated_at", "datemodified", "modified", "updated")
SOURCE: Final = ("source", "source_name", "source_id", "publisher", "site")
LANGUAGE: Final = ("language", "lang")
SECTION: Final = ("category", "section", "sectionname", "categories")
WORDS: Final = ("keywords", "tags")

# Lorem ipsum dolor… [+1234 chars]
_CUT: Final = re.compile(r"\s?(?:…|\.\.\.)?\s?\[\+?[0-9]{1,7} (?:chars|characters)\]\s?$")
_REMOVED: Final = frozenset({"[Removed]", "ONLY AVAILABLE IN PAID PLANS"})  # what stands where nothing is told


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its articles in order.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    return each(document, knowledge, lambda item, *rest: _article(_flat(item), *rest))


def _flat(entry: Fields) -> Fields:
    """Members in small letters; what says that there is nothing is nothing."""
    return {key.lower(): value for key, value in entry.items() if not (isinstance(value, str) and value in _REMOVED)}


def _article(item: Fields, document: Document, knowledge: Knowledge) -> Article:
    published, modified = moment(first(item, *PUBLISHED)), moment(first(item, *MODIFIED))
    publisher = _name(first(item, *SOURCE))
    headline = _without_publisher(marked_line(first(item, *HEADLINE), knowledge.limits), publisher)
    summary = marked_line(first(item, *SUMMARY), knowledge.limits)
    body, cut = _body(first(item, *TEXT), knowledge)
    if not (headline or summary or body):
        raise Rejected(Reason.NO_ARTICLE, "neither title nor text")
    address = first_line(item, *ADDRESS)
    return Article(
        format=document.format,
        uri=address or first_line(item, "id", "article_id", "uuid", "guid", "uri"),
        canonical_url=address,
        headlines=(Headline(value=headline),) if headline else (),
        descriptions=(Description(value=summary, role="summary"),) if summary else (),
        body=body,
        byline=_makers(first(item, *MAKERS)),
        publisher=publisher or document.publisher,
        section=next(lines(first(item, *SECTION)), None),
        keywords=tuple(lines(first(item, *WORDS))),
        language=_language(item) or document.language,
        associations=_picture(first(item, *PICTURE)),
        first_created=when(published),
        version_created=when(modified or published),
        received_at=document.fetched_at,
        flags=(Flag.TRUNCATED,) if cut else (),
        field_sources=told(firstCreated=published, versionCreated=modified or published),
    )


def _body(value: Any, knowledge: Knowledge) -> tuple[tuple[Block, ...], bool]:
    """(blocks, whether the interface cut the text short)."""
    if not isinstance(value, str):
        return (), False
    cut = _CUT.search(value, max(0, len(value) - 60))
    return any_blocks(value[: cut.start()] if cut else value, knowledge.limits), cut is not None


def _name(value: Any) -> str | None:
    """A name, or that of an object."""
    return (
        first_line(fields(value), "name", "title", "id")
        if isinstance(value, dict)
        else first_line({"name": value}, "name")
    )


def _makers(value: Any) -> str | None:
    """The authors on one line, as the byline has them."""
    names = [name for one in objects(value) if (name := _name(one))] or list(lines(value))
    return ", ".join(names) or None


def _without_publisher(headline: str | None, publisher: str | None) -> str | None:
    """The headline without the site's name behind it: "Ferry late - The Harbour Post"."""
    if headline and publisher and headline.casefold().endswith(f" - {publisher}".casefold()):
        return headline[: -len(f" - {publisher}")].rstrip() or headline
    return headline


def _language(item: Fields) -> str | None:
    """A code; what is longer is a name of a language."""
    said = first_line(item, *LANGUAGE)
    return said if said and len(said.split("-")[0]) <= 3 else None


def _picture(value: Any) -> tuple[Association, ...]:
    href = first_line(fields(value), "url", "src") if isinstance(value, dict) else next(lines(value), None)
    return (Association(name="image", renditions=(Rendition(href=href),)),) if href else ()
