"""The summary that a page prints between headline and story."""

import pytest
from lxml.html import document_fromstring

from worker.article import Block
from worker.formats.html import outline, page, parser
from worker.formats.html.surroundings import frame_of, standfirst_of
from worker.knowledge.loading import load
from worker.model import Document

KNOWLEDGE = load()
HEADLINE = "Ferry race is off"
LEAD = "The ferry race between Crow and Gull islands will not be held this year, the harbour office said on Monday."
STANDFIRST = "Storms have closed both harbours for a week"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (f'<p class="article-dek">{STANDFIRST}</p>', [STANDFIRST]),
        (f'<div class="StoryHeaderDek-x7"><p>{STANDFIRST}</p></div>', [STANDFIRST]),
        (f'<h2 class="article__subtitle">{STANDFIRST}</h2>', [STANDFIRST]),
        ('<p class="chapo">二つの港は嵐のために一週間閉鎖されており、再開の見通しは立っていないという。</p>',
         ["二つの港は嵐のために一週間閉鎖されており、再開の見通しは立っていないという。"]),
        (f'<p class="text">{STANDFIRST}</p>', []),
        ('<p class="dek">Crow Island news</p>', []),
        ('<p class="subtitle">21 October 2025 at 10:15 on Crow</p>', []),
        (f'<p class="subtitle"><a href="/b">{STANDFIRST}</a></p>', []),
        (f'<div class="subtitle">{"<p>A line of all the page</p>" * 5}</div>', []),
    ],
)  # fmt: skip
def test_printed(printed: str, expected: list[str]) -> None:
    """What the page's own names call so, in whatever element; no label, date, link, and no name of all the page."""
    html = f"<html><body><h1>{HEADLINE}</h1>{printed}<p>{LEAD}</p></body></html>"
    lines = page.lines_of(outline.read(document_fromstring(html)))
    assert standfirst_of(lines, frame_of(lines, HEADLINE, [Block(text=LEAD)])) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((STANDFIRST, "All about ferries"), [STANDFIRST, "All about ferries"]),
        ((STANDFIRST, STANDFIRST + "."), [STANDFIRST]),
        ((STANDFIRST, STANDFIRST[:30] + " ..."), [STANDFIRST]),
        ((STANDFIRST, STANDFIRST + ", and no ship sails."), [STANDFIRST + ", and no ship sails."]),
        ((LEAD[:60] + "…", ""), []),
    ],
)
def test_told_once(texts: tuple[str, ...], expected: list[str]) -> None:
    """The longer of two that begin alike; nothing that the story's lead says again."""
    assert [one.value for one in parser._descriptions(texts, [Block(text=LEAD)])] == expected


def test_standfirst_over_a_declared_description() -> None:
    """The printed one comes first, and the article says where it was found; the body may hold it, too."""
    story = "".join(f"<p>{LEAD} The {word} race is held in June.</p>" for word in ("next", "third", "fourth", "fifth"))
    html = (
        f'<html><head><title>{HEADLINE}</title><meta name="description" content="All about ferries"></head><body>'
        f'<article><h1>{HEADLINE}</h1><p class="dek">{STANDFIRST}</p>{story}</article></body></html>'
    )
    (article,) = parser.parse(Document(data=b"", text=html, format="html"), KNOWLEDGE)
    assert [one.value for one in article.descriptions] == [STANDFIRST, "All about ferries"]
    assert article.field_sources["descriptions"] == "standfirst"
