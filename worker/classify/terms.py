"""The words of a text as numbers of a vocabulary: by blanks, and by the longest known piece where a script has none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

PIECE_MAX: Final = 4  # characters of a word in a script without blanks
STEM_MIN: Final = 5  # letters that must be left of a word whose end is cut
CUT_MAX: Final = 4  # letters that may be cut: inflected forms are more than any vocabulary holds
WORD_MAX: Final = 40  # a longer one is no word

# Thai, Lao, Burmese, Khmer, kana and Chinese characters
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# blanks, controls, figures, and punctuation of all scripts that news come in; vowel signs of Hindi belong to its words
_BETWEEN: Final = (
    r"\s\d\0-\x1f\x7f!-/:-@\[-`{-~\u00a0-\u00bf\u00d7\u00f7\u055d\u060c\u061b\u061f\u06d4\u0964\u0965\u1361-\u1368"
    r"\u2000-\u206f\u3000-\u303f\uff00-\uff20"
)
# Hafen   बंदरगाह   港口工程
_RUN: Final = re.compile(rf"[{_UNSPACED}]+|[^{_BETWEEN}{_UNSPACED}]+")
_FIRST_UNSPACED: Final = _UNSPACED[0]
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_SIGN: Final = re.compile(f"[{_BETWEEN}]")
# ASCII byte by byte: letters, and a blank for all else, which is between words
_LETTERS: Final = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_ASCII: Final = bytes(range(128))

Vocabulary = Mapping[str, int]


def runs(text: str) -> list[str]:
    """Words, and whole stretches of scripts without blanks, in small letters."""
    small = text.lower()
    data = small.encode("utf-8", "surrogatepass")
    letters = data.translate(_LETTERS)
    if len(data) == len(small):
        return letters.decode().split()
    alphabet = "".join(set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass")))
    if _IS_UNSPACED.search(alphabet):
        return _RUN.findall(small)
    words = letters.decode("utf-8", "surrogatepass")
    for sign in _SIGN.findall(alphabet):  # a text has few: six times as fast as an expression over all of it
        words = words.replace(sign, " ")
    return words.split()


def numbers(given: Iterable[str], vocabulary: Vocabulary) -> list[int]:
    """The numbers of the words that the vocabulary knows, in their form or in a shorter one; a word comes once."""
    found: list[int] = []
    unique = dict.fromkeys(given)
    for run, number in zip(unique, map(vocabulary.get, unique), strict=True):
        if number is not None:
            found.append(number)
        elif run >= _FIRST_UNSPACED and _IS_UNSPACED.match(run):
            found.extend(_pieces(run, vocabulary))
        elif len(run) > STEM_MIN and (stem := _stem(run, vocabulary)) is not None:
            found.append(stem)
    return found


def _stem(word: str, vocabulary: Vocabulary) -> int | None:
    """The longest known beginning of an unknown word."""
    for end in range(min(len(word), WORD_MAX) - 1, max(STEM_MIN, len(word) - CUT_MAX) - 1, -1):
        number = vocabulary.get(word[:end])
        if number is not None:
            return number
    return None


def _pieces(run: str, vocabulary: Vocabulary) -> Iterator[int]:
    """From left to right the longest piece that is known; a character that begins none is passed over."""
    start = 0
    while start < len(run):
        for size in range(PIECE_MAX, 1, -1):
            number = vocabulary.get(run[start : start + size])
            if number is not None:
                yield number
                start += size - 1
                break
        start += 1
