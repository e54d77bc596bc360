"""Every pattern of the wires' text formats on 100 kB of the worst it can meet."""

import re
import time

import pytest
from pattern_timing import NOTHING, grows_faster_than_its_text, patterns_of

from worker import sniff
from worker.formats import anpa1312, email, iptc7901, press_release_text, zczc
from worker.formats.rtf import reader
from worker.knowledge import status_words
from worker.wire import carriage, clock, heads, prose, public, releases

ROOMS = (
    *(anpa1312, email, iptc7901, press_release_text, zczc, reader),
    *(carriage, clock, heads, prose, public, releases, status_words),
)
PATTERNS = patterns_of(ROOMS)
# no feed's text reaches these whole: their callers cut it to so many characters first
BOUNDED = {
    "clock._END_LINE": clock.LINE_MAX,
    "clock._AP_END_LINE": clock.LINE_MAX,
    "email._QUOTES": 300,
    "email._ID": email.HEADER_MAX,
    "email._REPLY": email.HEADER_MAX,
    "heads._BRACKETS": status_words.TAKE_MAX,
}
MATCHED = {"heads._SLUG", "press_release_text._CONTACT"}  # only ever with a whole line
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
    assert grows_faster_than_its_text(pattern, PIECES, size, searched=name not in MATCHED) is None


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
    assert {*BOUNDED, *MATCHED} <= {name for name, _ in PATTERNS}


def test_all_are_looked_at() -> None:
    """The list is not empty by accident."""
    assert len(PATTERNS) > 50
