"""RSS for tests, and what the parser makes of it."""

from worker.article import Article
from worker.formats.feed.rss import parse
from worker.knowledge.loading import load
from worker.model import Document, Left

KNOWLEDGE = load()


SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:other="urn:other"'
)


def feed(items: str, channel: str = "<title>Hafenblatt</title><link>https://hafen.example/</link>") -> str:
    """A feed of these items."""
    return f'<rss version="2.0" {SPACES}><channel>{channel}{items}</channel></rss>'


def parsed(xml: str) -> list[Article | Left]:
    """What the parser makes of it."""
    return list(parse(Document(data=xml.encode("utf-8", "replace"), text=xml, format="rss"), KNOWLEDGE))


def item(inside: str, channel: str = "<title>Hafenblatt</title><link>https://hafen.example/</link>") -> Article:
    """The article of a feed with one item."""
    (article,) = parsed(feed(f"<item>{inside}</item>", channel))
    assert isinstance(article, Article), article
    return article
