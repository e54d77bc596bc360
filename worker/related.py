"""Newsroom stage: related."""

from worker.knowledge import Knowledge
from worker.model import Article


def strip(article: Article, _knowledge: Knowledge) -> Article:
    """The article as it is."""
    return article
