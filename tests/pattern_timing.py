"""How the time of a pattern grows with the text: what the tests of worst cases measure by."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from types import ModuleType
from typing import Any

NOTHING = 0.02  # CPU seconds that no comparison is worth
LONG = 0.2  # CPU seconds that another process cannot double

Pattern = re.Pattern[str] | re.Pattern[bytes]


def rooms_of(*packages: str) -> list[ModuleType]:
    """All modules of the packages, so that no pattern of a new file escapes."""
    found = (pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}.") for name in packages)
    return [importlib.import_module(one.name) for one in chain.from_iterable(found) if not one.ispkg]


def patterns_of(rooms: Iterable[ModuleType]) -> list[tuple[str, Pattern]]:
    """Every pattern that the modules hold by name or in a table, each once, as `module._NAME`."""
    found: dict[int, tuple[str, Pattern]] = {}
    for room in rooms:
        for name, value in sorted(vars(room).items()):
            for pattern in _patterns_in(value):
                found.setdefault(id(pattern), (f"{room.__name__.rsplit('.', 1)[-1]}.{name}", pattern))
    return list(found.values())


def _patterns_in(value: object) -> Iterator[Pattern]:
    """A constant that is one, or a row or table of some."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _patterns_in(part)


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
