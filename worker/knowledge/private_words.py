"""What marks a part of a text as the desks' own: [private] of config/pages.toml."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry

HEADING_MAX: Final = 60  # characters
REACH: Final = 120  # characters: no line is longer
ROOT: Final = 4
STEM: Final = 7  # characters of a line's longest word: what a cheap look goes for

# ## Notizblock   # Orte
_MARKS: Final = re.compile(r"#{1,4}\s?")
_WORDS: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateWords:
    """The tables; `notepads` and `boxes` are keys."""

    lines: tuple[str, ...]
    unless: tuple[str, ...]
    notepads: frozenset[str]
    boxes: frozenset[str]
    _stems: Mapping[str, tuple[str, ...]] = field(init=False)  # by their first letters
    _opening: re.Pattern[str] = field(init=False)
    _inside: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        phrases = _alternatives(self.lines)
        unless = "|".join(map(re.escape, self.unless))
        marked = rf"(?:{phrases})(?!\w)(?!\W{{1,3}}(?:{unless})(?!\w))"
        stems: dict[str, tuple[str, ...]] = {}
        for stem in sorted({_stem(line) for line in self.lines}):
            stems[stem[:ROOT]] = (*stems.get(stem[:ROOT], ()), stem)
        object.__setattr__(self, "_stems", stems)
        object.__setattr__(self, "_opening", re.compile(rf"[\W_]{{0,40}}{marked}", re.IGNORECASE))
        object.__setattr__(self, "_inside", re.compile(rf"(?<!\w){marked}", re.IGNORECASE))

    def opens(self, line: str) -> bool:
        """Whether the line begins a part that is not for publication."""
        return self._hinted(line[:200]) and self._opening.match(line) is not None

    def start(self, text: str) -> int | None:
        """Where words that say so stand in the text, wherever that is."""
        for first, last in self._windows(text):
            if (match := self._inside.search(text, first, last)) is not None:
                return match.start()
        return None

    def _windows(self, text: str) -> Iterator[tuple[int, int]]:
        """Parts of the text round the stems, which alone are worth a close look."""
        folded = text.lower()
        hits = sorted(hit.start() for stem in self._found(folded) for hit in re.finditer(stem, folded))
        first, last = 0, -1
        for hit in hits:
            if hit - REACH > last:
                if last >= 0:
                    yield first, last
                first = max(0, hit - REACH)
            last = hit + REACH
        if last >= 0:
            yield first, last

    def _hinted(self, text: str) -> bool:
        return any(self._found(text.lower()))

    def _found(self, folded: str) -> Iterator[str]:
        """The stems that the text holds."""
        ascii_only = folded.isascii()
        for root, stems in self._stems.items():
            if (root.isascii() or not ascii_only) and root in folded:
                yield from (stem for stem in stems if stem in folded)

    def is_notepad(self, line: str) -> bool:
        """A heading under which only the desks read on: "# Notizblock"."""
        return len(line) <= HEADING_MAX and line_key(line) in self.notepads

    def is_box(self, line: str, *, ruled: bool) -> bool:
        """A heading inside such a part: "## Orte", behind a rule (`ruled`) also "Orte"."""
        if len(line) > HEADING_MAX:
            return False
        marks = _MARKS.match(line)
        return bool(marks or ruled) and line_key(line) in self.boxes


def _alternatives(lines: Iterable[str]) -> str:
    """The lines as one expression, whatever stands between their words."""
    ordered = sorted({tuple(_WORDS.findall(line)) for line in lines}, key=lambda words: -sum(map(len, words)))
    return "|".join(r"\W{1,4}".join(map(re.escape, words)) for words in ordered)


def _stem(line: str) -> str:
    """The beginning of the line's longest word: texts without any of them hold none of the lines."""
    longest: Sequence[str] = sorted(_WORDS.findall(line.lower()), key=len)
    return longest[-1][:STEM]


def private_words(entry: Entry) -> PrivateWords:
    """The tables; every example must be of its kind."""
    entry.only("lines", "unless", "notepads", "boxes", "examples")
    words = PrivateWords(
        lines=entry.texts("lines"),
        unless=entry.texts("unless"),
        notepads=frozenset(map(line_key, entry.texts("notepads"))),
        boxes=frozenset(map(line_key, entry.texts("boxes"))),
    )
    for example in entry.texts("examples"):
        if not (words.opens(example) or words.is_notepad(example) or words.is_box(example, ruled=False)):
            raise entry.error("examples", f"{example!r} is none of the lines and headings")
    return words
