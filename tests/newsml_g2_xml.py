"""NewsML-G2 items for tests, and what the parser makes of them."""

from worker.article import Article
from worker.formats.newsml_g2.parser import parse
from worker.knowledge.loading import Knowledge
from worker.model import Document, Left, Reason, SkipReason

BODY = "<contentSet><inlineXML><html><body><p>The ferry reached the island.</p></body></html></inlineXML></contentSet>"


def item(
    meta: str = "", content_meta: str = "", content: str = BODY, tag: str = "newsItem", guid: str = "urn:x:1"
) -> str:
    """One item with an invented story."""
    return (
        f'<{tag} guid="{guid}" version="2" xml:lang="en"><itemMeta>{meta}</itemMeta>'
        f"<contentMeta>{content_meta}</contentMeta>{content}</{tag}>"
    )


def read(xml: str, knowledge: Knowledge) -> list[Article | Left]:
    """All that the parser gives for a document."""
    return list(parse(Document(data=xml.encode(), text=xml, format="newsml_g2"), knowledge))


def article(xml: str, knowledge: Knowledge) -> Article:
    """The one article of a document."""
    (found,) = read(xml, knowledge)
    assert isinstance(found, Article)
    return found


def left(xml: str, knowledge: Knowledge) -> Reason | SkipReason:
    """Why the one item of a document is left."""
    (found,) = read(xml, knowledge)
    assert isinstance(found, Left)
    return found.reason
