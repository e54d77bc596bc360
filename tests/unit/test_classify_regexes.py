"""Patterns and stages of classification are linear: four times the text is not eight times the work."""

import time

import pytest
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of, rooms_of

from worker.article import Article, Block, Dateline, Headline
from worker.classify import genre, language, places, section, urgency
from worker.knowledge.loading import load

PATTERNS = patterns_of(rooms_of("worker.classify"))
# Separators are looked for in names of 200 to 300 characters only; the rest takes whole lines.
SIZE = 20_000
PIECES = (
    "a", "A", " ", ",", "1", "-", "- ", " - ", "|", ": ", "/", "a/", "a b ", "12:30 ", "1.", "月", "é", "\n", "a:", "–",
)  # fmt: skip
BOUNDED = {"genre._SECTION"}  # blanks on both sides of a divider
KNOWLEDGE = load()
STAGES = (genre.genre, urgency.urgency, language.language, places.places, section.section)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_a_pattern_is_linear(name: str, pattern: Pattern) -> None:
    """At the size that it is ever given."""
    size = 300 if name in BOUNDED else SIZE
    assert grows_faster_than_its_text(pattern, PIECES, size) is None


@pytest.mark.parametrize("piece", PIECES)
def test_an_article_of_one_piece_takes_no_time(piece: str) -> None:
    """A megabyte of it everywhere: headline, slugline, section, place, address, a thousand paragraphs."""
    text = piece * (1_000_000 // len(piece))
    article = Article(
        format="html",
        headlines=(Headline(value=text),),
        slugline=text,
        section=text,
        canonical_url=f"https://site.example/{text}",
        keywords=(text,) * 100,
        dateline=Dateline(text=text, places=(text,) * 100, region=text),
        body=(Block(text=text), *(Block(text=text[:1000]),) * 1000),
    )
    since = time.process_time()
    for stage in STAGES:
        article = stage(article, KNOWLEDGE)
    assert time.process_time() - since < 1.0
