"""Where reading begins and ends, as it is typed."""

import pytest

from worker import points
from worker.points import Kind, Point

NOW_MS = 1_772_500_000_000


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("beginning", Point(kind=Kind.BEGINNING)),
        ("end", Point(kind=Kind.END)),
        ("never", Point(kind=Kind.NEVER)),
        ("0", Point(kind=Kind.OFFSET)),
        ("1200", Point(kind=Kind.OFFSET, offset=1200)),
        ("0:100,12:250", Point(kind=Kind.OFFSETS, offsets={0: 100, 12: 250})),
        ("90s", Point(kind=Kind.TIME, time_ms=NOW_MS - 90_000)),
        ("2h", Point(kind=Kind.TIME, time_ms=NOW_MS - 7_200_000)),
        ("2026-03-01T06:00Z", Point(kind=Kind.TIME, time_ms=1_772_344_800_000)),
        ("2026-03-01T06:00", Point(kind=Kind.TIME, time_ms=1_772_344_800_000)),
        ("2026-03-01T11:30+05:30", Point(kind=Kind.TIME, time_ms=1_772_344_800_000)),
        ("2026-03-01", Point(kind=Kind.TIME, time_ms=1_772_323_200_000)),
    ],
)
def test_what_can_be_typed(text: str, point: Point) -> None:
    """Words, offsets, times (UTC without zone) and ages."""
    assert points.parse(text, NOW_MS) == point


@pytest.mark.parametrize("text", ["", "-5", "yesterday", "0:1,", "1:2:3", "5x", "٣", "2026-13-01", "end "])
def test_anything_else_is_refused_with_what_is_allowed(text: str) -> None:
    """The message lists the forms."""
    with pytest.raises(ValueError, match=r"is none of: beginning, end, an offset .* an age"):
        points.parse(text, NOW_MS)
