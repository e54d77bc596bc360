"""What is handed in or paid for is told from an agency's own stories, in every format."""

import pytest

from worker.article import Article, Block, Flag, Headline, InfoSource
from worker.formats import press_release_text
from worker.knowledge.loading import load
from worker.model import Document
from worker.newsroom import boilerplate, notes, syndication

KNOWLEDGE = load()
TEXT = "Linden Lines today announced two ferries for the harbour."
PAID = [agency.code for agency in KNOWLEDGE.agencies.all if agency.paid]


@pytest.mark.parametrize("code", PAID)
def test_a_newswire_that_is_paid_provides_releases(code: str) -> None:
    """Whatever the format is."""
    article = Article(format="newsml1", info_sources=(InfoSource(name=code, role="provider", code=code),))
    assert syndication.judge(article, KNOWLEDGE).flags == (Flag.PRESS_RELEASE,)


@pytest.mark.parametrize(("code", "role"), [("prnewswire", "credit"), ("reuters", "provider")])
def test_other_stories_are_none(code: str, role: str) -> None:
    """One that quotes a release, an agency's own."""
    article = Article(format="newsml1", info_sources=(InfoSource(name=code, role=role, code=code),))
    assert syndication.judge(article, KNOWLEDGE).flags == ()


@pytest.mark.parametrize(
    "line", ["FOR IMMEDIATE RELEASE", "Pressemitteilung", "COMMUNIQUÉ DE PRESSE:", "보도자료", "Comunicado de prensa"]
)
def test_a_line_that_says_so_is_taken_off(line: str) -> None:
    """The flag says it."""
    article = notes.read(Article(format="email", body=(Block(text=line), Block(text=TEXT))), KNOWLEDGE)
    assert (article.flags, [block.text for block in article.body]) == ((Flag.PRESS_RELEASE,), [TEXT])


def test_a_story_about_a_release_is_none() -> None:
    """The words are a sentence's."""
    text = "The press release said that two ferries were ordered."
    article = notes.read(Article(format="email", body=(Block(text=text), Block(text=TEXT))), KNOWLEDGE)
    assert (article.flags, article.body[0].text) == ((), text)


def test_the_headline_behind_its_label_is_not_the_texts_first_line() -> None:
    """A mail's subject has the label, the text has not."""
    body = (Block(text="Linden Lines orders two ferries"), Block(text=TEXT))
    headlines = (Headline(value="Press release: Linden Lines orders two ferries"),)
    article = boilerplate.strip(Article(format="email", headlines=headlines, body=body), KNOWLEDGE)
    assert [block.text for block in article.body] == [TEXT]


@pytest.mark.parametrize("line", ["EMBARGOED UNTIL 10:00 AM EDT, MAY 17, 2024", "FOR IMMEDIATE RELEASE"])
def test_lines_above_a_releases_headline_are_no_headline(line: str) -> None:
    """An embargo goes to the note, from which it is read."""
    text = f"{line}\n\nLinden Lines Orders Two Ferries\n\nLINDEN, May 16, 2024 (GLOBE NEWSWIRE) -- {TEXT}\n"
    document = Document(data=text.encode(), text=text, format="press_release_text")
    (article,) = press_release_text.parse(document, KNOWLEDGE)
    assert isinstance(article, Article)
    assert article.headline == "Linden Lines Orders Two Ferries"
    assert article.ednote == (line if line.startswith("EMB") else None)
