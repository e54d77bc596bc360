"""Stories that an endless page has appended to its own: they are not the story of its address."""

from collections.abc import Iterator, Sequence
from typing import Final

from worker.formats.html.outline import Outline

STORY_MIN: Final = 250  # characters of a first story


def without_next_stories(outline: Outline, chosen: Sequence[int]) -> Sequence[int]:
    """Without segments of an <article> that has a first-rank heading of its own and follows one that has, too."""
    articles = sorted(set(_headed(outline)))
    if len(articles) < 2:
        return chosen
    first = articles[0]
    end = outline.ends[first]
    if sum(len(outline.segments[i].text) for i in chosen if outline.containers[first].first <= i < end) < STORY_MIN:
        return chosen
    later = [range(outline.containers[number].first, outline.ends[number]) for number in articles[1:]]
    spans = [span for span in later if span.start >= end]
    return [number for number in chosen if not any(number in span for span in spans)]


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
