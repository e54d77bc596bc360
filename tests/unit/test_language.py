"""The article's language: declared, detected, or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article import Article, Block
from worker.classify.language import detect, language, tag_of
from worker.knowledge.loading import load

GERMAN = "Der Minister sagte am Freitag, dass die Regierung die Mittel für den Ausbau der Bahn erhöhen werde."


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("de", "de"), ("en_US.UTF-8", "en-US"), ("EN-us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("pt_BR", "pt-BR"),
        ("es-419", "es-419"),
        ("eng", "en"), ("iw", "he"), ("English", "en"), ("en, de", "en"), ("sr-Latn", "sr-Latn"),
        ("und", None), ("{{ lang }}", None), ("", None), (None, None), ("klingon-8", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_tags(declared: str | None, tag: str | None) -> None:
    """Spellings of the wild become BCP 47; what names no language becomes None."""
    assert tag_of(declared) == tag


def test_declared_language_is_kept() -> None:
    """The declaration wins over what the text looks like, and its source stays."""
    article = Article(
        format="html", language="en_GB", body=(Block(text=GERMAN),), field_sources={"language": "html:lang"}
    )
    found = language(article, load())
    assert (found.language, found.field_sources["language"]) == ("en-GB", "html:lang")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (GERMAN, "de"),
        ("\x00\x1b" + GERMAN + "\ud800", "de"),
        ("The council voted on Monday to build a bridge across the river after a debate of three hours.", "en"),
        ("पहाड़ी जिले में शनिवार को पहली यात्री रेलगाड़ी पहुंची और स्टेशन पर सैकड़ों लोगों ने उसका स्वागत किया।", "hi"),
        ("افتتح يوم السبت متحف جديد مخصص لتاريخ البحر في مدينة النخيل، ويضم أكثر من ثلاثة آلاف قطعة.", "ar"),
        ("Hello", None),
        ("12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90", None),
        ("", None),
    ],
)
def test_detection(text: str, tag: str | None) -> None:
    """Sure or None; control characters and lone surrogates do no harm."""
    assert detect(text) == tag


def test_detected_language_says_so() -> None:
    """An invalid declaration gives way to the text."""
    article = Article(
        format="html", language="{{ lang }}", body=(Block(text=GERMAN),), field_sources={"language": "html:lang"}
    )
    found = language(article, load())
    assert (found.language, found.field_sources["language"]) == ("de", "detected")


@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_total(text: str, declared: str | None) -> None:
    """Never raises on any article."""
    language(Article(format="text", language=declared, body=(Block(text=text),)), load())
