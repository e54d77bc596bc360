"""Reads JSON Feed (jsonfeed.org, 1 and 1.1): the items of a site's feed."""

from collections.abc import Iterator
from typing import Any, Final

from worker.article import Article, Association, Block, Description, Headline, Rendition
from worker.knowledge.loading import Knowledge
from worker.markup.fragment import html_blocks
from worker.members.reading import Fields, first, first_line, line, lines, objects, positive, seconds, text
from worker.members.values import marked_line, moment, plain_blocks, told, when
from worker.model import Document, Left, Reason, Rejected

ATTACHMENTS_MAX: Final = 20


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """Its items in order.  May raise Rejected(PARSE_ERROR) where there is no list of them."""
    feed = document.tree if isinstance(document.tree, dict) else {}
    items = feed.get("items")
    if not isinstance(items, list):
        raise Rejected(Reason.PARSE_ERROR, "the feed has no list of items")
    for item in items:
        if not isinstance(item, dict):
            yield Left(reason=Reason.PARSE_ERROR, detail="an entry of the list is no JSON object")
            continue
        try:
            yield _article(item, feed, document, knowledge)
        except Rejected as exc:
            yield Left(reason=exc.reason, detail=exc.detail)


def _article(item: Fields, feed: Fields, document: Document, knowledge: Knowledge) -> Article:
    published, modified = moment(item.get("date_published")), moment(item.get("date_modified"))
    headline = marked_line(item.get("title"), knowledge.limits)
    summary = marked_line(item.get("summary"), knowledge.limits)
    body = _body(item, knowledge)
    if not (headline or summary or body):
        raise Rejected(Reason.NO_ARTICLE, "neither title nor content")
    makers = objects(first(item, "authors", "author")) or objects(first(feed, "authors", "author"))
    return Article(
        format=document.format,
        uri=first_line(item, "id", "url"),
        canonical_url=first_line(item, "url", "external_url"),
        headlines=(Headline(value=headline),) if headline else (),
        descriptions=(Description(value=summary, role="summary"),) if summary else (),
        body=body,
        language=first_line(item, "language") or first_line(feed, "language") or document.language,
        publisher=line(feed.get("title")) or document.publisher,
        byline=", ".join(name for one in makers if (name := first_line(one, "name"))) or None,
        keywords=tuple(lines(item.get("tags"))),
        associations=_associations(item),
        first_created=when(published),
        version_created=when(modified or published),
        received_at=document.fetched_at,
        field_sources=told(firstCreated=published, versionCreated=modified or published),
    )


def _body(item: Fields, knowledge: Knowledge) -> tuple[Block, ...]:
    """HTML where there is any, else plain text: one of the two."""
    markup, plain = text(item.get("content_html")), text(item.get("content_text"))
    blocks = html_blocks(markup, knowledge.limits, base_url=first_line(item, "url")) if markup else ()
    return blocks or plain_blocks(plain or "")


def _associations(item: Fields) -> tuple[Association, ...]:
    """The item's picture, then what is attached to it."""
    picture = first_line(item, "image", "banner_image")
    found = [Association(name="image", renditions=(Rendition(href=picture),))] if picture else []
    attached = (_attachment(one) for one in objects(item.get("attachments"))[:ATTACHMENTS_MAX])
    return (*found, *(one for one in attached if one is not None))


def _attachment(one: Fields) -> Association | None:
    href: Any = line(one.get("url"))
    if href is None:
        return None
    mime = first_line(one, "mime_type")
    kind = (mime or "").partition("/")[0]
    file = Rendition(
        href=href,
        content_type=mime,
        title=line(one.get("title")),
        size=positive(one.get("size_in_bytes")),
        duration=seconds(one.get("duration_in_seconds")),
    )
    return Association(
        type=kind if kind in {"audio", "video"} else "picture",
        name="attachment",
        headline=file.title,
        renditions=(file,),
    )
