"""Letters sent back into topics, and what is remembered of it in the same step.

Two ways: in a transaction together with the commit of a group that remembers (nothing is sent twice, and of two
redrives of one group that run at once the older is fenced), or acknowledged first and then noted in a file (after a
crash the letters since the last note are sent again).
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

import orjson
from kafka import OffsetAndMetadata, TopicPartition
from kafka.errors import (
    AuthorizationError,
    CoordinatorNotAvailableError,
    InvalidProducerEpochError,
    KafkaError,
    ProducerFencedError,
)

from worker.dead_letters import memory
from worker.dead_letters.memory import Redriven
from worker.durable import replace_file
from worker.endpoints import Fenced, NotProduced
from worker.kafka import reading
from worker.kafka.call_guard import CallGuard
from worker.kafka.check import TopicMissing
from worker.kafka.sending import Sender
from worker.model import RawMessage
from worker.points import Kind, Point

ASK_TIMES: Final = 20
ASK_AGAIN_S: Final = 0.5
METADATA_MAX_BYTES: Final = 4096  # offset.metadata.max.bytes, the broker's default

Send = Callable[[RawMessage, str, int | None, int | None], None]


class Outbox(Protocol):
    """Where redriven records go."""

    def send(self, raw: RawMessage, topic: str, partition: int | None, timestamp_ms: int | None) -> None:
        """Hand a record over.  Raises NotProduced, Fenced."""

    def commit(self, redriven: Redriven) -> None:
        """Make everything sent, and the memory of it, durable.  Raises NotProduced, Fenced."""


class MemoryFull(Exception):  # noqa: N818
    """More ranges than a commit's metadata holds."""


class Transactional:
    """Records and the group's memory in one transaction a commit."""

    def __init__(self, sender: Sender, group: str, guard: CallGuard) -> None:
        self._sender = sender
        self._group = group
        self._guard = guard
        self._begun = False

    def send(self, raw: RawMessage, topic: str, partition: int | None, timestamp_ms: int | None) -> None:
        """Within the open transaction or a new one."""
        if not self._begun:
            self._call("begin_transaction", self._sender.producer.begin_transaction)
            self._begun = True
        self._sender.send(raw, topic, partition, timestamp_ms)

    def commit(self, redriven: Redriven) -> None:
        """Also the ranges, as the group's commits.  Raises MemoryFull, and then nothing was sent."""
        if not self._begun:
            return
        offsets = commits_of(redriven)
        producer = self._sender.producer
        self._sender.settle()
        group: Any = self._group  # a bare name: this group has no members
        self._call("send_offsets_to_transaction", lambda: producer.send_offsets_to_transaction(offsets, group))
        self._call("commit_transaction", producer.commit_transaction)
        self._begun = False

    def close(self) -> None:
        """Abort what is open: readers of committed records would wait for its time-out."""
        if self._begun:
            self._begun = False
            with suppress(KafkaError, Fenced, NotProduced):
                self._call("abort_transaction", self._sender.producer.abort_transaction)

    def _call(self, name: str, call: Callable[[], None]) -> None:
        try:
            with self._guard(name):
                call()
        except (ProducerFencedError, InvalidProducerEpochError) as error:
            raise Fenced(f"another redrive with group {self._group} has begun") from error
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise NotProduced(f"{name}: {error!r}") from error


def commits_of(redriven: Redriven) -> Mapping[TopicPartition, OffsetAndMetadata]:
    """The commits that remember it, one a partition.  Raises MemoryFull."""
    found = {}
    for (topic, partition), ranges in redriven.ranges.items():
        text = memory.to_text(ranges)
        if len(text) > METADATA_MAX_BYTES:
            raise MemoryFull(
                f"what was redriven of {topic}-{partition} has more gaps than a group's commit can note: --state FILE"
            )
        found[TopicPartition(topic, partition)] = OffsetAndMetadata(list(ranges)[-1][1], text, -1)
    return found


def remembered(admin: Any, group: str, spans: Sequence[reading.Span]) -> Redriven:
    """What the group's commits say was redriven.  Raises ValueError when they are another tool's."""
    listed = _listed(admin, group)
    found = Redriven()
    for tp, commit in listed.get(group, listed).items():
        span = next((one for one in spans if (one.topic, one.partition) == (tp.topic, tp.partition)), None)
        if span is not None and commit.offset >= 0:
            found.ranges[tp.topic, tp.partition] = memory.from_text(commit.metadata)
            found.ranges[tp.topic, tp.partition].forget_before(span.beginning)
    return found


def _listed(admin: Any, group: str) -> Any:
    """A fresh cluster makes its offsets topic when it is first asked, and has no coordinator until then."""
    for _ in range(ASK_TIMES):
        try:
            return admin.list_group_offsets(group)
        except CoordinatorNotAvailableError:
            time.sleep(ASK_AGAIN_S)
    return admin.list_group_offsets(group)


class Noted:
    """Records acknowledged, then the memory written to a file (None: nowhere)."""

    def __init__(self, sender: Sender, state: Path | None) -> None:
        self._sender = sender
        self._state = state
        self.send: Send = sender.send

    def commit(self, redriven: Redriven) -> None:
        """Wait for every acknowledgement, then replace the file."""
        self._sender.settle()
        if self._state is not None:
            write_state(self._state, redriven)


def write_state(path: Path, redriven: Redriven) -> None:
    """Replace the file.  Raises NotWritableError."""
    state = orjson.dumps(memory.to_json(redriven), option=orjson.OPT_APPEND_NEWLINE)
    replace_file(path, state, "what was redriven cannot be remembered there")


def read_state(path: Path) -> Redriven:
    """What the file says; nothing when there is none.  Raises ValueError when it is no such file."""
    if not path.exists():
        return Redriven()
    try:
        return memory.from_json(orjson.loads(path.read_bytes()))
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"{path} is no state file of a redrive") from error


def original(reader: Any, topic: str, partition: int, offset: int) -> RawMessage | None:
    """The record at a place, None when it is there no more.  `reader` is a consumer of no other use."""
    place, next_ = (Point(kind=Kind.OFFSETS, offsets={partition: at}) for at in (offset, offset + 1))
    try:
        spans = reading.spans(reader, [topic], place, next_)
    except TopicMissing:
        return None
    if not spans or spans[0].lost or not spans[0].size:
        return None
    return next((raw for raw, _ in reading.read(reader, spans)), None)
