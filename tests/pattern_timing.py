"""How the time of a pattern grows with the text: what the tests of worst cases measure by."""

import re
import time
from collections.abc import Iterable, Sequence
from types import ModuleType

NOTHING = 0.02  # CPU seconds that no comparison is worth

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
    for piece in pieces:
        full = _least_seconds(pattern, piece * (size // len(piece)), searched=searched)
        if not (
            full < NOTHING or full < 8 * _least_seconds(pattern, piece * (size // 4 // len(piece)), searched=searched)
        ):
            return piece
    return None


def _least_seconds(pattern: Pattern, text: str, *, searched: bool) -> float:
    """CPU seconds of a search of the whole text and a match at its start: the least of a few, once it takes long."""
    least = _seconds(pattern, text, searched=searched)
    return least if least < NOTHING else min(least, *(_seconds(pattern, text, searched=searched) for _ in range(2)))


def _seconds(pattern: Pattern, text: str, *, searched: bool) -> float:
    """`searched`: not only matched at the start."""
    start = time.process_time()
    if isinstance(pattern.pattern, bytes):
        _run(pattern, text.encode("latin-1", "replace"), b"\x00", searched=searched)
    else:
        _run(pattern, text, "\x00", searched=searched)
    return time.process_time() - start


def _run(pattern: Pattern, text: str | bytes, end: str | bytes, *, searched: bool) -> None:
    for _ in pattern.finditer(text) if searched else ():  # type: ignore[arg-type] # of the pattern's own kind
        pass
    pattern.match(text + end)  # type: ignore[arg-type,operator]
