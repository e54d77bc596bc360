"""What two printings of one line have in common: the key under which tables and stages compare lines."""

from functools import lru_cache

from worker.words import normal_tokens

CACHED_MAX = 1_500  # characters: the cache holds lines and paragraphs, never a whole text


def line_key(text: str) -> str:
    """The line's words without case, width and punctuation, single blanks between."""
    return _line_key(text) if len(text) <= CACHED_MAX else " ".join(normal_tokens(text))


def compact_key(text: str) -> str:
    """The same without the blanks: "A F P", "A.F.P." and "afp" are one."""
    return line_key(text).replace(" ", "")


@lru_cache(maxsize=2048)
def _line_key(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    return " ".join(normal_tokens(text))
