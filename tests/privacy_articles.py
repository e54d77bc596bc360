"""Articles that hold what must not leak."""

import tomllib
from importlib import resources
from typing import Any

from worker.article import (
    Article,
    Block,
)
from worker.knowledge.loading import load
from worker.newsroom.privacy import withhold

KNOWLEDGE = load()


SECRET = "Ida Holm 555 0142"  # noqa: S105 - a name and number that must not leak


LEAD = "The ferry stayed in the harbour on Friday, the port authority said, and nobody told the passengers why."


MORE = "The harbour master said that it would sail on Monday, if the storm had passed by then."


PRIVATE = tomllib.loads((resources.files("worker.config") / "pages.toml").read_text("utf-8"))["private"]


def article(*texts: str, **more: Any) -> Article:
    """An article of these paragraphs."""
    return Article(format="text", body=tuple(Block(text=text) for text in texts), **more)


def body(*texts: str) -> list[str]:
    """What stays of these paragraphs."""
    return [block.text for block in withhold(article(*texts), KNOWLEDGE).body]
