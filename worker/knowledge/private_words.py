"""What marks a part of a text as the desks' own: [private] of config/pages.toml."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry

LABEL_WORDS_MAX: Final = 2  # "Internal note: not for publication"
SENTENCE_WORDS: Final = 5  # of a phrase that no story goes on with
HEADING_MAX: Final = 60  # characters
REACH: Final = 120  # characters: no line is longer
ROOT: Final = 5  # characters of a word that a cheap look goes for
HINT: Final = 11  # characters up to the root's end that a closer one goes for

Hints = Mapping[str, tuple[str, ...]]

# ## Notizblock   # Orte
_MARKS: Final = re.compile(r"#{1,4}\s?")
# 212-555   jo@
_FIGURES: Final = re.compile(r"\d{3}\W?\d\d|\d\d\W\d\d\W\d\d|@")
_BLANKS: Final = " \t\xa0*_#>–—-"
_ENDS: Final = frozenset(".!?;)]([{（【。।؟")  # what stands before the beginning of a sentence or bracket
_OPENING: Final = f"{_BLANKS}([{{（【"
_GOES_ON: Final = ",،、"  # a sentence of the story
_QUOTES: Final = frozenset("\"'‘’“”„«»‹›「『")
_ASCII: Final = bytes(range(128))
_SIGMAS: Final = frozenset("σς")
_WORDS: Final = re.compile(r"(?:[^\W_]|[\u0900-\u0df3])+")  # with the vowel signs of India's scripts


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateWords:
    """The tables; `notepads` and `boxes` are keys."""

    lines: tuple[str, ...]
    unless: tuple[str, ...]
    notepads: frozenset[str]
    boxes: frozenset[str]
    _hints: Hints = field(init=False)
    _spelt: Mapping[str, bytes] = field(init=False)  # roots in ASCII; b"" of one that may stand otherwise, too
    _letters: Mapping[str, frozenset[str]] = field(init=False)  # of all other roots: theirs beyond ASCII
    _opening: re.Pattern[str] = field(init=False)
    _inside: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        phrases = _alternatives(self.lines)
        unless = "|".join(map(re.escape, self.unless))
        marked = rf"(?P<words>{phrases})(?!\w)(?!\W{{1,3}}(?:{unless})(?!\w))"
        hints = _hints_of(self.lines)
        object.__setattr__(self, "_hints", hints)
        spelt = {root: b"" if " " in root else root.encode() for root in hints if root.isascii()}
        object.__setattr__(self, "_spelt", spelt)
        object.__setattr__(self, "_letters", {root: _beyond_ascii(root.encode()) for root in hints.keys() - spelt})
        object.__setattr__(self, "_opening", re.compile(rf"[\W_]{{0,40}}{marked}", re.IGNORECASE))
        object.__setattr__(self, "_inside", re.compile(rf"(?<!\w){marked}", re.IGNORECASE))

    def opens(self, line: str) -> bool:
        """Whether the line begins a part that is not for publication."""
        folded = _folded(line[:REACH])
        roots = [root for root in (self._spelt if folded.isascii() else self._hints) if root in folded]
        return any(self._found(folded, roots)) and _begins(self._opening.match(line), line)

    def begins_in(self, texts: Sequence[str]) -> bool:
        """Whether `start` finds anything in any of the texts; a cheap look is taken at all of them together."""
        whole = "\n".join(texts)
        data = _small_bytes(whole)
        roots = [root for root in self._roots_in(data, len(whole)) if self._stands(root, whole, data)]
        return bool(roots) and any(self._start(text, roots) is not None for text in texts)

    def _stands(self, root: str, text: str, data: bytes) -> bool:
        """Whether a hint of the root is in the text."""
        return self._ends_in(data, root) if self._spelt.get(root) else any(self._found(_folded(text), (root,)))

    def _roots_in(self, data: bytes, characters: int) -> list[str]:
        """The roots that may be in a text in UTF-8, which is searched fastest; none of a script that it has not."""
        roots = [root for root, spelt in self._spelt.items() if spelt in data]
        if len(data) == characters:
            return roots
        beyond = _beyond_ascii(data)
        return roots + [root for root, letters in self._letters.items() if letters <= beyond]

    def _ends_in(self, data: bytes, root: str) -> bool:
        """Whether a hint of a root in ASCII stands in the text; letters beyond are made small near it alone."""
        ends, spelt = self._hints[root], self._spelt[root]
        stop = 0
        while (at := data.find(spelt, stop)) >= 0:
            stop = at + len(spelt)
            before = _folded(data[max(0, stop - 4 * HINT) : stop].decode("utf-8", "ignore"))
            if before.endswith(ends) or "  " in before:
                return True
        return False

    def start(self, text: str) -> int | None:
        """Where a part begins that is not for publication: with the text, a line, a sentence or a bracket."""
        roots = self._roots_in(_small_bytes(text), len(text))
        return self._start(text, roots) if roots else None

    def _start(self, text: str, roots: Iterable[str]) -> int | None:
        for first, last in self._windows(_folded(text), roots):
            for match in self._inside.finditer(text, first, last):
                before = text[max(0, match.start() - REACH) : match.start()].rpartition("\n")[2]
                if _is_label(before) and _begins(match, text):
                    return match.start() - len(before)
                if before.rstrip(_BLANKS)[-1:] in _ENDS and _begins(match, text):
                    return match.start() - len(before) + len(before.rstrip(_OPENING))
        return None

    def _found(self, folded: str, roots: Iterable[str]) -> Iterator[str]:
        """The hints of these roots that the text holds."""
        for root in roots:
            stops = [hit.end() for hit in re.finditer(re.escape(root), folded)] if root in folded else ()
            ends = self._hints[root]
            if stops and "  " in folded:  # where words stand apart, they are looked for one by one
                ends = tuple({end.rpartition(" ")[2] for end in ends})
            found = [stop for stop in stops if folded.endswith(ends, 0, stop)]
            yield from (end for end in ends if any(folded.endswith(end, 0, stop) for stop in found))

    def _windows(self, folded: str, roots: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Parts of the text round the hints, which alone are worth a close look."""
        found = self._found(folded, roots)
        hits = sorted(hit.start() for end in found for hit in re.finditer(re.escape(end), folded))
        first, last = 0, -1
        for hit in hits:
            if hit - REACH > last:
                if last >= 0:
                    yield first, last
                first = max(0, hit - REACH)
            last = hit + REACH
        if last >= 0:
            yield first, last

    def is_notepad(self, line: str) -> bool:
        """A heading under which only the desks read on: "# Notizblock"."""
        return len(line) <= HEADING_MAX and line_key(line) in self.notepads

    def is_box(self, line: str, *, ruled: bool) -> bool:
        """A heading inside such a part: "## Orte", behind a rule (`ruled`) also "Orte"."""
        if len(line) > HEADING_MAX:
            return False
        marks = _MARKS.match(line)
        return bool(marks or ruled) and line_key(line) in self.boxes


