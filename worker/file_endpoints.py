"""The embedded default's two ends: recordings in, a recording out.  The loop cannot tell them from Kafka."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from worker import recording
from worker.endpoints import Offsets, Polled, Position
from worker.model import Outcome, RawMessage
from worker.output_records import OutputRecord, Route, records_of

OUTPUT_TOPIC = "articles"
DEAD_LETTER_TOPIC = "dead-letters"
UNBOUNDED = 2**31 - 1


class FileSource:
    """Recorded messages in file order.  A record without position of its own would be unreplayable: all have one."""

    def __init__(self, records: Callable[[], Iterable[RawMessage]], wait: Callable[[float], None] = time.sleep) -> None:
        """`records` opens the recording; it is called again by `rewind`.  `wait` lets so many seconds pass."""
        self._open = records
        self._wait = wait
        self._records: Iterator[RawMessage] = iter(records())
        self._paused = False
        self._handed_out: dict[Position, int] = {}
        self.durable: dict[Position, int] = {}
        self.exhausted = False

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> "FileSource":
        """The recordings one after the other."""
        listed = list(paths)
        return cls(lambda: chain.from_iterable(recording.read(path) for path in listed))

    def poll(self, timeout_s: float, max_records: int) -> Polled:
        """The next records; fewer than asked for means that there are no more.  Without any to give it waits."""
        if self._paused or self.exhausted:
            self._wait(timeout_s)  # as a broker does: who polls a paused source without work polls on and on
            return Polled()
        records = tuple(islice(self._records, max_records))
        self.exhausted = len(records) < max_records
        for raw in records:
            self._handed_out[raw.topic, raw.partition] = raw.offset + 1
        return Polled(records=records)

    def pause(self) -> None:
        """Give nothing for a while."""
        self._paused = True

    def resume(self) -> None:
        """Give again."""
        self._paused = False

    def rewind(self) -> None:
        """Read the files again, leaving out what is durable."""
        durable = dict(self.durable)
        self._records = (raw for raw in self._open() if raw.offset >= durable.get((raw.topic, raw.partition), 0))
        self.exhausted = False

    def assigned(self) -> frozenset[Position]:
        """What has been seen: a file does not say beforehand."""
        return frozenset(self._handed_out)

    def position(self, position: Position) -> int | None:
        """After the last one handed out."""
        return self._handed_out.get(position)

    def lag(self) -> Offsets:
        """Unknown, so nothing."""
        return {}

    def confirm_behind(self, position: Position, offset: int) -> bool:  # noqa: ARG002
        """A file never stalls."""
        return False

    def close(self) -> None:
        """Nothing to leave."""


class OutputWriter:
    """Output records into a recording, numbered by topic."""

    route = Route(
        output_topic=OUTPUT_TOPIC,
        dead_letter_topic=DEAD_LETTER_TOPIC,
        output_max_bytes=UNBOUNDED,
        dead_letter_max_bytes=UNBOUNDED,
    )

    def __init__(self, writer: recording.Writer, offsets: Mapping[str, int] | None = None) -> None:
        """`offsets`: the next one of each topic, where the recording goes on."""
        self.writer = writer
        self.offsets = {OUTPUT_TOPIC: 0, DEAD_LETTER_TOPIC: 0} | dict(offsets or {})

    def write(self, record: OutputRecord, timestamp_ms: int | None) -> None:
        """Append one; its timestamp is its input's, so that the same input gives the same file."""
        offset = self.offsets[record.topic]
        self.offsets[record.topic] = offset + 1
        raw = RawMessage(
            topic=record.topic,
            partition=0,
            offset=offset,
            timestamp_ms=timestamp_ms,
            key=record.key,
            value=record.value,
            headers=record.headers,
        )
        self.writer.write(raw)


class FileDelivery:
    """Outputs into a recording, in memory until a checkpoint writes them: what is abandoned leaves no trace."""

    void_on_rebalance = False

    def __init__(self, writer: recording.Writer, source: FileSource | None = None) -> None:
        self._outputs = OutputWriter(writer)
        self._source = source
        self._pending: list[OutputRecord] = []
        self._timestamps: list[int | None] = []

    @property
    def in_flight(self) -> int:
        """Output records not yet written."""
        return len(self._pending)

    def publish(self, raw: RawMessage, outcome: Outcome) -> None:
        """Keep for the checkpoint."""
        records = list(records_of(raw, outcome, OutputWriter.route))
        self._pending += records
        self._timestamps += [raw.timestamp_ms] * len(records)

    def checkpoint(self, offsets: Offsets) -> None:
        """Write."""
        for record, timestamp_ms in zip(self._pending, self._timestamps, strict=True):
            self._outputs.write(record, timestamp_ms)
        self._outputs.writer.flush()
        self._forget()
        if self._source:
            self._source.durable.update(offsets)

    def abandon(self) -> None:
        """Forget."""
        self._forget()

    def _forget(self) -> None:
        self._pending, self._timestamps = [], []

    def close(self) -> None:
        """Write the end line."""
        self._outputs.writer.close()
