"""Trees of ninjs for tests, read."""

from collections.abc import Mapping
from typing import Any

from worker.article import (
    Article,
)
from worker.formats.ninjs.parser import parse
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left

WORDS = {"headline": "Ferry late", "body_html": "<p>The ferry is late.</p>"}


def read(tree: Any, knowledge: Knowledge, format_: str = "ninjs1") -> list[Article | Left]:
    """Everything that the parser makes of the tree."""
    return list(parse(Document(data=b"", text="", tree=tree, format=format_), knowledge))


def article(tree: Mapping[str, Any], knowledge: Knowledge) -> Article:
    """The one article of the tree."""
    (found,) = read(tree, knowledge)
    assert isinstance(found, Article)
    return found
