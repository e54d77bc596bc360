"""Articles for the stages of the newsroom."""

from collections.abc import Iterable

from worker.article import Article, Block, Dateline, Headline, InfoSource
from worker.knowledge.loading import load

KNOWLEDGE = load()


LEAD = "Lindpur, Jun 3 (IANS) The ferry that no one believed in sailed for the first time on Monday, its captain said."


def article_of(
    *lines: str, headline: str | None = None, furniture: Iterable[str] = (), byline: str | None = None
) -> Article:
    """A text of these lines."""
    return Article(
        format="text",
        headlines=(Headline(value=headline),) if headline else (),
        body=tuple(Block(text=line) for line in lines),
        furniture=tuple(furniture),
        byline=byline,
    )


def filed(
    *places: str, region: str | None = None, agency: str | None = None, language: str | None = None, text: str = ""
) -> Article:
    """A text with these places in its dateline, of the agency of that code."""
    return Article(
        format="text",
        language=language,
        dateline=Dateline(text="(dateline)", places=places, region=region),
        info_sources=(InfoSource(name=agency, code=agency),) if agency else (),
        body=(Block(text=text),) if text else (),
    )


def texts_of(article: Article) -> list[str]:
    """The lines of its body."""
    return [block.text for block in article.body]
