"""Every pattern of the HTML parser on 100 kB of the worst it can meet."""

import pytest
from pattern_timing import Pattern, grows_faster_than_its_text, patterns_of, rooms_of

from worker.formats.html import author_names, cues, judged_page, metadata, picture
from worker.markup import links

PATTERNS = patterns_of(rooms_of("worker.formats.html", "worker.markup"))
# no feed's text reaches these whole: their callers cut it to `limit` characters first
BOUNDED = {
    "author_names._LABEL": author_names.NAME_MAX,
    "author_names._ADDRESS": author_names.NAME_MAX,
    "author_names._INITIALS": author_names.NAME_MAX,
    "author_names._JOINED": author_names.NAME_MAX,
    "author_names._JOINT_ENDS": author_names.NAME_MAX,
    "author_names._DIVIDER": author_names.NAME_MAX,
    "cues._CALL": cues.CALL_MAX,
    "cues._CREDIT": 120,
    "cues._STAMP": cues.STAMP_MAX,
    "cues._POINTER": cues.CALL_MAX,
    "dates._MACHINE_DATE": 64,
    "picture._LABELLED": picture.CAPTION_MAX,
    "picture._SIGNED": picture.CAPTION_MAX,
    "picture._BRACKETED": picture.CAPTION_MAX,
    "metadata._TAG": metadata.LANGUAGE_MAX,
    "site_names._DIVIDER": 1_000,
    "site_names._CHARACTER": 1_000,
    "links._UNSAFE": links.URL_MAX,
    "written_dates._IN_ADDRESS": 2_000,
    "judged_page._COUNTER": judged_page.COUNTER_MAX,
}
MATCHED = {"xml._BEFORE"}  # only ever matched, once, at the start of a text
PIECES = (
    " ", "a", "1", "a ", "a.", ",", ", ", "-", " - ", "|", "/", "(", "by ", "photo: ", "photo", "subscribe ", "our ",
    "get the ", "may earn ", "join our ", "<", "<a ", '<a href="', '<a href="x">', "<strong>", "<p ", "<!--", "&#",
    "&#0", "&#x0", "data:", "data:a;", '="', "<html ", "<script", "</p ", "//", "/*", "2024-", "/2024/05", "12:", "é",
    "\n", "\u0301",
)  # fmt: skip


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_time_is_linear(name: str, pattern: Pattern) -> None:
    """Four times the text takes about four times as long (16 where time is quadratic), whatever repeats in 100 kB."""
    size = BOUNDED.get(name, 100_000)
    assert grows_faster_than_its_text(pattern, PIECES, size, searched=name not in MATCHED) is None


def test_every_bound_is_of_a_pattern() -> None:
    """No pattern escapes its bound by a new name."""
    assert set(BOUNDED) <= {name for name, _ in PATTERNS}


def test_all_are_looked_at() -> None:
    """The list is not empty by accident."""
    assert len(PATTERNS) > 25
