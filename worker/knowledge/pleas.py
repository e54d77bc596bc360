"""Sentences by which agencies call stories back: "Please disregard our story …", "Reuters has withdrawn … story"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

GAP: Final = "…"
AGENCY: Final = "{agency} "
GAP_MAX: Final = 120  # characters that a gap stands for, with the words behind it
SUBJECT_MAX: Final = 40  # of what names the agency
# what may stand before a sentence that speaks of the text: (   [   *   —
_BEFORE_SENTENCE: Final = " \u00a0([*_-–—•"
_STOPS: Final = frozenset(".:;,!?)]）。：")


@dataclass(frozen=True, slots=True)
class Plea:
    """Words of a sentence in their order, with a few others between."""

    parts: tuple[str, ...]  # in small letters
    owned: bool  # only behind the name of the text's own agency
    anywhere: bool  # in the sentence, not at its beginning alone

    def stands_in(self, text: str, is_own: Callable[[str], bool]) -> bool:
        """Whether a text in small letters holds it."""
        first = text.find(self.parts[0])
        if first < 0 or not self._opens(text[:first], is_own):
            return False
        end = first + len(self.parts[0])
        for part in self.parts[1:]:
            at = text.find(part, end, end + GAP_MAX)
            if at < 0:
                return False
            end = at + len(part)
        return True

    def _opens(self, before: str, is_own: Callable[[str], bool]) -> bool:
        if self.owned:
            return len(subject := before.rpartition(". ")[2].strip()) <= SUBJECT_MAX and is_own(subject)
        return self.anywhere or stops(before)


def plea(words: str) -> Plea:
    """A row's words: "{agency} withdraws … story", "… has been cancelled"."""
    owned, anywhere = words.startswith(AGENCY), words.startswith(GAP)
    parts = (part.strip(" ") for part in words.removeprefix(AGENCY).split(GAP))
    return Plea(tuple(part.casefold() for part in parts if part), owned, anywhere)


def opens_sentence(text: str, words: str) -> bool:
    """Whether a text that holds the words has them at its beginning or behind a stop: what is quoted is the story's."""
    return stops(text[: text.find(words)])


def stops(before: str) -> bool:
    """Whether a sentence may begin behind this."""
    before = before.rstrip(_BEFORE_SENTENCE)
    return not before or before[-1] in _STOPS
