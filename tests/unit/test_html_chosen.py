"""What the model may choose and is not the page's own story: appended stories, hidden text."""

import pytest
from trafilatura.utils import load_html

from worker.formats.html import outline as html_outline
from worker.formats.html.hidden import without_hidden
from worker.formats.html.next_stories import without_next_stories
from worker.formats.html.outline import Outline

LONG = "The council voted on Monday to build a bridge across the river after a debate of three hours. " * 3


def _outline(body: str) -> Outline:
    return html_outline.read(load_html(f"<html><head><title>t</title></head><body>{body}</body></html>"))


def _kept(body: str) -> list[str]:
    outline = _outline(body)
    return [outline.segments[i].text for i in without_next_stories(outline, range(len(outline.segments)))]


def test_an_appended_story_is_not_the_pages_own() -> None:
    """A second article with a headline of its own goes, what stands behind it stays."""
    page = f"<article><h1>One</h1><p>{LONG}</p></article><article><h1>Two</h1><p>More</p></article><p>End</p>"
    assert _kept(page) == ["One", LONG.strip(), "End"]


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>One</h1><p>{LONG}</p></article><article><h2>9:30</h2><p>An entry of a live blog</p></article>",
        f"<article><h1>Teaser</h1><p>Short</p></article><article><h1>Story</h1><p>{LONG}</p></article>",
        f"<article><h1>One</h1><p>{LONG}</p><article><h1>Part two</h1><p>More</p></article></article>",
        f"<h1>One</h1><p>{LONG}</p>",
    ],
    ids=["entries", "a-teaser-first", "nested", "no-article"],
)
def test_other_articles_stay(page: str) -> None:
    """Entries, parts, and a story below a teaser are read as they stand."""
    assert LONG.strip() in _kept(page)
    assert len(_kept(page)) == page.count("<p>") + page.count("<h")


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        (f"<p>{LONG}</p><p hidden>x</p><div style='display: none'><p>y</p></div>", [LONG.strip()]),
        (f"<p>a</p><div style='display:none'><p>{LONG}</p><p>{LONG}</p></div>", ["a", LONG.strip(), LONG.strip()]),
    ],
    ids=["a-note", "a-story-that-a-script-shows"],
)
def test_hidden_text_is_no_story(page: str, kept: list[str]) -> None:
    """What no reader sees stays in, unless it is long enough for the story itself."""
    outline = _outline(page)
    assert [outline.segments[i].text for i in without_hidden(outline, range(len(outline.segments)))] == kept
