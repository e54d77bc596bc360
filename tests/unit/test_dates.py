"""Days and clocks in print, in many languages; what cannot be told is not told."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.knowledge.dates import Day, completed, find_days
from worker.knowledge.loading import load
from worker.knowledge.moments import find_moments, with_zone

WORDS = load().dates


def _moments(line: str) -> list[tuple[str, str]]:
    return [(moment.when.isoformat(), moment.zone) for moment in find_moments(line, WORDS, None)]


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("May 17, 2024 17:50 IST", "2024-05-17T17:50:00+05:30"),
        ("Jul 08, 2024, 21:04 (IST)", "2024-07-08T21:04:00+05:30"),
        ("20 Aug 2024, 06:30 AM IST", "2024-08-20T06:30:00+05:30"),
        ("May 17, 2024 12:05 a.m. EDT", "2024-05-17T00:05:00-04:00"),
        ("September 9, 2024 3:40 PM UTC", "2024-09-09T15:40:00+00:00"),
        ("5:50 PM IST, May 17, 2024", "2024-05-17T17:50:00+05:30"),
        ("2024-05-17T17:50:00+05:30", "2024-05-17T17:50:00+05:30"),
        ("2024-05-17T12:20:00.123Z", "2024-05-17T12:20:00+00:00"),
        ("Fri, 17 May 2024 17:50:00 +0530", "2024-05-17T17:50:00+05:30"),
        ("17 May 2024, 17:50 GMT+5:30", "2024-05-17T17:50:00+05:30"),
        ("17 May 2024 17:50 UTC-3", "2024-05-17T17:50:00-03:00"),
        ("11 जून 2024 12:40 IST", "2024-06-11T12:40:00+05:30"),
        ("19 января 2024, 13:25 МСК", "2024-01-19T13:25:00+03:00"),
        ("Sep. 3, 2024 2:14 PM ET", "2024-09-03T14:14:00-04:00"),
        ("Jan. 3, 2024 2:14 PM ET", "2024-01-03T14:14:00-05:00"),
        ("July 3, 2024 2:14 PM PT", "2024-07-03T14:14:00-07:00"),
        ("3 Sep 2024 14:14 GMT+8", "2024-09-03T14:14:00+08:00"),
        ("3 Sep 2024 14:14 (UTC)", "2024-09-03T14:14:00+00:00"),
        ("3 Sep 2024, 14:14 WIB", "2024-09-03T14:14:00+07:00"),
        ("3 Sep 2024 14:14 AEST", "2024-09-03T14:14:00+10:00"),
        ("১৭ মে ২০২৪ ১৭:৫০ IST", "2024-05-17T17:50:00+05:30"),
    ],
)
def test_moments_with_their_zone(line: str, when: str | None) -> None:
    """The clock, its half of the day and its zone as printed in the figures of any script."""
    assert _moments(line) == ([(when, "printed")] if when else [])


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("04.11.2024, 11:20 Uhr", "2024-11-04T11:20:00+00:00"),
        ("12. Mai 2024, 14:02 Uhr", "2024-05-12T14:02:00+00:00"),
        ("21 mars 2024 à 16h30", "2024-03-21T16:30:00+00:00"),
        ("1er août 2024 à 07:05", "2024-08-01T07:05:00+00:00"),
        ("14 de octubre de 2024, 13:45", "2024-10-14T13:45:00+00:00"),
        ("2 de fevereiro de 2024 às 18:22", "2024-02-02T18:22:00+00:00"),
        ("22 maggio 2024, 10:31", "2024-05-22T10:31:00+00:00"),
        ("28 oktober 2024 06:50", "2024-10-28T06:50:00+00:00"),
        ("5. marraskuuta 2024 kl. 9.15", "2024-11-05T09:15:00+00:00"),
        ("8 أبريل 2024 09:00", "2024-04-08T09:00:00+00:00"),
        ("2024. május 17., péntek 15:12", "2024-05-17T15:12:00+00:00"),
        ("17 Ogos 2024, 15:12", "2024-08-17T15:12:00+00:00"),
        ("2024-04-02 15:12", "2024-04-02T15:12:00+00:00"),
        ("2024年12月3日 10時05分", "2024-12-03T10:05:00+00:00"),
        ("입력 2024-05-17 오후 5:50", "2024-05-17T17:50:00+00:00"),
        ("2024. 5. 17. 17:50", "2024-05-17T17:50:00+00:00"),
        ("25/12/2024 08:00", "2024-12-25T08:00:00+00:00"),
        ("12/25/2024 08:00", "2024-12-25T08:00:00+00:00"),
        ("Saturday 31 August 2024", "2024-08-31T00:00:00+00:00"),
        ("17 พ.ค. 2567 เวลา 16:30 น.", "2024-05-17T16:30:00+00:00"),
        ("3 มิ. ย. 67 | 09.05 น.", "2024-06-03T09:05:00+00:00"),
        ("เผยแพร่ 1 ม.ค. 2024 16:30", "2024-01-01T16:30:00+00:00"),
    ],
)
def test_moments_without_zone_are_marked(line: str, when: str) -> None:
    """They are taken as UTC, and say so."""
    assert _moments(line) == [(when, "assumed")]


@pytest.mark.parametrize(
    "line",
    [
        "05/06/2024 10:00",  # two countries, two days
        "31 February 2024 10:00",
        "May 32, 2024",
        "May 17, 1024 17:50",
        "2024-13-01",
        "5 listopada 2024",  # November in Warsaw, October in Zagreb
        "17:50 IST",
        "room 2024, 17 people",
        "",
    ],
)
def test_no_moment_where_none_can_be_told(line: str) -> None:
    """Absurd and ambiguous dates, and lines without one."""
    assert _moments(line) == []


def test_two_moments_keep_their_own_clocks() -> None:
    """The first date does not take the second one's time."""
    line = "Published: Jul 08, 2024 21:04 IST Updated: Jul 9, 2024 9:05 AM IST"
    assert [when for when, _ in _moments(line)] == ["2024-07-08T21:04:00+05:30", "2024-07-09T09:05:00+05:30"]


