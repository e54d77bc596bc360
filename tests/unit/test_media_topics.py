"""Stage `media_topics`: the order of trust, who said what, and the tree of topics."""

from dataclasses import replace
from typing import Any

import pytest

from worker.article import Article, Block, Headline, PubStatus, Signal, Status, Subject
from worker.classify.media_topics import MODEL, media_topics
from worker.classify.subjects import subjects
from worker.classify.topics import shipped
from worker.knowledge.loading import load
from worker.knowledge.tables import ConfigError
from worker.knowledge.topic_tree import FILE, topic_tree
from worker.knowledge.topics import MEDIA_TOPIC

TABLES = load()
SPORT = ("Lindesund edge rivals in extra time", "The striker scored twice in the cup final, his coach said.")


def _article(headline: str = "", text: str = "", **fields: Any) -> Article:
    body = (Block(text=text),) if text else ()
    article = Article(format="text", headlines=(Headline(value=headline),) if headline else (), body=body, **fields)
    return media_topics(subjects(article, TABLES), TABLES)


def _by(article: Article) -> list[tuple[str | None, str | None]]:
    return [(one.literal, one.creator) for one in article.subjects]


def test_the_model_speaks_where_nobody_else_does() -> None:
    """Its subjects have its version, a relevance and a confidence; the decision is its own."""
    found = _article(*SPORT)
    first = found.subjects[0]
    assert (first.literal, first.name, first.uri) == ("medtop:15000000", "sport", MEDIA_TOPIC + "15000000")
    assert first.creator == f"{MODEL} {shipped().version}"
    assert first.relevance == 100
    assert first.confidence is not None
    assert found.topics is not None
    assert (found.topics.code, found.topics.by, found.topics.agreed) == ("15000000", "model", None)
    assert found.topics.guesses[0] == ("15000000", first.confidence)


def test_codes_of_the_feed_go_before_the_section_and_that_before_the_model() -> None:
    """All are heard, and who disagrees is seen."""
    politics = Subject(literal="subj:11000000", creator="feed")
    both = _article(*SPORT, subjects=(politics,), section="Health")
    assert both.topics is not None
    assert (both.topics.code, both.topics.by, both.topics.agreed) == ("11000000", "feed", False)
    assert ("medtop:07000000", "section") in _by(both)
    assert ("medtop:15000000", f"{MODEL} {shipped().version}") in _by(both)
    section = _article(*SPORT, section="Sport")
    assert section.topics is not None
    assert (section.topics.by, section.topics.agreed) == ("section", True)


def test_a_topic_stands_once_in_the_name_of_the_first_who_gave_it() -> None:
    """The feed's, not the model's again."""
    found = _article(*SPORT, subjects=(Subject(literal="medtop:15000000", creator="feed"),))
    assert [who for literal, who in _by(found) if literal == "medtop:15000000"] == ["feed"]


def test_a_section_brings_the_topics_above_its_own() -> None:
    """Cricket is a sport discipline, and sport."""
    found = [literal for literal, who in _by(_article(section="Cricket")) if who == "section"]
    assert found == ["medtop:20000888", "medtop:20000822", "medtop:15000000"]


@pytest.mark.parametrize(
    ("address", "topic"),
    [
        ("https://site.example/news/sport/cricket/2031/05/17/lock-opens.html", "medtop:20000888"),
        ("https://site.example/khel/lock-opens", "medtop:15000000"),
        ("https://site.example/table-tennis/lock-opens?from=politics", "medtop:20001083"),
        ("https://site.example/cricket", None),  # a page's own name is no folder
        ("https://site.example/2031/05/lock-opens", None),
        ("urn:site:sport/lock-opens", None),
    ],
)
def test_folders_of_the_address_are_a_section_where_none_is_named(address: str, topic: str | None) -> None:
    """The deepest that means a topic; the section goes before."""
    told = [literal for literal, who in _by(_article("Lock opens", canonical_url=address)) if who == "section"]
    assert told[:1] == ([topic] if topic else [])  # those above it follow
    named = _by(_article("Lock opens", canonical_url=address, section="Health"))
    assert [literal for literal, who in named if who == "section"] == ["medtop:07000000"]


