"""Which links round a story name other stories: boxes hold sections, tags, addresses, dates and names, too."""

from collections.abc import Iterable, Iterator
from typing import Final

from worker.article import Related
from worker.formats.html.cues import is_stamp
from worker.knowledge.loading import Knowledge
from worker.newsroom import printed_bylines
from worker.words import word_count

WORDS_MIN: Final = 3  # none of 70 shorter ones on real pages was a story


def stories_of(boxed: Iterable[Related], knowledge: Knowledge) -> Iterator[Related]:
    """Those of them that read like a title."""
    return (one for one in boxed if _is_title(one.title, knowledge))


def _is_title(text: str, knowledge: Knowledge) -> bool:
    if word_count(text) < WORDS_MIN or "://" in text:
        return False
    return not (is_stamp(text) and printed_bylines.printed(text, knowledge))
