"""Every pattern of the JSON formats on 100 kB of the worst it can meet."""

import re
import time

import pytest

from worker.envelope import shapes
from worker.formats import news_api, wordpress
from worker.formats.ap_media import parser as ap_media
from worker.formats.digitalwires import categories, notes
from worker.formats.digitalwires import parser as digitalwires
from worker.formats.ninjs import concepts, media
from worker.members import values

ROOMS = (shapes, news_api, wordpress, ap_media, categories, notes, digitalwires, concepts, media, values)
PATTERNS = [
    (f"{room.__name__.rsplit('.', 2)[-2]}.{room.__name__.rsplit('.', 1)[-1]}.{name}", value)
    for room in ROOMS
    for name, value in sorted(vars(room).items())
    if isinstance(value, re.Pattern)
]
WORST = (
    "a",
    " ",
    "a.",
    "a-",
    "<",
    "<a ",
    '<a href="',
    "&",
    "&#1",
    "[",
    "[…",
    "[+1",
    ", 8th Ld ",
    "dpa:",
    "0",
    "\n ",
    "(",
    '"\\',
    "1",
)


@pytest.mark.parametrize("piece", WORST)
@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_patterns_take_linear_time(name: str, pattern: re.Pattern[str] | re.Pattern[bytes], piece: str) -> None:
    """Searching, matching and finding all in 100 kB takes a fraction of a second."""
    text = (piece * (100_000 // len(piece)))[:100_000] + "\x00"
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    started = time.perf_counter()
    pattern.search(subject)  # type: ignore[arg-type]
    pattern.fullmatch(subject)  # type: ignore[arg-type]
    pattern.findall(subject)  # type: ignore[arg-type]
    assert time.perf_counter() - started < 0.5, name
