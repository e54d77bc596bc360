"""Machine dates of feeds."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.knowledge.timestamps import of_unix, read_timestamp

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("text", "wanted", "source"),
    [
        ("2017-08-24T04:38:34+0000", "2017-08-24T04:38:34+00:00", "feed"),
        ("20131020T192751+1100", "2013-10-20T19:27:51+11:00", "feed"),
        ("20180404T175859Z", "2018-04-04T17:58:59+00:00", "feed"),
        ("2016-04-13 04:52:21+00:00", "2016-04-13T04:52:21+00:00", "feed"),
        ("2013-03-04T11:14:13.000Z", "2013-03-04T11:14:13+00:00", "feed"),
        ("2016-10-19T11:15:00-05", "2016-10-19T11:15:00-05:00", "feed"),
        ("Sat, 02 Dec 2017 15:43:50 +0000", "2017-12-02T15:43:50+00:00", "feed"),
        ("Thu, 19 Feb 2015 17:18:40 +1100", "2015-02-19T17:18:40+11:00", "feed"),
        ("2018-01-30T17:32:18.397", "2018-01-30T17:32:18+02:00", "feed, zone of the agency"),
        ("2018-07-30 17:32", "2018-07-30T17:32:00+03:00", "feed, zone of the agency"),
        ("2016-04-21", "2016-04-21T00:00:00+03:00", "feed, day only"),
        ("2016-04-13T04:52:21+13:45", "2016-04-13T04:52:21+13:45", "feed"),
    ],
)
def test_spellings(text: str, wanted: str, source: str) -> None:
    """Each with its own zone, else the house's."""
    found = read_timestamp(text, HELSINKI)
    assert found is not None
    assert (found.when.isoformat(), found.source) == (wanted, source)


def test_without_a_house_an_open_clock_is_utc_and_says_so() -> None:
    """Nothing is guessed silently."""
    found = read_timestamp("20200616T144936")
    assert found is not None
    assert (found.when.utcoffset(), found.source) == (timedelta(0), "feed, zone not printed")


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "  ", "yesterday", "5/17/2024", "1" * 5_000),
        *("2024-13-01", "2024-02-30T10:00:00Z", "0000-00-00", "9999-12-31T23:59:59-14:00"),
        *("2024-05-17T25:00:00Z", "2024-05-17T10:00:00+99:00", "Sat, 99 Dec 2017 15:43:50 +0000"),
    ],
)
def test_absurd_dates_are_none(text: str | None) -> None:
    """A field error, never an error."""
    assert read_timestamp(text, HELSINKI) is None


@pytest.mark.parametrize("number", [1715968200, 1715968200.5, 1715968200000])
def test_numbers_of_unix(number: float) -> None:
    """Seconds, or thousandths."""
    assert of_unix(number).isoformat(timespec="seconds") == "2024-05-17T17:50:00+00:00"


@given(st.text(max_size=80))
def test_any_text_gives_a_moment_or_nothing(text: str) -> None:
    """Never raises."""
    found = read_timestamp(text)
    assert found is None or found.when.tzinfo is not None
