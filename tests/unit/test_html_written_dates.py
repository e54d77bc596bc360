"""The day of a page that declares none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html import parser
from worker.formats.html.written_dates import NOTHING, Dated, first_day, labelled_day
from worker.knowledge.loading import load
from worker.model import Document

URL = "https://e.example/2024/05/17/bridge"


@pytest.mark.parametrize(
    ("lines", "url", "expected"),
    [
        (["Local", "3 May 2023"], URL, "2023-05-03"),
        (["17. Mai 2024"], None, "2024-05-17"),
        (["2024年5月17日"], None, "2024-05-17"),
        (["Local"], URL, "2024-05-17"),
        (["05/06/2024"], None, None),
        ([f"The mayor{' and others' * 12} on the pier, Wednesday, December 4, 2019. (Photo: Jo Bee)"], None, None),
        (["Updated: May 18, 2024 17:50 IST"], URL, "2024-05-17"),
        (["3 May 2024, 17:50"], URL, "2024-05-03"),
        (["mossbacchi 03.05.24 17:50"], URL, "2024-05-03"),
        (["Published on:", "3 May 2023"], None, "2023-05-03"),
        (["Published on:", "3 May 2023, 17:50"], None, "2023-05-03"),
        (["Last updated", "3 May 2023"], None, None),
        ([], "https://e.example/texts/20240517-bridge.html", "2024-05-17"),
        ([], "https://e.example/2024/13/45/x", None),
        ([], "https://e.example/world/2024/may/17/bridge", "2024-05-17"),
        ([], "https://e.example/2024/October/3/bridge", "2024-10-03"),
        ([], "https://e.example/2024/bridge/17/x", None),
        ([], "https://e.example/2024/feb/31/x", None),
        ([], None, None),
    ],
)
def test_first_day(lines: list[str], url: str | None, expected: str | None) -> None:
    """Lines before the address; 05/06/2024 is no day where nothing tells its order."""
    found = first_day(lines, url, load())
    assert (found[1].date().isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("lines", "dated", "expected"),
    [
        (["Local"], Dated(declared=("Feb 08, 2022",)), "2022-02-08"),
        (["3 May 2023"], Dated(declared=("Feb 08, 2022",)), "2023-05-03"),
        (["3 May 2023"], Dated(declared=("Feb 08, 2022",), marked=("8 February 2022",)), "2022-02-08"),
        (["3 May 2023"], Dated(marked=("Published 8 February 2022",)), "2022-02-08"),
        (["Updated 8 February 2022"], Dated(marked=("3 May 2021",)), "2021-05-03"),
        (["Updated 8 February 2022"], Dated(), "2024-05-17"),
        (["01-04-2024"], Dated(month_first=True), "2024-01-04"),
        (["01/04/2024"], Dated(month_first=False), "2024-04-01"),
        (["3 May 2023"], Dated(any_day=("meta:date", datetime(2023, 5, 9, tzinfo=UTC))), "2023-05-03"),
        (["3 May 2023"], Dated(any_day=("meta:date", datetime(2023, 5, 3, tzinfo=UTC))), "2023-05-03"),
        (["Local"], Dated(any_day=("meta:date", datetime(2023, 5, 9, tzinfo=UTC))), "2023-05-09"),
        (["By Jo Bee 3 May 2023 2:24 pm", "The pier on 9 May 2019"], Dated(marked=("3 May 2023",)), "2023-05-03"),
        (
            ["Published on:", "3 May 2023", "9 May 2023"],
            Dated(any_day=("meta:date", datetime(2023, 5, 9, tzinfo=UTC))),
            "2023-05-03",
        ),
    ],
)
def test_which_day(lines: list[str], dated: Dated, expected: str) -> None:
    """A publication's by its label, a day said twice, shown, declared; a "date" without a name only if none differs."""
    found = first_day(lines, URL, load(), dated)
    assert found is not None
    assert found[1].date().isoformat() == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (["On ferries", "Erschienen am: 3.5.2023", "4 May 2024"], "2023-05-03"),
        (["On ferries", "April 8, 2024", "April 8, 2024", "Since April 9, 2024 it sails"], "2024-04-08"),
        (["April 8, 2024", "April 9, 2024"], None),
        (["On ferries", "Erschienen am:", "3.5.2023", "Zuletzt geändert am:", "4.5.2023"], "2023-05-03"),
        (["Last updated: 3.5.2023"], None),
        (["Published May 5, 2025. All rights reserved."], None),
        (
            ["It was published on 3 May 2023, when the harbour was frozen and no ferry had left it for many a month"],
            None,
        ),
    ],
)
def test_a_day_far_from_the_story(page: list[str], expected: str | None) -> None:
    """A short line anywhere that says it is the publication's, else the only day with a line of its own."""
    found = first_day([], None, load(), NOTHING, page)
    assert (found[1].date().isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Updated March 13, 2024", "2024-03-13"),
        ("Pier (last edited 2019-11-10 13:28:18 by JoBee)", "2019-11-10"),
        ("This page was last modified on 4 November 2020, at 19:23.", "2020-11-04"),
        ("Zuletzt geändert am: 15.10.2021", "2021-10-15"),
        ("Published March 13, 2024", None),
    ],
)
def test_a_change(line: str, expected: str | None) -> None:
    """The day that a short line calls the last change's."""
    found = labelled_day(["On ferries", line], "updated", load())
    assert (found[1].date().isoformat() if found else None) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Publicat la 17 mai 2024",
        "Megjelent: 2024. május 17.",
        "Objavljeno: 17. maj 2024.",
        "Публикувана на 17 май 2024",
        "Дата публикации: 17 мая 2024",
        "تاريخ النشر: 17 مايو 2024",
        "Ngày đăng: 17/05/2024",
        "Date de publication : 17 mai 2024",
        "Paskelbta 2024 m. gegužės 17 d.",
        "Avaldatud 17. mai 2024",
    ],
)
def test_labels_of_many_languages(line: str) -> None:
    """A labelled day goes before one that stands above it."""
    found = first_day(["3 May 2023", line], None, load())
    assert found is not None
    assert found[1].date().isoformat() == "2024-05-17"


