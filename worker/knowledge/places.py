"""Whether a few words may be the place of a dateline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from worker.knowledge.keys import last_words, line_key
from worker.knowledge.tables import Entry

PLACES_MAX = 5  # BEIRUT/JERUSALEM/GAZA
PLACE_MAX = 45  # characters
PLACE_WORDS_MAX = 5

# Ahmedabad/New Delhi   TEL AVIV / GAZA
_SLASH = re.compile(r"\s?/\s?")
# Frankfurt a.M.   Freiburg i. Br.
RIVER = re.compile(r"\s[a-z]\.\s?[A-Z][a-z]{0,2}\.$")
# what no name of a place holds
_ODD = re.compile(r"[\d!?;:\"“”„«»<>@#%&*=+|{}\[\]()…]|(?<=[^\W\d_]{4})\.(?=\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """config/datelines.toml; `institutions`, `labels`, `openers` and `places` are keys."""

    particles: frozenset[str]
    rivers: frozenset[str]
    institutions: frozenset[str]
    labels: frozenset[str]
    openers: frozenset[str]
    separators: tuple[str, ...]  # longest first
    places: frozenset[str]
    settlements: frozenset[str]  # keys of words for a city before its name
    last: frozenset[str] = field(init=False)  # what keys of places end with

    def __post_init__(self) -> None:
        object.__setattr__(self, "last", last_words(self.places))

    def known(self, text: str) -> bool:
        """A city that stands in datelines."""
        return len(text) <= PLACE_MAX and line_key(text) in self.places

    def split(self, text: str) -> tuple[str, ...]:
        """The places of "BEIRUT/THE HAGUE"; "Frankfurt/Main" is one; none where any cannot be a place."""
        parts: list[str] = []
        line = text.strip(" ,")
        for part in _SLASH.split(line if RIVER.search(line) else line.strip(" ,.")):
            if parts and part in self.rivers:
                parts[-1] = f"{parts[-1]}/{part}"
            else:
                parts.append(part.strip(" ,"))
        return tuple(parts) if len(parts) <= PLACES_MAX and all(map(self._may_be, parts)) else ()

    def _may_be(self, name: str) -> bool:
        words = name.replace("-", " ").split()
        if not words or len(name) > PLACE_MAX or len(name.split()) > PLACE_WORDS_MAX or _ODD.search(name):
            return False
        if self._is_label(name, words):
            return False
        return (
            _capital(words[0])
            and _capital(words[-1])
            and all(_capital(word) or word.lower() in self.particles for word in words)
        )

    def _is_label(self, name: str, words: Sequence[str]) -> bool:
        if any(line_key(word) in self.institutions for word in words):
            return True
        return line_key(name) in self.labels or line_key(words[0]) in self.openers


def _capital(word: str) -> bool:
    """A capital, also behind an apostrophe ("L'Aquila", "'s-Hertogenbosch"), or a script that has none."""
    first = word.lstrip("'’‘`(")[:1]
    if not first or first in ".,":
        return False
    return (
        first.isupper()
        or (first.lower() == first.upper() and first.isalpha())
        or (word[1:2] == "." and word[2:3].isupper())  # Frankfurt a.M.
        or word[:2].lower() in {"d'", "l'", "'s", "d’", "l’"}
    )


def are_initials(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are the initials of the last of these words: "Acute Flaccid Paralysis (AFP)".

    Small words between may be skipped or counted; parts of a hyphenated word count as words.
    """
    wanted = [c for c in letters.casefold() if c.isalnum()]
    parts = [part for word in words for part in re.split(r"[-/.'’]", word) if part][-3 * len(wanted) - 3 :]
    at = len(parts) - 1
    for letter in reversed(wanted):
        while at >= 0 and not parts[at].casefold().startswith(letter):
            if parts[at][0].isupper() or len(parts[at]) > 4:
                return False
            at -= 1
        if at < 0:
            return False
        at -= 1
    return len(wanted) > 1


def place_words(entry: Entry) -> PlaceWords:
    """What tells a place from a sentence."""
    entry.only("particles", "rivers", "institutions", "labels", "openers", "separators", "places", "settlements")
    return PlaceWords(
        particles=frozenset(word for name in entry.texts("particles") for word in name.split()),
        rivers=frozenset(entry.texts("rivers")),
        institutions=frozenset(line_key(word) for word in entry.texts("institutions")),
        labels=frozenset(line_key(word) for word in entry.texts("labels")),
        openers=frozenset(line_key(word) for word in entry.texts("openers")),
        separators=tuple(sorted(entry.texts("separators"), key=len, reverse=True)),
        places=frozenset(line_key(name) for name in entry.texts("places")),
        settlements=frozenset(line_key(word) for word in entry.texts("settlements")),
    )
