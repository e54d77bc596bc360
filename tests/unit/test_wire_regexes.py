"""Every pattern of the wires' text formats on 100 kB of the worst it can meet."""

import re
import time

import pytest

from worker import sniff
from worker.formats import anpa1312, email, iptc7901, press_release_text, zczc
from worker.formats.rtf import reader
from worker.knowledge import status_words
from worker.wire import carriage, clock, heads, prose, public, releases

ROOMS = (
    *(anpa1312, email, iptc7901, press_release_text, zczc, reader),
    *(carriage, clock, heads, prose, public, releases, status_words),
)
PATTERNS = [
    (f"{room.__name__.rsplit('.', 1)[-1]}.{name}", value)
    for room in ROOMS
    for name, value in sorted(vars(room).items())
    if isinstance(value, re.Pattern)
]
# no feed's text reaches these whole: their callers cut it to so many characters first
BOUNDED = {
    "clock._END_LINE": clock.LINE_MAX,
    "clock._AP_END_LINE": clock.LINE_MAX,
    "email._QUOTES": 300,
    "email._ID": email.HEADER_MAX,
    "email._REPLY": email.HEADER_MAX,
    "heads._BRACKETS": status_words.TAKE_MAX,
}
NOTHING = 0.02  # seconds
PIECES = (
    *(" ", "a", "1", "a ", "\n", "\t", "\n ", " \n", "-", "--", "- ", "_", "=", "<", "{", "}", "\\", "\\'e9", "\\u1?"),
    *(
        "\x01",
        "\x02",
        "\x16",
        "\x1f",
        "^",
        "ZCZC",
        "ZCZC ",
        "NNNN",
        "\x04",
        "eca0003 3 i ",
        "\neca0003 3 i 380 ",
        "V4644",
    ),
    *(
        "\nV4644\x1f",
        "r z ",
        "BC-",
        "02-20",
        " 02-20 0500",
        "131137 ",
        "GMT ",
        "AP-WF-",
        "(",
        "((",
        ")",
        "/",
        "/PRNewswire",
    ),
    *(
        "A, ",
        "\nA /PRNewswire/",
        "\nA (GLOBE NEWSWIRE",
        "SOURCE",
        "\nSOURCE: ",
        "\nContact",
        "@",
        "a@",
        "a@a.",
        "+1",
        "+1 ",
    ),
    *(
        "tel: ",
        "For ",
        "Photo - ",
        "http://a ",
        "\nFrom: ",
        "x-a: ",
        "re: ",
        "boundary =",
        "On ",
        " wrote",
        "ö",
        "\u3000",
    ),
    *("1st ", "1st", "By ", "(AP) _ ", ". ", ";", "M\x81l"),
)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_time_is_linear(name: str, pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    """Four times the text takes about four times as long (16 where time is quadratic), whatever repeats in 100 kB."""
    size = BOUNDED.get(name, 100_000)
    for piece in PIECES:
        full = _least_seconds(pattern, piece * (size // len(piece)))
        assert full < NOTHING or full < 8 * _least_seconds(pattern, piece * (size // 4 // len(piece))), piece


def _least_seconds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    """CPU seconds of a search of the whole text and a match at its start: the least of a few, once it takes long."""
    least = _seconds(pattern, text)
    return least if least < NOTHING else min(least, *(_seconds(pattern, text) for _ in range(2)))


def _seconds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    start = time.process_time()
    if isinstance(pattern.pattern, bytes):
        data = text.encode("latin-1", "replace")
        found: int = sum(1 for _ in pattern.finditer(data))
        pattern.match(data + b"\x00")
    else:
        found = sum(1 for _ in pattern.finditer(text))
        pattern.match(text + "\x00")
    assert found >= 0
    return time.process_time() - start


@pytest.mark.parametrize("pattern", [sniff.ANPA_1312, sniff.IPTC_7901], ids=["anpa", "7901"])
def test_a_start_is_judged_in_linear_time(pattern: re.Pattern[bytes]) -> None:
    """Only ever matched where a payload begins."""
    for piece in PIECES:
        data = (piece * (100_000 // len(piece))).encode()
        start = time.process_time()
        pattern.match(data)
        assert time.process_time() - start < NOTHING, piece


def test_every_bound_is_of_a_pattern() -> None:
    """No pattern escapes its bound by a new name."""
    assert set(BOUNDED) <= {name for name, _ in PATTERNS}


def test_all_are_looked_at() -> None:
    """The list is not empty by accident."""
    assert len(PATTERNS) > 50
