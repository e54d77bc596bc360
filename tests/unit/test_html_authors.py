"""Names of authors as pages write them."""

import pytest
from lxml.html import HtmlElement, document_fromstring

from worker.formats.html.authors import as_name, names_of, visible_names, without_house


def _elements(page: str) -> list[HtmlElement]:
    return list(document_fromstring(page).iter("*"))


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
    assert visible_names(_elements(page)) == ("Jo Bee", "Al Cee")


def test_readers_and_labels_are_no_authors() -> None:
    """Forms, comments and a label without a name are passed over."""
    form = "<form><p class='comment-form-author'>Your Name: *</p></form><p class='author'>Written By</p>"
    comment = "<div id='comments'><p class='author'>Lori Camble</p></div>"
    page = f"<html><body>{form}{comment}<p class='author'>Jo Bee</p></body></html>"
    assert visible_names(_elements(page)) == ("Jo Bee",)


def test_others_are_no_authors() -> None:
    """Pictures, menus and links to other stories are passed over."""
    picture = "<figure><p class='byline'>Photo: Lori Camble</p></figure>"
    menu = "<div class='menu-item'><a href='/author/di'>Di Eff</a></div>"
    card = "<a href='/x'><span class='author'>El Gee</span> Harbour dues rise once more</a>"
    page = f"<html><body><h1>Bridge opens</h1>{picture}{menu}{card}<p class='author'>Jo Bee</p></body></html>"
    assert visible_names(_elements(page)) == ("Jo Bee",)


def test_the_house_is_no_author() -> None:
    """A name that only repeats the publisher is left out."""
    assert without_house(("Shore Post", "Jo Bee"), ("The Shore Post", "")) == ("Jo Bee",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<div class='byline'><a>Jo Bee</a><span>Senior Politics Editor</span></div>", ("Jo Bee",)),
        ("<div class='autor'><span>Jo Bee</span><span>Al Cee</span> <i>3 May</i></div>", ("Jo Bee", "Al Cee")),
        ("<p><a href='/authors/jo-bee'>Jo Bee</a></p>", ("Jo Bee",)),
        ("<p><a href='/author/amy'>Amy</a> · 3 May</p>", ("Amy",)),
        ("<p>By <a href='/x'>Jo Bee</a></p>", ("Jo Bee",)),
        ("<p><i>Von</i> Jo Bee</p>", ("Jo Bee",)),
        ("<p class='author'>Veröffentlicht von Jo Bee</p>", ("Jo Bee",)),
        ("<p><strong>Jo Bee/Al Cee</strong></p>", ("Jo Bee", "Al Cee")),
        ("<p>Harbour</p><p><b>Jo Bee</b></p>", ("Jo Bee",)),
        ("<p><b>Jo Bee</b> has left.</p>", ()),
        ("<p class='author'>Updated January</p>", ()),
        ("<p>By the river the town waits for its bridge.</p>", ()),
    ],
)
def test_bylines_below_the_title(byline: str, names: tuple[str, ...]) -> None:
    """Marked, linked to their writer, or only opened by "By"; roles, dates and buttons are no names."""
    head = "<div class='author'>Dee Eff</div>" if names else ""
    page = f"<html><body>{head}<h1>Bridge opens</h1>{byline}<p>The story goes on.</p></body></html>"
    assert visible_names(_elements(page)) == names


def test_accounts_are_no_authors() -> None:
    """An administrator's account signs nothing."""
    assert without_house(("admin", "Jo Bee"), ()) == ("Jo Bee",)
