"""The sample's messages, one row each: what came, how it was wrapped, and what should become of it."""

import base64
import gzip
import json
import random
import zlib
from dataclasses import dataclass

import brotli
import sample_pages
import zstandard

from worker.model import Headers

PUBLISHED = "published"
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`expected`: published, skipped, or the reason of the dead letter."""

    about: str
    expected: str = PUBLISHED
    value: bytes | None
    headers: Headers = ()
    key: bytes | None = None
    story: str | None = None  # of stories.toml


_STORIES = sample_pages.stories()
_HTML = (("content-type", b"text/html"),)
_TEXT = (("content-type", b"text/plain; charset=utf-8"),)
_JSON = (("content-type", b"application/json"),)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=9).compress(data)


def _page(name: str, make: str, charset: str = "utf-8") -> bytes:
    return sample_pages.page(_STORIES[name], make, charset).encode(charset, "xmlcharrefreplace")


def _text(name: str, charset: str = "utf-8") -> bytes:
    return sample_pages.text(_STORIES[name]).encode(charset)


def _url(name: str) -> Headers:
    return (("url", str(_STORIES[name]["url"]).encode()),)


def _key(name: str) -> bytes:
    return str(_STORIES[name]["url"]).encode()


def _envelope(name: str, **fields: str) -> bytes:
    story = _STORIES[name]
    known = {"url": story["url"], "publisher": story["publisher"], "fetched_at": "2025-01-01T09:59:58Z"}
    return json.dumps({**known, **fields}, ensure_ascii=False, indent=1).encode()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _noise(size: int) -> bytes:
    """Bytes that are no format at all, the same every time."""
    return random.Random(7).randbytes(size)  # noqa: S311 - no secret


_ENTITY_BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY a "ha ha ha ha ha ha ha ha ha ha ">
 <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
 <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
 <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]>
<newsItem><body>&e;</body></newsItem>
"""
_NO_TEXT = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Gallery</title></head>
<body><nav><a href="/">Home</a> <a href="/galleries">Galleries</a></nav>
<div class="slides"><img src="1.jpg" alt=""><img src="2.jpg" alt=""><img src="3.jpg" alt=""></div>
<script>slides.start({"interval": 4000});</script></body></html>
"""
_NOT_FOUND = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>404 Not Found</title></head>
<body><h1>Page not found</h1><p>Sorry, the page you asked for does not exist.</p><a href="/">Home</a></body></html>
"""
_PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_PAGES = (
    Message(
        about="en: auto-published agency page, joint credit, related box",
        story="harbour",
        value=_page("harbour", "autopost"),
        headers=_HTML + _url("harbour"),
    ),
    Message(about="en: the plain text of such a page", story="kites", value=_text("kites"), headers=_TEXT),
    Message(
        about="en: modern page with JSON-LD, first version",
        story="ferry",
        value=_page("ferry", "jsonld"),
        headers=_HTML,
        key=_key("ferry"),
    ),
    Message(
        about="de: JSON-LD, ISO 8859-15 in the markup alone",
        story="orchestra",
        value=_page("orchestra", "jsonld", "iso-8859-15"),
    ),
    Message(
        about="fr: WordPress, windows-1252 in the header",
        story="lighthouse",
        value=_page("lighthouse", "wordpress", "windows-1252"),
        headers=(("Content-Type", b"text/html; charset=windows-1252"),),
    ),
    Message(
        about="es: legacy tables, windows-1252 in the markup",
        story="olives",
        value=_page("olives", "tables", "windows-1252"),
        headers=_HTML + _url("olives"),
    ),
    Message(about="it: a blog page, nothing declared outside", story="clock", value=_page("clock", "blog")),
    Message(about="pt: AMP", story="tiles", value=_page("tiles", "amp"), headers=_HTML),
    Message(
        about="hi: JSON-LD, gzip in the header",
        story="train",
        value=_gzip(_page("train", "jsonld")),
        headers=(*_HTML, ("content-encoding", b"gzip")),
    ),
    Message(
        about="ar: WordPress in UTF-16 with a byte-order mark", story="well", value=_page("well", "wordpress", "utf-16")
    ),
    Message(
        about="zh: legacy tables in GB 18030",
        story="teahouse",
        value=_page("teahouse", "tables", "gb18030"),
        headers=_url("teahouse"),
    ),
    Message(
        about="ja: legacy tables in Shift_JIS",
        story="snowplough",
        value=_page("snowplough", "tables", "shift_jis"),
        headers=_HTML + _url("snowplough"),
    ),
    Message(
        about="ru: a blog in windows-1251 by its header",
        story="skating",
        value=_page("skating", "blog", "windows-1251"),
        headers=(("content-type", b"text/html; charset=windows-1251"),),
    ),
    Message(
        about="sv: JSON-LD, brotli in the header",
        story="moose",
        value=brotli.compress(_page("moose", "jsonld")),
        headers=(*_HTML, ("content-encoding", b"br")),
    ),
    Message(about="en: with inputs from an agency", story="market", value=_page("market", "wordpress"), headers=_HTML),
    Message(
        about="en: the paper's own feature, no agency", story="swifts", value=_page("swifts", "jsonld"), headers=_HTML
    ),
    Message(
        about="en: agency page with a sign-off",
        story="robot",
        value=_page("robot", "autopost"),
        headers=_HTML + _url("robot"),
    ),
    Message(
        about="en: Xinhua copy in legacy tables",
        story="copper",
        value=_page("copper", "tables"),
        headers=_HTML + _url("copper"),
    ),
    Message(
        about="en: the first story again, on another site",
        story="harbour",
        value=_page("harbour", "wordpress").replace(b"www.dailyharbour.example", b"www.portpaper.example"),
        headers=(*_HTML, ("url", b"https://www.portpaper.example/world/floating-library"), ("trace", None)),
    ),
)

