"""The words of a text as numbers of a vocabulary: by blanks, and by the longest known piece where a script has none."""

import re
from collections.abc import Iterator
from typing import Final

from worker.words import beyond_ascii, letters_of

PIECE_MAX: Final = 4  # characters of a word in a script without blanks
STEM_MIN: Final = 5  # letters that must be left of a word whose end is cut
CUT_MAX: Final = 4  # letters that may be cut: inflected forms are more than any vocabulary holds
WORD_MAX: Final = 40  # a longer one is no word
UNKNOWN: Final = -1

# Thai, Lao, Burmese, Khmer, kana and Chinese characters
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# blanks, controls, figures, and punctuation of all scripts that news come in; vowel signs of Hindi belong to its words
_BETWEEN: Final = (
    r"\s\d\0-\x1f\x7f!-/:-@\[-`{-~\u00a0-\u00bf\u00d7\u00f7\u055d\u060c\u061b\u061f\u06d4\u0964\u0965\u1361-\u1368"
    r"\u2000-\u206f\u3000-\u303f\uff00-\uff20"
)
# Hafen   बंदरगाह   港口工程
_RUN: Final = re.compile(rf"[{_UNSPACED}]+|[^{_BETWEEN}{_UNSPACED}]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_SIGN: Final = re.compile(f"[{_BETWEEN}]")


class Vocabulary(dict[str, int]):
    """Words and their numbers; a word that it has not gets that of its longest known beginning, or UNKNOWN."""

    def __missing__(self, word: str) -> int:
        """Of most words UNKNOWN at once: they are single letters."""
        size = len(word)
        if size > STEM_MIN:
            for end in range(min(size, WORD_MAX) - 1, max(STEM_MIN, size - CUT_MAX) - 1, -1):
                if (number := self.get(word[:end])) is not None:
                    return number
        return UNKNOWN


def runs(text: str) -> list[str]:
    """Words, and whole stretches of scripts without blanks, in small letters."""
    return _parted(text)[0]


def _parted(text: str) -> tuple[list[str], bool]:
    """The runs, and whether any is of a script without blanks."""
    small = text.lower()
    data = small.encode("utf-8", "surrogatepass")
    alphabet = "" if small.isascii() else "".join(beyond_ascii(data))
    if _IS_UNSPACED.search(alphabet):
        return _RUN.findall(small), True
    return letters_of(data, _SIGN.findall(alphabet)), False


def numbers(text: str, vocabulary: Vocabulary) -> list[int]:
    """The numbers of the words that the vocabulary knows, in their form or in a shorter one; a number comes once."""
    given, unspaced = _parted(text)
    if unspaced:
        given = [piece for run in given for piece in _pieces(run, vocabulary)]
    found = dict.fromkeys(map(vocabulary.__getitem__, given))
    found.pop(UNKNOWN, None)
    return list(found)


def _pieces(run: str, vocabulary: Vocabulary) -> Iterator[str]:
    """From left to right the longest piece that is known; a character that begins none is passed over."""
    if run in vocabulary or not _IS_UNSPACED.match(run):
        yield run
        return
    start = 0
    while start < len(run):
        for size in range(PIECE_MAX, 1, -1):
            if (piece := run[start : start + size]) in vocabulary:
                yield piece
                start += size - 1
                break
        start += 1
