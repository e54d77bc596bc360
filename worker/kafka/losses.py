"""Records that were gone before they were read: how many, and when a topic is another one under its old name.

The client goes on at the first record that is left and says so in a line of its log, at level info.  It keeps its
place in a topic that was deleted and made anew, and would pass over as many records of the new one.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from kafka import TopicPartition

from worker.endpoints import Position

FETCHER = "kafka.consumer.fetcher"
OUT_OF_RANGE = "offset_out_of_range"

log = logging.getLogger(__name__)

TopicId = Callable[[str], object | None]  # by name; None: not known


def topic_id(consumer: Any) -> TopicId:
    """What tells a topic from its namesake, as the consumer last heard; never waits."""
    ask: TopicId = consumer._cluster.topic_id  # noqa: SLF001 - nothing public tells
    return ask


def loss_is_a_warning(record: logging.LogRecord) -> bool:
    """A filter: the client tells of records that were deleted before they were read at level info, among much else."""
    if "is out of range" in str(record.msg):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.event = OUT_OF_RANGE
    return record.levelno >= logging.WARNING


class Losses(logging.Handler):
    """Hears the client's line of each offset that the broker no longer has, until it is clear where reading goes on."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self._gone: dict[TopicPartition, int] = {}

    def listen(self) -> None:
        """From now on."""
        fetcher = logging.getLogger(FETCHER)
        fetcher.setLevel(logging.INFO)
        fetcher.addFilter(loss_is_a_warning)  # once, however often it is added
        fetcher.addHandler(self)

    def close(self) -> None:
        """Listen no more."""
        logging.getLogger(FETCHER).removeHandler(self)
        super().close()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the first offset that was missed; on the client's thread."""
        match record.args:
            case (int() as offset, TopicPartition() as tp) if getattr(record, "event", None) == OUT_OF_RANGE:
                self._gone.setdefault(tp, offset)

    def told(
        self, assigned: Collection[TopicPartition], goes_on: Callable[[TopicPartition], int | None]
    ) -> Mapping[Position, int]:
        """How many offsets each partition lost, once; those without a new place yet are told later."""
        lost: dict[Position, int] = {}
        for tp, missed in list(self._gone.items()):
            if tp not in assigned:  # whoever reads it now hears of it too
                self._gone.pop(tp, None)
            elif (begins := goes_on(tp)) is not None:
                self._gone.pop(tp, None)
                if (count := _loss(tp, missed, begins)) > 0:
                    lost[tp.topic, tp.partition] = count
        return lost


def _loss(tp: TopicPartition, missed: int, begins: int) -> int:
    if begins <= missed:
        what = "%s-%d has no offset %d: made anew or cut, reading begins again at %d"
        log.error(what, *tp, missed, begins, extra={"event": "input_topic_recreated"})
        return 0
    what = "%s-%d: offsets %d to %d were deleted before they were read, up to %d records are lost"
    log.error(what, *tp, missed, begins - 1, begins - missed, extra={"event": "records_lost"})
    return begins - missed


class TopicIdentity:
    """Notices that an assigned topic was deleted and made anew while its partitions were held."""

    def __init__(self, ask: TopicId) -> None:
        self._ask = ask
        self._known: dict[str, object] = {}

    def renewed(self, topics: Iterable[str]) -> set[str]:
        """Those of the assigned `topics` that are others now than at the last call, each once.

        A topic that was not assigned meanwhile is begun by its committed offsets, like any other.
        """
        known = {topic: self._ask(topic) or self._known.get(topic) for topic in set(topics)}
        before, self._known = self._known, {topic: one for topic, one in known.items() if one is not None}
        renewed = {topic for topic, one in self._known.items() if before.get(topic, one) != one}
        for topic in renewed:
            what = "%s was deleted and made anew: reading begins again at its beginning"
            log.error(what, topic, extra={"event": "input_topic_recreated"})
        return renewed
