"""Reads posts, pages and media of WordPress's REST interface, one or a list, with what `_embed` adds."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from worker.article import (
    Article,
    Association,
    Block,
    Description,
    Headline,
    ItemType,
    PubStatus,
    Rendition,
    Subject,
)
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp
from worker.markup.fragment import html_blocks, html_line
from worker.members.lists import each
from worker.members.reading import Fields, fields, first_line, integer, objects, positive, text
from worker.members.values import marked_line, moment, told, when
from worker.model import Document, Left, Limits, Reason, SkipReason

SIZES_MAX: Final = 20

# … [&hellip;]   how a theme ends what it cut, its "Continue reading" behind it
_MORE: Final = re.compile(r"\s?\[(?:…|\.\.\.)\].{0,200}$", re.DOTALL)
_STATES: Final[Mapping[str, PubStatus]] = {
    "draft": PubStatus.WITHHELD,
    "pending": PubStatus.WITHHELD,
    "trash": PubStatus.CANCELED,
}
_MEDIA: Final[Mapping[str, ItemType]] = {"video": ItemType.VIDEO, "audio": ItemType.AUDIO}
_SECTION, _KEYWORD = "category", "post_tag"


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its posts in order.  May raise Rejected(PARSE_ERROR) where the document is no JSON."""
    return each(document, knowledge, _outcome)


def _outcome(post: Fields, document: Document, knowledge: Knowledge) -> Article | Left:
    if first_line(post, "status") == "private":
        return Left(reason=SkipReason.PRIVATE_ITEM, detail="a private post of a WordPress site")
    article = _article(post, document, knowledge)
    if article.headlines or article.descriptions or article.body or article.pub_status is PubStatus.CANCELED:
        return article
    if article.type is not ItemType.TEXT:
        return Left(reason=SkipReason.MEDIA_WITHOUT_TEXT, detail="neither title nor caption")
    return Left(reason=Reason.NO_ARTICLE, detail="neither title nor content")


def _article(post: Fields, document: Document, knowledge: Knowledge) -> Article:
    limits = knowledge.limits
    published, modified = _time(post, "date"), _time(post, "modified")
    kind = _kind(post)
    headline = _rendered_line(post, "title", limits)
    terms = list(_terms(post, limits))
    address = first_line(post, "link")
    return Article(
        format=document.format,
        uri=_rendered(post, "guid") or address,
        canonical_url=address,
        type=kind,
        pub_status=_STATES.get(first_line(post, "status") or "", PubStatus.USABLE),
        embargoed_until=when(published) if first_line(post, "status") == "future" else None,
        headlines=(Headline(value=headline),) if headline else (),
        descriptions=_descriptions(post, kind, limits),
        body=_body(post, kind, limits),
        byline=", ".join(_authors(post, limits)) or None,
        section=next((name for taxonomy, name, _ in terms if taxonomy == _SECTION), None),
        subjects=tuple(
            Subject(name=name, literal=f"{taxonomy}:{slug}", rel=taxonomy, creator="feed")
            for taxonomy, name, slug in terms
            if taxonomy != _KEYWORD
        ),
        keywords=tuple(dict.fromkeys(name for taxonomy, name, _ in terms if taxonomy == _KEYWORD)),
        language=_language(post) or document.language,
        publisher=first_line(fields(post.get("yoast_head_json")), "og_site_name") or document.publisher,
        renditions=_files(post) if kind is not ItemType.TEXT else (),
        associations=_featured(post, limits),
        first_created=when(published),
        version_created=when(modified or published),
        received_at=document.fetched_at,
        field_sources=told(firstCreated=published, versionCreated=modified or published),
    )


def _time(post: Fields, name: str) -> Timestamp | None:
    """The time in UTC, which has no zone in its text; else the site's clock, whose zone nothing tells."""
    utc = first_line(post, f"{name}_gmt")
    return (moment(utc if utc.endswith("Z") else f"{utc}Z") if utc else None) or moment(post.get(name))


