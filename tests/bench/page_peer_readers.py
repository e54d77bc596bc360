"""What other Python libraries read in pages: `PYTHON page_peer_readers.py LIBRARY`, spoken to as page_protocol says.

Runs where the library is installed (page_peers.txt), and imports nothing of ours.  A library is given what its own
documentation does not do by itself: lines at the ends of blocks where it gives markup.
"""

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final

import page_protocol
from page_protocol import Found, Reader

_NOWHERE: Final = "https://example.org/"  # for a page without an address
_BLOCKS: Final = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "section", "article", "blockquote", "pre"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "dl", "dt", "dd", "header", "footer", "aside"}
)


def _readability() -> Reader:
    library: Any = importlib.import_module("readability")
    markup: Any = importlib.import_module("lxml.html")

    def read(page: str, url: str | None) -> Found:
        document = library.Document(page, url=url)
        summary = document.summary(html_partial=True)
        author = document.author()
        body = _lines(markup.fromstring(summary)) if summary.strip() else ""
        return {"body": body, "title": document.short_title(), "authors": author and str(author)}

    return read


def _lines(tree: Any) -> str:
    """Text with a line's end round each block."""
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())


def _newspaper() -> Reader:
    library: Any = importlib.import_module("newspaper")

    def read(page: str, url: str | None) -> Found:
        article = library.Article(url or _NOWHERE, fetch_images=False)
        article.download(input_html=page)
        article.parse()
        when = article.publish_date
        return {
            "body": article.text,
            "title": article.title,
            "authors": list(article.authors),
            "date": when.isoformat() if hasattr(when, "isoformat") else when,
        }

    return read


def _resiliparse() -> Reader:
    library: Any = importlib.import_module("resiliparse.extract.html2text")

    def read(page: str, _: str | None) -> Found:
        body = library.extract_plain_text(
            page, main_content=True, comments=False, post_meta=False, alt_texts=False, list_bullets=False
        )
        return {"body": body}

    return read


def _goose() -> Reader:
    library: Any = importlib.import_module("goose3")
    goose = library.Goose({"enable_image_fetching": False})

    def read(page: str, _: str | None) -> Found:
        article = goose.extract(raw_html=page)
        when = article.publish_date
        return {
            "body": article.cleaned_text,
            "title": article.title,
            "authors": list(article.authors or ()),
            "date": when.isoformat() if hasattr(when, "isoformat") else when,
        }

    return read


READERS: Final[Mapping[str, Callable[[], Reader]]] = {
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "resiliparse": _resiliparse,
    "goose3": _goose,
}


if __name__ == "__main__":
    page_protocol.serve(READERS[sys.argv[1]])
