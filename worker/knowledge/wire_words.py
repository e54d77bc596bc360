"""config/wire.toml: takes and status words, keywords and notebooks of the wires' text formats."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.article import Signal, Status
from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry, rows, section

TAKE_MAX: Final = 80  # characters

# 1stLd   2ND   3rd   (2)
_GLUED: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)(?=[a-z])")
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_COUNTED: Final = re.compile(r"[0-9]{1,4}(?:st|nd|rd|th|er|e|re|ème)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One row: what its words say of the story, in lines of their own (`words`) and at a keyword's end (`keywords`)."""

    signal: Signal
    words: tuple[tuple[str, ...], ...]
    keywords: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireWords:
    """The tables of the file; `subjects` and `labels` give IPTC subject codes."""

    takes: tuple[Take, ...]
    fillers: frozenset[str]
    notebooks: frozenset[str]
    subjects: Mapping[str, str]
    labels: Mapping[str, str]
    _phrases: Mapping[str, Sequence[tuple[tuple[str, ...], int]]] = field(init=False)
    _notebook_max: int = field(init=False)

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for rank, take in enumerate(self.takes):
            for words in take.words:
                found.setdefault(words[0], []).append((words, rank))
        object.__setattr__(self, "_phrases", {key: sorted(rows, key=_longest) for key, rows in found.items()})

        object.__setattr__(self, "_notebook_max", max(map(len, self.notebooks), default=0) + 8)  # with "## " and ":"

    def take(self, text: str) -> Status | None:
        """What a take key or a line above a headline says; None for a line that says anything else."""
        if not 0 < len(text) <= TAKE_MAX:
            return None
        tokens = line_key(_GLUED.sub(lambda found: f"{found[0]} ", text.lower())).split()
        ranks: list[int] = []
        at = 0
        while at < len(tokens):
            width, rank = self._phrase(tokens, at)
            if not width and not self._means_nothing(tokens[at]):
                return None
            ranks += [rank] if width else []
            at += width or 1
        return self._status(min(ranks), text) if ranks else None

    def keyword(self, text: str) -> Status | None:
        """What a message's keyword says by its last words."""
        tokens = tuple(line_key(text.replace("-", " ")).split())
        for rank, take in enumerate(self.takes):
            if any(tokens[-len(words) :] == words for words in take.keywords):
                return self._status(rank, text)
        return None

    def _phrase(self, tokens: Sequence[str], at: int) -> tuple[int, int]:
        for words, rank in self._phrases.get(tokens[at], ()):
            if tuple(tokens[at : at + len(words)]) == words:
                return len(words), rank
        return 0, 0

    def _means_nothing(self, token: str) -> bool:
        return token in self.fillers or _COUNTED.fullmatch(token) is not None

    def _status(self, rank: int, text: str) -> Status:
        number = _NUMBER.search(text)
        return Status(signal=self.takes[rank].signal, number=int(number[0]) if number else None, label=text.strip())

    def is_notebook(self, line: str) -> bool:
        """Whether the desks' own part of a message begins with the line."""
        return len(line) <= self._notebook_max and line_key(line) in self.notebooks


def _longest(row: tuple[tuple[str, ...], int]) -> int:
    return -len(row[0])


def wire_words(entry: Entry) -> WireWords:
    """The tables; each example of a take must be read as its row says."""
    entry.only("fillers", "take", "notebook", "keywords", "labels")
    takes = rows(entry, "take", "signal")
    words = WireWords(
        takes=tuple(map(_take, takes)),
        fillers=frozenset(map(line_key, entry.texts("fillers"))),
        notebooks=frozenset(map(line_key, section(entry, "notebook").only("headings").texts("headings"))),
        subjects=_codes(section(entry, "keywords")),
        labels=_codes(section(entry, "labels")),
    )
    for row, take in zip(takes, words.takes, strict=True):
        for example in row.texts("examples"):
            found = words.take(example)
            if found is None or found.signal is not take.signal:
                raise row.error("examples", f"{example!r} is not read as {take.signal}")
    return words


def _take(row: Entry) -> Take:
    row.only("signal", "words", "keywords", "examples")
    return Take(
        signal=row.read("signal", Signal, ", ".join(Signal)),
        words=tuple(_tokens(row.texts("words"))),
        keywords=tuple(_tokens(row.texts("keywords"))),
    )


def _tokens(phrases: Sequence[str]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(tuple(line_key(phrase).split()) for phrase in phrases))


def _codes(entry: Entry) -> Mapping[str, str]:
    for key in entry.fields:
        if re.fullmatch(r"\d{8}", entry.text(key)) is None:
            raise entry.error(key, "must be an IPTC subject code of eight figures")
    return {key: entry.text(key) for key in entry.fields}
