"""Sentences of the story that its page prints once more as a quotation, large."""

from collections.abc import Sequence
from typing import Final

from worker.formats.html.outline import Outline
from worker.markup.lines import key_of

LETTERS_MIN: Final = 20  # of its key
LENGTH_MAX: Final = 400  # characters
QUOTED_MAX: Final = 50  # segments in quotations: a page of more is made of them

_QUOTATIONS: Final = frozenset({"blockquote", "aside"})


def without_pull_quotes(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without the segments of quotations that stand in another chosen segment, word for word."""
    quotations = [number for number, one in enumerate(outline.containers) if one.tag in _QUOTATIONS]
    boxed = outline.inside(quotations).intersection(chosen) if quotations else ()
    if not 0 < len(boxed) <= QUOTED_MAX:
        return chosen
    others = [key_of(outline.segments[number].text) for number in chosen if number not in boxed]
    return [number for number in chosen if number not in boxed or not _stands_in(outline.segments[number].text, others)]


def _stands_in(text: str, others: Sequence[str]) -> bool:
    key = key_of(text) if len(text) <= LENGTH_MAX else ""
    return len(key) >= LETTERS_MIN and any(key in other for other in others)
