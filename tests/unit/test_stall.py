"""Partitions that make no progress."""

from worker.stall import StallWatch

P, Q = ("t", 0), ("t", 1)


def test_a_partition_that_does_not_move_is_suspected_after_the_timeout() -> None:
    """Movement, and only movement, starts its time anew."""
    watch = StallWatch(10)
    assert watch.suspects({P: 5, Q: 5}, 0.0) == []
    assert watch.suspects({P: 5, Q: 6}, 9.0) == []
    assert watch.suspects({P: 5, Q: 6}, 10.0) == [P]


def test_an_excused_partition_gets_its_time_again() -> None:
    """Nothing to read is no stall."""
    watch = StallWatch(10)
    watch.suspects({P: 5}, 0.0)
    watch.excuse([P, Q], 10.0)
    assert watch.suspects({P: 5}, 19.0) == []
    assert watch.suspects({P: 5}, 20.0) == [P]


def test_a_partition_that_went_and_came_back_starts_anew() -> None:
    """What another member did meanwhile is not ours."""
    watch = StallWatch(10)
    watch.suspects({P: 5}, 0.0)
    watch.suspects({}, 5.0)
    assert watch.suspects({P: 5}, 12.0) == []
