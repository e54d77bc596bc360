"""The pool's part of the settings and its kill breaker."""

from worker.pool.limits import KillBreaker, PoolLimits
from worker.settings import loading as settings


def test_limits_of_settings() -> None:
    """Every pool setting arrives."""
    given = {
        "workers": "3",
        "record_cpu_deadline_s": "4.5",
        "record_wall_deadline_s": "9",
        "child_memory_bytes": "64MiB",
        "child_recycle_records": "77",
        "child_recycle_rss_bytes": "99MiB",
        "pool_kills_per_minute_max": "5",
        "articles_max": "12",
    }
    limits = PoolLimits.of(settings.load(given, {}, None))
    assert (limits.workers, limits.cpu_deadline_s, limits.wall_deadline_s) == (3, 4.5, 9)
    assert (limits.child_memory_bytes, limits.recycle_rss_bytes) == (64 << 20, 99 << 20)
    assert (limits.recycle_records, limits.kills_per_minute_max, limits.record.articles_max) == (77, 5, 12)


def test_defaults_agree_with_the_settings() -> None:
    """Without settings the pool behaves as with default settings."""
    assert PoolLimits.of(settings.load({"workers": "1"}, {}, None)) == PoolLimits()


def test_breaker_opens_above_its_limit_once() -> None:
    """Two kills a minute are allowed: the third opens it, the fourth finds it open."""
    breaker = KillBreaker(2)
    assert [breaker.record(now) for now in (0.0, 10.0, 20.0, 21.0)] == [False, False, True, False]


def test_breaker_closes_when_the_minute_holds_few_enough() -> None:
    """Closed a minute after the oldest of the kills that are too many; open again with the next burst."""
    breaker = KillBreaker(2)
    for now in (0.0, 10.0, 20.0):
        breaker.record(now)
    assert breaker.closes_at(20.0) == 60.0
    assert breaker.closes_at(59.9) == 60.0
    assert breaker.closes_at(60.0) is None
    assert breaker.record(61.0)
    assert breaker.closes_at(61.0) == 70.0


def test_slow_kills_never_open_it() -> None:
    """Two kills in any minute, for ever."""
    breaker = KillBreaker(2)
    assert not any(breaker.record(now * 31.0) for now in range(100))
