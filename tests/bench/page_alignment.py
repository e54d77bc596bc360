"""A text beside the text that was wanted: what the scorer counts as missing and extra, and which lines face each other.

Both walks are linear but for one sort: a page may have thousands of lines.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SIZE: Final = 4  # tokens of a shingle, as the scorer has it
# Straße 12
_TOKEN: Final = re.compile(r"\w+")
Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that is all in the other text, or all not."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one text, in pieces."""

    pieces: tuple[Piece, ...]
    share: float  # of its tokens that are in the other text; 1 for a line without tokens

    @property
    def off(self) -> bool:
        """Most of it is not in the other text."""
        return self.share < 0.5


Pair = tuple[Line | None, Line | None]


@dataclass(frozen=True, slots=True)
class _Text:
    lines: list[str]
    tokens: list[str]
    homes: list[int]  # the line of each token
    spans: list[tuple[int, int]]  # of each token in its line
    shingles: list[Shingle]


def aligned(wanted: str, found: str) -> list[Pair]:
    """Lines of both in their orders, those that share the most words side by side."""
    left, right = _text(wanted), _text(found)
    left_lines, right_lines = _lines(left, _matched(left, right)), _lines(right, _matched(right, left))
    return list(_merged(left_lines, right_lines, _facing(left, right)))


def _text(text: str) -> _Text:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marks = [(home, mark) for home, line in enumerate(lines) for mark in _TOKEN.finditer(line)]
    tokens = [mark.group() for _, mark in marks]
    shingles = [tuple(tokens[i : i + SIZE]) for i in range(max(1, len(tokens) - SIZE + 1))] if tokens else []
    return _Text(lines, tokens, [home for home, _ in marks], [mark.span() for _, mark in marks], shingles)


def _matched(text: _Text, other: _Text) -> list[bool]:
    """For each token, whether a shingle that it is in is one of the other text's; each of those counts once."""
    left = Counter(other.shingles)
    matched = [False] * len(text.tokens)
    for start, shingle in enumerate(text.shingles):
        if left[shingle] > 0:
            left[shingle] -= 1
            matched[start : start + len(shingle)] = [True] * len(shingle)
    return matched


def _lines(text: _Text, matched: Sequence[bool]) -> list[Line]:
    tokens: list[list[int]] = [[] for _ in text.lines]
    for number, home in enumerate(text.homes):
        tokens[home].append(number)
    return [_line(line, [(text.spans[n], matched[n]) for n in own])
            for line, own in zip(text.lines, tokens, strict=True)]  # fmt: skip


def _line(line: str, tokens: Sequence[tuple[tuple[int, int], bool]]) -> Line:
    """The line cut before each token that is unlike the one before it."""
    if not tokens:
        return Line((Piece(line, found=True),), 1.0)
    cuts = [(start, found) for ((start, _), found), before in zip(tokens, [None, *tokens], strict=False)
            if before is None or found != before[1]]  # fmt: skip
    starts = [0, *(start for start, _ in cuts[1:]), len(line)]
    pieces = tuple(Piece(line[starts[i] : starts[i + 1]], found) for i, (_, found) in enumerate(cuts))
    return Line(pieces, sum(found for _, found in tokens) / len(tokens))


def _facing(left: _Text, right: _Text) -> dict[int, int]:
    """Lines of the right text to lines of the left one, rising in both: by what stands only once in the left one."""
    votes: dict[int, Counter[int]] = {}
    lines = dict(zip(left.lines, range(len(left.lines)), strict=True))
    single = Counter(left.lines)
    for number, line in enumerate(right.lines):
        if single[line] == 1:
            votes.setdefault(number, Counter())[lines[line]] += len(line)
    counts = Counter(left.shingles)
    homes = {shingle: left.homes[start] for start, shingle in enumerate(left.shingles) if counts[shingle] == 1}
    for start, shingle in enumerate(right.shingles):
        if shingle in homes:
            votes.setdefault(right.homes[start], Counter())[homes[shingle]] += 1
    wishes = [(line, max(votes[line].items(), key=lambda vote: (vote[1], -vote[0]))[0]) for line in sorted(votes)]
    return dict(_rising(wishes))


def _rising(wishes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs whose second members rise."""
    ends: list[int] = []  # lowest end of a chain of each length
    at: list[int] = []  # which wish that is
    before: list[int] = []
    for number, (_, goal) in enumerate(wishes):
        length = bisect.bisect_left(ends, goal)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1], at[length : length + 1] = [goal], [number]
    chain = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(wishes[number])
        number = before[number]
    return chain[::-1]


def _merged(left: Sequence[Line], right: Sequence[Line], facing: dict[int, int]) -> Iterator[Pair]:
    done = 0
    for number, line in enumerate(right):
        if number not in facing:
            yield None, line
            continue
        yield from ((one, None) for one in left[done : facing[number]])
        yield left[facing[number]], line
        done = facing[number] + 1
    yield from ((one, None) for one in left[done:])
