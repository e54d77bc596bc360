"""Texts that a page marks as a date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement, fromstring

from worker.formats.html.marked_dates import marked_dates, with_order


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
        (f"<h1>Ferry</h1><p class='date'>{'in May 2024 ' * 9}</p>", ()),
    ],
)
def test_marked(markup: str, expected: tuple[str, ...]) -> None:
    """Marked ones from the title on before those above it; none of an update, a reader, a list or the page's footer."""
    assert marked_dates(_elements(markup)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("03/10/2023", "en-GB", "2023-10-03"),
        ("03/10/2023", "en_US", "2023-03-10"),
        ("le 03-10-2023", "fr", "le 2023-10-03"),
        ("03/10/2023", "en", "03/10/2023"),
        ("03/10/2023", None, "03/10/2023"),
        ("1/2/3/2023", "fr", "1/2/3/2023"),
    ],
)
def test_order(text: str, language: str | None, expected: str) -> None:
    """The page's language says whether a date in figures begins with the day; English alone does not."""
    assert with_order(text, language) == expected


@given(st.text(max_size=300), st.none() | st.text(max_size=8))
def test_any_text(text: str, language: str | None) -> None:
    """Never raises."""
    with_order(text, language)
