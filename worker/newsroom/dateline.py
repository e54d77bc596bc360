"""Newsroom stage: the dateline of the first paragraph.  The paragraph keeps it: bodies are as published."""

from dataclasses import replace

from worker.article import Article, Dateline
from worker.knowledge.agencies import with_sources
from worker.knowledge.dates import completed
from worker.knowledge.loading import Knowledge
from worker.newsroom import bylines, datelines, house_zones
from worker.newsroom.datelines import Prefix

OPENING = 2  # paragraphs looked at
_PROSE = frozenset({"p", "blockquote", "pre"})


def read(article: Article, knowledge: Knowledge) -> Article:
    """The article with `dateline`, `located`, and the agencies that the dateline credits."""
    if article.dateline is not None:
        return article
    credited = any(source.code for source in article.info_sources)
    paragraphs = [block.text for block in article.body[: 2 * OPENING] if block.tag in _PROSE][:OPENING]
    for index, text in enumerate(paragraphs):
        prefix = datelines.read(text, knowledge, credited=credited and not index)
        if prefix is not None and (prefix.agencies or not index):
            return _with_dateline(article, prefix, knowledge)
    return article


def _with_dateline(article: Article, prefix: Prefix, knowledge: Knowledge) -> Article:
    reference = article.version_created or article.first_created or article.received_at
    day = completed(prefix.day, reference) if prefix.day else None
    named = [agency for name in prefix.agencies if (agency := knowledge.agencies.named(name))]
    sources = {**article.field_sources, "dateline": "body"}
    if prefix.places and not article.located:
        sources["located"] = "dateline"
    if named:
        sources.setdefault("infoSources", "dateline")
    dated = replace(
        article,
        dateline=Dateline(
            text=prefix.text,
            places=prefix.places,
            region=prefix.region,
            date=day.isoformat() if day else None,
            agencies=prefix.agencies,
        ),
        located=article.located or next(iter(prefix.places), None),
        info_sources=with_sources(article.info_sources, named, first="provider"),
        field_sources=sources,
    )
    return _with_glued_byline(house_zones.moved(dated, named), prefix, knowledge)


def _with_glued_byline(article: Article, prefix: Prefix, knowledge: Knowledge) -> Article:
    """The names in front of the place: "By Jo Bee Kathmandu, Oct 17 (PTI)"."""
    if article.people or not prefix.places or prefix.text.startswith(prefix.places[0]):
        return article
    front = prefix.text.partition(prefix.places[0])[0].strip(" ,")
    byline = bylines.read(front, knowledge)
    if byline is None or not byline.explicit or byline.strange:
        return article
    names = ", ".join(person.name for person in byline.people)
    sources = {**article.field_sources, **({"by": "dateline", "people": "dateline"} if names else {})}
    return replace(article, people=byline.people, byline=article.byline or names or None, field_sources=sources)
