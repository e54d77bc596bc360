"""The sample's messages as the records of a topic, numbered and dealt to partitions."""

from collections.abc import Iterator
from pathlib import Path

from sample_messages import MESSAGES, Message

from worker.model import RawMessage
from worker.recording import Writer

SAMPLE = Path(__file__).parent / "sample.jsonl"
TOPIC = "agency-raw"
PARTITIONS = 3
_FIRST_MS = 1_735_725_600_000  # 1 January 2025, 10:00 UTC: after every story
_STEP_MS = 1_700


def records() -> Iterator[RawMessage]:
    """The messages as records, dealt to the partitions by turns; an update goes where its story went."""
    offsets = [0] * PARTITIONS
    for number, message in enumerate(MESSAGES):
        partition = _partition(message, number)
        yield RawMessage(
            topic=TOPIC,
            partition=partition,
            offset=offsets[partition],
            timestamp_ms=_FIRST_MS + number * _STEP_MS,
            key=message.key,
            value=message.value,
            headers=message.headers,
        )
        offsets[partition] += 1


def build(target: Path = SAMPLE) -> None:
    """Write the recording."""
    with Writer(target, tool="tests/sample/build.py") as writer:
        for raw in records():
            writer.write(raw)


def _partition(message: Message, number: int) -> int:
    return number % PARTITIONS if message.key is None else sum(message.key) % PARTITIONS
