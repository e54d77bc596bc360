"""What was gone before it was read: counted once it is clear where reading goes on; a topic made anew is noticed."""

import logging
from collections.abc import Iterator

import pytest
from kafka import TopicPartition

from worker.kafka.losses import FETCHER, Losses, TopicIdentity

RAW, OTHER = TopicPartition("raw", 0), TopicPartition("raw", 1)


@pytest.fixture
def losses() -> Iterator[Losses]:
    """One that listens."""
    made = Losses()
    made.listen()
    yield made
    made.close()


def missed(offset: int, tp: TopicPartition) -> None:
    """The client's own line."""
    logging.getLogger(FETCHER).info("Fetch offset %s is out of range for topic-partition %s", offset, tp)


def test_counted_when_the_new_place_is_known(losses: Losses, caplog: pytest.LogCaptureFixture) -> None:
    """Not before, and once; each partition by itself."""
    missed(10, RAW)
    missed(7, OTHER)
    assert losses.told({RAW, OTHER}, {OTHER: 9}.get) == {("raw", 1): 2}
    assert losses.told({RAW, OTHER}, {RAW: 60, OTHER: 9}.get) == {("raw", 0): 50}
    assert losses.told({RAW, OTHER}, {RAW: 60, OTHER: 9}.get) == {}
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == [
        "raw-1: offsets 7 to 8 were deleted before they were read, up to 2 records are lost",
        "raw-0: offsets 10 to 59 were deleted before they were read, up to 50 records are lost",
    ]


def test_the_first_offset_that_was_missed_counts(losses: Losses) -> None:
    """What is deleted while the client looks for its new place is lost as well."""
    missed(10, RAW)
    missed(20, RAW)
    assert losses.told({RAW}, {RAW: 30}.get) == {("raw", 0): 20}


def test_a_partition_that_went_away(losses: Losses) -> None:
    """Whoever reads it now misses the same offset."""
    missed(10, RAW)
    assert losses.told((), {RAW: 60}.get) == {}
    assert losses.told({RAW}, {RAW: 60}.get) == {}


def test_a_topic_that_is_shorter_now(losses: Losses, caplog: pytest.LogCaptureFixture) -> None:
    """It was cut or made anew: nobody can say how much is lost, and it is said that it is."""
    missed(110, RAW)
    assert losses.told({RAW}, {RAW: 0}.get) == {}
    assert "raw-0 has no offset 110: made anew or cut, reading begins again at 0" in caplog.messages


def test_what_else_the_fetcher_says(losses: Losses, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing of its chatter is heard, here or in the log."""
    logging.getLogger(FETCHER).info("Resetting offset for partition %s to offset %s.", RAW, 60)
    assert losses.told({RAW}, {RAW: 60}.get) == {}
    assert caplog.messages == []


def test_a_topic_made_anew() -> None:
    """Known by its id, once; one that nobody knows (yet, or for a moment) is none."""
    ids: dict[str, object] = {}
    identity = TopicIdentity(ids.get)
    for now, renewed in ((None, set()), ("a", set()), (None, set()), ("a", set()), ("b", {"raw"}), ("b", set())):
        ids["raw"] = now
        assert identity.renewed(["raw", "raw"]) == renewed


def test_a_topic_that_was_not_held_meanwhile() -> None:
    """Another member may have begun with the new one: its committed offsets say where."""
    ids: dict[str, object] = {"raw": "a"}
    identity = TopicIdentity(ids.get)
    assert identity.renewed(["raw"]) == set()
    assert identity.renewed([]) == set()
    ids["raw"] = "b"
    assert identity.renewed(["raw"]) == set()
