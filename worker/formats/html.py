"""HTML pages: one article from what the page says about itself and the text it shows."""

from collections.abc import Iterable

from lxml.html import HtmlElement
from trafilatura.utils import load_html
from worker.knowledge import Knowledge

from worker.formats import html_body, html_gate, html_metadata
from worker.formats.html_lines import Known, sort_blocks
from worker.formats.html_metadata import Metadata
from worker.model import Article, Description, Document, Headline, Reason, Rejected


def parse(document: Document, knowledge: Knowledge) -> Iterable[Article]:
    """The page's one article; `Rejected` where it is too large, or holds none."""
    admitted = html_gate.admit(_text_of(document), knowledge.limits)
    tree = load_html(admitted.markup)
    if tree is None:
        raise Rejected(Reason.NO_ARTICLE, "page holds no text outside navigation")
    return (_article(document, tree, html_metadata.read(tree, admitted.json_ld, document.url)),)


def _text_of(document: Document) -> str:
    text = document.text if document.text is not None else document.data.decode("utf-8", "replace")
    if not text.strip():
        raise Rejected(Reason.EMPTY_INPUT, "page is empty")
    return text


def _article(document: Document, tree: HtmlElement, metadata: Metadata) -> Article:
    known = Known(titles=metadata.titles, authors=metadata.authors)
    found = sort_blocks(html_body.extract(tree, metadata.canonical_url), known)
    if not found.body:
        raise Rejected(Reason.NO_ARTICLE, "page holds no text outside navigation")
    return Article(
        format=document.format,
        first_created=metadata.first_created,
        version_created=metadata.version_created or metadata.first_created,
        language=document.language or metadata.language,
        headlines=(Headline(value=metadata.headline),) if metadata.headline else (),
        byline=", ".join(metadata.authors) or None,
        body=found.body,
        furniture=found.furniture,
        related=found.related,
        canonical_url=metadata.canonical_url,
        section=metadata.section,
        keywords=metadata.keywords,
        pictures=(metadata.picture,) if metadata.picture else (),
        publisher=document.publisher or metadata.publisher,
        copyright_notice=metadata.copyright_notice,
        descriptions=(Description(value=metadata.description, role="summary"),) if metadata.description else (),
        received_at=document.fetched_at,
        field_sources=metadata.sources,
    )
