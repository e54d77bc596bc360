"""Names of authors as pages write them."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest
from lxml.html import document_fromstring

from worker.formats.html.author_names import as_name, names_in, names_of, without_house
from worker.formats.html.authors import visible_names
from worker.formats.html.page_authors import authors_of, organisations
from worker.formats.html.places import page_of
from worker.knowledge.loading import load

WORDS = load().authors
EXAMPLES = tomllib.loads((files("worker.config") / "page_authors.toml").read_text("utf-8"))["example"]

WRITTEN_BY = """
    <meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jo Bee">
    <meta name="twitter:label2" content="Est. reading time"><meta name="twitter:data2" content="5 minutes">
"""


def _shown(page: str, title: str | None = None) -> tuple[str, ...]:
    return visible_names(page_of(document_fromstring(page), (), None), WORDS, (), title)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("By Jo Bee", "Jo Bee"),
        ("Von Jo Bee", "Jo Bee"),
        ("Jo Bee (obe)", "Jo Bee"),
        ("Jo Bee, postmaster@bee.example", "Jo Bee"),
        ("Jo Bee (@jobee)", "Jo Bee"),
        ("Verfasst von Jo Bee", "Jo Bee"),
        ("Byron Cee", "Byron Cee"),
        ("Jo Bee (Content Manager)", "Jo Bee"),
        ("Jo Bee (crow.example, Harbour)", "Jo Bee (crow.example, Harbour)"),
        ("© Jo Bee", None),
        ("https://x.example/jo", None),
        ("@jobee", None),
        ("Cragside Outdoor Co.", None),
        ("12345", None),
        ("<b>Jo</b>", None),
        ("Jo Do !!!!!!!!a", None),
        ("x" * 5_000, None),
    ],
)
def test_names(value: str, name: str | None) -> None:
    """Names come out bare; addresses, handles, numbers and floods are none."""
    assert as_name(value, WORDS) == name


def test_joined_names_are_split() -> None:
    """Where every part is a whole name; "AFP, MANILA" is left to those who know agencies."""
    assert names_of(["Trine Bee og Tor Cee", "AFP, MANILA"], WORDS) == ("Trine Bee", "Tor Cee", "AFP, MANILA")


def test_visible_names() -> None:
    """The first marked element that reads like names."""
    box, byline = "<div class='author-box'>See all posts</div>", "<p class='c-byline'>By Jo Bee and Al Cee | 3 May</p>"
    page = f"<html><body>{box}{byline}</body></html>"
    assert _shown(page) == ("Jo Bee", "Al Cee")


def test_readers_and_labels_are_no_authors() -> None:
    """Forms, comments and a label without a name are passed over."""
    form = "<form><p class='comment-form-author'>Your Name: *</p></form><p class='author'>Written By</p>"
    comment = "<div id='comments'><p class='author'>Lori Camble</p></div>"
    page = f"<html><body>{form}{comment}<p class='author'>Jo Bee</p></body></html>"
    assert _shown(page) == ("Jo Bee",)


def test_others_are_no_authors() -> None:
    """Pictures, menus and links to other stories are passed over."""
    picture = "<figure><p class='byline'>Photo: Lori Camble</p></figure>"
    menu = "<div class='menu-item'><a href='/author/di'>Di Eff</a></div>"
    card = "<a href='/x'><span class='author'>El Gee</span> Harbour dues rise once more</a>"
    page = f"<html><body><h1>Bridge opens</h1>{picture}{menu}{card}<p class='author'>Jo Bee</p></body></html>"
    assert _shown(page) == ("Jo Bee",)


def test_a_name_is_no_label_that_it_begins_with() -> None:
    """What others did is a word of its own, but in scripts without blanks."""
    for name in ("Fotopoulos Nikos", "Bilde Nowak", "Opracki Jan"):
        assert names_in(name, WORDS) == (name,)
    for line in ("Foto: Jo Bee", "Foto Jo Bee", "Oprac. Jo Bee", "ภาพโดยJo Bee"):
        assert names_in(line, WORDS) == ()


def test_whom_a_paragraph_links_to_is_no_author() -> None:
    """Players and politicians have profiles, too."""
    link = "<a href='/profile/lori-camble'>Lori Camble</a>"
    lead = f"<p>On Friday the captain met {link} again, {'who had won the race across the harbour ' * 4}</p>"
    page = f"<html><body><h1>Ferry race</h1>{lead}</body></html>"
    assert _shown(page) == ()
    assert _shown(page.replace(lead, f"<p>{link}</p>{lead}")) == ("Lori Camble",)


def test_the_house_is_no_author() -> None:
    """A name that only repeats the publisher is left out."""
    assert without_house(("Shore Post", "Jo Bee"), ("The Shore Post", ""), WORDS) == ("Jo Bee",)


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
        ("<p>Born in Astoria in 1932, she came for love of the tides.</p>", ()),
        ("<p>Born in Astoria in 1932</p>", ()),
        ("<a href='/x'><h3>Jo Bee, 1940-2024</h3></a>", ()),
        ("<p><b>'HER YIL TEKRARLANACAK'</b></p>", ()),
        ("<p><b>“Every Year Again”</b></p>", ()),
        ("<p class='author'>Updated January</p>", ()),
        ("<p class='author'>3 May 2024 · Jo Bee on behalf of <a>the group</a></p>", ("Jo Bee",)),
        ("<p class='author'>Jo Bee Mar 3, 2024</p>", ("Jo Bee",)),
        ("<p class='author'>Jo Bee und</p>", ("Jo Bee",)),
        ("<p class='byline'>Reviewed by Jo Bee</p>", ()),
        ("<p>Jo Bee | Senior Writer | July 2, 2025</p>", ("Jo Bee",)),
        ("<h6>Author(s)</h6><ul><li><a href='/x?_author=J'>Jo C. Bee</a></li></ul>", ("Jo C. Bee",)),
        ("<h4 class='vcard'>vom <span class='fn'>der Bee</span></h4>", ("der Bee",)),
        ("<div><img alt='Harbour Days'><h3>Harbour Days</h3></div>", ()),
        ("<p>By the river the town waits for its bridge.</p>", ()),
        ("<p class='author'>By Jo Bee with Al Cee</p>", ("Jo Bee", "Al Cee")),
        ("<p class='author'>Text und Interview: Jo Bee</p>", ("Jo Bee",)),
        ("<p><a href='https://rights.example/licenses/by/4.0'>Common Rights Licence</a></p>", ()),
        ("<div><span>Jo Bee |</span><span>3.5.2024</span></div>", ("Jo Bee",)),
        ("<div><span>Jo Bee |</span><span>Harbour</span></div>", ()),
        ("<p style='text-align:right;'><strong>Jo Bee</strong></p>", ("Jo Bee",)),
        ("<p>Ice.</p><p>Tide.</p><p>Wind.</p><p style='text-align: right'>See <b>Jo Bee</b></p>", ()),
    ],
)
def test_bylines_below_the_title(byline: str, names: tuple[str, ...]) -> None:
    """Marked, linked to their writer, or only opened by "By"; roles, dates and buttons are no names."""
    page = f"<html><body><h1>Bridge opens</h1>{byline}<p>The story goes on.</p></body></html>"
    assert _shown(page) == names


def test_the_title_is_near() -> None:
    """Names right above the title stand behind those below it, and before those of a box far below."""
    box = "<p>Foo</p>" * 200 + "<div class='author'>Gee Aitch</div>"
    above, below = "<div class='author'>Dee Eff</div>", "<p>By Jo Bee</p>"
    pages = [f"<html><body>{above}<h1>Bridge opens</h1>{line}{box}</body></html>" for line in (below, "")]
    assert [_shown(page) for page in pages] == [("Jo Bee",), ("Dee Eff",)]


def test_a_heading_of_another_kind() -> None:
    """A lower heading that prints the title tells where the story begins, if it stands above the first h1."""
    top = "<h2>Bridge opens</h2><p class='author'>by Jo Bee</p>" + "<p>Foo</p>" * 200
    page = f"<html><body>{top}<h1>A word from the editor</h1><p class='author'>Al Cee</p></body></html>"
    assert _shown(page, "Bridge opens") == ("Jo Bee",)
    assert _shown(page, "Pier opens") == ("Al Cee",)


def test_the_h1_that_prints_the_title() -> None:
    """Another h1 above it does not tell where the story begins."""
    page = "<html><body><h1>The Crow</h1><p class='author'>Al Cee</p>" + "<p>Foo</p>" * 200
    page += "<h1>Bridge opens</h1><p class='author'>Jo Bee</p></body></html>"
    assert _shown(page, "Bridge opens") == ("Jo Bee",)


def test_names_as_catalogues_sort_them() -> None:
    """The surname before a comma goes behind; two whole names are two."""
    assert names_of(["Bee, Jo"], WORDS) == ("Jo Bee",)
    assert names_of(["Jo Bee, Al Cee"], WORDS) == ("Jo Bee", "Al Cee")


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ("<div class='x-TextContributorName'>Jo Bee</div>", ("Jo Bee",)),
        ("<div class='itemReporterBox'>By Jo Bee</div>", ("Jo Bee",)),
        ("<div class='writer-zone'><b>홍길동 기자</b><a>구독</a></div>", ("홍길동",)),
        ("<img alt='สะพาน'><p>17 พ.ค. 2567</p><a>สะพาน</a>", ()),
        ("<div class='writer'><b>홍길동 기자</b><span class='author-location'>서울</span></div>", ("홍길동",)),
    ],
    ids=["contributor", "reporter", "a button to subscribe", "a tag of the story", "where from"],
)
def test_marks_of_names(markup: str, names: tuple[str, ...]) -> None:
    """Names of classes in camel case; buttons beside a name and words of the title are none."""
    page = f"<html><body><h1>เปิดสะพานใหม่</h1>{markup}</body></html>"
    found = _shown(page, "เปิดสะพานใหม่")
    assert tuple(name.removesuffix(" 기자") for name in found) == names


def test_portraits() -> None:
    """A picture of a person whose name is written beside it shows the writer, where nothing else names one."""
    portrait = "<div><img alt='Jo Bee'><p>Jo Bee </p><p>5 min</p></div>"
    assert _shown(f"<html><body><h1>Bridge opens</h1>{portrait}</body></html>") == ("Jo Bee",)


def test_accounts_are_no_authors() -> None:
    """An administrator's account signs nothing."""
    assert without_house(("admin", "Jo Bee", "Staff Writer"), (), WORDS) == ("Jo Bee",)


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["line"] for one in EXAMPLES])
def test_examples_of_the_table(example: dict[str, Any]) -> None:
    """Each line of the table is read as it says."""
    assert list(names_in(example["line"], WORDS)) == example["names"]


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ('<meta name="author" content="xy99">', "<p class='author'>Jo Bee</p>", ("meta", ("xy99",))),
        ('<meta name="author" content="jobee">', "<p class='author'>Jo Bee</p>", ("byline", ("Jo Bee",))),
        ('<meta name="author" content="Jo">', "<p class='author'>Jo Bee</p>", ("byline", ("Jo Bee",))),
        ('<meta name="author" content="Jo">', "<p class='author'>Al Cee</p>", ("meta", ("Jo",))),
        ('<meta name="author" content="No Author">', "<p class='author'>Jo Bee</p>", ("byline", ("Jo Bee",))),
        (WRITTEN_BY, "", ("meta", ("Jo Bee",))),
        ('<meta name="articleauthor" content="Jo Bee">', "", ("meta", ("Jo Bee",))),
        (WRITTEN_BY.replace("Written", "Interview"), "", ("meta", ("Jo Bee",))),
        ('<meta name="twitter:label1" content="Price"><meta name="twitter:data1" content="Ten Euros">', "", None),
    ],
)
def test_declared_and_shown(head: str, body: str, found: tuple[str, tuple[str, ...]] | None) -> None:
    """A first name or an account gives way to the whole name that the page shows of it, and to no other."""
    tree = document_fromstring(f"<html><head>{head}</head><body><h1>Bridge opens</h1>{body}</body></html>")
    assert authors_of(page_of(tree, (), None), None, None, WORDS) == found


def test_a_page_signed_in_its_own_node() -> None:
    """Where no story is declared, the author of the page is its author."""
    nodes = ({"@type": "WebPage", "author": {"@id": "#jo"}}, {"@id": "#jo", "@type": "Person", "name": "Jo Bee"})
    page = page_of(document_fromstring("<html><body><h1>Bridge opens</h1></body></html>"), nodes, None)
    assert authors_of(page, None, None, WORDS) == ("json-ld", ("Jo Bee",))


def test_the_paper_that_a_portal_has_the_story_from_is_a_house() -> None:
    """Its name stands behind the writer's, and may look like one."""
    node = {"@type": "NewsArticle", "provider": {"@type": "Organization", "name": "Green Mountain Paper"}}
    author = {"@type": "Organization", "name": "Jo Bee"}  # as some pages call their people
    page = page_of(document_fromstring("<p>x</p>"), ({**node, "author": author},), None)
    assert organisations(page, WORDS) == {"Green Mountain Paper"}
