"""The day of a page that declares none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html.written_dates import Dated, first_day
from worker.knowledge.loading import load

URL = "https://e.example/2024/05/17/bridge"


@pytest.mark.parametrize(
    ("lines", "url", "expected"),
    [
        (["Local", "3 May 2023"], URL, "2023-05-03"),
        (["17. Mai 2024"], None, "2024-05-17"),
        (["2024年5月17日"], None, "2024-05-17"),
        (["Local"], URL, "2024-05-17"),
        (["05/06/2024"], None, None),
        (["Updated: May 18, 2024 17:50 IST"], URL, "2024-05-17"),
        (["3 May 2024, 17:50"], URL, None),
        ([], "https://e.example/texts/20240517-bridge.html", "2024-05-17"),
        ([], "https://e.example/2024/13/45/x", None),
        ([], None, None),
    ],
)
def test_first_day(lines: list[str], url: str | None, expected: str | None) -> None:
    """Lines before the address; a line with a clock is left whole to the stage that knows its zone."""
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
    ],
)
def test_which_day(lines: list[str], dated: Dated, expected: str) -> None:
    """A publication's by its label, a day said twice, shown, declared; a "date" without a name only if none differs."""
    found = first_day(lines, URL, load(), dated)
    assert found is not None
    assert found[1].date().isoformat() == expected


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
