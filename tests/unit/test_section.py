"""Stage `section`: a story of several sections comes out under one of them, after all of them have been read."""

import pytest

from worker.knowledge.loading import load
from worker.model import RawMessage
from worker.pipeline import process

KNOWLEDGE = load()
PAGE = """<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour fees fall",
"articleSection": %s}</script></head><body><h1>Harbour fees fall</h1>
<p>The harbour office lowers its fees by a tenth in spring, its head said at the yearly meeting on Friday.</p>
<p>Boats of less than ten metres will pay nothing at all, and the ferry pays what it has paid for years.</p>
</body></html>"""


@pytest.mark.parametrize(
    "declared", ['"News, Business, Health, Analysis"', '["News", "Business", "Health", "Analysis"]']
)
def test_what_the_other_sections_mean_is_not_lost(declared: str) -> None:
    """They have said what it is about and of which genre it is."""
    page = (PAGE % declared).encode()
    [article] = process(RawMessage(topic="raw", partition=0, offset=0, value=page), KNOWLEDGE)
    assert article.section == "Business"
    by_section = {one.literal for one in article.subjects if one.creator == "section"}
    assert {"medtop:04000000", "medtop:07000000"} <= by_section
    assert "genre:Analysis" in {one.literal for one in article.genres}
