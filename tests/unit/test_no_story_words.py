"""The words of pages without a story: how titles and lines are compared, and what a wrong table is told."""

from typing import Any

import pytest

from worker.knowledge.loading import load
from worker.knowledge.no_story_words import KINDS, no_story_words
from worker.knowledge.tables import ConfigError, Entry

WORDS = load().pages.no_story
ROW = {"kind": "front", "opens": ["search results"], "examples": ["Search results for: ferry"]}


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("error", "Page not found | The Shore Post"),
        ("error", "404: Seite nicht gefunden"),
        ("error", "お探しのページは見つかりませんでした｜北浜新聞"),
        ("robot", "Just a moment..."),
        ("consent", "Le Courrier des Caps - Gestion des cookies"),
        ("gallery", "In pictures: the flood"),
        ("gallery", "The flood – in pictures"),
        ("front", "Search results for ferry - The Shore Post"),
    ],
)
def test_a_title_says_it_as_a_part_of_it(kind: str, title: str) -> None:
    """Between dividers, whatever the site adds."""
    assert WORDS[kind].names(title)


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("error", "Missing submarine not found after three-day search"),
        ("error", "Access denied to thousands of voters in Linden"),
        ("robot", "Just a moment of calm, please"),
        ("front", "The Shore Post - Latest News & Headlines"),
        ("login", "Why readers log in at night"),
        ("error", f"Page not found | {'x' * 300}"),
    ],
)
def test_a_headline_with_its_words_does_not(kind: str, title: str) -> None:
    """Words inside a sentence, or in a title too long to be one."""
    assert not WORDS[kind].names(title)


def test_phrases_are_whole_words_and_a_text_is_no_line() -> None:
    """Of "subscribe to read" nothing is in "subscribe to reading circles"; no long text is searched."""
    assert WORDS["login"].found("Please SUBSCRIBE, to read on!") == {"subscribe to read"}
    assert not WORDS["login"].found("Subscribe to reading circles")
    assert not WORDS["login"].found("Subscribe to read. " + "x" * 1_500)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ROW], ("no_story", "allowed", *KINDS[:2])),
        ([ROW, ROW], ("kind", "front")),
        ([*({"kind": kind} for kind in KINDS), {"kind": "weather"}], ("weather", "is not known")),
        ([*({"kind": kind} for kind in KINDS[:-1]), ROW | {"examples": ["Ferry"]}], ("'Ferry'", "none of the words")),
    ],
    ids=["missing", "twice", "unknown", "example"],
)
def test_a_wrong_table_is_named(rows: list[dict[str, Any]], words: tuple[str, ...]) -> None:
    """Each kind once, none else, every example of its kind."""
    with pytest.raises(ConfigError) as caught:
        no_story_words(Entry("pages.toml", "top level", {"no_story": rows}))
    assert [word for word in words if word not in str(caught.value)] == []
