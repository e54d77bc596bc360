"""What two printings of one line have in common: the key under which tables and stages compare lines."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from worker.words import normal_tokens

_MARKS: Final = frozenset(map(chr, range(0x300, 0x370)))
CACHED_MAX = 1_500  # characters: the cache holds lines and paragraphs, never a whole text


def line_key(text: str) -> str:
    """The line's words without case, width and punctuation, single blanks between."""
    return _line_key(text) if len(text) <= CACHED_MAX else " ".join(normal_tokens(text))


def compact_key(text: str) -> str:
    """The same without the blanks: "A F P", "A.F.P." and "afp" are one."""
    return line_key(text).replace(" ", "")


def unmarked(key: str) -> str:
    """The key without the marks on its letters, which capitals often lack: "última hora" as "ULTIMA HORA"."""
    if key.isascii():
        return key
    key = key.replace("ı", "i")
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", key) if c not in _MARKS))


def undotted(key: str) -> str:
    """The key without the dot that a Turkish capital I keeps in small letters: "SON DAKİKA"."""
    return key if key.isascii() else key.replace("i\u0307", "i")


def first_words(keys: Iterable[str]) -> frozenset[str]:
    """The words that keys begin with."""
    return frozenset(key.partition(" ")[0] for key in keys)


def last_words(keys: Iterable[str]) -> frozenset[str]:
    """The words that keys end with."""
    return frozenset(key.rpartition(" ")[2] for key in keys)


def by_first_word(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The keys by the word that each begins with, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(keys, key=len, reverse=True):
        first = key.partition(" ")[0]
        found[first] = (*found.get(first, ()), key)
    return found


@lru_cache(maxsize=2048)
def _line_key(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    return " ".join(normal_tokens(text))
