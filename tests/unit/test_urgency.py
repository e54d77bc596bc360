"""Scales of urgency: what is shipped reads as it says, what is wrong is named, nothing is guessed."""

import importlib.resources
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.article import Article, Headline, InfoSource, Signal, Status, changed
from worker.classify.urgency import urgency
from worker.knowledge import loading as knowledge
from worker.knowledge.loading import ConfigError
from worker.knowledge.tables import Entry
from worker.knowledge.urgency import urgencies
from worker.newsroom import status

KNOWLEDGE = knowledge.load()
URGENCY = KNOWLEDGE.urgency


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("iptc", "4", 4),
        ("iptc", 4, 4),
        ("iptc", " 2 ", 2),
        ("iptc", "urgency:3", 3),
        ("iptc", "0", None),
        ("iptc", "10", None),
        ("iptc", "DEFAULT", None),
        ("iptc", None, None),
        ("iptc", "", None),
        ("iptc7901", "3", 3),
        ("anpa1312", "f", 1),
        ("anpa1312", "B", 2),
        ("anpa1312", "u", 3),
        ("anpa1312", "r", 4),
        ("anpa1312", "d", 5),
        ("anpa1312", "h", 5),
        ("anpa1312", "z", None),
        ("anpa1312", "3", None),
        ("ap", "r", 4),
        ("ap", "5", 5),
        ("ritzau", "3", 3),
        ("words", "FLASH", 1),
        ("words", "Eil", 2),
        ("words", "ALERTE", 2),
        ("words", "속보", 2),
        ("words", "URGENT", 3),
        ("words", "med", None),
        ("a scale of nobody's", "7", 7),
    ],
)
def test_a_value_is_read_on_its_own_scale(scheme: str, value: str | int | None, expected: int | None) -> None:
    """1 is the most urgent on every scale; what a scale does not know is no urgency."""
    assert URGENCY.of(scheme, value) == expected


@given(st.text(), st.text())
def test_whatever_is_asked_the_answer_is_an_urgency_or_none(scheme: str, value: str) -> None:
    """Never raises, never leaves 1 .. 9."""
    assert URGENCY.of(scheme, value) in {None, *range(1, 10)}


def test_a_wrong_figure_and_a_scale_named_twice_are_refused() -> None:
    """The complaint names the row and the value."""
    row = {"scheme": "x", "source": "a test", "figures": False, "values": {"a": 10}}
    with pytest.raises(ConfigError, match=r"scale.*values.*a = 10"):
        urgencies(Entry("urgency.toml", "top level", {"scale": [row]}))
    good = {**row, "values": {"a": 1}}
    with pytest.raises(ConfigError, match="already taken"):
        urgencies(Entry("urgency.toml", "top level", {"scale": [good, good]}))


def _told(headline: str, **fields: Any) -> Article:
    article = Article(format="text", headlines=(Headline(value=headline),))
    return urgency(status.read(changed(article, **fields), KNOWLEDGE), KNOWLEDGE)


@pytest.mark.parametrize(
    ("headline", "figure"),
    [
        ("FLASH: Harbour crane falls", 1), ("BLITZ: Kran am Hafen stürzt um", 1),
        ("МОЛНИЯ: В порту упал кран", 1), ("ALERTE - Une grue tombe au port", 2), ("EILMELDUNG - Kran stürzt um", 2),
        ("BREAKING NEWS: Crane falls", 2), ("[속보] 항만 크레인 붕괴", 2), ("【速報】港のクレーンが倒れる", 2),
        ("عاجل: سقوط رافعة في الميناء", 2), ("ब्रेकिंग न्यूज़: बंदरगाह पर क्रेन गिरी", 2), ("快讯：港口起重机倒塌", None),
        ("URGENTE.- Cae una grúa en el puerto", 3), ("URGENT: Harbour crane falls", 3), ("СРОЧНО: Упал кран", 3),
        ("++ Kran stürzt um ++", 2),  # an alert without a word
        ("UPDATE 2-Harbour reopens", None), ("Urgent talks on harbour begin", None), ("Harbour reopens", None),
        ("Alert: Heavy rain", None), ("", None),
    ],
)  # fmt: skip
def test_an_alert_has_the_urgency_of_its_words(headline: str, figure: int | None) -> None:
    """Flash 1, alert 2, urgent 3; what is no alert has none."""
    article = _told(headline)
    assert article.urgency == figure
    assert (article.urgency_confidence is None) == (figure is None)
    assert article.field_sources.get("urgency") == ("status" if figure else None)


def test_a_brief_of_a_portal_is_an_alert_where_an_agency_sent_it() -> None:
    """快讯 stands before any brief of China's portals; Xinhua's is a flash."""
    assert _told("快讯：港口起重机倒塌", info_sources=(InfoSource(name="Xinhua", code="xinhua"),)).urgency == 2


def test_a_slugline_and_a_code_say_it_too() -> None:
    """A keyword of AP's; a code without a word of the scale."""
    assert (
        _told("Crane falls", slugline="NU/FLASH-U", status=Status(signal=Signal.ALERT, label="NU/FLASH-U")).urgency == 1
    )
    assert _told("Crane falls", status=Status(signal=Signal.ALERT, label="US--APNewsAlert")).urgency == 2
    assert _told("Crane falls", status=Status(signal=Signal.ALERT, label="drol:x 5")).urgency == 2


def test_the_feeds_own_figure_stands() -> None:
    """Ritzau calls a FLASH what its scale calls 3."""
    article = _told("FLASH: Crane falls", urgency=3)
    assert (article.urgency, article.urgency_confidence) == (3, None)


def test_every_word_of_an_alert_has_its_place_on_the_scale() -> None:
    """The labels of config/status.toml that say alert, one by one: a new one must be given a figure."""
    text = (importlib.resources.files("worker.config") / "status.toml").read_text(encoding="utf-8")
    rows = [row for row in tomllib.loads(text)["word"] if row["signal"] == "alert"]
    words = {
        word
        for row in rows
        for kind in ("labels", "capitals", "glued", "lines", "keywords")
        for word in row.get(kind, ())
    }
    assert sorted(word for word in words if URGENCY.of("words", word) is None) == []


@given(st.text(max_size=90))
def test_any_label_of_an_alert_gives_a_figure(label: str) -> None:
    """1 to 3 by words, else 2; never anything else."""
    found = urgency(Article(format="text", status=Status(signal=Signal.ALERT, label=label)), KNOWLEDGE)
    assert found.urgency in {1, 2, 3, 4, 5}
