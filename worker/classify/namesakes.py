"""Agencies of one name are told apart by where the story was filed, and in which language: the end of stage `places`.

"Thiès, 5 mai (APS)" is Senegal's, "Nairobi (KNA)" in English Kenya's; in German it is the Catholic agency abroad.
"""

from dataclasses import replace

from worker.article import Article, InfoSource, changed
from worker.knowledge.agencies import Agency
from worker.knowledge.loading import Knowledge


def told(article: Article, knowledge: Knowledge) -> Article:
    """The article with the agency that is meant; the same where none bears another's name."""
    if not any(knowledge.agencies.namesakes(source.code) for source in article.info_sources if source.code):
        return article
    meant = [(source, _meant(source, article, knowledge)) for source in article.info_sources]
    named = {source.name: agency.name for source, agency in meant if agency}
    if not named:
        return article
    sources = tuple(
        agency.source(source.role or "credit", *source.printed, source.name) if agency else source
        for source, agency in meant
    )
    agencies = tuple(named.get(name, name) for name in article.syndication.agencies)
    return changed(article, info_sources=sources, syndication=replace(article.syndication, agencies=agencies))


def _meant(source: InfoSource, article: Article, knowledge: Knowledge) -> Agency | None:
    countries = {(one.code or "").rpartition(":")[2] for one in article.places[:1] if one.creator}
    language = (article.language or "").partition("-")[0]
    found = knowledge.agencies.namesakes(source.code or "")
    fitting = (one for one in found if one.country in countries and language in one.languages)
    return next(fitting, None)
