"""Names of authors as pages write them."""

import pytest
from trafilatura.utils import load_html

from worker.formats.html.authors import as_name, names_of, visible_names, without_house


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("By Jo Bee", "Jo Bee"),
        ("Von Jo Bee", "Jo Bee"),
        ("Jo Bee (obe)", "Jo Bee"),
        ("Byron Cee", "Byron Cee"),
        ("https://x.example/jo", None),
        ("@jobee", None),
        ("12345", None),
        ("<b>Jo</b>", None),
        ("Jo Do !!!!!!!!a", None),
        ("x" * 5_000, None),
    ],
)
def test_names(value: str, name: str | None) -> None:
    """Names come out bare; addresses, handles, numbers and floods are none."""
    assert as_name(value) == name


def test_joined_names_are_split() -> None:
    """Where every part is a whole name; "AFP, MANILA" is left to those who know agencies."""
    assert names_of(["Trine Bee og Tor Cee", "AFP, MANILA"]) == ("Trine Bee", "Tor Cee", "AFP, MANILA")


def test_visible_names() -> None:
    """The first marked element that reads like names."""
    box, byline = "<div class='author-box'>See all posts</div>", "<p class='c-byline'>By Jo Bee and Al Cee | 3 May</p>"
    page = f"<html><body>{box}{byline}</body></html>"
    assert visible_names(load_html(page)) == ("Jo Bee", "Al Cee")


def test_readers_and_labels_are_no_authors() -> None:
    """Forms, comments and a label without a name are passed over."""
    form = "<form><p class='comment-form-author'>Your Name: *</p></form><p class='author'>Written By</p>"
    comment = "<div id='comments'><p class='author'>Lori Camble</p></div>"
    page = f"<html><body>{form}{comment}<p class='author'>Jo Bee</p></body></html>"
    assert visible_names(load_html(page)) == ("Jo Bee",)


def test_the_house_is_no_author() -> None:
    """A name that only repeats the publisher is left out."""
    assert without_house(("Shore Post", "Jo Bee"), ("The Shore Post", "")) == ("Jo Bee",)
