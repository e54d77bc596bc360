"""The stage that takes furniture, headline and teaser out of a body."""

from dataclasses import replace

import pytest
from newsroom_articles import KNOWLEDGE, LEAD, article_of, texts_of

from worker.article import Article, Block
from worker.newsroom import boilerplate


def test_furniture_headline_and_teaser_leave_the_body() -> None:
    """Prompts anywhere, the headline as first line, the lead cut off before the lead."""
    teaser = LEAD[:70] + " ..."
    found = boilerplate.strip(
        article_of("Ferry sails", teaser, "Open in App", LEAD, "Read more", headline="Ferry Sails!"), KNOWLEDGE
    )
    assert texts_of(found) == [LEAD]


def test_lists_and_tables_are_no_furniture() -> None:
    """A list may name web sites; short paragraphs of the story stay."""
    article = Article(
        format="html", body=(Block(tag="li", text="Facebook"), Block(text="It sailed."), Block(text="It sailed."))
    )
    assert texts_of(boilerplate.strip(article, KNOWLEDGE)) == ["Facebook", "It sailed.", "It sailed."]


def test_a_lead_that_only_starts_alike_is_no_teaser() -> None:
    """Two paragraphs with the same first words."""
    one, two = "The ferry sailed on Monday to Lindpur.", "The ferry sailed on Monday but came back."
    assert texts_of(boilerplate.strip(article_of(one, two), KNOWLEDGE)) == [one, two]


@pytest.mark.parametrize(
    "line",
    [
        "★★★★☆", "#Harbour #Ferries", "#강릉#가로등", "Stampa | Invia a un amico | Torna indietro",
        "登录后发表评论，请文明发言", "News ID: 12345",
    ],
)  # fmt: skip
def test_lines_without_a_word_of_the_story_leave_the_body(line: str) -> None:
    """Stars, tags, buttons side by side, numbers of the house."""
    assert texts_of(boilerplate.strip(article_of(LEAD, line), KNOWLEDGE)) == [LEAD]


@pytest.mark.parametrize("line", ["#1 in the world", "Ferries | Harbours", "配信"])
def test_lines_that_may_be_the_storys_stay(line: str) -> None:
    """A rank, names between bars, a date's label far from the top."""
    body = [LEAD] * boilerplate.OPENING
    assert texts_of(boilerplate.strip(article_of(*body, line), KNOWLEDGE))[-1] == line


def test_a_dates_label_or_a_count_opens_no_story() -> None:
    """The date is elsewhere on the page, and what is counted has a picture for a name."""
    page = replace(article_of("配信", "18", LEAD, "Published"), format="html")
    assert texts_of(boilerplate.strip(page, KNOWLEDGE)) == [LEAD]