_WRAPPED = (
    Message(
        about="en: envelope round a page",
        story="copper",
        value=_envelope("copper", html=sample_pages.page(_STORIES["copper"], "wordpress")),
        headers=_JSON,
    ),
    Message(
        about="fr: envelope round a text",
        story="bread",
        value=_envelope("bread", text=sample_pages.text(_STORIES["bread"])),
    ),
    Message(
        about="de: envelope round base64 of an ISO 8859-15 page",
        story="bees",
        value=_envelope(
            "bees",
            content_base64=_base64(_page("bees", "tables", "iso-8859-15")),
            content_type="text/html",
            encoding="iso-8859-15",
        ),
    ),
    Message(
        about="es: envelope round a page, itself compressed with zstd",
        story="olives",
        value=_zstd(
            _envelope("olives", content=sample_pages.page(_STORIES["olives"], "amp"), content_type="text/html")
        ),
        headers=(("content-encoding", b"zstd"),),
    ),
    Message(about="es: zstd that nobody declared", story="olives", value=_zstd(_text("olives"))),
    Message(
        about="it: deflate in the header",
        story="clock",
        value=zlib.compress(_page("clock", "wordpress"), 9),
        headers=(*_HTML, ("content-encoding", b"deflate")),
    ),
    Message(about="pt: gzip that nobody declared", story="tiles", value=_gzip(_page("tiles", "jsonld"))),
    Message(about="hi: plain text in UTF-16", story="train", value=_text("train", "utf-16")),
    Message(
        about="ja: plain text, EUC-JP in the header",
        story="snowplough",
        value=_text("snowplough", "euc_jp"),
        headers=(("content-type", b"text/plain; charset=euc-jp"),),
    ),
    Message(about="ru: AMP", story="skating", value=_page("skating", "amp"), headers=_HTML),
    Message(about="zh: JSON-LD in UTF-8", story="teahouse", value=_page("teahouse", "jsonld"), headers=_HTML),
    Message(
        about="ar: auto-published page", story="well", value=_page("well", "autopost"), headers=_HTML + _url("well")
    ),
    Message(
        about="sv: the plain text of a page, windows-1252 in the header",
        story="moose",
        value=_text("moose", "windows-1252"),
        headers=(("content-type", b"text/plain; charset=windows-1252"),),
    ),
    Message(
        about="en: the ferry story updated, same address, newer time",
        story="ferry-update",
        value=_page("ferry-update", "jsonld"),
        headers=_HTML,
        key=_key("ferry"),
    ),
)

_BAD = (
    Message(about="nothing", expected="empty_input", value=b""),
    Message(about="white space and a byte-order mark", expected="empty_input", value=b"\xef\xbb\xbf \r\n\t "),
    Message(about="a tombstone", expected=SKIPPED, value=None, key=_key("kites")),
    Message(about="random bytes", expected="unsupported_format", value=_noise(600)),
    Message(
        about="a page whose gzip is cut off",
        expected="decode_error",
        value=_gzip(_page("robot", "jsonld"))[:400],
        headers=(*_HTML, ("content-encoding", b"gzip")),
    ),
    Message(about="a gzip bomb", expected="too_large", value=_gzip(bytes(8 * 1024 * 1024))),
    Message(
        about="JSON nested too deeply", expected="too_large", value=b'{"a":' * 900 + b"1" + b"}" * 900, headers=_JSON
    ),
    Message(about="an XML entity bomb", expected="parse_error", value=_ENTITY_BOMB),
    Message(about="a page without text", expected="no_article", value=_NO_TEXT, headers=_HTML),
    Message(about="an error page", expected="no_article", value=_NOT_FOUND, headers=_HTML),
    Message(about="a PDF", expected="unsupported_format", value=_PDF),
)


def headline(message: Message) -> str | None:
    """The headline that must come out, None for a bad message."""
    return None if message.story is None else str(_STORIES[message.story]["headline"])


def body(message: Message) -> list[str]:
    """The paragraphs that must come out."""
    return [] if message.story is None else sample_pages.body(_STORIES[message.story])


def _mixed() -> tuple[Message, ...]:
    """Good and bad by turns, as a feed brings them; pages keep their order among themselves."""
    good = [*_PAGES, *_WRAPPED]
    step = len(good) // len(_BAD) + 1
    rows: list[Message] = []
    for number, bad in enumerate(_BAD):
        rows += [*good[number * step : (number + 1) * step], bad]
    return (*rows, *good[len(_BAD) * step :])


MESSAGES = _mixed()
