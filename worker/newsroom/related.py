"""Newsroom stage: moves other stories' titles out of the body, with the sections they stand under.

Nothing of them is ever read as the article's own: they may be years newer.
"""

from worker.article import Article, Related, changed
from worker.knowledge.loading import Knowledge
from worker.newsroom.boxes import part, unglued


def strip(article: Article, knowledge: Knowledge) -> Article:
    """The article with its related stories in `related`, and the section that their heading names."""
    parted = part(article.body, knowledge)
    section = article.section or parted.section or _section_of_furniture(article, knowledge)
    related = _joined(unglued(article.related, knowledge), parted.related)[: knowledge.limits.related_max]
    if parted.body is article.body and not related and section == article.section:
        return article  # as nearly all that no page was made of
    sources = dict(article.field_sources)
    if section and not article.section:
        sources["section"] = "related-heading"
    if related:
        sources.setdefault("related", "body" if parted.related else "page")
    return changed(article, body=parted.body, related=related, section=section, field_sources=sources)


def _joined(first: list[Related], second: tuple[Related, ...]) -> tuple[Related, ...]:
    """Each title once; the one with an address is kept."""
    stories: dict[str, Related] = {}
    for story in (*first, *second):
        known = stories.get(story.title)
        if known is None or (known.url is None and story.url):
            stories[story.title] = story
    return tuple(stories.values())


def _section_of_furniture(article: Article, knowledge: Knowledge) -> str | None:
    headings = map(knowledge.pages.heading, article.furniture)
    return next((heading.section for heading in headings if heading and heading.section), None)
