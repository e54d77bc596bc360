"""HTML pages: one article from what the page says about itself and the text it shows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from worker.article import Article, Association, Block, Description, Headline, Related
from worker.formats.html import body as html_body
from worker.formats.html import cues as html_cues
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html import metadata as html_metadata
from worker.formats.html import outline as html_outline
from worker.formats.html import page as html_page
from worker.formats.html import surroundings as html_surroundings
from worker.formats.html import twin_clocks as html_twin_clocks
from worker.formats.html.bad_pages import why_no_article
from worker.formats.html.body import Found
from worker.formats.html.lines import Known, Sorted, sort_blocks
from worker.formats.html.metadata import Metadata
from worker.formats.html.page import Line
from worker.formats.html.picture import with_words
from worker.formats.html.places import page_of
from worker.formats.html.related_titles import stories_of
from worker.formats.html.surroundings import Boxes
from worker.formats.html.written_dates import declared_day, first_day, labelled_day
from worker.knowledge.loading import Knowledge
from worker.markup import gate as html_gate
from worker.markup.lines import key_of
from worker.markup.links import http_url
from worker.markup.tree import tree_of
from worker.model import Document, Limits, Reason, Rejected


def parse(document: Document, knowledge: Knowledge) -> Iterable[Article]:
    """The page's one article; `Rejected` where it is too large, or holds none."""
    markup = _text_of(document)
    admitted = html_gate.admit(markup, knowledge.limits)
    tree = tree_of(admitted.markup)
    if tree is None:
        raise Rejected(Reason.NO_ARTICLE, "page holds no text outside navigation")
    page = page_of(tree, html_json_ld.nodes_of(admitted.json_ld), document.url)
    metadata = html_twin_clocks.placed(html_metadata.read(page, knowledge), page, markup, knowledge)
    outline = html_outline.read(tree)
    lines = html_page.lines_of(outline)
    boxes = html_surroundings.boxes_of(lines, knowledge.pages)
    text = html_body.find(tree, outline, metadata)
    known = Known(
        titles=metadata.titles,
        authors=metadata.authors,
        captions=frozenset(key_of(line.text) for line in lines if line.caption),
        others=frozenset(key_of(text) for r in boxes.related for text in (r.title, f"{r.section or ''}{r.title}")),
        house=metadata.publisher,
        sure=text.sure,
    )
    found = sort_blocks(text.blocks, known, knowledge.pages)
    if why := why_no_article(metadata, lines, found.body, knowledge.pages):
        raise Rejected(Reason.NO_ARTICLE, why)
    return (_article(document, metadata, text, _around(lines, metadata, found, boxes, knowledge)),)


def warm() -> None:
    """Runs every lazy path once (the model, word lists of the extractor, a codec): a forked child opens no file."""
    line = "One short line &#150; no more."
    cells = "<table><tr><td>x</td></tr></table>"
    long, short = (
        tree_of(html_gate.admit(f"<html><body><div>{text}</div>{cells}</body></html>", Limits()).markup)
        for text in (f"<p>{line * 4}</p>", f"<p>{line}</p>")
    )
    html_body.find(long, html_outline.read(long), Metadata())
    html_body.by_trafilatura(short, None)


def _text_of(document: Document) -> str:
    text = document.text if document.text is not None else document.data.decode("utf-8", "replace")
    if not text.strip():
        raise Rejected(Reason.EMPTY_INPUT, "page is empty")
    return text


@dataclass(frozen=True, slots=True)
class _Story:
    body: tuple[Block, ...]
    furniture: tuple[str, ...]
    related: tuple[Related, ...]
    picture: Association | None
    day: tuple[str, datetime] | None  # only where the page declares no date
    change: tuple[str, datetime] | None  # where it declares none, and no date of publication is to be found
    section: str | None  # as a box of other stories calls it
    standfirst: tuple[str, ...]  # what the page prints over the body and calls so


def _around(lines: Sequence[Line], metadata: Metadata, found: Sorted, boxes: Boxes, knowledge: Knowledge) -> _Story:
    """The story and what stands round it."""
    frame = html_surroundings.frame_of(lines, metadata.headline, found.body)
    top = html_surroundings.above(lines, frame)
    inside = html_surroundings.furniture_of(lines, frame, found.body, knowledge.pages)
    furniture = (*filter(html_cues.is_stamp, top), *inside, *found.furniture)
    base = metadata.canonical_url
    linked = html_surroundings.linked_within(lines, frame, found.body)
    behind = html_surroundings.pointed_to_behind(lines, frame, knowledge.pages)
    boxed = {key_of(r.title): r for r in (*found.related, *linked, *behind, *boxes.related)}
    day = _undeclared_day(metadata, (*top, *furniture), lines, knowledge)
    related = (replace(one, url=http_url(one.url, base)) for one in stories_of(boxed.values(), knowledge))
    return _Story(
        found.body,
        tuple({key_of(line): line for line in reversed(furniture) if key_of(line)}.values())[::-1],
        tuple(related)[: knowledge.limits.related_max],
        with_words(metadata.picture, lines, frame, metadata.authors, knowledge),
        day,
        _worded_change(metadata, day[1] if day else metadata.first_created, knowledge)
        or (None if day else _undeclared_change(metadata, (*top, *furniture), lines, knowledge)),
        boxes.section,
        tuple(html_surroundings.standfirst_of(lines, frame)),
    )


