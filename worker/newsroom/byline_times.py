"""The times that bylines print, beside those that an article has already."""

from collections.abc import Sequence
from datetime import datetime

from worker.article import Article, changed
from worker.knowledge.moments import Moment
from worker.knowledge.open_times import DAY_ONLY, ZONE_UNKNOWN, is_declared_day
from worker.newsroom import house_zones
from worker.newsroom.bylines import Byline


def with_times(article: Article, found: Sequence[Byline]) -> Article:
    """Times of the byline, where no metadata gives better ones."""
    updated, published = _moments(found)
    if not (updated or published):
        return article
    sources = dict(article.field_sources)
    first, newest = article.first_created, article.version_created
    if published and first is None:
        first, sources["firstCreated"] = published.when, _source_of(published)
    if first and is_declared_day(first, sources.get("firstCreated", "")) and (shown := _clock_of(first, found)):
        first, sources["firstCreated"] = shown.when, _source_of(shown)
    later = updated or published
    if later and _is_better(later, article, first):
        newest, sources["versionCreated"] = later.when, _source_of(later)
    return changed(article, first_created=first, version_created=newest, field_sources=sources)


def _clock_of(day: datetime, found: Sequence[Byline]) -> Moment | None:
    """The first printed time of that day that is not called a change's."""
    moments = (one.published or (None if one.labelled else one.updated) for one in found)
    return next((moment for moment in moments if moment and moment.clock and moment.when.date() == day.date()), None)


def _moments(found: Sequence[Byline]) -> tuple[Moment | None, Moment | None]:
    """When it was updated and published: a labelled update makes a time without label that of the first version."""
    dated = [one for one in found if one.updated]
    labelled = [byline.updated for byline in dated if byline.labelled]
    plain = [byline.updated for byline in dated if not byline.labelled]
    published = next((one.published for one in found if one.published), None)
    if labelled:
        return labelled[0], published or next(iter(plain), None)
    return next(iter(plain), None), published


def _is_better(moment: Moment, article: Article, first: datetime | None) -> bool:
    """Whether a printed time of the newest version says more than the metadata does."""
    if article.version_created is None:
        return first is None or moment.when >= first
    known = "versionCreated" in article.field_sources or "firstCreated" not in article.field_sources
    return not known and moment.clock and moment.when > article.version_created


def _source_of(moment: Moment) -> str:
    if not moment.clock:
        return DAY_ONLY
    return {"printed": "byline", "house": house_zones.HOUSE}.get(moment.zone, ZONE_UNKNOWN)
