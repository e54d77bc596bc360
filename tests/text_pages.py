"""Texts of pages for tests, parsed and taken through the stages."""

from worker.article import Article
from worker.formats.text import parser as text
from worker.knowledge.loading import load
from worker.model import Document
from worker.newsroom import boilerplate, dateline, related, syndication
from worker.newsroom.credits import read as read_credits

KNOWLEDGE = load()


def parsed(data: str) -> Article:
    """As the parser gives it."""
    (article,) = text.parse(Document(data=b"", text=data, format="text"), KNOWLEDGE)
    return article


def whole(data: str) -> Article:
    """Behind the stages that take a page apart."""
    article = parsed(data)
    for stage in (boilerplate.strip, related.strip, read_credits, dateline.read, syndication.judge):
        article = stage(article, KNOWLEDGE)
    return article


def texts_of(article: Article) -> list[str]:
    """The lines of its body."""
    return [block.text for block in article.body]
