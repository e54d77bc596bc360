"""The worker's core as a reader of pages: what the benchmark's scorer asks for, and what stands beside it."""

from typing import Any

from worker import pipeline
from worker.formats.html import parser as html
from worker.knowledge.loading import Knowledge
from worker.model import Document, Rejected


def read(page: str, url: str | None, knowledge: Knowledge) -> dict[str, Any]:
    """`authors` as the page names them, `signed` as they are published; `path`: who found the body; {} if refused."""
    try:
        (draft,) = html.parse(Document(data=b"", text=page, format="html", url=url), knowledge)
    except Rejected:
        return {}
    article = pipeline.refined(draft, knowledge)
    names = [*(person.name for person in article.people), *(source.name for source in article.info_sources)]
    when = article.first_created or article.version_created
    return {
        "body": "\n".join(block.text for block in article.body),
        "title": article.headline,
        "authors": draft.byline,
        "signed": [*names, article.publisher] if article.publisher else names,
        "date": when.isoformat() if when else None,
        "path": draft.field_sources.get("bodies"),
        "confidence": draft.body_confidence,
    }
