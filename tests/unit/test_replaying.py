"""What speaks against playing a recording into a topic, and when each record is due."""

from dataclasses import replace

import pytest

from worker.model import RawMessage
from worker.replaying import Contents, Keeping, Pace, Refusal, Targets, TopicFacts, objections, survey

DAY_MS = 86_400_000
NOW_MS = 1_000 * DAY_MS
RAW = RawMessage(topic="raw", partition=2, offset=5, timestamp_ms=NOW_MS - 10 * DAY_MS, key=b"k", value=b"x" * 1_000)
TOPIC = TopicFacts(name="test", partitions=3, max_message_bytes=1_500, retention_ms=30 * DAY_MS)


def against(raw: RawMessage, topic: TopicFacts, keeping: Keeping | None = None) -> list[Refusal | None]:
    """The names of the objections to a recording of one record."""
    contents = Contents()
    contents.add(raw)
    return [one.refusal for one in objections(contents, topic, keeping or Keeping(), NOW_MS)]


def test_a_topic_that_suits_takes_it() -> None:
    """No word against."""
    assert against(RAW, TOPIC) == []


@pytest.mark.parametrize(
    ("changes", "refusal", "cure"),
    [
        ({"partitions": 2}, Refusal.PARTITIONS, Keeping(partition=False)),
        ({"retention_ms": 9 * DAY_MS}, Refusal.RETENTION, Keeping(timestamp=False)),
        ({"oldest_accepted_ms": 9 * DAY_MS}, None, Keeping(timestamp=False)),
        ({"max_message_bytes": 1_000}, Refusal.SIZE, None),
    ],
)
def test_what_a_topic_would_lose_or_refuse(
    changes: dict[str, int], refusal: Refusal | None, cure: Keeping | None
) -> None:
    """One objection each, gone with the option that cures it."""
    topic = replace(TOPIC, **changes)  # type: ignore[arg-type]
    assert against(RAW, topic) == [refusal]
    if cure:
        assert against(RAW, topic, cure) == []


def test_a_topic_that_stamps_itself_does_not_care_for_old_timestamps() -> None:
    """It gives every record the time of its arrival."""
    assert against(RAW, replace(TOPIC, retention_ms=DAY_MS, stamps_itself=True)) == []


def test_compacted_topics_want_keys() -> None:
    """A record without one, or all when keys are dropped."""
    topic = replace(TOPIC, compacted=True, retention_ms=None)
    assert against(RAW, topic) == []
    assert against(replace(RAW, key=None), topic) == [Refusal.COMPACTION]
    assert against(RAW, topic, Keeping(key=False)) == [Refusal.COMPACTION]


def test_unknown_limits_say_nothing() -> None:
    """Where we may not ask, the broker will tell."""
    assert against(RAW, TopicFacts(name="test", partitions=3)) == []


def test_targets() -> None:
    """All to one topic, or topic by topic, the others left out."""
    other = replace(RAW, topic="dead")
    assert survey([RAW, other], Targets(all_to="x"))["x"].records == 2
    by_topic = survey([RAW, other], Targets(by_topic={"raw": "y"}))
    assert {name: one.records for name, one in by_topic.items()} == {"y": 1}
    assert by_topic["y"].partitions == 3


def test_speed_follows_the_recorded_times() -> None:
    """Ten times as fast; a record without a timestamp is due at once, an earlier one before the others."""
    pace = Pace(speed=10)
    times = [RAW.timestamp_ms, (RAW.timestamp_ms or 0) + 20_000, None, (RAW.timestamp_ms or 0) + 5_000]
    assert [pace.due_s(replace(RAW, timestamp_ms=at)) for at in times] == [0, 2, 0, 0.5]


def test_rate() -> None:
    """Four a second, whatever the timestamps say."""
    pace = Pace(rate=4)
    assert [pace.due_s(RAW) for _ in range(3)] == [0, 0.25, 0.5]


def test_neither() -> None:
    """As fast as it goes."""
    pace = Pace()
    assert [pace.due_s(RAW) for _ in range(3)] == [0, 0, 0]
