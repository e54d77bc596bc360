"""What a line's own words say about it, as numbers for the block model: the same for a text on every page."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

SHORT_MAX: Final = 400  # characters: longer texts are judged by shape and place alone
WORDS_READ: Final = 24
LOOKED_AT: Final = 200  # characters that figures and capitals are counted in
KEPT: Final = 16_384  # texts and names of classes that stay in memory, each a few hundred bytes

Scores = tuple[float, float, float]  # sum over the square root of how many, smallest, largest
NO_SCORES: Final = (0.0, 0.0, 0.0)

_WORD: Final = re.compile(r"\w+")
_COMMA: Final = re.compile(r"[,;，、،]")
_DOT: Final = re.compile(r"[.!?。।؟]")
_FIGURE: Final = re.compile(r"[0-9]")
_CAPITAL: Final = re.compile(r"[A-ZÀ-ÞА-Я]")
_ENDS: Final = tuple(".!?。।؟…\"”“»:')")
# 1999, 12:30, 9.15, 18h05
_STAMP: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b")
STAMP_MAX: Final = 90
QUESTION_MAX: Final = 150
# "articleBody" -> article, body;  "c-entry__SocialBar" -> entry, social, bar
_TOKEN: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TOKENS_MAX: Final = 24


def scores_of(tokens: Iterable[str], lexicon: Mapping[str, float]) -> Scores:
    """How much the tokens speak for a story's text, as log-odds."""
    found = [score for token in tokens if (score := lexicon.get(token))]
    return (sum(found) / math.sqrt(len(found)), min(found), max(found)) if found else NO_SCORES


def words_of(text: str) -> list[str]:
    """The first words of a text, small, figures as ``#``, with marks of which is the first and which the last."""
    words = [word[:16].lower() for word in _WORD.findall(text[:SHORT_MAX])]
    words = ["#" if word.isdigit() else word for word in words]
    return [*words[:WORDS_READ], "^" + words[0], words[-1] + "$"] if words else words


def tokens_of(names: str) -> tuple[str, ...]:
    """The words in classes and ids, each once."""
    return tuple(dict.fromkeys(word.lower() for word in _TOKEN.findall(names) if 2 < len(word) < 20))[:TOKENS_MAX]


def text_reader(words: Mapping[str, float]) -> Callable[[str], tuple[float, ...]]:
    """A reader of texts by that lexicon of words, which remembers the short ones: they come again on other pages."""

    def read(text: str) -> tuple[float, ...]:
        return (*_shape(text), *scores_of(words_of(text), words))

    remembered = lru_cache(KEPT)(read)

    def reader(text: str) -> tuple[float, ...]:
        return remembered(text) if len(text) <= SHORT_MAX else (*_shape(text), *NO_SCORES)

    return reader


def _shape(text: str) -> tuple[float, ...]:
    size = len(text)
    words = text.count(" ") + 1
    dots = len(_DOT.findall(text))
    start = text[:LOOKED_AT]
    first = text[0]
    return (
        math.log1p(size) / 5,
        math.log1p(words) / 4,
        min(size / words, 20) / 10,
        math.log1p(len(_COMMA.findall(text))) / 2,
        math.log1p(dots) / 2,
        min(dots * 20 / words, 3),
        text.endswith(_ENDS),
        min(1.0, 3 * len(_FIGURE.findall(start)) / len(start)),
        min(3 * len(_CAPITAL.findall(start)) / len(start), 2),
        text.endswith((":", "：")),
        first.islower(),
        first in "\"“„«'‘»",
        first in "•-–—*·",
        size < STAMP_MAX and _STAMP.search(text) is not None,
        "|" in text or "•" in text or "/" in text,
        size < QUESTION_MAX and ("!" in text or "?" in text),
        "©" in start,
        "@" in start or "http" in start,
        size > SHORT_MAX,
    )
