"""Numbered records for tests, written and sorted."""

import time
from dataclasses import replace
from pathlib import Path

from worker import recording
from worker.model import RawMessage

NOW_MS = int(time.time() * 1000)


def written(path: Path, records: list[RawMessage]) -> Path:
    """A recording of `records`, with offsets counted per partition."""
    counts: dict[int, int] = {}
    with recording.Writer(path) as writer:
        for raw in records:
            offset = counts.get(raw.partition, 0)
            counts[raw.partition] = offset + 1
            writer.write(replace(raw, offset=offset))
    return path


def numbered(count: int, partitions: int = 3) -> list[RawMessage]:
    """Records dealt to partitions, a second apart, the last one now."""
    return [
        RawMessage(
            topic="t",
            partition=number % partitions,
            offset=number // partitions,
            timestamp_ms=NOW_MS - (count - number) * 1000,
            key=b"key-%d" % (number % 7),
            value=b"value %d" % number,
        )
        for number in range(count)
    ]


def by_partition(records: list[RawMessage]) -> list[RawMessage]:
    """Order within partitions is what a topic keeps."""
    return sorted(records, key=lambda raw: (raw.partition, raw.offset))
