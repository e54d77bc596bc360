"""One message of some 3 KB for every format that is read: the story of core_material in the shape of each format.

Where no plain template is written, a golden case lends its shape, and the story goes in front of a piece of it.
"""

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import core_material
from core_material import HEADLINE, PARAGRAPHS

_CASES: Final = Path(__file__).parents[1] / "golden" / "cases"


def _quoted(text: str) -> str:
    """As it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _twice(text: str) -> str:
    """Markup as the text of an element."""
    return html.escape(text, quote=False)


@dataclass(frozen=True, slots=True)
class _Case:
    """A golden case, the piece that the story goes in front of, and how a paragraph stands there."""

    name: str
    before: str
    paragraph: str
    written: Callable[[str], str] = str


_P: Final = "<p>{}</p>"
_BY_CASE: Final[Mapping[str, _Case]] = {
    "anpa1312": _Case("anpa1312-writethru-with-contributors", "\t   The canal", "\t   {}\n"),
    "zczc": _Case("zczc-fields-by-mark", '   "It came', "   {}\n\n"),
    "press_release_text": _Case("press-release-business-wire-german", "Die Linsen werden", "{}\n\n"),
    "rtf": _Case("rtf-russian-code-page", r"\par}", "\\par {}\n"),
    "ritzau_xml": _Case("ritzau_xml-flash-with-note", "&lt;p&gt;Det oplyser", _P, _twice),
    "agency_xml": _Case("agency_xml-publish-story", "&lt;p&gt;VICTORIA", _P, _twice),
    "newsml1": _Case("newsml1-pictures-beside-text", "<hl2>Mille", _P),
    "ninjs1": _Case("ninjs1-text-picture-and-authors", "<h2>No reason", _P, _quoted),
    "ninjs2": _Case("ninjs2-german-html-with-section", "<p>Auf Hinweis", _P, _quoted),
    "bbc_ninjs": _Case("bbc-ninjs-story-with-picture", "<p>Councillors voted", _P, _quoted),
    "ap_media_json": _Case("ap-media-json-correction-with-text-beside-it", "<p>", _P, _quoted),
    "digitalwires_json": _Case("digitalwires-json-correction-with-notepad", "<h2>Kein Grund", _P, _quoted),
    "wordpress_json": _Case("wordpress-json-single-post-embedded", "<blockquote><p>Wir", "<p>{}</p>\n", _quoted),
    "news_api": _Case("news-api-newsdata-results", r"Il avait fermé", "{}\n\n", _quoted),
}
_ELEMENTS: Final = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
_TEXT: Final = "\n\n".join(PARAGRAPHS)
_HTML: Final = f"""<!DOCTYPE html>
<html lang="en"><head><title>{HEADLINE}</title><meta property="og:title" content="{HEADLINE}"/>
<meta property="article:published_time" content="2024-05-17T12:50:00Z"/></head>
<body><article><h1>{HEADLINE}</h1>{_ELEMENTS}</article></body></html>"""
_RSS: Final = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bench</title>
<link>https://bench.example/</link><item><title>{HEADLINE}</title><link>https://bench.example/1</link>
<guid>https://bench.example/1</guid><pubDate>Fri, 17 May 2024 12:50:00 GMT</pubDate><category>Ferries</category>
<content:encoded><![CDATA[{_ELEMENTS}]]></content:encoded></item></channel></rss>"""
_ATOM: Final = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title><id>urn:bench</id><entry><id>urn:bench:1</id>
<title>{HEADLINE}</title><updated>2024-05-17T12:50:00Z</updated>
<content type="html">{_twice(_ELEMENTS)}</content></entry></feed>"""
_EMAIL: Final = (
    "From: Bench Desk <desk@bench.example>\r\nTo: list@bench.example\r\n"
    f"Subject: {HEADLINE}\r\nDate: Fri, 17 May 2024 12:50:00 +0000\r\nMessage-ID: <1@bench.example>\r\n"
    f"Content-Type: text/plain; charset=utf-8\r\n\r\n{_TEXT}\r\n"
)
_JSON_FEED: Final = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Bench",
    "items": [{"id": "1", "title": HEADLINE, "content_html": _ELEMENTS, "date_published": "2024-05-17T12:50:00Z"}],
}


def messages() -> Mapping[str, bytes]:
    """The payloads by the format that reads them."""
    return {
        **core_material.messages(),
        "html": _HTML.encode(),
        "text": f"{HEADLINE}\n\n{_TEXT}\n".encode(),
        "rss": _RSS.encode(),
        "atom": _ATOM.encode(),
        "email": _EMAIL.encode(),
        "json_feed": json.dumps(_JSON_FEED).encode(),
        **{name: _lent(case) for name, case in _BY_CASE.items()},
    }


def _lent(case: _Case) -> bytes:
    """The golden case's input with the story in it."""
    text = next((_CASES / case.name).glob("input.*")).read_bytes().decode()
    head, piece, tail = text.partition(case.before)
    if not piece:
        raise LookupError(f"{case.name} has no {case.before!r} to put the story before")
    story = "".join(case.written(case.paragraph.format(paragraph)) for paragraph in PARAGRAPHS)
    return f"{head}{story}{piece}{tail}".encode()
