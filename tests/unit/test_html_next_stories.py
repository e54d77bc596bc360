"""Stories that endless pages append."""

import pytest
from trafilatura.utils import load_html

from worker.formats.html import outline as html_outline
from worker.formats.html.next_stories import without_next_stories

LONG = "The council voted on Monday to build a bridge across the river after a debate of three hours. " * 3


def _kept(body: str) -> list[str]:
    outline = html_outline.read(load_html(f"<html><head><title>t</title></head><body>{body}</body></html>"))
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
