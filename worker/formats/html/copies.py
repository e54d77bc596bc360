"""A story that its page holds once more in one piece, for machines: the paragraphs are the story, the piece a copy."""

from collections.abc import Sequence
from typing import Final

from worker.formats.html.outline import Outline

COPY_MIN: Final = 600  # characters
LOOKED_AT: Final = 8  # of the longest segments: each is compared with all others
PART_MIN: Final = 40  # of a paragraph that is looked for in the piece
SHARE_MIN: Final = 0.5  # of the piece that stands elsewhere, too


def without_copies(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without the longest segments if they are made of other chosen ones, or stand there as a whole before."""
    texts = {number: outline.segments[number].text for number in chosen}
    parts = {number: text for number, text in texts.items() if len(text) >= PART_MIN}
    for number in sorted(parts, key=lambda one: -len(parts[one]))[:LOOKED_AT]:
        if len(texts[number]) >= COPY_MIN and _is_copy(number, texts[number], parts):
            del parts[number]
    return [number for number in chosen if len(texts[number]) < PART_MIN or number in parts]


def _is_copy(number: int, text: str, parts: dict[int, str]) -> bool:
    """`parts`: what the text may be made of, by number; of equal texts the first is none's copy."""
    size = len(text)
    inside = {
        part
        for other, part in parts.items()
        if (len(part) < size or (other < number and len(part) == size)) and part in text
    }
    return sum(map(len, inside)) >= SHARE_MIN * size
