"""Records that take every lazy path of the core: codecs, decompressors, dates, zones, languages, page parsing."""

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Final

import brotli
import zstandard

from worker.envelope.charset import CODECS
from worker.model import RawMessage

_TEXT: Final = """Harbour works start in Lindesund

By IANS | Updated: May 17, 2024 09:15 IST

Lindesund, May 17 (IANS/DPA) The port will be dredged from June, the port authority said on Friday.

"We lose the herring season," said Per Dahl, who speaks for the fishermen of the town.

Disclaimer: This post has been auto-published from an agency feed without any modifications to the text

Related Stories

BusinessFerry line buys two electric ships
"""
_LEGACY: Final = "Порт закроют на ремонт в июне, сообщила администрация в пятницу. Паромы ходят по расписанию."
_PAGE: Final = """<!doctype html><html lang="de"><head><title>Brücke gesperrt | Nordblatt</title>
<link rel="canonical" href="https://nordblatt.example/bruecke"><meta property="og:title" content="Brücke gesperrt">
<meta property="article:published_time" content="2024-05-17T08:00:00+02:00"><meta name="author" content="Ida Holm">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Brücke gesperrt",
"datePublished":"2024-05-17T08:00:00+02:00","author":{"@type":"Person","name":"Ida Holm"}}</script></head>
<body><nav><a href="/">Start</a></nav><article><h1>Brücke gesperrt</h1><p>Von Ida Holm, 17. Mai 2024, 08:00 Uhr</p>
<p>Lindesund (dpa) - Die <em>Brücke</em> ist seit <a href="/x">Montag</a> gesperrt, sagte die Behörde am Freitag.</p>
<p>Die Reparatur dauert nach Angaben der Stadt bis zum Herbst und kostet rund zwölf Millionen Euro.</p>
<ul><li>Busse fahren über die Fähre.</li></ul><blockquote>Das ist bitter.</blockquote>
<table><tr><th>Jahr</th><td>2024</td></tr></table><figure><img src="/b.jpg" alt="Brücke">
<figcaption>Foto: Dahl</figcaption></figure></article></body></html>"""

_MAIL: Final = """From: =?utf-8?q?Nordblatt?= <desk@paper.example>
To: wire@paper.example
Date: Fri, 17 May 2024 08:00:00 +0200
Subject: =?iso-8859-1?b?QnL8Y2tl?=
Message-ID: <1@paper.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Die Brücke ist gesperrt.
--b
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>Die Br=FCcke ist seit Montag gesperrt.</p>
--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

V29ya3Mgc3RhcnQ=
--b--
"""
_RTF: Final = r"{\rtf1\ansi\ansicpg1252 {\b Br\'fccke} gesperrt\par Sie ist seit Montag zu.\par}"
_NITF: Final = """<nitf><head><docdata><date.issue norm="20240517T080000"/></docdata></head><body><body.head><hedline>
<hl1>Br&uuml;cke gesperrt</hl1></hedline></body.head><body.content><p>Lindesund (dpa) - Sie ist zu &</p></body.content>
</body></nitf>"""


def _values() -> Iterator[bytes]:
    text, page = _TEXT.encode(), _PAGE.encode()
    yield from (text, page, gzip.compress(text), zlib.compress(text), zstandard.compress(page), brotli.compress(text))
    yield _LEGACY.encode("cp1251")
    yield json.dumps(
        {"content_base64": base64.b64encode(page).decode(), "fetched_at": "Fri, 17 May 2024 06:00:00 GMT"}
    ).encode()
    yield from (_MAIL.encode(), _RTF.encode(), _NITF.encode())
    yield b'{"text":"Works start \\ud800","score":NaN}'


def records() -> tuple[RawMessage, ...]:
    """The records, one codec of `charset.CODECS` after the other among them."""
    plain = [
        RawMessage(topic="warm", partition=0, offset=0, timestamp_ms=1715947200000, value=value) for value in _values()
    ]
    declared = [
        RawMessage(topic="warm", partition=0, offset=0, value=b"Fl\xfcsse", headers=(("charset", codec.encode()),))
        for codec in sorted(CODECS)
    ]
    return (*plain, *declared)
