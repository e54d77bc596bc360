"""Stories that an endless page has appended to its own: they are not the story of its address."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from worker.formats.html.outline import Container, Outline
from worker.markup.lines import key_of

STORY_MIN: Final = 250  # characters of a first story
HEADINGS_MAX: Final = 10  # of stories that a page has appended when it is fetched: more are a list of works

# story-1, story-2: what tells one box from the next
_NUMBER = re.compile(r"\d+")


def without_next_stories(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without segments of an <article> that has a first-rank heading of its own and follows one that has, too."""
    articles = sorted(set(_headed(outline)))
    if len(articles) < 2:
        return chosen
    first = articles[0]
    end = outline.ends[first]
    if _size(outline, chosen, first) < STORY_MIN:
        return chosen
    return _without(outline, chosen, [number for number in articles[1:] if outline.containers[number].first >= end])


def without_next_boxes(outline: Outline, chosen: Sequence[int], titles: Sequence[str]) -> Sequence[int]:
    """The same where the stories stand in boxes of one make, side by side, and the first is the one of the title.

    Chapters of one text may stand so, too: their first heading is not the page's title.
    """
    headings = _ranked(outline, "h1") or _ranked(outline, "h2")
    if not 1 < len(headings) <= HEADINGS_MAX:
        return chosen
    keys = frozenset(map(key_of, titles))
    boxes = [_box_of(outline, number, headings) for number in headings]
    for number, first in zip(headings, boxes, strict=True):
        if _heading(outline, number) in keys and _size(outline, chosen, first) >= STORY_MIN:
            make = _make(outline.containers[first])
            later = (box for box in boxes if box > first and _make(outline.containers[box]) == make)
            return _without(outline, chosen, list(later))
    return chosen


def _ranked(outline: Outline, tag: str) -> Sequence[int]:
    return [number for number, one in enumerate(outline.containers) if one.tag == tag]


def _box_of(outline: Outline, heading: int, headings: Sequence[int]) -> int:
    """The outermost container round a heading that holds none of the others."""
    containers = outline.containers
    others = [containers[number].first for number in headings if number != heading]
    box = heading
    while (outer := containers[box].parent) >= 0:
        if any(other in outline.span(outer) for other in others):
            break
        box = outer
    return box


def _make(container: Container) -> tuple[int, str, str]:
    return container.parent, container.tag, _NUMBER.sub("", container.names)


def _heading(outline: Outline, number: int) -> str:
    inside = outline.segments[outline.containers[number].first : outline.ends[number]]
    return key_of(" ".join(segment.text for segment in inside))


def _size(outline: Outline, chosen: Sequence[int], box: int) -> int:
    span = outline.span(box)
    return sum(len(outline.segments[number].text) for number in chosen if number in span)


def _without(outline: Outline, chosen: Sequence[int], boxes: Sequence[int]) -> Sequence[int]:
    inside = outline.inside(boxes)
    return [number for number in chosen if number not in inside]


def _headed(outline: Outline) -> Iterator[int]:
    """The numbers of the articles nearest to the first-rank headings."""
    containers = outline.containers
    for container in containers:
        if container.tag == "h1":
            outer = container.parent
            while outer >= 0 and containers[outer].tag != "article":
                outer = containers[outer].parent
            if outer >= 0:
                yield outer
