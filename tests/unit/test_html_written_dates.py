"""The day of a page that declares none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html.written_dates import first_day
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
        (["Updated: May 18, 2024 17:50 IST"], URL, None),
        ([], "https://e.example/2024/13/45/x", None),
        ([], None, None),
    ],
)
def test_first_day(lines: list[str], url: str | None, expected: str | None) -> None:
    """Lines before the address; a line with a clock is left whole to the stage that knows its zone."""
    found = first_day(lines, url, load().dates)
    assert (found[1].date().isoformat() if found else None) == expected


def test_declared_in_words() -> None:
    """What the page declares goes behind what it shows near the title, and before its address."""
    found = first_day(["Local"], URL, load().dates, ["Feb 08, 2022"])
    assert found is not None
    assert found[1].date().isoformat() == "2022-02-08"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("3 May 2024, 17:50", ("byline, zone not printed", "2024-05-03T17:50:00+00:00")),
        ("3 May 2024, 17:50 GMT", ("written", "2024-05-03T17:50:00+00:00")),
        ("2 hours ago", None),
    ],
)
def test_declared_with_a_clock(declared: str, expected: tuple[str, str] | None) -> None:
    """A marked moment is read whole, though a line beside it has a clock, too; what counts from now is no date."""
    found = first_day(["Updated: May 18, 2024 17:50 IST"], URL, load().dates, [declared])
    assert (found and (found[0], found[1].isoformat())) == expected


@given(st.lists(st.text(max_size=250), max_size=3), st.text(max_size=60))
def test_any_line(lines: list[str], url: str) -> None:
    """Never raises."""
    first_day(lines, url, load().dates)
