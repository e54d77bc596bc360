"""An auto-published agency page gives the same article as its plain text, whatever its markup is like."""

import dataclasses
from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from worker import pipeline
from worker.article import Article, Related
from worker.knowledge.loading import Knowledge
from worker.model import Hints, RawMessage
from worker.syndicated import Grade

HEADLINE = "Island ferries stop as crews vote on night shifts"
BYLINE = "By IANS | Updated: March 12, 2024 09:05 IST"
STORY = """
Valletta, March 12 (IANS/DPA) Ferry crews on the island of Gozo have stopped work after the company announced new \
night shifts, leaving some 400 passengers in port.
As reported by the harbour office on Tuesday, the boats will stay at their moorings until the crews have voted on \
what they called "a timetable that nobody asked for".
"We are not against the night, we are against four nights in a row," said crew speaker Marlene Okafor.
The company, which has run the line since 1979, is trying to carry more lorries between the islands.
Shopkeepers on the smaller island have repeatedly complained about late deliveries.
However, the ministry of transport maintains that no boat may sail at night without two rested helmsmen, among \
other rules, as laid down in the regulations of 2011.
The harbour office reported that a dozen fishing boats had offered to take passengers across on Wednesday.
"""
PARAGRAPHS = tuple(STORY.strip().split("\n"))
DISCLAIMER = (
    "Disclaimer: This post has been auto-published from an agency feed without any modifications to the text and has "
    "not been reviewed by an editor"
)
TEASER = PARAGRAPHS[0][:100].rsplit(" ", 1)[0] + " ..."
BOXES = (
    (
        "Related Stories",
        (
            ("Business", "Shipyard to build 12 electric ferries for Rs 900 crore"),
            ("National", "Bridge to the northern islands closed for repairs until May"),
            ("Cricket", "Harbour eleven wins the cup on the last ball of the day"),
        ),
    ),
    (
        "International Related Stories",
        (
            ("International", "Fishermen find a bell of 1740 in their nets off the cape"),
            ("International", "Lighthouse keeper retires after 41 years on the rock"),
            ("International", "Port of Trieste plans its first night market in June"),
        ),
    ),
)

Box = Callable[[str, str], str]


def _glued(section: str, title: str) -> str:
    return f'<li><a href="/n/{title[:4]}">{section}{title}</a></li>'


def _two_in_a_link(section: str, title: str) -> str:
    return f'<div class="card"><a href="/n/{title[:4]}"><span>{section}</span>{title}</a></div>'


def _apart(section: str, title: str) -> str:
    return (
        f'<div class="card"><a class="cat" href="/s">{section}</a><h3><a href="/n/{title[:4]}">{title}</a></h3></div>'
    )


def _label_before(section: str, title: str) -> str:
    return f'<div class="card"><span>{section}</span><a href="/n/{title[:4]}">{title}</a></div>'


def _label_in_paragraphs(section: str, title: str) -> str:
    return f'<p>{section}</p><p><a href="/n/{title[:4]}">{title}</a></p>'


def _text_without_links(section: str, title: str) -> str:
    return f"<p>{section}{title}</p>"


def _page(item: Box) -> str:
    boxes = "".join(
        f'<div class="box"><h2>{label}</h2>{"".join(item(section, escape(title)) for section, title in stories)}</div>'
        for label, stories in BOXES
    )
    story = "".join(f"<p>{escape(text, quote=False)}</p>" for text in PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{HEADLINE}</title></head><body>
<div class="top"><a href="/city">City</a> <div><a href="/epaper">Epaper</a></div></div>
<div class="story"><h1>{HEADLINE}</h1>
<div class="by">By <a href="/ians">IANS</a> | Updated: March 12, 2024 09:05 IST</div>
<h2>{escape(TEASER, quote=False)}</h2><div><a href="/app">Open in App</a></div>
<div class="text">{story}<p>{DISCLAIMER}</p></div>
<div><a href="/app">Open in App</a></div>{boxes}</div></body></html>"""


def _text() -> str:
    boxes = [(label, *(f"{section}{title}" for section, title in stories)) for label, stories in BOXES]
    top = ("City", "Epaper", HEADLINE, BYLINE, TEASER, "Open in App")
    lines = (*top, *PARAGRAPHS, DISCLAIMER, "Open in App", *(line for box in boxes for line in box))
    return "\n\n".join(lines)


def _article(content: str, kind: str, knowledge: Knowledge) -> Article:
    raw = RawMessage(topic="t", partition=0, offset=0, value=content.encode())
    (article,) = pipeline.process(raw, knowledge, Hints(content_type=f"{kind}; charset=utf-8"))
    return article


def _facts(article: Article) -> dict[str, Any]:
    """What a reader would call the article: all that does not depend on where it stood."""
    left_out = {
        "format",
        "furniture",
        "field_sources",
        "uri",
        "canonical_url",
        "related",
        "body",
        "body_confidence",
        "language",
        "language_check",
        "pictures",
    }
    facts = {field.name: getattr(article, field.name) for field in dataclasses.fields(article)}
    kept = {name: value for name, value in facts.items() if name not in left_out}
    return kept | {
        "body": [block.text for block in article.body],
        "related": [(story.section, story.title) for story in article.related],
        "language": (article.language or "")[:2],
    }


def test_the_text_gives_every_field(knowledge: Knowledge) -> None:
    """The plain text is read as an editor would."""
    article = _article(_text(), "text/plain", knowledge)
    assert article.headline == HEADLINE
    assert [source.name for source in article.info_sources] == ["IANS", "DPA"]
    assert article.version_created is not None
    assert article.version_created.isoformat() == "2024-03-12T09:05:00+05:30"
    assert article.dateline is not None
    assert (article.dateline.places, article.dateline.date) == (("Valletta",), "2024-03-12")
    assert [block.text for block in article.body] == list(PARAGRAPHS)
    assert (article.syndication.grade, article.syndication.disclaimer) == (Grade.SYNDICATED, DISCLAIMER)
    assert article.section == "International"
    assert article.related == tuple(
        Related(section=section, title=title) for _, stories in BOXES for section, title in stories
    )


@pytest.mark.parametrize(
    "item", [_glued, _two_in_a_link, _apart, _label_before, _label_in_paragraphs, _text_without_links]
)
def test_the_page_gives_what_its_text_gives(item: Box, knowledge: Knowledge) -> None:
    """Field by field the same, with related boxes of any make."""
    assert _facts(_article(_page(item), "text/html", knowledge)) == _facts(_article(_text(), "text/plain", knowledge))


@pytest.mark.parametrize("item", [_glued, _two_in_a_link, _apart, _label_before, _label_in_paragraphs])
def test_the_page_adds_addresses(item: Box, knowledge: Knowledge) -> None:
    """Where other stories are links, each has its own."""
    raw = RawMessage(topic="t", partition=0, offset=0, value=_page(item).encode())
    (article,) = pipeline.process(raw, knowledge, Hints(url="https://p.example/a", format="html"))
    wanted = [f"https://p.example/n/{title[:4]}" for _, stories in BOXES for _, title in stories]
    assert [story.url for story in article.related] == wanted
