"""Real pages and stories: headline and paragraphs stay, datelines of nobody are rare."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from worker.article import Article, Dateline, InfoSource
from worker.cleaning import line
from worker.formats.text import parser as text
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.model import Document
from worker.newsroom import (
    boilerplate,
    dateline,
    datelines,
    related,
    syndication,
)
from worker.newsroom.credits import read as read_credits
from worker.syndicated import Grade

pytestmark = pytest.mark.shared
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text(encoding="utf-8"))["newsroom"]


def _written_pages(shared: Path) -> Iterator[tuple[str, list[str], str]]:
    """Title, paragraphs, and both as the text of a page, of every second real story."""
    for name in ("fundus", "scrapinghub", "wcxb"):
        with (shared / "data" / "extraction" / name / "truth.jsonl").open(encoding="utf-8") as truths:
            for truth in [json.loads(line) for line in truths][::2]:
                title = line(truth.get("title") or "")
                body = [part for raw in (truth.get("body") or "").split("\n") if (part := line(raw))]
                byline = ", ".join(truth.get("authors") or ["Jo Bee"])
                if title and body:
                    yield title, body, "\n\n".join([title, f"By {byline} | May 17, 2024 17:50 IST", *body])


def test_the_text_of_a_page_keeps_its_headline_and_paragraphs(shared: Path, knowledge: Knowledge) -> None:
    """What is lost of real stories: lines that read like a page's furniture ("Read more") and little else."""
    headlines = kept = paragraphs = pages = 0
    for title, body, page in _written_pages(shared):
        article = _whole(page, knowledge)
        texts = {block.text for block in article.body}
        pages += 1
        headlines += article.headline == title
        paragraphs += len(body)
        kept += sum(part in texts for part in body)
    assert headlines / pages >= FLOORS["text_headlines"], headlines / pages
    assert kept / paragraphs >= FLOORS["text_paragraphs"], kept / paragraphs


def _stories(shared: Path) -> Iterator[str]:
    """First paragraphs of pages of many publishers."""
    for name in ("fundus", "scrapinghub", "wcxb"):
        with (shared / "data" / "extraction" / name / "truth.jsonl").open(encoding="utf-8") as truths:
            for truth in map(json.loads, truths):
                lines = [part for part in (truth.get("body") or "").split("\n") if part.strip()]
                yield from lines[:1]


def test_a_dateline_that_no_agency_vouches_for_is_rare(shared: Path, knowledge: Knowledge) -> None:
    """Few of all stories have a place and neither agency nor date before the dash: most would be mistakes."""
    firsts = list(_stories(shared))
    doubtful = [
        found.text
        for first in firsts
        if (found := datelines.read(first, knowledge)) is not None and not found.agencies and not found.day
    ]
    assert len(doubtful) <= FLOORS["unvouched_max"] * len(firsts), doubtful


def _whole(data: str, knowledge: Knowledge) -> Article:
    (article,) = text.parse(Document(data=b"", text=data, format="text"), knowledge)
    for stage in (boilerplate.strip, related.strip, read_credits, dateline.read, syndication.judge):
        article = stage(article, knowledge)
    return article


def test_the_first_real_message_comes_out_whole(shared: Path, knowledge: Knowledge) -> None:
    """Headline, agency, credits, time, dateline, paragraphs, grade and notice, other stories, section."""
    page = (shared / "seed" / "page.txt").read_text(encoding="utf-8")
    article = _whole(page, knowledge)
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    body = lines.index("Open in App") + 1
    notice = next(line for line in lines if line.startswith("Disclaimer"))
    assert article.headline == lines[2]
    assert [(source.name, source.role) for source in article.info_sources] == [("IANS", "provider"), ("DPA", "credit")]
    assert article.version_created is not None
    assert article.version_created.isoformat() == "2024-05-17T17:50:00+05:30"
    assert article.dateline == Dateline(
        text="Seoul, May 17 (IANS/DPA)", places=("Seoul",), date="2024-05-17", agencies=("IANS", "DPA")
    )
    assert article.located == "Seoul"
    assert [block.text for block in article.body] == lines[body : body + 7]
    assert (article.syndication.grade, article.syndication.disclaimer) == (Grade.SYNDICATED, notice)
    assert article.syndication.agencies == ("IANS", "DPA")
    assert article.section == "International"
    assert (article.byline, article.people) == (None, ())
    printed = [line for line in lines[lines.index("Related Stories") :] if not line_key(line).endswith("stories")]
    assert [f"{story.section}{story.title}" for story in article.related] == printed
    assert {story.section for story in article.related} == {"Business", "National", "Cricket", "International"}
    assert InfoSource(name="IANS", role="provider", uri="https://ians.in/", code="ians") in article.info_sources
