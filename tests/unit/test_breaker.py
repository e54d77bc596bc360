"""When consumption pauses."""

from worker.breaker import Breaker, BreakerLimits

LIMITS = BreakerLimits(max_consecutive=3, max_ratio=0.5, window=10, cooldown_s=30)


def test_dead_letters_in_a_row_open_it_for_the_cooldown() -> None:
    """Three in a row open; the time passes; the count begins anew."""
    breaker = Breaker(LIMITS)
    said = [breaker.record(dead=True, now=1.0) for _ in range(3)]
    assert said == [None, None, ("consecutive", "3 dead letters in a row")]
    assert breaker.is_open(30.9)
    assert not breaker.is_open(31.0)
    assert breaker.record(dead=True, now=32.0) is None


def test_one_good_record_breaks_the_row() -> None:
    """Only an unbroken row counts."""
    breaker = Breaker(LIMITS)
    assert not any(breaker.record(dead=dead, now=0.0) for dead in (True, True, False, True, True))


def test_a_ratio_is_judged_on_a_full_window_only() -> None:
    """Two bad ones among the first three are no flood; six among ten are."""
    breaker = Breaker(LIMITS)
    pattern = (True, True, False) * 3
    assert not any(breaker.record(dead=dead, now=0.0) for dead in pattern)
    assert breaker.record(dead=False, now=0.0) == ("ratio", "6 dead letters among the last 10 records")


def test_what_leaves_the_window_is_forgotten() -> None:
    """The ratio follows the last records, not history."""
    breaker = Breaker(BreakerLimits(max_consecutive=100, max_ratio=0.5, window=4, cooldown_s=1))
    assert not any(breaker.record(dead=dead, now=0.0) for dead in (True, True, False, False, False, False, True, True))


def test_opened_from_outside_it_stays_open_to_the_later_time() -> None:
    """The pool's kills and the dead letters' row do not shorten each other."""
    breaker = Breaker(LIMITS)
    breaker.open(50.0)
    breaker.open(20.0)
    assert breaker.is_open(49.0)
