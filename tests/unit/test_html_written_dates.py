"""Days as people write them, in many languages, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html_written_dates import first_day, written_day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("17. Mai 2024", "2024-05-17"), ("Published on Aug. 3rd 2016 by Jo", "2016-08-03"), ("17 de mayo de 2024", "2024-05-17"),
        ("le 3 juin 2020", "2020-06-03"), ("3 juillet 2020", "2020-07-03"), ("1er mars 2021", "2021-03-01"), ("3 мая 2023", "2023-05-03"),
        ("12 सितंबर 2024", "2024-09-12"), ("20 يناير 2024", "2024-01-20"), ("2024年5月17日", "2024-05-17"), ("17.05.2024", "2024-05-17"),
        ("5/17/2024", "2024-05-17"), ("2024-05-17", "2024-05-17"),
    ],
)  # fmt: skip
def test_days(line: str, day: str) -> None:
    """Each names one day."""
    found = written_day(line)
    assert found is not None
    assert found.date().isoformat() == day


@pytest.mark.parametrize(
    "line",
    ["", "05/06/2024", "Room 17 in 2024", "31.02.2024", "17 lis 20244", "page 3 of the 2024 report", "1/2/3/2024"],
)
def test_no_days(line: str) -> None:
    """What names none, or could mean two, gives None."""
    assert written_day(line) is None


def test_the_address_is_the_last_resort() -> None:
    """Lines first; and a line with a clock is left to those who know its zone."""
    url = "https://e.example/2024/05/17/bridge"
    assert first_day(["3 May 2023"], url) == ("written in line (day, no zone: UTC)", written_day("3 May 2023"))
    assert first_day(["Local"], url) == ("written in address (day, no zone: UTC)", written_day("17 May 2024"))
    assert first_day(["Updated: May 18, 2024 17:50 IST"], url) is None
    assert first_day([], None) is None


@given(st.text(max_size=250))
def test_any_line(line: str) -> None:
    """Never raises."""
    written_day(line)
