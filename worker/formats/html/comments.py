"""Comments of readers under a story: however long they are and whatever they tell, they are not the story's."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from worker.formats.html.outline import Container, Outline
from worker.formats.html.places import MARKS_MAX

STORY_MIN: Final = 100  # characters of the story in front of them: a brief
# class="comments-area", id="comments", "article__comments", "commentlist", "comment-section", "kommentare",
# "disqus_thread"; not "comments-open" or "has-comments", what a story's own container says of them, nor "tone-comment"
_COMMENTS: Final = re.compile(
    r"(?:^|(?<=[^A-Za-z])(?<!has.)(?<!no.)(?<!with.)|(?<=[a-z])(?=C))"
    r"(?:[Cc]omments|[Cc]omment[-_]?(?:list|section|area|box|thread|wrap|container)|box_comment|kommentare|commentaires"
    r"|comentarios|commenti|komentarze|komentare|yorumlar|disqus|livefyre)(?![a-z])"
    r"(?![-_](?:open|closed|count|enabled|disabled|off|on|link|number)(?![a-z]))"
)


def without_comments(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without segments of containers that are called comments, where a story stands in front of them."""
    told = [number for number in chosen if not _is_comment(outline.containers, outline.segments[number].container)]
    if len(told) == len(chosen):
        return chosen
    first = min({*chosen}.difference(told))
    size = sum(len(outline.segments[number].text) for number in told if number < first)
    return told if size >= STORY_MIN else chosen


def _is_comment(containers: Sequence[Container], number: int) -> bool:
    while number >= 0:
        container = containers[number]
        if _holds_comments(container.names):
            return True
        number = container.parent
    return False


@lru_cache(MARKS_MAX)
def _holds_comments(names: str) -> bool:
    return _COMMENTS.search(names) is not None
