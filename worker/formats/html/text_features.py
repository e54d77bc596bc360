"""What a line's own words say about it, as numbers for the block model: the same for a text on every page."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from string import ascii_letters, ascii_lowercase, digits
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.formats.html.measures import Matrix, stacked

SHORT_MAX: Final = 400  # characters: longer texts are judged by shape and place alone
WORDS_READ: Final = 24
LOOKED_AT: Final = 200  # characters that figures and capitals are counted in
KEPT: Final = 32_768  # texts and names of classes that stay in memory, each a few hundred bytes
WORDS_KEPT: Final = 32_768  # spellings of words

Scores = tuple[float, float, float]  # sum over the square root of how many, smallest, largest
NO_SCORES: Final = (0.0, 0.0, 0.0)

_WORD: Final = re.compile(r"\w+")
# ASCII byte by byte: small letters, figures and _ of words, and a blank for all else; small letters of names alone
_IN_WORDS: Final = f"{ascii_letters}{digits}_"
_WORDS: Final = bytes(ord(chr(code).lower()) if chr(code) in _IN_WORDS else 32 for code in range(256))
_NAMES: Final = bytes(code if chr(code) in ascii_lowercase else 32 for code in range(256))
# 1999, 12:30, 9.15, 18h05
_STAMP: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b")
STAMP_MAX: Final = 90
QUESTION_MAX: Final = 150
# "articleBody" -> article, body;  "c-entry__SocialBar" -> entry, social, bar
_TOKEN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TOKENS_MAX: Final = 24

# Signs by kind: which are counted in all of a text, which in its opening, which are looked for at either end
_BLANK, _COMMA, _DOT, _FIGURE, _CAPITAL, _BAR, _CALL, _END, _COLON, _QUOTE, _BULLET, _RIGHTS, _DIGIT = (
    1 << number for number in range(13)
)
_BEYOND: Final = 0xFFFF  # stands for all code points from here on
_SIGNS: Final = {
    _BLANK: " ",
    _COMMA: ",;，、،",
    _DOT: ".!?。।؟",
    _FIGURE: "0123456789",
    _CAPITAL: "".join(map(chr, (*range(0x41, 0x5B), *range(0xC0, 0xDF), *range(0x410, 0x430)))),
    _BAR: "|•/",
    _CALL: "!?",
    _END: ".!?。।؟…\"”“»:')",
    _COLON: ":：",
    _QUOTE: "\"“„«'‘»",
    _BULLET: "•-–—*·",
    _RIGHTS: "©",
}


def _kinds() -> NDArray[np.uint16]:
    table = np.zeros(0x10000, np.uint16)
    for kind, signs in _SIGNS.items():
        for sign in signs:
            table[ord(sign)] |= kind
    table[[code for code in range(len(table)) if chr(code).isdecimal()]] |= _DIGIT
    table[_BEYOND] = _DIGIT  # some are
    return table


_KINDS: Final = _kinds()


def summed(found: Sequence[float]) -> Scores:
    """How much tokens of these log-odds speak for a story's text together."""
    return (sum(found) / math.sqrt(len(found)), min(found), max(found)) if found else NO_SCORES


def words_of(text: str) -> list[str]:
    """The first words of a text, small, figures as ``#``, with marks of which is the first and which the last."""
    words = [word[:16].lower() for word in _WORD.findall(text[:SHORT_MAX])]
    words = ["#" if word.isdigit() else word for word in words]
    return [*words[:WORDS_READ], "^" + words[0], words[-1] + "$"] if words else words


def tokens_of(names: str) -> tuple[str, ...]:
    """The words in classes and ids, each once."""
    return tuple(dict.fromkeys(word.lower() for word in _TOKEN.findall(names) if 2 < len(word) < 20))[:TOKENS_MAX]


def _spelt(names: str) -> Sequence[str]:
    """The words in names of classes as they stand; most names have no capitals, and need no expression."""
    if names.islower():
        return names.encode("utf-8", "surrogatepass").translate(_NAMES).decode().split()
    return _TOKEN.findall(names)


