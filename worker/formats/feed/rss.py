"""RSS 0.9x and 2.0, RSS 1.0 (RDF), exports of WordPress: every item an article."""

from collections.abc import Iterator

from worker.article import Article
from worker.formats.feed.channel import channel_of
from worker.formats.feed.items import outcomes
from worker.formats.feed.names import LOCAL
from worker.knowledge.loading import Knowledge
from worker.markup.xml import read_xml
from worker.model import Document, Left, Reason, Rejected


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The items in order.  May raise Rejected for what is no XML or no RSS."""
    tree = read_xml(document, knowledge.limits, LOCAL)
    root = tree.root
    if str(root.tag).lower() not in {"rss", "rdf", "channel"}:
        raise Rejected(Reason.PARSE_ERROR, "the document is no RSS feed")
    channel = next(root.iter("channel"), root)
    found = [(item, tree.flags(item)) for item in root.iter("item")]
    yield from outcomes(found, channel_of(channel, document, knowledge, mended=tree.recovered), document, knowledge)