def test_the_name_of_the_decision_is_in_the_language_of_the_article() -> None:
    """The names of subjects stay English."""
    found = _article(*SPORT, section="Wirtschaft", language="de-AT")
    assert found.topics is not None
    assert found.topics.name == "Wirtschaft und Finanzen"
    assert found.subjects[0].name == "economy, business and finance"


@pytest.mark.parametrize(
    "fields", [{"pub_status": PubStatus.CANCELED}, {"status": Status(signal=Signal.ADVISORY)}], ids=["kill", "advisory"]
)
def test_what_is_no_story_is_not_shown_to_the_model(fields: dict[str, Any]) -> None:
    """A withdrawn text says nothing, and notes to editors are about editing."""
    assert _article(*SPORT, **fields) == subjects(
        Article(format="text", headlines=(Headline(value=SPORT[0]),), body=(Block(text=SPORT[1]),), **fields),
        TABLES,
    )


def test_an_unsure_model_shows_its_guesses_and_gives_no_subject() -> None:
    """Words that stand for nothing."""
    found = _article("Once more", "She came back to the same place.")
    assert found.subjects == ()
    assert found.topics is not None
    assert found.topics.code is None
    assert found.topics.guesses


def test_done_twice_is_done_once() -> None:
    """What the stage added is not taken for the feed's when its output is read back."""
    found = _article(*SPORT, section="Business")
    assert media_topics(found, TABLES) == found


def test_what_an_address_said_is_still_known_where_the_address_is_not() -> None:
    """Of our own output, which has no page."""
    found = _article("Lock opens", canonical_url="https://site.example/sport/cricket/lock-opens")
    again = media_topics(replace(found, canonical_url=None, topics=None), TABLES)
    assert (again.topics, again.subjects) == (found.topics, found.subjects)


def test_the_tree_is_whole() -> None:
    """Every topic of the release hangs under one of the 17."""
    tree = TABLES.tree
    assert len(tree.above) == 1099
    assert {tree.top(code) for code in tree.above} == {f"{number:02}000000" for number in range(1, 18)}
    assert tree.path("20000888") == ("20000888", "20000822", "15000000")
    assert (tree.path("99"), tree.top("99"), tree.name("99", "de")) == ((), None, None)
    assert [tree.name("20000007", tag) for tag in (None, "de-CH", "pt-BR", "zh-Hant-TW", "fi")] == [
        "dance",
        "Tanz",
        "dança",
        "舞蹈",
        "dance",
    ]


@pytest.mark.parametrize("row", ["20000001\t99999999\tloose", "20000001\t20000001\tround", "20000001\t01000000\t"])
def test_a_topic_that_hangs_in_the_air_is_named(row: str) -> None:
    """Under no topic, under itself, without a name."""
    with pytest.raises(ConfigError, match=f"config/{FILE}: '20000001'"):
        topic_tree(f"# c\ncode\tabove\ten\n01000000\t\tarts\n{row}\n")


@pytest.mark.parametrize(
    ("keywords", "topic"),
    [
        (("เศรษฐกิจ",), ("04000000", "section")),
        (("ทั่วไป", "เศรษฐกิจ"), ("04000000", "section")),
        (("การเมือง", "เศรษฐกิจ"), None),
        (("ท่าเรือ",), None),
        (("เศรษฐกิจ", "a", "b", "c", "d"), None),
    ],
)
def test_categories_of_feeds_speak_where_all_others_are_silent(
    keywords: tuple[str, ...], topic: tuple[str, str] | None
) -> None:
    """Few of them, and where all that are sections mean one topic."""
    found = media_topics(Article(format="rss", keywords=keywords), TABLES)
    told = (found.topics.code, found.topics.by) if found.topics and found.topics.code else None
    assert told == topic


def test_categories_are_not_asked_where_the_model_is_sure() -> None:
    """They are tags as often as sections."""
    body = (Block(text=SPORT[1]),)
    article = Article(format="rss", headlines=(Headline(value=SPORT[0]),), body=body, keywords=("Health",))
    found = media_topics(article, TABLES)
    assert found.topics is not None
    assert (found.topics.code, found.topics.by) == ("15000000", "model")