def test_a_house_clock_has_the_offset_of_its_day() -> None:
    """Summer time in July, winter time in January; the result is a fixed offset."""
    berlin = ZoneInfo("Europe/Berlin")
    found = [m.when for day in ("4. Juli", "4. Januar") for m in find_moments(f"{day} 2024, 11:20 Uhr", WORDS, berlin)]
    assert [when.utcoffset() for when in found] == [timedelta(hours=2), timedelta(hours=1)]
    assert with_zone(datetime(2024, 7, 4, 11, 20, tzinfo=UTC), berlin).tzinfo == timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("printed", "reference", "expected"),
    [
        ("Dec 31", datetime(2025, 1, 1, 2, tzinfo=UTC), date(2024, 12, 31)),
        ("Jan 1", datetime(2024, 12, 31, 23, tzinfo=UTC), date(2025, 1, 1)),
        ("May 17", datetime(2024, 5, 17, tzinfo=UTC), date(2024, 5, 17)),
        ("29 February", datetime(2025, 3, 1, tzinfo=UTC), date(2024, 2, 29)),
        ("May 17, 2019", datetime(2024, 5, 17, tzinfo=UTC), date(2019, 5, 17)),
        ("May 17", None, None),
    ],
)
def test_a_missing_year_is_the_nearest(printed: str, reference: datetime | None, expected: date | None) -> None:
    """Round the turn of the year too; without a reference there is no date."""
    (day,) = find_days(printed, WORDS)
    assert completed(day, reference) == expected


def test_a_day_without_any_near_year_is_none() -> None:
    """29 February far from a leap year."""
    day = Day(year=None, month=2, day=29, start=0, end=1)
    assert completed(day, datetime(2102, 1, 1, tzinfo=UTC)) is None


@given(
    st.text(max_size=80)
    | st.from_regex(r"[0-9]{1,4}[-/. ][A-Za-z0-9]{1,9}[-/. ,][0-9]{1,4} [0-9]{1,2}:[0-9]{2} ?[a-zA-Z]{0,4}")
)
def test_any_line_gives_aware_moments_inside_it(line: str) -> None:
    """Never an exception; spans lie in the line."""
    for moment in find_moments(line, WORDS, ZoneInfo("Asia/Kathmandu")):
        assert moment.when.utcoffset() is not None
        assert 0 <= moment.start < moment.end <= len(line)


@pytest.mark.parametrize(
    "line",
    [
        "17. maí 2024", "17. мај 2024.", "17. maj 2024.", "17 мај 2024 г.", "17 maj 2024", "17 may 2024",
        "17 мая 2024 г.", "2024 m. gegužės 17 d.", "2024. gada 17. maijs", "17. maijā, 2024", "17. mai 2024",
        "17 مه 2024",
        "17 พฤษภาคม 2567", "วันศุกร์ที่ 17 พฤษภาคม 2567", "17 მაისი, 2024", "2024 թ. մայիսի 17", "17 մայիսի, 2024",
        "2024 ж. 17 мамыр", "17-may, 2024", "17 de maio de 2024", "17 Mai 2024", "17 Mei 2024", "Mayo 17, 2024",
        "17 مئی، 2024", "17 tháng 5, 2024", "Thứ Sáu, 17 tháng 5 năm 2024", "2024. máj. 17.", "17 трав. 2024 р.",
        "17 May 2024", "17 ሜይ 2024", "17 ឧសភា 2024", "17 ພຶດສະພາ 2024", "2024 မေ 17", "2024 मे 17",
    ],
)  # fmt: skip
def test_a_day_in_many_languages(line: str) -> None:
    """As the Common Locale Data Repository has long dates; Thailand's years are 543 more."""
    assert [moment.when.date() for moment in find_moments(line, WORDS, None)] == [date(2024, 5, 17)]
