"""Machine dates: aware, or none at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html.dates import machine_date, respelt


@pytest.mark.parametrize(
    ("text", "iso", "zoned"),
    [
        ("2024-05-17T17:50:00+05:30", "2024-05-17T17:50:00+05:30", True),
        ("2024-05-17T12:20:00.123Z", "2024-05-17T12:20:00+00:00", True),
        ("2024-05-17 12:20 +0530", "2024-05-17T12:20:00+05:30", True),
        ("2024-5-7T9:05:00-04", "2024-05-07T09:05:00-04:00", True),
        ("2024-05-17T12:20:00", "2024-05-17T12:20:00+00:00", False),
        ("2024/05/17", "2024-05-17T00:00:00+00:00", False),
        ("2024-05-17T12:20:00Z[UTC]", "2024-05-17T12:20:00+00:00", True),
        ("1715948400", "2024-05-17T12:20:00+00:00", True),
        ("1715948400123", "2024-05-17T12:20:00+00:00", True),
        ("20240517", "2024-05-17T00:00:00+00:00", False),
        ("20240517T175000+0530", "2024-05-17T17:50:00+05:30", True),
        ("202405171750", "2024-05-17T17:50:00+00:00", False),
        ("20240517175010", "2024-05-17T17:50:10+00:00", False),
        ("Fri, 17 May 2024 17:50:00 +0530", "2024-05-17T17:50:00+05:30", True),
        ("17 May 2024 12:20 GMT", "2024-05-17T12:20:00+00:00", True),
        ("Fri May 17 08:20:00 EDT 2024", "2024-05-17T08:20:00-04:00", True),
        ("Fri May 17 17:50:00 GMT+05:30 2024", "2024-05-17T17:50:00+05:30", True),
        ("Fri May 17 12:20:00 UTC 2024", "2024-05-17T12:20:00+00:00", True),
        (
            "Fri May 17 2024 14:20:00 GMT+0200 (Central European Summer Time and more)",
            "2024-05-17T14:20:00+02:00",
            True,
        ),
    ],
)
def test_dates(text: str, iso: str, zoned: bool) -> None:
    """The moment, and whether its zone was named."""
    found = machine_date(text)
    assert found is not None
    assert (found[0].isoformat(), found[1]) == (iso, zoned)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0000-00-00",
        "2024-13-01",
        "2024-02-30T10:00:00Z",
        "2024-05-17T25:61:61Z",
        "2024-05-17T10:00:00+99:00",
        "10000-01-01",
        "17 May 2024",
        "NaN",
        "٢٠٢٤-٠٥-١٧",
        "2024-W20-5",
        "1e400",
        "2024-05-17T10:00:60Z",
        "1970-01-01T01:00:00+01:00",
        "1970-01-01",
        "2024051717",
        "17159484001",
        "Fri May 17 17:50:00 CEST 2024",
        "17 May 2024 17:50",
    ],
)
def test_no_dates(text: str) -> None:
    """What names no moment gives None: the field is lost, nothing else."""
    assert machine_date(text) is None


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """Never raises; every moment is aware."""
    found = machine_date(text)
    assert found is None or found[0].tzinfo is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri May 17 17:50:00 CEST 2024", "17 May 2024 17:50:00 CEST"),
        ("May 17 17:50 2024", "17 May 2024 17:50"),
        ("Fri May 17 17:50:00 CEST", "Fri May 17 17:50:00 CEST"),
        ("17 May 2024", "17 May 2024"),
    ],
)
def test_a_clock_between_day_and_year_is_put_behind_them(text: str, expected: str) -> None:
    """What readers of words and of feeds understand; any other text is left."""
    assert respelt(text) == expected
