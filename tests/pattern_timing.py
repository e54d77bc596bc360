"""How the time of a pattern grows with the text: what the tests of worst cases measure by."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import ModuleType
from typing import Any

NOTHING = 0.02  # CPU seconds that no comparison is worth
LONG = 0.2  # CPU seconds that another process cannot double

Pattern = re.Pattern[str] | re.Pattern[bytes]


def patterns_of(rooms: Iterable[ModuleType]) -> list[tuple[str, re.Pattern[str]]]:
    """Every pattern that the modules hold by name, as `module._NAME`."""
    return [
        (f"{room.__name__.rsplit('.', 1)[-1]}.{name}", value)
        for room in rooms
        for name, value in sorted(vars(room).items())
        if isinstance(value, re.Pattern)
    ]


def grows_faster_than_its_text(
    pattern: Pattern, pieces: Sequence[str], size: int, *, searched: bool = True
) -> str | None:
    """The first piece whose repetition takes eight times as long for four times the text (quadratic: sixteen)."""

    def seconds(piece: str, share: int) -> float:
        return _least_seconds(pattern, piece * (size // share // len(piece)), searched=searched)

    return next((piece for piece in pieces if _grows(partial(seconds, piece))), None)


def _grows(seconds: Callable[[int], float]) -> bool:
    """Of a share of the text; what takes long is done with where already a quarter shows no growth (quadratic: 5.3)."""
    quarter = seconds(4)
    if quarter >= NOTHING and quarter < 5 * seconds(16):
        return False
    full = seconds(1)
    return full >= max(NOTHING, 8 * quarter)


def _least_seconds(pattern: Pattern, text: str, *, searched: bool) -> float:
    """CPU seconds of a search of the whole text and a match at its start: the least of a few, where noise tells."""
    least = _seconds(pattern, text, searched=searched)
    doubtful = NOTHING <= least < LONG
    return min(least, *(_seconds(pattern, text, searched=searched) for _ in range(2))) if doubtful else least


def _seconds(pattern: Pattern, text: str, *, searched: bool) -> float:
    """`searched`: not only matched at the start."""
    start = time.process_time()
    if isinstance(pattern.pattern, bytes):
        _run(pattern, text.encode("latin-1", "replace"), b"\x00", searched=searched)
    else:
        _run(pattern, text, "\x00", searched=searched)
    return time.process_time() - start


def _run(pattern: Pattern, text: str | bytes, end: str | bytes, *, searched: bool) -> None:
    whole: Any = text + end  # type: ignore[operator] # of the pattern's own kind
    for _ in pattern.finditer(whole) if searched else ():
        pass
    pattern.match(whole)
