"""How far a long run is, on standard error: a line that is written over on a terminal, else one at each end."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")
_EVERY_S: Final = 0.5


def told(name: str, things: Iterable[T], total: int) -> Iterator[T]:
    """The things, counted as they pass."""
    live = sys.stderr.isatty()
    since = last = time.monotonic()
    for count, thing in enumerate(things, 1):
        now = time.monotonic()
        if live and (now - last > _EVERY_S):
            print(f"\r{name}: {count} of {total}\x1b[K", end="", file=sys.stderr, flush=True)
            last = now
        yield thing
    if not total:
        return
    done = f"{name}: {total} in {time.monotonic() - since:.1f} s"
    print(f"\r{done}\x1b[K" if live else done, file=sys.stderr, flush=True)
