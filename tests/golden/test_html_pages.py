"""Golden HTML pages: invented pages of different make, and every field that the HTML parser must read from each.

`pytest tests/golden --update-golden` writes what comes out; the diff is the review.
"""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from worker.article import Article
from worker.formats.html import parser as html
from worker.knowledge.loading import load
from worker.model import Document

PAGES = sorted((Path(__file__).parent / "html").glob("*.html"))


def _document(path: Path) -> Document:
    data = path.read_bytes()
    charset = "windows-1252" if path.stem.endswith("1252") else "utf-8"
    return Document(data=data, text=data.decode(charset), format="html", charset=charset)


def _facts(article: Article) -> dict[str, Any]:
    """The fields that are not at their defaults, as JSON values."""
    empty = dataclasses.asdict(Article(format="html"))
    found = {name: value for name, value in dataclasses.asdict(article).items() if value != empty[name]}
    written: dict[str, Any] = json.loads(json.dumps(found, default=_written))
    return written


def _written(value: Any) -> str:
    assert isinstance(value, datetime)
    return value.isoformat()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path, request: pytest.FixtureRequest) -> None:
    """Each page gives exactly one article with exactly these fields."""
    (article,) = html.parse(_document(path), load())
    expected = path.with_suffix(".expected.json")
    if request.config.getoption("--update-golden"):
        expected.write_text(json.dumps(_facts(article), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert _facts(article) == json.loads(expected.read_text("utf-8"))


def test_pages_are_of_many_makes() -> None:
    """No page is lost: nine kinds are covered."""
    assert len(PAGES) >= 9
