"""The real pipeline in the pool: what a jailed child makes of a record is what the core makes of it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from worker import pipeline
from worker.knowledge import loading as knowledge
from worker.model import Handled, Limits, RawMessage
from worker.pool.limits import PoolLimits
from worker.pool.pool import Pool
from worker.telemetry import Telemetry

STORY = {
    "en": "The harbour council of Northaven voted on Tuesday to reopen the old ferry line after eleven years of delay.",
    "de": "Der Hafenrat von Nordhafen hat am Dienstag beschlossen, die alte Fährlinie nach elf Jahren zu öffnen.",
    "fr": "Le conseil du port a voté mardi la réouverture de l'ancienne ligne de ferry après onze ans d'attente.",
    "ru": "Совет порта во вторник проголосовал за открытие старой паромной линии после одиннадцати лет ожидания.",
    "ja": "港湾評議会は火曜日、十一年の遅れを経て、古いフェリー航路を再開することを決議した。",
    "zh": "港口委员会周二投票决定，在推迟了十一年之后重新开放旧渡轮航线。",
    "hi": "बंदरगाह परिषद ने मंगलवार को ग्यारह साल की देरी के बाद पुरानी नौका लाइन को फिर से खोलने के लिए मतदान किया।",
}
CHARSETS = {
    "en": ("utf-8", "windows-1252", "utf-16"),
    "de": ("iso-8859-1", "iso-8859-15"),
    "fr": ("windows-1252",),
    "ru": ("windows-1251", "koi8-r"),
    "ja": ("shift_jis", "euc-jp", "iso-2022-jp"),
    "zh": ("gb18030", "big5"),
    "hi": ("utf-8",),
}
DATES = ("2024-05-17T17:50:00+05:30", "17 May 2024 17:50 IST", "17. Mai 2024", "May 17, 2024, 5:50 p.m. EDT")


def page(language: str, charset: str, date: str) -> bytes:
    """A page with everything that a lazy path might hang on: charset, date, JSON-LD, time zone."""
    text = STORY[language] if charset != "big5" else "港口委員會週二投票決定重新開放舊渡輪航線。"
    data = {"@type": "NewsArticle", "headline": text[:40], "datePublished": date, "author": {"name": "Mara Lindqvist"}}
    body = "".join(f"<p>{text} ({n})</p>" for n in range(6))
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="{charset}"><title>{text[:40]}</title>'
        f'<script type="application/ld+json">{json.dumps(data)}</script><meta name="date" content="{date}"></head>'
        f"<body><article><h1>{text[:40]}</h1><p>By Mara Lindqvist | {date}</p>{body}</article></body></html>"
    )
    return html.encode(charset)


def values() -> Iterator[bytes | None]:
    """Pages in many charsets, dates in many spellings, envelopes, texts, and bytes of no format."""
    for language, charsets in CHARSETS.items():
        for charset in charsets:
            yield page(language, charset, DATES[0])
    yield from (page("en", "utf-8", date) for date in DATES)
    first = page("en", "utf-8", DATES[0])
    yield json.dumps({"html": first.decode(), "url": "https://example.org/a", "fetched_at": DATES[0]}).encode()
    yield gzip.compress(first)
    yield f"Ferry line to reopen\nBy IANS | Updated: May 17, 2024 17:50 IST\nOslo, May 17 (IANS) {STORY['en']}".encode()
    yield from (b"", b"\xff\xfe\x00", b"\x00" * 500, b"<html>", b"{", None)


def timeless(handled: Handled) -> Handled:
    """Without what a stopwatch said."""
    return replace(handled, stage_seconds=())


def compare(raws: list[RawMessage], caplog: pytest.LogCaptureFixture) -> list[Handled]:
    """Outcomes of a child, asserted to be those of this process and to need no file."""
    pool = Pool(PoolLimits(workers=1), Telemetry())
    pool.start()
    try:
        pooled = list(pool.map(raws))
    finally:
        pool.stop()
    tables = knowledge.load(Limits())
    assert list(map(timeless, pooled)) == [timeless(pipeline.handle(raw, tables)) for raw in raws]
    assert not [r.getMessage() for r in caplog.records if getattr(r, "event", "") == "pool_file_refused"]
    return pooled


def test_children_give_what_the_core_gives(caplog: pytest.LogCaptureFixture) -> None:
    """Same outcomes, byte for byte, and after warm-up no child asks for a file."""
    raws = [RawMessage(topic="raw", partition=0, offset=n, value=value) for n, value in enumerate(values())]
    compare(raws, caplog)


@pytest.mark.shared
def test_children_give_what_the_core_gives_on_real_material(shared: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for the first real message."""
    seed = (shared / "seed" / "page.txt").read_bytes()
    (handled,) = compare([RawMessage(topic="raw", partition=0, offset=0, value=seed)], caplog)
    assert handled.format == "text"
