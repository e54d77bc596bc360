"""Clocks that print names no zone of, read by the zone of the agency whose text it is."""

from collections.abc import Sequence

from worker.article import Article, changed
from worker.knowledge.agencies import Agency
from worker.knowledge.moments import with_zone
from worker.knowledge.open_times import ZONE_UNKNOWN

HOUSE = "byline, zone of the agency"


def moved(article: Article, agencies: Sequence[Agency]) -> Article:
    """The article with clocks of unknown zone on the wall of the first agency, where that has a zone."""
    zone = next((agency.zone for agency in agencies[:1] if agency.zone), None)
    if zone is None:
        return article
    sources, first, newest = dict(article.field_sources), article.first_created, article.version_created
    if first and sources.get("firstCreated") == ZONE_UNKNOWN:
        first, sources["firstCreated"] = with_zone(first, zone), HOUSE
    if newest and sources.get("versionCreated") == ZONE_UNKNOWN:
        newest, sources["versionCreated"] = with_zone(newest, zone), HOUSE
    return changed(article, first_created=first, version_created=newest, field_sources=sources)
