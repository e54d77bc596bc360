"""Headings of boxes whose text is not the story's: "The harbour letter" over a call to subscribe."""

from collections.abc import Sequence
from typing import Final

from worker.formats.html.outline import HEADINGS, Outline

_HEADINGS: Final = HEADINGS - {"h1"}
BOX_MAX: Final = 8  # segments of a box: what holds more is the story or a part of it
TEXT_MIN: Final = 40  # characters that were not chosen: less is a link to the heading itself
HEADING_MAX: Final = 60  # characters: a longer one is a standfirst


def without_lone_headings(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without short headings that are all that was chosen of the box they stand in; one with a number is the text's.

    Of 750 real pages 14 have such: 12 are read better without, 2 worse.
    """
    kept = frozenset(chosen)
    return [number for number in chosen if not _is_lone(outline, number, kept)]


def _is_lone(outline: Outline, number: int, kept: frozenset[int]) -> bool:
    containers = outline.containers
    text, own, _ = outline.segments[number]
    box = containers[own].parent
    if containers[own].tag not in _HEADINGS or len(text) > HEADING_MAX or text[0].isdecimal() or box < 0:
        return False
    inside = outline.span(box)
    if len(inside) > BOX_MAX or any(other in kept for other in inside if other != number):
        return False
    others = [outline.segments[other] for other in inside if other != number]
    if all(containers[other.container].tag == "li" for other in others) and _is_above(outline, number, kept):
        return sum(len(other.text) for other in others) >= TEXT_MIN
    return any(len(other.text) >= TEXT_MIN for other in others)


def _is_above(outline: Outline, number: int, kept: frozenset[int]) -> bool:
    """Whether the story's paragraphs all follow: a list up there tells it in a few words."""
    return not any(
        other < number and outline.containers[outline.segments[other].container].tag == "p" for other in kept
    )