def _is_label(before: str) -> bool:
    """Whether nothing but a label and marks stand before it on its line: "Internal note: "."""
    told = before.rstrip(_BLANKS)
    return not told.strip(_OPENING) or (
        (told[-1] == ":" or told != before.rstrip()) and len(told.split()) <= LABEL_WORDS_MAX
    )


def _begins(match: re.Match[str] | None, text: str) -> bool:
    """Not "Not for publication, the letters were printed", nor the words in quotation marks."""
    if match is None or not _QUOTES.isdisjoint(text[max(0, match.start("words") - 2) : match.start("words")]):
        return False
    rest = text[match.end() : match.end() + REACH].lstrip(_BLANKS)
    closed = not rest or not (rest[0].isalnum() or rest[0] in _GOES_ON)
    return closed or len(match["words"].split()) >= SENTENCE_WORDS or _FIGURES.search(rest) is not None


def _alternatives(lines: Iterable[str]) -> str:
    """The lines as one expression, whatever stands between their words."""
    ordered = sorted({tuple(_WORDS.findall(line)) for line in lines}, key=lambda words: -sum(map(len, words)))
    return "|".join(r"\W{1,4}".join(map(re.escape, words)) for words in ordered)


def _hints_of(lines: Iterable[str]) -> Hints:
    """For each root that many lines share, the ends of what stands up to it in them."""
    left = {" ".join(_WORDS.findall(line.lower())) for line in lines}
    hints: dict[str, tuple[str, ...]] = {}
    while left:
        counts = Counter(root for line in left for root in _roots(line))
        root = max(counts, key=lambda one: (counts[one], one))
        lines_of = {line for line in left if root in line}
        ends = {line[: line.index(root) + len(root)][-HINT:] for line in lines_of}
        hints[root] = tuple(sorted(ends))
        left -= lines_of
    return hints


def _roots(line: str) -> set[str]:
    """What may stand for the line: a few letters of a word, all of it where it has no more."""
    roots = {word[at : at + ROOT] for word in line.split() for at in range(len(word) - ROOT + 1)}
    return roots or {line}


def _small_bytes(text: str) -> bytes:
    """In UTF-8 with small letters in ASCII, of which one has a sign of its own beyond: Kelvin's."""
    return text.replace("\u212a", "k").encode("utf-8", "surrogatepass").lower()


def _beyond_ascii(data: bytes) -> frozenset[str]:
    """The letters beyond ASCII of a text in UTF-8, small; a sigma is written in two ways."""
    letters = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return frozenset(map(str.lower, set(letters))) - _SIGMAS


def _folded(text: str) -> str:
    """In small letters, a blank for each white space, of the same length."""
    folded = text.lower()
    if len(folded) != len(text):  # mostly by this letter, which becomes two
        folded = text.replace("İ", "\ue000").lower().replace("\ue000", "İ")
    if len(folded) != len(text):
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    folded = folded.replace("\n", " ").replace("\t", " ")
    return folded if folded.isascii() else folded.replace("\xa0", " ").replace("\u202f", " ")


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
