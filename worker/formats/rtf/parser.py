"""RTF as an article: the first short paragraph is the headline, rows of cells are tables, bold lines subheads."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from worker.article import Article, Block, Headline
from worker.cleaning import line as clean
from worker.formats.rtf.reader import read
from worker.formats.rtf.state import Paragraph
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, Rejected
from worker.newsroom import boxes, printed_bylines

HEADLINE_MAX: Final = 200  # characters
SUBHEAD_MAX: Final = 100
TITLE_NOISE: Final = ("microsoft word", "untitled", "document", "dokument")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The document's one article.  Raises Rejected: TOO_LARGE by nesting, NO_ARTICLE where there is no text."""
    reading = read(document.data, knowledge.limits)
    blocks = _public(list(_blocks(reading.paragraphs)), knowledge)
    headline, body = _headline(blocks, knowledge)
    if not (headline or body):
        raise Rejected(Reason.NO_ARTICLE, "an RTF document without text")
    title = clean(reading.title)
    yield Article(
        format=document.format,
        title=None if title.lower().startswith(TITLE_NOISE) else title or None,
        language=document.language,
        headlines=(Headline(value=headline),) if headline else (),
        body=tuple(body),
        canonical_url=document.url,
        publisher=document.publisher,
        received_at=document.fetched_at,
        field_sources={"headlines": "text"} if headline else {},
    )


def _public(blocks: Sequence[Block], knowledge: Knowledge) -> Sequence[Block]:
    """The blocks up to the desks' own."""
    for at, block in enumerate(blocks):
        if knowledge.pages.begins_private(block.text):
            return blocks[:at]
    return blocks


def _blocks(paragraphs: Sequence[Paragraph]) -> Iterator[Block]:
    for is_row, group in groupby(paragraphs, key=lambda paragraph: paragraph.cells is not None):
        if is_row:
            yield from _table([[clean(cell) for cell in row.cells or ()] for row in group])
        else:
            yield from (block for paragraph in group for block in _prose(paragraph))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    filled = [row for row in rows if any(row)]
    if filled:
        cells = ("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) for row in filled)
        html = "".join(f"<tr>{row}</tr>" for row in cells)
        yield Block(tag="table", text="\n".join("\t".join(row) for row in filled), html=html)


def _prose(paragraph: Paragraph) -> Iterator[Block]:
    text = clean("".join(run.text for run in paragraph.runs))
    if not text:
        return
    filled = [run for run in paragraph.runs if run.text.strip()]
    if len(text) <= SUBHEAD_MAX and all(run.bold for run in filled) and text[-1] not in ".!?:;,":
        yield Block(tag="h3", text=text)
        return
    html = "".join(_marked(run.text, bold=run.bold, italic=run.italic) for run in paragraph.runs)
    yield Block(text=text, html=" ".join(html.split()) if "<" in html else None)


def _marked(text: str, *, bold: bool, italic: bool) -> str:
    """The words in the look they have; blanks at the edges stay outside."""
    inner = escape(" ".join(clean(piece) for piece in text.split()), quote=False)
    if not inner:
        return " " if text else ""
    for tag, true in (("em", italic), ("strong", bold)):
        inner = f"<{tag}>{inner}</{tag}>" if true else inner
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _headline(blocks: Sequence[Block], knowledge: Knowledge) -> tuple[str | None, Sequence[Block]]:
    """The first paragraph where it reads as a headline and text follows; lines of agency or date above it go."""
    if len(blocks) < 2 or blocks[0].tag in {"table", "pre"}:
        return None, blocks
    first = blocks[0].text
    prose = boxes.reads_as_prose(first) and blocks[0].tag == "p"
    if len(first) > HEADLINE_MAX or prose or printed_bylines.begins_story(first, knowledge):
        return None, blocks
    return first, blocks[1:]
