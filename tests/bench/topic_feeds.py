"""The topic model beside the codes that agencies themselves gave their stories, in the shared feed files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from replay_corpora import RECEIVED_MS, files_of
from topic_figures import Judged

from worker import pipeline
from worker.article import Article
from worker.classify.media_topics import _tops_of
from worker.knowledge.loading import Knowledge
from worker.model import RawMessage, Rejected

FOLDERS: Final = ("fixtures", "corpora")


def judged(shared: Path, knowledge: Knowledge) -> Iterator[tuple[str, Judged]]:
    """(language, what the model said) of every article with media topics by the feed and with words that are known."""
    for folder in FOLDERS:
        for offset, (_, data) in enumerate(files_of(shared / "data" / "formats" / folder)):
            raw = RawMessage(topic="t", partition=0, offset=offset, timestamp_ms=RECEIVED_MS, value=data)
            try:
                articles = pipeline.process(raw, knowledge)
            except Rejected:
                continue
            yield from (found for article in articles if (found := _judged(article, knowledge)))


def _judged(article: Article, knowledge: Knowledge) -> tuple[str, Judged] | None:
    """None of an article whose feed says nothing, or without a story."""
    topics = article.topics
    if topics is None or topics.by != "feed" or not topics.guesses:
        return None
    code, confidence = topics.guesses[0]
    language = (article.language or "none").partition("-")[0]
    return language, Judged(_tops_of(article.subjects, knowledge.tree), code, confidence / 100)
