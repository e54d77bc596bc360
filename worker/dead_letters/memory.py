"""Which letters were redriven already: ranges of offsets per partition, as text that a commit or a file holds."""

import base64
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Range = tuple[int, int]  # [first, next)
Position = tuple[str, int]

VERSION = "r1:"


@dataclass(slots=True)
class Ranges:
    """Disjoint ranges of offsets in order."""

    _items: list[Range] = field(default_factory=list)

    def __iter__(self) -> Iterator[Range]:
        """In order."""
        return iter(self._items)

    def __contains__(self, offset: int) -> bool:
        """Whether it is in one of them."""
        index = bisect_right(self._items, (offset, 2**63)) - 1
        return index >= 0 and offset < self._items[index][1]

    def add(self, first: int, next_: int) -> None:
        """Join [first, next) with what it overlaps or touches."""
        begin = bisect_right(self._items, (first, -1))
        if begin and self._items[begin - 1][1] >= first:
            begin -= 1
        end = begin
        while end < len(self._items) and self._items[end][0] <= next_:
            first, next_ = min(first, self._items[end][0]), max(next_, self._items[end][1])
            end += 1
        self._items[begin:end] = [(first, next_)]

    def forget_before(self, offset: int) -> None:
        """What lies before `offset` was deleted: nobody will ask for it."""
        self._items = [(max(first, offset), next_) for first, next_ in self._items if next_ > offset]


def to_text(ranges: Ranges) -> str:
    """The ranges as the metadata of a commit: lengths of gaps and ranges by turns, packed."""
    numbers: list[int] = []
    at = 0
    for first, next_ in ranges:
        numbers += [first - at, next_ - first]
        at = next_
    packed = zlib.compress(",".join(map(str, numbers)).encode(), 9)
    return VERSION + base64.b85encode(packed).decode()


def from_text(text: str) -> Ranges:
    """The ranges of a commit's metadata.  Raises ValueError for what is none: another tool commits under this name."""
    if not text.startswith(VERSION):
        raise ValueError("the metadata of the commit is none of ours")
    try:
        numbers = [int(word) for word in zlib.decompress(base64.b85decode(text[len(VERSION) :])).split(b",") if word]
    except (ValueError, zlib.error) as error:
        raise ValueError("the metadata of the commit is damaged") from error
    return from_lengths(numbers)


def from_lengths(numbers: Sequence[int]) -> Ranges:
    """Ranges of the lengths of gaps and ranges by turns."""
    found, at = Ranges(), 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        found.add(at + gap, at + gap + length)
        at += gap + length
    return found


@dataclass(slots=True)
class Redriven:
    """The ranges of every partition of a dead-letter topic, filled while it is read in order."""

    ranges: dict[Position, Ranges] = field(default_factory=dict)
    _before: dict[Position, int] = field(default_factory=dict)  # next offset after the last one that was read

    def has(self, position: Position, offset: int) -> bool:
        """Whether the letter was redriven before."""
        return position in self.ranges and offset in self.ranges[position]

    def passed(self, position: Position, offset: int, *, redriven: bool) -> None:
        """The letter was read; offsets between it and the one before hold no letter and belong to the range."""
        if redriven:
            first = min(self._before.get(position, offset), offset)
            self.ranges.setdefault(position, Ranges()).add(first, offset + 1)
        self._before[position] = offset + 1


def to_json(redriven: Redriven) -> dict[str, dict[str, list[Range]]]:
    """As a state file holds it: topic -> partition -> ranges."""
    found: dict[str, dict[str, list[Range]]] = {}
    for (topic, partition), ranges in sorted(redriven.ranges.items()):
        found.setdefault(topic, {})[str(partition)] = list(ranges)
    return found


def from_json(tree: Mapping[str, Mapping[str, Sequence[Sequence[int]]]]) -> Redriven:
    """Of a state file's content.  Raises ValueError, TypeError for what is none."""
    found = Redriven()
    for topic, partitions in tree.items():
        for partition, items in partitions.items():
            ranges = found.ranges.setdefault((topic, int(partition)), Ranges())
            for first, next_ in items:
                ranges.add(int(first), int(next_))
    return found