class KnownTokens(dict[str, int]):
    """Tokens as names of classes spell them: the number of what `tokens_of` makes of each, 0 for an unknown one."""

    def __init__(self, known: Iterable[str]) -> None:
        self._numbers = {token: number for number, token in enumerate(known, 1)}

    def among(self, names: str) -> Iterable[int]:
        """The known ones of `tokens_of`, each once."""
        spelt = _spelt(names)
        if len(spelt) > TOKENS_MAX:
            spelt = tokens_of(names)
        return dict.fromkeys(filter(None, map(self.__getitem__, spelt)))

    def __missing__(self, spelt: str) -> int:
        if len(self) >= WORDS_KEPT:
            self.clear()
        number = self[spelt] = self._numbers.get(spelt.lower(), 0) if 2 < len(spelt) < 20 else 0
        return number


def word_reader(lexicon: Mapping[str, float]) -> Callable[[str], Scores]:
    """A reader of short texts by that lexicon, which remembers them: they come again on other pages."""
    inner = _Spellings(lexicon)
    first = _Spellings({word[1:]: score for word, score in lexicon.items() if word[0] == "^"})
    last = _Spellings({word[:-1]: score for word, score in lexicon.items() if word[-1] == "$"})

    @lru_cache(KEPT)
    def read(text: str) -> Scores:
        words = _split(text[:SHORT_MAX])
        if not words:
            return NO_SCORES
        scores = [*map(inner.__getitem__, words[:WORDS_READ]), first[words[0]], last[words[-1]]]
        return summed(list(filter(None, scores)))

    return read


def _split(text: str) -> list[str]:
    """The words of a text; those of one in ASCII small, in a third of the time that the expression takes."""
    return text.encode().translate(_WORDS).decode().split() if text.isascii() else _WORD.findall(text)


class _Spellings(dict[str, float]):
    """A lexicon by words as they stand in a text (`words_of` makes them small); of most pages it has nearly all."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        self._lexicon = lexicon

    def __missing__(self, word: str) -> float:
        if len(self) >= WORDS_KEPT:
            self.clear()
        small = word[:16].lower()
        score = self[word] = self._lexicon.get("#" if small.isdigit() else small, 0.0)
        return score


def shapes_of(texts: Sequence[str]) -> Matrix:
    """A row a text, none of them empty: lengths, punctuation, figures, capitals, how it begins and ends."""
    sizes = np.array([len(text) for text in texts])
    kinds = _kinds_of("".join(texts))
    ends = np.cumsum(sizes)
    starts = ends - sizes
    openings = [text[:LOOKED_AT] for text in texts]
    opening_sizes = np.minimum(sizes, LOOKED_AT)
    opening_starts = np.cumsum(opening_sizes) - opening_sizes
    opening_kinds = _kinds_of("".join(openings))
    words = _counted(kinds, _BLANK, starts) + 1
    dots = _counted(kinds, _DOT, starts)
    figures = _counted(opening_kinds, _FIGURE, opening_starts)
    first, last = kinds[starts], kinds[ends - 1]
    columns = (
        np.log1p(sizes) / 5,
        np.log1p(words) / 4,
        np.minimum(sizes / words, 20) / 10,
        np.log1p(_counted(kinds, _COMMA, starts)) / 2,
        np.log1p(dots) / 2,
        np.minimum(dots * 20 / words, 3),
        last & _END > 0,
        np.minimum(1.0, 3 * figures / opening_sizes),
        np.minimum(3 * _counted(opening_kinds, _CAPITAL, opening_starts) / opening_sizes, 2),
        last & _COLON > 0,
        [text[0].islower() for text in texts],
        first & _QUOTE > 0,
        first & _BULLET > 0,
        _stamped(texts, (sizes < STAMP_MAX) & (_counted(opening_kinds, _DIGIT, opening_starts) > 0)),
        _counted(kinds, _BAR, starts) > 0,
        (sizes < QUESTION_MAX) & (_counted(kinds, _CALL, starts) > 0),
        _counted(opening_kinds, _RIGHTS, opening_starts) > 0,
        [("@" in opening or "http" in opening) for opening in openings],
        sizes > SHORT_MAX,
    )
    return stacked(columns)


def _kinds_of(text: str) -> NDArray[np.uint16]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _KINDS.take(np.minimum(codes, _BEYOND))


def _counted(kinds: NDArray[np.uint16], kind: int, starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many signs of the kind each text has."""
    return np.add.reduceat(kinds & kind > 0, starts, dtype=np.int64)


def _stamped(texts: Sequence[str], possible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which hold a year or a clock, of those that may."""
    found = np.zeros(len(texts), bool)
    for number in np.nonzero(possible)[0].tolist():
        found[number] = _STAMP.search(texts[number]) is not None
    return found
