"""Every pattern of the HTML parser on 100 kB of the worst it can meet."""

import re
import time

import pytest

from worker.formats.html import authors as html_authors
from worker.formats.html import body as html_body
from worker.formats.html import cues as html_cues
from worker.formats.html import dates as html_dates
from worker.formats.html import gate as html_gate
from worker.formats.html import headline as html_headline
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html import lines as html_lines
from worker.formats.html import parser as html
from worker.formats.html import picture as html_picture
from worker.formats.html import text as html_text
from worker.formats.html import urls as html_urls
from worker.formats.html import written_dates as html_written_dates

ROOMS = (
    html,
    html_authors,
    html_body,
    html_cues,
    html_dates,
    html_gate,
    html_headline,
    html_json_ld,
    html_lines,
    html_picture,
    html_text,
    html_urls,
    html_written_dates,
)
PATTERNS = [
    (f"{room.__name__.rsplit('.', 1)[-1]}.{name}", value)
    for room in ROOMS
    for name, value in sorted(vars(room).items())
    if isinstance(value, re.Pattern)
]
# no feed's text reaches these whole: their callers cut it to `limit` characters first
BOUNDED = {
    "html_authors._LEADING_BY": html_authors.NAME_MAX,
    "html_authors._INITIALS": html_authors.NAME_MAX,
    "html_authors._JOINED": html_authors.NAME_MAX,
    "html_authors._DIVIDER": html_authors.NAME_MAX,
    "html_cues._CALL": html_cues.CALL_MAX,
    "html_cues._CREDIT": 120,
    "html_cues._STAMP": html_cues.STAMP_MAX,
    "html_cues._POINTER": html_cues.CALL_MAX,
    "html_dates._MACHINE_DATE": 64,
    "html_picture._CREDIT": html_picture.CAPTION_MAX,
    "html_headline._DIVIDER": 1_000,
    "html_headline._WORD": 1_000,
    "html_headline._CHARACTER": 1_000,
    "html_urls._UNSAFE": html_urls.URL_MAX,
    "html_written_dates._IN_ADDRESS": 2_000,
    "html._SHELL": 1_000,
}
PIECES = (
    " ",
    "a",
    "1",
    "a ",
    "a.",
    ",",
    ", ",
    "-",
    " - ",
    "|",
    "/",
    "(",
    "by ",
    "photo: ",
    "photo",
    "subscribe ",
    "our ",
    "get the ",
    "may earn ",
    "join our ",
    "<",
    "<a ",
    '<a href="',
    '<a href="x">',
    "<strong>",
    "<p ",
    "<!--",
    "&#",
    "&#0",
    "&#x0",
    "data:",
    "data:a;",
    '="',
    "<html ",
    "<script",
    "</p ",
    "//",
    "/*",
    "2024-",
    "/2024/05",
    "12:",
    "é",
    "\n",
    "\u0301",
)


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_time_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    """Searched for everywhere in 100 kB (or as much as its callers let through) within a second, whatever repeats."""
    size = BOUNDED.get(name, 100_000)
    for piece in PIECES:
        text = piece * (size // len(piece))
        start = time.process_time()
        for _ in pattern.finditer(text):
            pass
        pattern.match(text + "\x00")
        assert time.process_time() - start < 1, piece


def test_all_are_looked_at() -> None:
    """The list is not empty by accident."""
    assert len(PATTERNS) > 25
