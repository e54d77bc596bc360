"""Text that no reader sees: what is for a desk, a robot or a script alone must not go out as the story's."""

from collections.abc import Sequence
from typing import Final

from worker.formats.html.outline import Outline

SHOWN_LATER_MIN: Final = 400  # characters: a hidden part of more is a story that a script shows


def without_hidden(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without segments of hidden containers, but for those that hold a story."""
    containers = outline.containers
    if not any(containers[outline.segments[number].container].hidden for number in chosen):
        return chosen
    return [number for number in chosen if not _is_hidden(outline, outline.segments[number].container)]


def _is_hidden(outline: Outline, container: int) -> bool:
    containers = outline.containers
    if not containers[container].hidden:
        return False
    while (outer := containers[container].parent) >= 0 and containers[outer].hidden:
        container = outer
    inside = outline.segments[containers[container].first : outline.ends[container]]
    return sum(len(segment.text) for segment in inside) < SHOWN_LATER_MIN
