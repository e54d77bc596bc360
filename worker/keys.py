"""What two printings of one line have in common: the key under which tables and stages compare lines."""

from functools import lru_cache

from worker.words import normal_tokens


@lru_cache(maxsize=4096)
def line_key(text: str) -> str:
    """The line's words without case, width and punctuation, single blanks between; meant for short lines."""
    return " ".join(normal_tokens(text))


@lru_cache(maxsize=4096)
def compact_key(text: str) -> str:
    """The same without the blanks: "A F P", "A.F.P." and "afp" are one."""
    return "".join(normal_tokens(text))
