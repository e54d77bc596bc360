"""Datelines that a feed gives in a field of their own."""

from datetime import UTC, datetime

import pytest

from worker.article import Article, Block, Dateline
from worker.knowledge.loading import load
from worker.newsroom import dateline

KNOWLEDGE = load()
WHEN = datetime(2024, 5, 18, 9, 0, tzinfo=UTC)


def _article(given: str, *paragraphs: str) -> Article:
    return Article(
        format="nitf",
        received_at=WHEN,
        dateline=Dateline(text=given),
        body=tuple(Block(tag="p", text=text) for text in paragraphs),
    )


def _dated(given: str, *paragraphs: str) -> Article:
    return dateline.read(_article(given, *paragraphs), KNOWLEDGE)


@pytest.mark.parametrize(
    ("text", "places", "region", "date", "agencies"),
    [
        ("LINDEN, Aug 29, 2014 (AFP) -", ("LINDEN",), None, "2014-08-29", ("AFP",)),
        ("Lune, 21 jan 2019 (AFP) -", ("Lune",), None, "2019-01-21", ("AFP",)),
        ("Lune, 10 juil 2024 (AFP)", ("Lune",), None, "2024-07-10", ("AFP",)),
        ("Linden", ("Linden",), None, None, ()),
        ("LINDEN March 22 AAP -", ("LINDEN",), None, "2024-03-22", ("AAP",)),
        ("LINDEN, Monday (Reuters)", ("LINDEN",), None, None, ("Reuters",)),
        ("LINDEN/MUNICH", ("LINDEN", "MUNICH"), None, None, ()),
        ("Lindäusel (dpa) - ", ("Lindäusel",), None, None, ("dpa",)),
        ("LINDEN HILLS, Mo.", ("LINDEN HILLS",), "Mo.", None, ()),
        ("LUNATE, 01 LUG -", ("LUNATE",), None, "2024-07-01", ()),
        ("ANSA TEST - LUNATE, 01 LUG -", ("LUNATE",), None, "2024-07-01", ("ANSA",)),
        ("Lune-en-Mer (France) (AFP)", ("Lune-en-Mer",), "France", None, ("AFP",)),
        ("مراكش (المغرب), 25-11-2023 (أ ف ب) -", ("مراكش",), "المغرب", "2023-11-25", ("أ ف ب",)),
        ("新华社成都4月2日电", ("成都",), None, "2024-04-02", ("新华社",)),
        ("4/4/2018", (), None, "2018-04-04", ()),
        ("28/01/2025", (), None, "2025-01-28", ()),
        ("MARCH 04, 2013", (), None, "2013-03-04", ()),
        ("20200616", (), None, "2020-06-16", ()),
        ("AFP", (), None, None, ("AFP",)),
    ],
)
def test_its_parts_are_read(
    text: str, places: tuple[str, ...], region: str | None, date: str | None, agencies: tuple[str, ...]
) -> None:
    """The text stays as the feed has it; what it names is told apart, without any word of it in the body."""
    found = _dated(text, "Ferries sail again.")
    expected = Dateline(text=text, places=places, region=region, date=date, agencies=agencies)
    assert (found.dateline, found.located) == (expected, next(iter(places), None))


@pytest.mark.parametrize(
    "text", ["???", "-", "", "lorem ipsum", "SAID TO BE MAY 17, 2024", "Ferries sail at noon.", "x" * 999]
)
def test_of_garbage_only_the_text_stays(text: str) -> None:
    """Nothing is made of what is no dateline."""
    assert _dated(text, "Ferries sail again.") == _article(text, "Ferries sail again.")


def test_its_agencies_are_credited() -> None:
    """As those of a dateline in the body."""
    found = _dated("LINDEN, May 17 (AFP/Reuters) -", "Ferries sail again.")
    assert [(source.code, source.role) for source in found.info_sources] == [("afp", "provider"), ("reuters", "credit")]


def test_the_body_fills_what_the_field_leaves_out() -> None:
    """One dateline, printed short in its field and whole in the text, which stays as it is."""
    body = "LINDEN, N.J., May 17 (AP) — Ferries sail again."
    found = _dated("Linden", body)
    wanted = Dateline(text="Linden", places=("Linden",), date="2024-05-17", agencies=("AP",))
    assert (found.dateline, found.body[0].text) == (wanted, body)


def test_another_dateline_in_the_body_is_not_mixed_in() -> None:
    """A story from elsewhere that the text takes over."""
    found = _dated("Linden", "HARBOR, May 17 (AP) — Ferries sail again.")
    assert found.dateline == Dateline(text="Linden", places=("Linden",))


def test_a_dateline_in_parts_stays_as_the_feed_has_it() -> None:
    """Only the text alone asks for completion."""
    given = Article(received_at=WHEN, format="ninjs3", dateline=Dateline(text="LINDEN (AP)", places=("Linden",)))
    assert dateline.read(given, KNOWLEDGE) is given
