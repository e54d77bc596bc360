"""Clocks of pages that print no zone: the country of the host, else the language, says which wall they hang on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from worker.article import Article
from worker.knowledge.loading import load
from worker.knowledge.open_times import DAY_ONLY, ZONE_UNKNOWN
from worker.newsroom import site_zones

CLOCK = datetime(2025, 7, 18, 14, 21, tzinfo=UTC)
NINE_MINUTES = timedelta(minutes=9)
MIDNIGHT = datetime(2025, 7, 18, tzinfo=UTC)
DECLARED = "json-ld (no zone: UTC)"


def _placed(source: str, *, url: str | None = None, language: str | None = None, when: datetime = CLOCK) -> Article:
    article = Article(
        format="html", canonical_url=url, language=language, first_created=when, version_created=when,
        field_sources={"firstCreated": source},
    )  # fmt: skip
    return site_zones.place(article, load())


@pytest.mark.parametrize(
    ("url", "language", "offset"),
    [
        ("https://blatt.de/a", "en", "+02:00"),  # the host before the language, and summer time
        ("https://blatt.de:8443/a", "en", "+02:00"),
        ("https://crow.example/a", "ko", "+09:00"),
        ("https://crow.example/a", "lt-LT", "+03:00"),
        (None, "fi", "+03:00"),
        ("https://crow.example/a", "hi", "+05:30"),
    ],
)
def test_a_clock_is_on_its_countrys_wall(url: str | None, language: str, offset: str) -> None:
    """The same figures with the offset of that day; the source says whose."""
    article = _placed(DECLARED, url=url, language=language)
    assert article.first_created == datetime.fromisoformat(f"2025-07-18T14:21:00{offset}")
    assert article.version_created == article.first_created
    assert article.field_sources["firstCreated"] == "json-ld, zone of the site"


def test_a_printed_clock_is_moved_too() -> None:
    """What stands under a headline: "18.07.2025, 14:21"."""
    article = _placed(ZONE_UNKNOWN, language="pl")
    assert article.first_created == datetime.fromisoformat("2025-07-18T14:21:00+02:00")
    assert article.field_sources["firstCreated"] == "byline, zone of the site"


@pytest.mark.parametrize(
    ("source", "language", "when"),
    [
        (DECLARED, "en", CLOCK),  # written under many clocks
        (DECLARED, "es", CLOCK),
        (DECLARED, None, CLOCK),
        (DECLARED, "ko", MIDNIGHT),  # a day alone
        (DAY_ONLY, "ko", MIDNIGHT),
        ("json-ld", "ko", CLOCK),  # its zone is declared
        ("byline", "ko", CLOCK),
    ],
)
def test_what_is_clear_or_nowhere_stays(source: str, language: str | None, when: datetime) -> None:
    """No country, no clock, or a zone of its own: nothing is moved."""
    article = _placed(source, language=language, when=when)
    assert (article.first_created, article.field_sources["firstCreated"]) == (when, source)


def test_feeds_have_rules_of_their_own() -> None:
    """Only pages are read by their site's wall."""
    article = Article(format="rss", language="ko", first_created=CLOCK, field_sources={"firstCreated": DECLARED})
    assert site_zones.place(article, load()) is article


def test_a_clock_that_would_be_behind_the_change_is_utcs() -> None:
    """Published at 14:21 of no zone, changed at 14:30 UTC: on Argentina's wall it is changed before."""
    article = replace(_placed(DECLARED), canonical_url="https://jornal.com.ar/a", version_created=CLOCK + NINE_MINUTES)
    assert site_zones.place(article, load()) == article


def test_a_pages_text_hangs_on_the_same_wall() -> None:
    """Pages come as plain text, too; a feed's clock is its own."""
    article = Article(
        format="text",
        canonical_url="https://blatt.de/a",
        first_created=CLOCK,
        field_sources={"firstCreated": ZONE_UNKNOWN},
    )
    moved = site_zones.place(article, load())
    assert moved.first_created == CLOCK - timedelta(hours=2)
    assert site_zones.place(replace(article, format="rss"), load()).first_created == CLOCK


def _changed(first: str, newest: datetime, sources: dict[str, str]) -> Article:
    article = Article(
        format="html", language="fr", first_created=datetime.fromisoformat(first), version_created=newest,
        field_sources=sources,
    )  # fmt: skip
    return site_zones.place(article, load())


def test_a_pages_two_times_are_from_one_clock() -> None:
    """The change is printed without a zone, the publication declared with one."""
    sources = {"firstCreated": "json-ld", "versionCreated": ZONE_UNKNOWN}
    found = _changed("2025-07-18T11:42:00+02:00", CLOCK, sources)
    assert found.version_created == datetime.fromisoformat("2025-07-18T14:21:00+02:00")
    assert found.field_sources["versionCreated"] == "byline, zone of the site"


@pytest.mark.parametrize(
    ("first", "source"),
    [
        ("2025-07-18T11:42:00+00:00", "json-ld"),
        ("2025-01-18T11:42:00+01:00", "json-ld"),
        ("2025-07-18T11:42:00+00:00", DECLARED),
    ],
    ids=["utc", "half a year before", "no offset"],
)
def test_a_clock_tells_nothing_of_the_other(first: str, source: str) -> None:
    """Programs write UTC for everybody, and winter has another offset."""
    sources = {"firstCreated": source, "versionCreated": ZONE_UNKNOWN}
    assert _changed(first, CLOCK, sources).version_created == CLOCK