def test_a_change_below_its_label() -> None:
    """A label with a line of its own is read with the line behind it."""
    found = labelled_day(["Published on", "3.5.2023", "Last updated on", "4.5.2023"], "updated", load())
    assert found is not None
    assert found[1].date().isoformat() == "2023-05-04"


def test_a_day_that_is_said_with_a_clock_near_the_story_has_that_clock() -> None:
    """What is marked is the day alone."""
    found = first_day(["By Jo Bee in Harbour 3 May 2023 2:24 pm"], None, load(), Dated(marked=("3 May 2023",)))
    assert found is not None
    assert found[1].isoformat() == "2023-05-03T14:24:00+00:00"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("3 May 2024, 17:50", ("byline, zone not printed", "2024-05-03T17:50:00+00:00")),
        ("3 May 2024, 17:50 GMT", ("written", "2024-05-03T17:50:00+00:00")),
        ("2 hours ago", ("address (day, no zone: UTC)", "2024-05-17T00:00:00+00:00")),
    ],
)
def test_marked_with_a_clock(marked: str, expected: tuple[str, str]) -> None:
    """A marked moment is read whole; what counts from now is no date."""
    found = first_day(["Updated: May 18, 2024 17:50 IST"], URL, load(), Dated(marked=(marked,)))
    assert found is not None
    assert (found[0], found[1].isoformat()) == expected


@given(st.lists(st.text(max_size=250), max_size=3), st.text(max_size=60))
def test_any_line(lines: list[str], url: str) -> None:
    """Never raises."""
    first_day(lines, url, load())


@pytest.mark.parametrize(("changed", "expected"), [("May 20, 2024", "2024-05-20"), ("May 17, 2024", "2024-05-17")])
def test_a_last_change_declared_in_words(changed: str, expected: str) -> None:
    """Is the newest version's time where it is of a later day than the publication, which else is."""
    lead = "The ferry race between Crow and Gull islands will not be held this year, the harbour office said on Monday."
    meta = (("published_time", "2024-05-17T10:00:00Z"), ("modified_time", changed))
    head = "".join(f'<meta property="article:{name}" content="{value}">' for name, value in meta)
    text = "<h1>Ferry race is off</h1>" + f"<p>{lead}</p>" * 2
    page = f"<html><head>{head}</head><body><article>{text}</article></body></html>"
    (article,) = parser.parse(Document(data=b"", text=page, format="html"), load())
    assert article.first_created == datetime(2024, 5, 17, 10, tzinfo=UTC)
    assert str(article.version_created).startswith(expected)
