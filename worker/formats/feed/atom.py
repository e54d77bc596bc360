"""Atom 1.0 and 0.3: every entry of a feed, or one alone, an article; a deleted entry its withdrawal."""

from collections.abc import Iterator

from lxml.etree import _Element

from worker.article import Article, PubStatus, Signal, Status
from worker.formats.feed import times
from worker.formats.feed.channel import Channel, channel_of
from worker.formats.feed.items import outcomes
from worker.formats.feed.names import LOCAL, elements, parts_of
from worker.knowledge.loading import Knowledge
from worker.markup.lines import clean_line
from worker.markup.xml import read_xml
from worker.model import Document, Left, Reason, Rejected


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The entries in order, then what is withdrawn.  May raise Rejected for what is no XML or no Atom."""
    tree = read_xml(document, knowledge.limits, LOCAL)
    root = tree.root
    if root.tag not in {"feed", "entry"}:
        raise Rejected(Reason.PARSE_ERROR, "the document is no Atom feed")
    channel = (
        channel_of(root, document, knowledge, mended=tree.recovered)
        if root.tag == "feed"
        else Channel(title=document.publisher, language=document.language)
    )
    yield from outcomes([(entry, tree.flags(entry)) for entry in root.iter("entry")], channel, document, knowledge)
    for deleted in elements(parts_of(root), "at:deleted-entry"):
        yield _withdrawn(deleted, channel, document, knowledge)


def _withdrawn(deleted: _Element, channel: Channel, document: Document, knowledge: Knowledge) -> Article | Left:
    """RFC 6721: the id of an entry that its feed has taken back."""
    uri = clean_line(deleted.get("ref") or "")
    if not uri:
        return Left(reason=Reason.NO_ARTICLE, detail="a deleted entry without the id of what is deleted")
    stamp = times.read(deleted.get("when") or "", channel.zone, knowledge)
    return Article(
        format=document.format,
        uri=uri,
        pub_status=PubStatus.CANCELED,
        status=Status(signal=Signal.KILL),
        version_created=stamp.when if stamp else None,
        info_sources=channel.sources,
        language=channel.language,
        publisher=channel.title,
        received_at=document.fetched_at,
        field_sources={"versionCreated": stamp.source} if stamp else {},
    )
