"""Newsroom stage: the dateline of the first paragraph.  The paragraph keeps it: bodies are as published."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from worker.article import Article, Dateline, Person, changed
from worker.knowledge.agencies import with_sources
from worker.knowledge.dates import completed
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.places import PLACE_MAX
from worker.newsroom import bylines, datelines, given_datelines, house_zones
from worker.newsroom.dateline_parts import Prefix
from worker.newsroom.names import classify

OPENING = 2  # paragraphs looked at
HEAD_MAX = 80  # characters of a paragraph that may be its dateline

# <em>This is a corrected story.</em>
_EMPHASISED = re.compile(r"<em>[^<]*</em>")
_PROSE = frozenset({"p", "blockquote", "pre"})


def read(article: Article, knowledge: Knowledge) -> Article:
    """The article with `dateline`, `located`, and the agencies that the dateline credits."""
    given = article.dateline
    if given is not None and given != Dateline(text=given.text):
        return article  # the feed gave it in parts
    article = _without_lone_place(article, knowledge)
    found = _in_body(article, knowledge)
    if given is None:
        return _with_dateline(article, found, knowledge) if found else article
    told = given_datelines.read(given.text, knowledge)
    prefix = _both(told, found)
    return _with_dateline(article, replace(prefix, text=given.text), knowledge) if prefix else article


def _in_body(article: Article, knowledge: Knowledge) -> Prefix | None:
    """The dateline that the first paragraph starts with, or the second where the agency is named."""
    credited = any(source.code for source in article.info_sources)
    blocks = [block for block in article.body[: 2 * OPENING] if block.tag in _PROSE]
    if len(blocks) > 1 and _EMPHASISED.fullmatch(blocks[0].html or ""):
        blocks = blocks[1:]  # a note to readers: "This is a corrected story"
    for index, text in enumerate(block.text for block in blocks[:OPENING]):
        prefix = datelines.read(text, knowledge, credited=credited and not index)
        if prefix is not None and (prefix.agencies or not index):
            return prefix
    return None


def _without_lone_place(article: Article, knowledge: Knowledge) -> Article:
    """Without the place of the dateline as a line of its own above the paragraph that opens with it."""
    for index, (block, below) in enumerate(pairwise(article.body[: 2 * OPENING])):
        if len(block.text) <= PLACE_MAX and line_key(block.text) in line_key(below.text[:HEAD_MAX]):
            prefix = datelines.read(below.text, knowledge)
            if prefix and line_key(block.text) in map(line_key, prefix.places):
                return changed(article, body=(*article.body[:index], *article.body[index + 1 :]))
    return article


def _both(told: Prefix | None, found: Prefix | None) -> Prefix | None:
    """What the feed's dateline tells, and what it leaves out of the same one in the body."""
    if told is None or found is None:
        return told or found
    if told.places and {line_key(place) for place in told.places}.isdisjoint(map(line_key, found.places)):
        return told  # another dateline: a quoted story, a second take
    return replace(
        told,
        places=told.places or found.places,
        region=told.region or (None if told.places else found.region),
        day=told.day or found.day,
        agencies=told.agencies or found.agencies,
    )


def _with_dateline(article: Article, prefix: Prefix, knowledge: Knowledge) -> Article:
    reference = article.version_created or article.first_created or article.received_at
    day = completed(prefix.day, reference) if prefix.day else None
    named = [agency for name in prefix.agencies if (agency := knowledge.agencies.named(name))]
    dated = changed(
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
        field_sources=_sources(article, prefix, credits_agency=bool(named)),
    )
    return _with_glued_byline(house_zones.moved(dated, named), prefix, knowledge)


def _sources(article: Article, prefix: Prefix, *, credits_agency: bool) -> dict[str, str]:
    """Where the fields come from that the dateline fills; one that the feed gives is the feed's own."""
    sources = dict(article.field_sources)
    if article.dateline is None:
        sources["dateline"] = "body"
    if prefix.places and not article.located:
        sources["located"] = "dateline"
    if credits_agency:
        sources.setdefault("infoSources", "dateline")
    return sources


def _with_glued_byline(article: Article, prefix: Prefix, knowledge: Knowledge) -> Article:
    """The names before the place ("By Jo Bee Kathmandu, Oct 17 (PTI)") or behind the agency ("新华社…（记者李明）")."""
    written = any(person.rel == "author" for person in article.people)
    known = {person.name for person in article.people}
    people = [] if written else [one for one in _reporters(prefix, knowledge) if one.name not in known]
    if not people:
        return article
    names = ", ".join(person.name for person in people)
    sources = {**article.field_sources, "by": "dateline", "people": "dateline"}
    return changed(article, people=(*people, *article.people), byline=article.byline or names, field_sources=sources)


def _reporters(prefix: Prefix, knowledge: Knowledge) -> tuple[Person, ...]:
    if prefix.reporters:
        return _people(prefix.reporters, knowledge)
    if not prefix.places or prefix.text.startswith(prefix.places[0]):
        return ()
    byline = bylines.read(prefix.text.partition(prefix.places[0])[0].strip(" ,"), knowledge)
    return byline.people if byline and byline.explicit and not byline.strange else ()


def _people(names: Sequence[str], knowledge: Knowledge) -> tuple[Person, ...]:
    """All of them, () where one is a desk or, as in "베이징 특파원", a place."""
    found = [classify(name, "author", knowledge, signed=True).person for name in names]
    strange = None in found or any(map(knowledge.gazetteer.cities, names))
    return () if strange else tuple(person for person in found if person)
