"""Every pattern of the HTML parser on 100 kB of the worst it can meet."""

import re

import pytest
from pattern_timing import grows_faster_than_its_text, patterns_of

from worker.formats.html import author_names as html_author_names
from worker.formats.html import authors as html_authors
from worker.formats.html import bad_pages as html_bad_pages
from worker.formats.html import body as html_body
from worker.formats.html import comments as html_comments
from worker.formats.html import cues as html_cues
from worker.formats.html import dates as html_dates
from worker.formats.html import figure_order as html_figure_order
from worker.formats.html import figures as html_figures
from worker.formats.html import headline as html_headline
from worker.formats.html import json_ld as html_json_ld
from worker.formats.html import lines as html_lines
from worker.formats.html import marked_dates as html_marked_dates
from worker.formats.html import metadata as html_metadata
from worker.formats.html import next_stories as html_next_stories
from worker.formats.html import outline as html_outline
from worker.formats.html import page_dates as html_page_dates
from worker.formats.html import page_topics as html_page_topics
from worker.formats.html import parser as html
from worker.formats.html import picture as html_picture
from worker.formats.html import shown_pictures as html_shown_pictures
from worker.formats.html import site_names as html_site_names
from worker.formats.html import text_features as html_text_features
from worker.formats.html import titles as html_titles
from worker.formats.html import written_dates as html_written_dates
from worker.markup import blocks as markup_blocks
from worker.markup import gate as html_gate
from worker.markup import lines as markup_lines
from worker.markup import links as markup_links
from worker.markup import xml as markup_xml

ROOMS = (
    html,
    html_author_names,
    html_authors,
    html_bad_pages,
    html_body,
    html_comments,
    html_cues,
    html_dates,
    html_figure_order,
    html_figures,
    html_gate,
    html_headline,
    html_json_ld,
    html_lines,
    html_marked_dates,
    html_metadata,
    html_next_stories,
    html_outline,
    html_page_dates,
    html_page_topics,
    html_picture,
    html_shown_pictures,
    html_site_names,
    html_text_features,
    html_titles,
    markup_blocks,
    markup_lines,
    markup_links,
    markup_xml,
    html_written_dates,
)
PATTERNS = patterns_of(ROOMS)
# no feed's text reaches these whole: their callers cut it to `limit` characters first
BOUNDED = {
    "author_names._LABEL": html_author_names.NAME_MAX,
    "author_names._ADDRESS": html_author_names.NAME_MAX,
    "author_names._INITIALS": html_author_names.NAME_MAX,
    "author_names._JOINED": html_author_names.NAME_MAX,
    "author_names._JOINT_ENDS": html_author_names.NAME_MAX,
    "author_names._DIVIDER": html_author_names.NAME_MAX,
    "cues._CALL": html_cues.CALL_MAX,
    "cues._CREDIT": 120,
    "cues._STAMP": html_cues.STAMP_MAX,
    "cues._POINTER": html_cues.CALL_MAX,
    "dates._MACHINE_DATE": 64,
    "picture._LABELLED": html_picture.CAPTION_MAX,
    "picture._SIGNED": html_picture.CAPTION_MAX,
    "picture._BRACKETED": html_picture.CAPTION_MAX,
    "metadata._TAG": html_metadata.LANGUAGE_MAX,
    "site_names._DIVIDER": 1_000,
    "site_names._WORD": 1_000,
    "site_names._CHARACTER": 1_000,
    "links._UNSAFE": markup_links.URL_MAX,
    "written_dates._IN_ADDRESS": 2_000,
    "bad_pages._COUNTER": html_bad_pages.COUNTER_MAX,
}
MATCHED = {"xml._BEFORE"}  # only ever matched, once, at the start of a text
PIECES = (
    " ", "a", "1", "a ", "a.", ",", ", ", "-", " - ", "|", "/", "(", "by ", "photo: ", "photo", "subscribe ", "our ",
    "get the ", "may earn ", "join our ", "<", "<a ", '<a href="', '<a href="x">', "<strong>", "<p ", "<!--", "&#",
    "&#0", "&#x0", "data:", "data:a;", '="', "<html ", "<script", "</p ", "//", "/*", "2024-", "/2024/05", "12:", "é",
    "\n", "\u0301",
)  # fmt: skip


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_time_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    """Four times the text takes about four times as long (16 where time is quadratic), whatever repeats in 100 kB."""
    size = BOUNDED.get(name, 100_000)
    assert grows_faster_than_its_text(pattern, PIECES, size, searched=name not in MATCHED) is None


def test_every_bound_is_of_a_pattern() -> None:
    """No pattern escapes its bound by a new name."""
    assert set(BOUNDED) <= {name for name, _ in PATTERNS}


def test_all_are_looked_at() -> None:
    """The list is not empty by accident."""
    assert len(PATTERNS) > 25
