"""Which segments of a page are the story's: each is aligned with the words of the text that is known to be right."""

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

SHINGLE = 4  # words
PLACES_MAX = 20  # of one shingle in the text that are tried
HITS_MIN = 0.3  # share of a segment's shingles that stand in the text
STRAY_MIN = 0.7  # the same for a segment out of order
NEAR = 12  # segments before the first and behind the last aligned one in which short ones are looked for
REACH = 60  # words before the first and behind the last aligned one

_WORD = re.compile(r"\w+")
Shingle = tuple[str, ...]


class _Match(NamedTuple):
    segment: int
    start: int
    end: int
    weight: float  # words that agree


def words_of(text: str) -> list[str]:
    """The words that labels and weights are counted in."""
    return _WORD.findall(text)


def shares(segments: Sequence[str], truth: str) -> list[float]:
    """For each segment the share of its words, between 0 and 1, that are the truth's in reading order."""
    text = words_of(truth)
    parts = [words_of(segment) for segment in segments]
    matches = list(_matches(parts, text))
    chain = {match.segment: match for match in _heaviest_chain(matches)}
    covered = bytearray(len(text) + 1)
    for match in chain.values():
        _cover(covered, match)
    for match in matches:
        if match.segment not in chain and _is_stray(match, len(parts[match.segment]), covered):
            chain[match.segment] = match
            _cover(covered, match)
    result = [0.0] * len(parts)
    for number, match in chain.items():
        result[number] = match.weight / len(parts[number])
    for number in _short_ones(parts, text, chain, covered):
        result[number] = 1.0
    return result


def _matches(parts: Sequence[Sequence[str]], text: Sequence[str]) -> Iterator[_Match]:
    places: Mapping[Shingle, list[int]] = defaultdict(list)
    for start in range(len(text) - SHINGLE + 1):
        known = places[tuple(text[start : start + SHINGLE])]
        if len(known) < PLACES_MAX:
            known.append(start)
    for number, words in enumerate(parts):
        hits = [
            (start, found)
            for start in range(len(words) - SHINGLE + 1)
            if (found := places.get(tuple(words[start : start + SHINGLE])))
        ]
        share = len(hits) / max(1, len(words) - SHINGLE + 1)
        if share < HITS_MIN:
            continue
        starts = Counter(place - start for start, found in hits for place in found)
        for start, _ in starts.most_common(3):
            yield _Match(number, start, start + len(words), share * len(words))


def _heaviest_chain(matches: list[_Match]) -> Iterator[_Match]:
    """The matches that follow each other in page and text and hold most words."""
    matches.sort(key=lambda match: (match.segment, match.start))
    best: list[float] = []
    before: list[int] = []
    for index, match in enumerate(matches):
        weight, link = match.weight, -1
        for other in range(index):
            if best[other] + match.weight > weight and _follows(match, matches[other]):
                weight, link = best[other] + match.weight, other
        best.append(weight)
        before.append(link)
    last = max(range(len(best)), key=best.__getitem__, default=-1)
    while last >= 0:
        yield matches[last]
        last = before[last]


def _follows(match: _Match, other: _Match) -> bool:
    return other.segment < match.segment and other.start < match.start and other.end <= match.start + 3


def _cover(covered: bytearray, match: _Match) -> None:
    for place in range(max(match.start, 0), min(match.end, len(covered) - 1)):
        covered[place] = 1


def _is_stray(match: _Match, size: int, covered: bytearray) -> bool:
    """A segment whose text stands elsewhere in the truth, and no other segment has it."""
    if match.start < 0 or match.weight / size <= STRAY_MIN:
        return False
    return covered[match.start : match.end].count(0) > 0.8 * size


def _short_ones(
    parts: Sequence[Sequence[str]], text: Sequence[str], chain: Mapping[int, _Match], covered: bytearray
) -> Iterator[int]:
    """Segments of fewer words than a shingle that stand in the gap of the text between their neighbours."""
    places: Mapping[str, list[int]] = defaultdict(list)
    for place, word in enumerate(text):
        places[word].append(place)
    done = {number: (match.start, match.end) for number, match in chain.items()}
    order = sorted(done)
    for number, words in enumerate(parts):
        if not 0 < len(words) < SHINGLE or number in done:
            continue
        gap = _gap(number, order, done, len(text))
        found = _place_in(gap, words, text, places[words[0]], covered) if gap else None
        if found is not None:
            done[number] = (found, found + len(words))
            bisect.insort(order, number)
            _cover(covered, _Match(number, found, found + len(words), 0))
            yield number


def _gap(number: int, order: Sequence[int], done: Mapping[int, tuple[int, int]], size: int) -> tuple[int, int] | None:
    if not order or not order[0] - NEAR <= number <= order[-1] + NEAR:
        return None
    index = bisect.bisect(order, number)
    if index == 0:
        end = done[order[0]][0] + 1
        return max(-1, end - REACH), end
    start = done[order[index - 1]][1] - 1
    return start, done[order[index]][0] + 1 if index < len(order) else min(size, start + REACH)


def _place_in(
    gap: tuple[int, int], words: Sequence[str], text: Sequence[str], places: Sequence[int], covered: bytearray
) -> int | None:
    for place in places[bisect.bisect_left(places, max(gap[0], 0)) :]:
        end = place + len(words)
        if end > gap[1]:
            return None
        if list(text[place:end]) == list(words) and not any(covered[place:end]):
            return place
    return None