def _undeclared_day(
    metadata: Metadata, near: Iterable[str], lines: Sequence[Line], knowledge: Knowledge
) -> tuple[str, datetime] | None:
    if metadata.first_created is not None:
        return None
    texts = (line.text for line in lines)
    return first_day(near, metadata.canonical_url, knowledge, metadata.dated, texts)


def _worded_change(metadata: Metadata, first: datetime | None, knowledge: Knowledge) -> tuple[str, datetime] | None:
    """The last change as it is declared in words, on a later day than the publication's."""
    found = declared_day(metadata.changed, knowledge)
    return found if found and (first is None or found[1].date() > first.date()) else None


def _undeclared_change(
    metadata: Metadata, near: Iterable[str], lines: Sequence[Line], knowledge: Knowledge
) -> tuple[str, datetime] | None:
    """When the page says that it was changed, far from the story: what is said near it the credits stage reads."""
    if metadata.version_created or metadata.first_created or labelled_day(near, "updated", knowledge):
        return None
    return labelled_day((line.text for line in lines), "updated", knowledge)


def _article(document: Document, metadata: Metadata, text: Found, story: _Story) -> Article:
    descriptions = tuple(_descriptions((*story.standfirst, metadata.description or ""), story.body))
    first_created = story.day[1] if story.day else metadata.first_created
    return Article(
        format=document.format,
        first_created=first_created,
        version_created=metadata.version_created or (story.change[1] if story.change else first_created),
        language=document.language or metadata.language,
        headlines=(Headline(value=metadata.headline),) if metadata.headline else (),
        byline=", ".join(metadata.authors) or None,
        houses=tuple(name for name in metadata.authors if name in metadata.houses),
        body=story.body,
        furniture=story.furniture,
        related=story.related,
        canonical_url=metadata.canonical_url,
        section=metadata.section or metadata.category or story.section,
        keywords=metadata.keywords,
        associations=(story.picture,) if story.picture else (),
        publisher=document.publisher or metadata.publisher,
        copyright_notice=metadata.copyright_notice,
        descriptions=descriptions,
        received_at=document.fetched_at,
        field_sources=_sources(document, metadata, descriptions, story) | {"bodies": text.source},
        body_confidence=text.confidence,
    )


def _descriptions(texts: Sequence[str], body: Sequence[Block]) -> Iterator[Description]:
    """Those texts that are not the lead or another one again, whole or cut off."""
    keys = [key_of(text.rstrip(" .…")) for text in texts]
    for number, key in enumerate(keys):
        before = any(key in other for other in keys[:number])
        again = before or any(key in other and key != other for other in keys[number + 1 :])
        if key and not again and not _is_lead(key, body):
            yield Description(value=texts[number], role="summary")


def _is_lead(key: str, body: Sequence[Block]) -> bool:
    starts = body[1:] if len(body) > 1 and key_of(body[0].text) == key else body  # a standfirst is both
    return key in "".join(key_of(block.text) for block in starts[:4])


_FIELDS = {
    "headline": "headlines", "authors": "by", "first_created": "firstCreated", "version_created": "versionCreated",
    "canonical_url": "uri", "language": "language", "section": "section", "keywords": "keywords", "picture":
    "associations", "publisher": "publisher", "copyright_notice": "copyrightNotice", "description": "descriptions",
}  # fmt: skip


def _sources(
    document: Document, metadata: Metadata, descriptions: Sequence[Description], story: _Story
) -> dict[str, str]:
    """Where each value came from, by the output's names of fields."""
    known = metadata.sources.items()
    sources = {_FIELDS[name]: source for name, source in known if name != "description" or descriptions}
    if descriptions and descriptions[0].value in story.standfirst:
        sources["descriptions"] = "standfirst"
    if story.day:
        sources["firstCreated"] = story.day[0]
    if story.change:
        sources["versionCreated"] = story.change[0]
    if story.section and not (metadata.section or metadata.category):
        sources["section"] = "related-heading"
    envelope = {"language": document.language, "publisher": document.publisher}
    return sources | {name: "envelope" for name, value in envelope.items() if value}
