"""Invented pages that hold no story, and some that look so and do: each is refused by its kind, or gives its article.

The file's name begins with the kind: `story-` pages are articles.
"""

from collections import Counter
from pathlib import Path

import pytest

from worker.formats.html import parser as html
from worker.knowledge.loading import load
from worker.model import Document, Reason, Rejected

PAGES = sorted((Path(__file__).parent / "bad_pages").glob("*.html"))
KINDS = {
    "robot": "robot check: ", "error": "error page: ", "consent": "consent wall: ", "login": "login wall: ",
    "script": "script shell: ", "gallery": "gallery: ", "media": "media page: ", "table": "table page: ",
    "front": "section front: ",
}  # fmt: skip


def _kind(path: Path) -> str:
    return path.stem.partition("-")[0]


def _document(path: Path) -> Document:
    data = path.read_bytes()
    return Document(data=data, text=data.decode("utf-8"), format="html", charset="utf-8")


@pytest.mark.parametrize("path", [path for path in PAGES if _kind(path) in KINDS], ids=lambda path: path.stem)
def test_a_page_without_story_is_refused_by_its_kind(path: Path) -> None:
    """The reason is `no_article`; the first words of its detail name the kind."""
    with pytest.raises(Rejected) as refusal:
        html.parse(_document(path), load())
    assert refusal.value.reason is Reason.NO_ARTICLE
    assert refusal.value.detail.startswith(KINDS[_kind(path)])


@pytest.mark.parametrize("path", [path for path in PAGES if _kind(path) == "story"], ids=lambda path: path.stem)
def test_a_story_that_looks_like_no_story_is_published(path: Path) -> None:
    """Briefs, stories about walls, galleries and videos with a text of their own: a wrong refusal loses a story."""
    (article,) = html.parse(_document(path), load())
    assert article.body


def test_every_kind_has_its_pages() -> None:
    """Four at least of each, differently built."""
    counts = Counter(map(_kind, PAGES))
    assert set(counts) == {*KINDS, "story"}
    assert min(counts.values()) >= 4
