"""config/notes.toml: remarks to editors at the top of a text, machine translations, embargoes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.knowledge import tables
from worker.knowledge.keys import first_words, line_key
from worker.knowledge.tables import Entry
from worker.words import normal_tokens

LEAD_MAX: Final = 60  # characters
TRANSLATION_MAX: Final = 240
OPENING_WORDS: Final = 6
STEM: Final = 6  # characters
_PUNCTUATION: Final = " :.,;!*()[]-–—=+<>\"'"

# (ATTN: ADDS photo)   Eds: With photos.   ATTENTION - AJOUTE bilan
_LEAD: Final = re.compile(r"[(\[（［*\s]{0,4}(?P<lead>[^:：\-–—()\[\]]{2,40})(?:[:：]|[-–—]\s)\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWords:
    """The tables, as keys."""

    leads: frozenset[str]
    silent: frozenset[str]
    translations: tuple[str, ...]
    embargoes: tuple[str, ...]
    releases: frozenset[str]
    _first_of_embargoes: frozenset[str] = field(init=False)
    _stems: tuple[str, ...] = field(init=False)  # of translations: what a cheap look goes for

    def __post_init__(self) -> None:
        longest = {max(key.split(" "), key=len) for key in self.translations}
        object.__setattr__(self, "_stems", tuple({word[:STEM] for word in longest}))
        object.__setattr__(self, "_first_of_embargoes", first_words(self.embargoes))

    def lead(self, text: str) -> tuple[str, str] | None:
        """(lead, what follows it) of a line that addresses editors: "Eds: With photos."; None for any other."""
        match = _LEAD.match(text)
        if match is None or line_key(match["lead"]) not in self.leads:
            return None
        return match["lead"].strip(), text[match.end() :].strip()

    def is_silent(self, lead: str) -> bool:
        """A lead that says no more than that editors are meant: "ATTN"."""
        return line_key(lead) in self.silent

    def is_translation(self, line: str) -> bool:
        """The line says that a machine translated the text."""
        if len(line) > TRANSLATION_MAX or not self._hints_at_translation(line):
            return False
        key = f" {line_key(line)} "
        return any(f" {words} " in key for words in self.translations)

    def _hints_at_translation(self, line: str) -> bool:
        return any(map(line.lower().__contains__, self._stems))

    def is_release(self, line: str) -> bool:
        """The line says, and nothing else, that the text was handed in: "FOR IMMEDIATE RELEASE"."""
        return len(line) <= LEAD_MAX and line_key(line) in self.releases

    def is_embargo(self, line: str) -> bool:
        """The line begins with words that say until when nothing may be published."""
        first = line.partition(" ")[0].strip(_PUNCTUATION).lower()
        if first.isascii() and first and first not in self._first_of_embargoes and first.isalnum():
            return False
        tokens = normal_tokens(line[:LEAD_MAX])[: 2 * OPENING_WORDS]
        if not tokens or tokens[0] not in self._first_of_embargoes:
            return False
        key = f"{' '.join(tokens)} "
        return any(key.startswith(f"{words} ") for words in self.embargoes)


def note_words(entry: Entry) -> NoteWords:
    """The tables; every example must be of its kind."""
    entry.only("notes", "translations", "embargo", "releases")
    notes = tables.section(entry, "notes").only("leads", "silent", "examples")
    translations = tables.section(entry, "translations").only("words", "examples")
    embargo = tables.section(entry, "embargo").only("openings", "examples")
    releases = tables.section(entry, "releases").only("lines")
    words = NoteWords(
        releases=frozenset(_keys(releases.texts("lines"))),
        leads=frozenset(_keys(notes.texts("leads"))),
        silent=frozenset(_keys(notes.texts("silent"))),
        translations=tuple(_keys(translations.texts("words"))),
        embargoes=tuple(_keys(embargo.texts("openings"))),
    )
    for table, reads in ((translations, words.is_translation), (embargo, words.is_embargo)):
        for example in table.texts("examples"):
            if not reads(example):
                raise table.error("examples", f"{example!r} is not read so")
    return words


def _keys(words: Sequence[str]) -> Iterable[str]:
    return dict.fromkeys(map(line_key, words))
