"""Boxes of other stories under and inside a story; sections glued to titles."""

import pytest

from worker.article import Block, Related
from worker.knowledge.loading import load
from worker.model import Limits
from worker.newsroom import boxes

KNOWLEDGE = load()


def _blocks(*lines: str) -> tuple[Block, ...]:
    return tuple(Block(text=line) for line in lines)


def _stories(parted: boxes.Parted) -> list[tuple[str | None, str]]:
    return [(story.section, story.title) for story in parted.related]


def test_a_box_under_the_story_is_taken_off() -> None:
    """Titles with their glued sections; the heading names the page's own section, misspelt or not."""
    parted = boxes.part(
        _blocks(
            "The ferry sails on Friday.",
            "Related Stories",
            "BusinessHarbour fees fall for 3rd year",
            "CricketFerry crew wins the cup",
            "International Realted Stories",
            "InternationalIsland votes on bridge",
        ),
        KNOWLEDGE,
    )
    assert [block.text for block in parted.body] == ["The ferry sails on Friday."]
    assert parted.section == "International"
    assert _stories(parted) == [
        ("Business", "Harbour fees fall for 3rd year"),
        ("Cricket", "Ferry crew wins the cup"),
        ("International", "Island votes on bridge"),
    ]


def test_the_story_goes_on_behind_a_box_inside_it() -> None:
    """A short sentence too is a paragraph; a heading with a colon holds one title."""
    parted = boxes.part(
        _blocks("One.", "Also Read", "Bridge vote delayed", "Two it is.", "Lesen Sie auch: Brücke bleibt zu", "Three."),
        KNOWLEDGE,
    )
    assert [block.text for block in parted.body] == ["One.", "Two it is.", "Three."]
    assert _stories(parted) == [(None, "Bridge vote delayed"), (None, "Brücke bleibt zu")]


def test_nothing_of_the_story_follows_its_sign_off() -> None:
    """Sentences in a box behind it are titles."""
    parted = boxes.part(_blocks("One.", "--IANS", "Related Stories", "Bridge closed. Again.", "Ferry late"), KNOWLEDGE)
    assert [block.text for block in parted.body] == ["One.", "--IANS"]
    assert [story.title for story in parted.related] == ["Bridge closed. Again.", "Ferry late"]


def test_a_section_on_a_line_of_its_own_belongs_to_the_next_title() -> None:
    """Furniture and dates between titles are dropped."""
    parted = boxes.part(
        _blocks("One.", "Related News", "Business", "Fees fall", "Apr 27, 2031", "Share", "Ferry late"), KNOWLEDGE
    )
    assert _stories(parted) == [("Business", "Fees fall"), (None, "Ferry late")]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["BusinessFees fall"], [("Business", "Fees fall")]),
        (["Business: Fees fall", "World | Bridge opens"], [("Business", "Fees fall"), ("World", "Bridge opens")]),
        (
            ["TechBridge raises money", "Ferry late", "Bridge late"],
            [(None, "TechBridge raises money"), (None, "Ferry late"), (None, "Bridge late")],
        ),
        (
            ["HarboursideFees fall", "HarboursideFerry late"],
            [("Harbourside", "Fees fall"), ("Harbourside", "Ferry late")],
        ),
        (["Businesses close", "Nationals win"], [(None, "Businesses close"), (None, "Nationals win")]),
        (["USTrade talks open"], [("US", "Trade talks open")]),
        (["USA wins"], [(None, "USA wins")]),
        (["राष्ट्रीयनाव देर से चली", "खेलनाविक जीते"], [("राष्ट्रीय", "नाव देर से चली"), ("खेल", "नाविक जीते")]),
        (["खेलों में नाविक जीते", "नाव देर से चली"], [(None, "खेलों में नाविक जीते"), (None, "नाव देर से चली")]),
        (["社会橋が開いた", "国際船が遅れた"], [("社会", "橋が開いた"), ("国際", "船が遅れた")]),
        (["社会保障が変わる", "船が遅れた"], [(None, "社会保障が変わる"), (None, "船が遅れた")]),
    ],
)
def test_sections_come_off_titles_where_the_box_glues_them(titles: list[str], expected: list[tuple[str, str]]) -> None:
    """By the seam in the first word; where a script has none, only if every title of the box has one."""
    found = boxes.unglued([Related(title=title) for title in titles], KNOWLEDGE)
    assert [(story.section, story.title) for story in found] == expected


def test_no_box_leaves_the_blocks_alone() -> None:
    """The very same."""
    blocks = _blocks("One.", "Two.")
    assert boxes.part(blocks, KNOWLEDGE).body == blocks


def test_addresses_come_from_the_markup_and_the_number_is_bounded() -> None:
    """HTML blocks keep their links; `related_max` caps the list."""
    link = Block(text="Ferry late", html='<a href="https://site.example/a?b&amp;c">Ferry late</a>')
    parted = boxes.part(
        (*_blocks("One.", "Read Also"), link, *_blocks("Bridge late", "Crew wins")), load(Limits(related_max=2))
    )
    assert [(story.title, story.url) for story in parted.related] == [
        ("Ferry late", "https://site.example/a?b&c"),
        ("Bridge late", None),
    ]


def test_a_notice_in_a_box_is_no_title() -> None:
    """It says whose the story above is."""
    parted = boxes.part(
        _blocks("A ferrya abriu.", "Leia também", "Porto instala sirenes", "Com informações da Agência Brasil"),
        KNOWLEDGE,
    )
    assert [block.text for block in parted.body] == ["A ferrya abriu.", "Com informações da Agência Brasil"]
    assert _stories(parted) == [(None, "Porto instala sirenes")]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("À LIRE AUSSI - Le port rouvre", "Le port rouvre"),
        ("LIRE AUSSI » Le port rouvre", "Le port rouvre"),
        ("Recommended - by nobody", None),
        ("TOP TEN - The port's best", None),
    ],
)
def test_a_heading_in_capitals_before_a_dash(line: str, title: str | None) -> None:
    """The title stands on the same line; in small letters the words are a sentence's."""
    parted = boxes.part(_blocks("Le port ferme vendredi.", line, "Il rouvre lundi."), KNOWLEDGE)
    assert _stories(parted) == ([(None, title)] if title else [])
    assert len(parted.body) == (2 if title else 3)
