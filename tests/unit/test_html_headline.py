"""Which of a page's names is the headline."""

import pytest
from lxml.html import fromstring

from worker.formats.html.headline import Titles, alike, choose_headline
from worker.formats.html.json_ld import nodes_of
from worker.formats.html.places import page_of
from worker.formats.html.site_names import without_site
from worker.formats.html.titles import heading_text, titles_of

FERRIES = ("About us", "Ferries cost more", "Comments")


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            Titles(json_ld=("Rates rise",), h1=("Crow",), og=("Rates rise | Crow",), site="Crow"),
            ("json-ld", "Rates rise"),
        ),
        (
            Titles(h1=("The Crow", "Rates rise again"), og=("Rates rise again",), site="The Crow"),
            ("h1", "Rates rise again"),
        ),
        (Titles(h1=("Browse by category",), og=("Ferry sinks off coast",)), ("og:title", "Ferry sinks off coast")),
        (Titles(h1=("Ferry sinks off coast",), title=("Home",)), ("h1", "Ferry sinks off coast")),
        (Titles(title=("The Crow: Ferry sinks",), h2=("The Crow", "Ferry sinks")), ("title", "Ferry sinks")),
        (Titles(title=("The Crow: Ferry sinks",), h2=("The Crow", "Older")), ("title", "The Crow: Ferry sinks")),
        (Titles(og=("The Crow | Ferry sinks",), site="The Crow"), ("og:title", "Ferry sinks")),
        (Titles(og=("乌鸦报：渡轮沉没",), h1=("渡轮沉没",)), ("h1", "渡轮沉没")),
        (Titles(title=("Ferry sinks - The Daily Crow",), site="The Daily Crow"), ("title", "Ferry sinks")),
        (
            Titles(title=("Crow.example - Ferry sinks off coast",), host="www.crow.example"),
            ("title", "Ferry sinks off coast"),
        ),
        (
            Titles(title=("Crow | Ferry sinks off coast",), h1=("Ferries",), host="www.crow.example"),
            ("h1", "Ferries"),
        ),
        (
            Titles(json_ld=("渡轮沉没（乌鸦通信）",), h1=("渡轮沉没",)),
            ("json-ld", "渡轮沉没"),
        ),
        (
            Titles(json_ld=("Ferry soup (with fish)",), h1=("Ferry soup",)),
            ("json-ld", "Ferry soup (with fish)"),
        ),
        (
            Titles(json_ld=("Ferry sinks off the …",), h1=("Ferry sinks off the northern coast",)),
            ("json-ld", "Ferry sinks off the northern coast"),
        ),
        (
            Titles(json_ld=("Ferry prices and tips",), h1=("What a ferry costs this year",), news=False),
            ("h1", "What a ferry costs this year"),
        ),
        (
            Titles(json_ld=("Ferry prices and tips",), h1=("What a ferry costs this year",)),
            ("json-ld", "Ferry prices and tips"),
        ),
        (
            Titles(json_ld=("Ferry costs", "Ferries cost more"), h1=("Ferries cost more",), og=("Ferries cost more",)),
            ("h1", "Ferries cost more"),
        ),
        (
            Titles(json_ld=("Harbour life: Ferries cost more this year",), og=("Ferries cost more this year",)),
            ("json-ld", "Harbour life: Ferries cost more this year"),
        ),
        (
            Titles(h1=("Business", "Why ferries cost more this year"), og=("Why ferries cost more this year",)),
            ("h1", "Why ferries cost more this year"),
        ),
        (
            Titles(h1=("What the new ferry line costs",), og=("You will not believe this ferry bill",)),
            ("h1", "What the new ferry line costs"),
        ),
        (
            Titles(h1=("Crow Archive",), title=("Ferries cost more : Crow Archive | Since 1905",), h2=FERRIES),
            ("heading", "Ferries cost more"),
        ),
        (
            Titles(h1=("Crow e.V. Club of birds",), title=("Ferries cost more » Crow e.V.",), h2=FERRIES),
            ("heading", "Ferries cost more"),
        ),
        (
            Titles(h1=("Ferries cost more, says the city",), title=("Ferries cost more | Crow",), h2=FERRIES),
            ("h1", "Ferries cost more, says the city"),
        ),
        (
            Titles(h1=("Higher dues Ferries cost more",), og=("Ferries cost more - Higher dues",)),
            ("h1", "Ferries cost more"),
        ),
        (
            Titles(json_ld=("boat for passengers", "Ferry"), h1=("Ferry",), title=("Ferry - Crowpedia",), news=False),
            ("json-ld", "Ferry"),
        ),
        (
            Titles(
                json_ld=("Ferry Bill Review",),
                h1=("I paid the new ferry bill",),
                og=("I paid the new ferry bill",),
                title=("Ferry Bill Review | CN Money",),
            ),
            ("h1", "I paid the new ferry bill"),
        ),
        (Titles(og=("Ferry costs rise – Crownews",), host="www.crownews.example"), ("og:title", "Ferry costs rise")),
        (
            Titles(h1=("The Crow",), title=("Ferry costs rise this year | The Crow",)),
            ("title", "Ferry costs rise this year"),
        ),
        (
            Titles(
                h1=("{{ menu.title }}", "Ferry costs rise"),
            ),
            ("h1", "Ferry costs rise"),
        ),
        (Titles(json_ld=("Ferry " * 50,), og=("Ferry costs rise",)), ("og:title", "Ferry costs rise")),
        (
            Titles(h1=("Ferry prices",), og=("Why ferries cost more",), h2=("Why ferries cost more",)),
            ("og:title", "Why ferries cost more"),
        ),
        (
            Titles(
                json_ld=("What harbour dues rise to",),
                h1=("What harbour dues rise to",),
                og=("Ferries cost far more now",),
                h2=("HarbourFerries cost far more now",),
            ),
            ("og:title", "Ferries cost far more now"),
        ),
        (
            Titles(
                json_ld=("Harbour: Ferries cost far more now",),
                h1=("Harbour: Ferries cost far more now",),
                og=("Ferries cost far more now",),
                h2=("HarbourFerries cost far more now",),
            ),
            ("json-ld", "Harbour: Ferries cost far more now"),
        ),
        (Titles(h1=("Ferries",), og=("Ferries: what they cost",)), ("og:title", "Ferries: what they cost")),
        (
            Titles(json_ld=("Harbour - Ferries cost more now",), h1=("Ferries cost more now",)),
            ("h1", "Ferries cost more now"),
        ),
        (
            Titles(h1=("3 May 2024 Ferries cost more",), og=("Ferries cost more",)),
            ("h1", "Ferries cost more"),
        ),
        (Titles(h1=("Most ferries cost more",), og=("ferries cost more",)), ("h1", "Most ferries cost more")),
        (
            Titles(h1=("What a ferry costs | Prices",), title=("What a ferry costs | Prices | Crow",), site="Crow"),
            ("h1", "What a ferry costs"),
        ),
        (Titles(og=("渡轮今年更贵:乌鸦报",), site="乌鸦报"), ("og:title", "渡轮今年更贵")),
        (
            Titles(h1=("Tides", "Ferries", "Fares"), og=("What the tides did to the harbour, the pier and the yard",)),
            ("og:title", "What the tides did to the harbour, the pier and the yard"),
        ),
        (
            Titles(
                h1=("Out of season",),
                h2=("What a winter on the pier tells of the town",),
                title=("Out of season - What a winter on the pier tells of the town : crow.example",),
            ),
            ("h1", "Out of season"),
        ),
        (
            Titles(
                h1=("Harbour Ferries cost more",),
                og=("Why ferries cost more",),
                bare={"harbourferriescostmore": "Ferries cost more"},
            ),
            ("h1", "Ferries cost more"),
        ),
    ],
)
def test_choice(titles: Titles, expected: tuple[str, str]) -> None:
    """JSON-LD, else the h1 that the head confirms, else og:title; the site's name is cut."""
    assert choose_headline(titles) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1><span>Harbour</span><span>Ferries cost more</span></h1>", "Harbour Ferries cost more"),
        ("<h1>ferries<br>cost more</h1>", "ferries cost more"),
        ("<h1><b>F</b>erries <!-- x -->cost more</h1>", "Ferries cost more"),
    ],
)
def test_parts_of_a_heading(markup: str, expected: str) -> None:
    """What is shown apart does not grow together, and an initial stays with its word."""
    assert " ".join(heading_text(fromstring(markup)).split()) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<h1><a href="/">The Crow</a></h1><h2>Ferries cost more</h2>', ("heading", "Ferries cost more")),
        ('<h1><a href="https://crow.example">The Crow</a></h1>', ("og:title", "Ferries cost more")),
        ('<h1><a href="/?p=3">Ferries cost more</a></h1>', ("h1", "Ferries cost more")),
        ('<h1><a href="#top">Ferries cost more</a></h1>', ("h1", "Ferries cost more")),
        (
            '<h1>Ferries cost far more</h1><h2 class="screen-reader-text">Ferries cost more - The Crow</h2>',
            ("h1", "Ferries cost far more"),
        ),
        (
            '<h1><i class="article__kicker">Harbour</i> <i hidden>-</i> <b>Why ferries cost more</b></h1>',
            ("h1", "Why ferries cost more"),
        ),
        (
            '<h1><i class="article__subtitle">Harbour</i> <b>Why ferries cost more</b></h1>',
            ("h1", "Harbour Why ferries cost more"),
        ),
        ('<h1><i class="kicker">Harbour</i> <b>Ferries</b></h1>', ("h1", "Harbour Ferries")),
        (
            '<h1>Harbour: Ferries cost more</h1><h2><i class="kicker">Harbour</i>: <b>Ferries cost more</b></h2>',
            ("h1", "Ferries cost more"),
        ),
    ],
)
def test_headings_of_a_page(body: str, expected: tuple[str, str]) -> None:
    """A link to the front page is the site's name; what only a screen reader says, and a marked kicker, no headline."""
    head = '<head><meta property="og:title" content="Ferries cost more - The Crow"></head>'
    page = page_of(fromstring(f"<html>{head}<body>{body}</body></html>"), nodes_of(()), None)
    assert choose_headline(titles_of(page, None, None)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="/"><img src="x.gif" alt="The Crow"></a>', "Ferries cost more"),
        ('<a href="https://crow.example/">The Crow</a>', "Ferries cost more"),
        ('<a href="/about">The Crow</a>', "The Crow: Ferries cost more"),
        ('<a href="/">Harbour</a>', "The Crow: Ferries cost more"),
        ('<a href="/">The Crow</a><h1>The Crow</h1>', "The Crow"),
    ],
)
def test_the_site_is_what_the_link_to_its_front_says(body: str, expected: str) -> None:
    """Where nothing declares its name: a part of the title that the link or its picture says, and no heading."""
    page = page_of(fromstring(f"<title>The Crow: Ferries cost more</title><body>{body}</body>"), nodes_of(()), None)
    found = choose_headline(titles_of(page, None, None))
    assert found is not None
    assert found[1] == expected


def test_no_name_at_all() -> None:
    """A page that calls itself nothing has no headline."""
    assert choose_headline(Titles()) is None


def test_a_divider_within_the_headline_stays() -> None:
    """Only what is known to be the site's name is cut."""
    assert without_site("Cup final - hosts win", "Crow", ()) == "Cup final - hosts win"


def test_alike() -> None:
    """Titles are compared by words, or characters where a script has no blanks."""
    assert alike("Ferry sinks off coast", "Ferry sinks off northern coast") == 1
    assert alike("気象庁が注意報を解除", "注意報を解除、気象庁") > 0.7
    assert alike("Ferry sinks", "Rates rise") == 0