def _kind(post: Fields) -> ItemType:
    """A post is text; an attachment is what its MIME type says."""
    if first_line(post, "type") != "attachment":
        return ItemType.TEXT
    return _MEDIA.get((first_line(post, "mime_type") or "").partition("/")[0], ItemType.PICTURE)


def _rendered(post: Fields, name: str) -> str | None:
    """The text of {"rendered": …}, or a bare string."""
    value = post.get(name)
    return text(value.get("rendered")) if isinstance(value, dict) else text(value)


def _rendered_line(post: Fields, name: str, limits: Limits) -> str | None:
    markup = _rendered(post, name)
    return html_line(markup, limits) if markup else None


def _body(post: Fields, kind: ItemType, limits: Limits) -> tuple[Block, ...]:
    """The content; none for one behind a password, and none for media, whose content is the file again."""
    markup = _rendered(post, "content")
    if markup is None or kind is not ItemType.TEXT or fields(post.get("content")).get("protected") is True:
        return ()
    return html_blocks(markup, limits, base_url=first_line(post, "link"))


def _descriptions(post: Fields, kind: ItemType, limits: Limits) -> tuple[Description, ...]:
    name, role = ("excerpt", "summary") if kind is ItemType.TEXT else ("caption", "caption")
    if fields(post.get(name)).get("protected") is True:
        return ()
    words = _MORE.sub(" …", _rendered_line(post, name, limits) or "").strip()
    return (Description(value=words, role=role),) if words.strip("… ") else ()


def _authors(post: Fields, limits: Limits) -> tuple[str, ...]:
    """Names of the embedded authors, else of the search engine plug-in's; agencies and desks may be among them."""
    embedded = objects(fields(post.get("_embedded")).get("author"))
    found = [name for one in embedded if (name := marked_line(one.get("name"), limits))]
    plugged = marked_line(fields(post.get("yoast_head_json")).get("author"), limits)
    return tuple(dict.fromkeys(found or ([plugged] if plugged else [])))


def _terms(post: Fields, limits: Limits) -> Iterator[tuple[str, str, str]]:
    """(taxonomy, name, slug) of the embedded terms, which stand in a list for each taxonomy."""
    groups = fields(post.get("_embedded")).get("wp:term")
    for group in groups if isinstance(groups, list) else ():
        for term in objects(group):
            taxonomy, name = first_line(term, "taxonomy"), marked_line(term.get("name"), limits)
            if taxonomy and name:
                yield taxonomy, name, first_line(term, "slug") or name


def _language(post: Fields) -> str | None:
    said = first_line(post, "lang", "language") or first_line(fields(post.get("yoast_head_json")), "og_locale")
    return said.replace("_", "-") if said else None


def _featured(post: Fields, limits: Limits) -> tuple[Association, ...]:
    """The pictures that `_embed` adds, with their captions."""
    pictures = objects(fields(post.get("_embedded")).get("wp:featuredmedia"))
    return tuple(found for one in pictures if (found := _picture(one, limits)) is not None)


def _picture(media: Fields, limits: Limits) -> Association | None:
    files = _files(media)
    if not files:
        return None
    return Association(
        type=_MEDIA.get(str(media.get("media_type")), ItemType.PICTURE).value,
        name="featuredmedia",
        headline=_rendered_line(media, "title", limits),
        caption=_rendered_line(media, "caption", limits),
        renditions=files,
    )


def _files(media: Fields) -> tuple[Rendition, ...]:
    """The file itself, then its other sizes."""
    details = fields(media.get("media_details"))
    main = _file({**details, **media}, "full")
    sizes = list(fields(details.get("sizes")).items())[:SIZES_MAX]
    return tuple(file for file in (main, *(_file(fields(one), name) for name, one in sizes)) if file)


def _file(one: Mapping[str, Any], name: str) -> Rendition | None:
    href = first_line(one, "source_url")
    if href is None:
        return None
    return Rendition(
        href=href,
        name=name,
        content_type=first_line(one, "mime_type"),
        width=positive(one.get("width")),
        height=positive(one.get("height")),
        size=integer(one.get("filesize")),
    )
