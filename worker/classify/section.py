"""Stage `section`: one section of a story of several, "News, Politics, World".

Last of those that read it: each of them means something to genre and topics.
"""

from worker.article import Article, changed
from worker.knowledge.loading import Knowledge


def section(article: Article, knowledge: Knowledge) -> Article:
    """The article under the section that tells most of it; the same where there is one."""
    told = knowledge.sections.telling(article.section) if article.section else article.section
    return article if told == article.section else changed(article, section=told)
