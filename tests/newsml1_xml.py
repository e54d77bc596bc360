"""NewsML 1.x written by hand for tests: items, lines, identifiers, and what the parser makes of them."""

from worker.article import Article
from worker.envelope.opening import open_envelope
from worker.formats.newsml1.parser import parse
from worker.knowledge.loading import load
from worker.model import Document, Hints, Left, Limits, RawMessage, Rejected

KNOWLEDGE = load()
CONTENT = "<ContentItem><DataContent>{}</DataContent></ContentItem>"
TEXT = CONTENT.format("<nitf><body><body.content><p>{}</p></body.content></body></nitf>")


def read_all(xml: str) -> list[Article | Left]:
    """What the parser makes of a whole document."""
    return list(parse(Document(data=xml.encode(), text=xml, format="newsml1"), KNOWLEDGE))


def item(component: str = "", management: str = "", identity: str = "", rest: str = "") -> str:
    """A NewsItem of one component."""
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identity}</NewsIdentifier></Identification>"
        f"<NewsManagement>{management}</NewsManagement>"
        f"{f'<NewsComponent>{component}</NewsComponent>' if component else ''}{rest}</NewsItem>"
    )


def read_one(
    component: str = TEXT.format("Text."), management: str = "", identity: str = "", envelope: str = ""
) -> Article:
    """The one article of a document of one item."""
    (article,) = read_all(f"<NewsML>{envelope}{item(component, management, identity)}</NewsML>")
    assert isinstance(article, Article)
    return article


def lines(headline: str, more: str = "") -> str:
    """NewsLines with a headline."""
    return f"<NewsLines><HeadLine>{headline}</HeadLine>{more}</NewsLines>"


def identity(item: str, revision: str = "1", public: str = "") -> str:
    """A NewsIdentifier's parts."""
    return (
        f"<ProviderId>x.example</ProviderId><DateId>20240517</DateId><NewsItemId>{item}</NewsItemId>"
        f'<RevisionId PreviousRevision="0" Update="N">{revision}</RevisionId>{public}'
    )


def parsed(data: bytes) -> list[Article | Left]:
    """The items of a payload; none where it is rejected, as it may be."""
    try:
        opened = open_envelope(RawMessage(topic="t", partition=0, offset=0, value=data), Limits(), Hints())
        return list(parse(opened.document("newsml1"), KNOWLEDGE))
    except Rejected:
        return []
