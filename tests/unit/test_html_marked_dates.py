"""Texts that a page marks as a date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fromstring

from worker.formats.html.figure_order import is_month_first, with_order
from worker.formats.html.marked_dates import is_of_update, marked_dates
from worker.formats.html.places import title_index

FAR = "<p>The town waits.</p>" * 30


def _elements(markup: str) -> list[HtmlElement]:
    return [element for element in fromstring(f"<html><body>{markup}</body></html>").iter() if element.tag != "html"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1>Ferry</h1><p class='post-date'>3 May 2024</p>", ("3 May 2024",)),
        ("<h1>Ferry</h1><time>3 May 2024</time>", ("3 May 2024",)),
        ("<p class='date'>1 May 2024</p><h1>Ferry</h1><p class='date'>3 May 2024</p>", ("3 May 2024", "1 May 2024")),
        ("<h1>Ferry</h1><p class='date-updated'>3 May 2024</p>", ()),
        ("<h1>Ferry</h1><p class='date'>Updated 3 May 2024</p>", ()),
        ("<h1>Ferry</h1><p class='meta'>3 May 2024 | Updated: 4 May 2024</p>", ("3 May 2024",)),
        ("<h1>Ferry</h1><div id='comments'><p class='date'>3 May 2024</p></div>", ()),
        ("<h1>Ferry</h1><ul><li class='date'>3 May 2024</li></ul>", ("3 May 2024",)),
        (
            "<h1>Ferry</h1><ul><li><a>Harbour dues rise once more</a><p class='date'>3 May 2024</p></li></ul>",
            (),
        ),
        ("<h1>Ferry</h1><footer><p class='date'>3 May 2024</p></footer>", ()),
        ("<article><h1>Ferry</h1><footer><p class='date'>3 May 2024</p></footer></article>", ("3 May 2024",)),
        ("<h1>Ferry</h1><p class='date'>today</p>", ()),
        ("<h1>Ferry</h1><p>3 May 2024 | Harbour</p>", ("3 May 2024 | Harbour",)),
        (f"<h1>Ferry</h1>{FAR}<p>27.1.2024 - It opens.</p><p>28.1.2024 - Ice.</p>", ("27.1.2024",)),
        (f"<h1>Ferry</h1>{FAR}<p>(27 January 2024) It opens.</p>", ("(27 January 2024",)),
        (f"<h1>Ferry</h1>{FAR}<p>The town waits for 2024 - as others do.</p>", ()),
        ("<h1>Ferry</h1><p class='postmetadata'>8. Mai 2024</p>", ("8. Mai 2024",)),
        (f"<h1>Ferry</h1><p class='date'>{'in May 2024 ' * 9}</p>", ()),
    ],
)
def test_marked(markup: str, expected: tuple[str, ...]) -> None:
    """Marked ones from the title on before those above it; none of an update, a reader, a list or the page's footer."""
    elements = _elements(markup)
    assert marked_dates(elements, title_index(elements, None) or 0) == expected


MARKS = (
    "post-Date", "entryDatum", "DATE", "fecha", "tarih", "isPublished", "Posted", "timestamp", "Timestamp", "pub-time",
    "entry-meta", "postMeta", "Byline", "Created", "submitted", "author", "metadata",
)  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
def test_names_that_mark_a_date(mark: str) -> None:
    """Each of them alone does, and does not where it speaks of a change, too."""
    pages = [f"<h1>Ferry</h1>{FAR}<p class='{name}'>3 May 2024</p>" for name in (mark, f"{mark} last-Modified")]
    assert [marked_dates(_elements(page), 1) for page in pages] == [("3 May 2024",), ()]


@pytest.mark.parametrize("mark", ["date Updated", "date is-modified", "date aktualisiert"])
def test_names_that_mark_a_change(mark: str) -> None:
    """A date so named is none of the publication."""
    assert marked_dates(_elements(f"<h1>Ferry</h1>{FAR}<p class='{mark}'>3 May 2024</p>"), 1) == ()


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p><time>Updated 3 May 2024</time></p>", True),
        ("<p>Last updated on <time>3 May 2024</time></p>", True),
        ("<p><b>Updated:</b> <time>3 May 2024</time></p>", True),
        ("<p>Published <b>2 May</b> | Updated: <time>3 May 2024</time></p>", True),
        ("<p>Published <time>3 May 2024</time></p>", False),
        ("<p><time>3 May 2024</time> updated</p>", False),
        ("<p>Why an updated ferry sails <b>now</b><time>3 May 2024</time></p>", False),
    ],
)
def test_of_an_update(markup: str, expected: bool) -> None:
    """The words right before the day, or its own first ones, say that it is a change's."""
    (element,) = fromstring(f"<html><body>{markup}</body></html>").iter("time")
    assert is_of_update(element) is expected


@pytest.mark.parametrize(
    ("page", "language", "host", "expected"),
    [
        ("03/10/2023", "en-GB", None, False),
        ("03/10/2023", "en_US", None, True),
        ("03/10/2023", "fr", None, False),
        ("03/10/2023", "en", None, None),
        ("03/10/2023", "en", "crow.example.co.uk", False),
        ("03/10/2023", None, None, None),
        ("03/10/2023 and 03/16/2023", "fr", None, True),
        ("03/10/2023 and 16/03/2023", "en-US", None, False),
        ("16/03/2023 and 03/16/2023", "en-US", None, True),
    ],
)
def test_order(page: str, language: str | None, host: str | None, expected: bool | None) -> None:
    """The page's other dates say it, then the country of its address, then its language; English alone does not."""
    assert is_month_first(page, language, host) is expected


@pytest.mark.parametrize(
    ("text", "month_first", "expected"),
    [
        ("03/10/2023", False, "2023-10-03"),
        ("03/10/2023", True, "2023-03-10"),
        ("le 03-10-2023", False, "le 2023-10-03"),
        ("03/10/2023", None, "03/10/2023"),
        ("1/2/3/2023", False, "1/2/3/2023"),
    ],
)
def test_figures(text: str, month_first: bool | None, expected: str) -> None:
    """Days in figures become ISO dates where their order is known."""
    assert with_order(text, month_first=month_first) == expected


@given(st.text(max_size=300), st.none() | st.text(max_size=8), st.none() | st.text(max_size=8))
def test_any_text(text: str, language: str | None, host: str | None) -> None:
    """Never raises."""
    with_order(text, month_first=is_month_first(text, language, host))
