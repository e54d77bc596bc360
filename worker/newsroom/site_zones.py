"""Newsroom stage: a page's clocks of unknown zone on the wall of its host's or its language's country, or of its other.

A page that declares one of its times with an offset and prints the other without has both from one clock.
"""

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final

from worker.article import Article, changed
from worker.knowledge.dates import DateWords, fold
from worker.knowledge.loading import Knowledge
from worker.knowledge.moments import with_zone
from worker.knowledge.open_times import DAY_ONLY, UNDECLARED, ZONE_UNKNOWN, is_declared_day
from worker.uris import host_in

SITE: Final = "zone of the site"
PAGES: Final = frozenset({"html", "text"})
_OPEN: Final = (UNDECLARED, ZONE_UNKNOWN, DAY_ONLY)  # how sources of times end that say no zone
NEAR_MAX: Final = timedelta(days=30)  # between two clocks of one page: further apart they may be summer and winter


def place(article: Article, knowledge: Knowledge) -> Article:
    """The article with such clocks of its first and newest version moved; behind the agencies' own zones."""
    zone = (_zone_of(article, knowledge.dates) or _declared(article)) if article.format in PAGES else None
    if zone is None:
        return article
    sources = dict(article.field_sources)
    first = _placed(article.first_created, "firstCreated", sources, zone)
    newest = _placed(article.version_created, "versionCreated", sources, zone)
    if "versionCreated" not in sources and article.version_created == article.first_created:
        newest = first  # a page without a change has one clock
    if _in_order(article.first_created, article.version_created) and not _in_order(first, newest):
        return article  # no page is changed before it is there: its clock is UTC's
    return changed(article, first_created=first, version_created=newest, field_sources=sources)


def _zone_of(article: Article, dates: DateWords) -> tzinfo | None:
    country = host_in(article.canonical_url or "").rpartition(".")[2]
    language = (article.language or "").partition("-")[0]
    return dates.sites.get(fold(country)) or dates.languages.get(fold(language))


def _declared(article: Article) -> tzinfo | None:
    """The offset that one time of two is declared with; none of UTC, which programs write for everybody."""
    first, newest = article.first_created, article.version_created
    if first is None or newest is None or abs(newest - first) > NEAR_MAX:
        return None
    sources = (article.field_sources.get(name, UNDECLARED) for name in ("firstCreated", "versionCreated"))
    told = [when for when, source in zip((first, newest), sources, strict=True) if not source.endswith(_OPEN)]
    offset = told[0].utcoffset() if len(told) == 1 else None
    return timezone(offset) if offset else None


def _in_order(first: datetime | None, newest: datetime | None) -> bool:
    return first is None or newest is None or first <= newest


def _placed(when: datetime | None, name: str, sources: dict[str, str], zone: tzinfo) -> datetime | None:
    """The moment on that wall; a day alone stays."""
    source = sources.get(name, "")
    declared = source.endswith(UNDECLARED)
    if when is None or not (declared or source == ZONE_UNKNOWN) or is_declared_day(when, source):
        return when
    sources[name] = f"{source.removesuffix(UNDECLARED) if declared else 'byline'}, {SITE}"
    return with_zone(when, zone)
