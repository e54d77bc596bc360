"""Sentences of the story that its page prints once more as a quotation, large."""

from collections.abc import Sequence
from typing import Final

from worker.formats.html.outline import Outline
from worker.markup.lines import key_of

LETTERS_MIN: Final = 20  # of its key
LENGTH_MAX: Final = 400  # characters
AROUND_MAX: Final = 4  # containers

_QUOTATIONS: Final = frozenset({"blockquote", "aside"})


def without_pull_quotes(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without the segments of quotations that stand in another chosen segment, word for word."""
    boxed = [number for number in chosen if _is_boxed(outline, number)]
    if not boxed:
        return chosen
    others = [key_of(outline.segments[number].text) for number in chosen if number not in boxed]
    again = {number for number in boxed if _stands_in(key_of(outline.segments[number].text), others)}
    return [number for number in chosen if number not in again]


def _is_boxed(outline: Outline, number: int) -> bool:
    segment = outline.segments[number]
    at = segment.container if len(segment.text) <= LENGTH_MAX else -1
    for _ in range(AROUND_MAX):
        if at < 0:
            return False
        container = outline.containers[at]
        if container.tag in _QUOTATIONS:
            return True
        at = container.parent
    return False


def _stands_in(key: str, others: Sequence[str]) -> bool:
    return len(key) >= LETTERS_MIN and any(key in other for other in others)
