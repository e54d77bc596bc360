"""A dead letter as the worker wrote it (worker/output_records.py), and the record it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from worker.letter_history import ATTEMPTS, Death, attempts, history, history_header, iso
from worker.model import Headers, RawMessage

PREFIX: Final = "dlq."
PARTS: Final = ("value", "headers", "key")  # what can have been left out for its size, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`raw`: the record in the dead-letter topic.  `source`: topic, partition and offset of the record that died."""

    raw: RawMessage
    reason: str
    stage: str
    error_class: str
    message: str
    source: tuple[str, int, int]
    source_timestamp_ms: int | None
    version: str
    attempts: int
    history: tuple[Death, ...]
    omitted: Mapping[str, int]  # part -> bytes it had

    @property
    def name(self) -> str:
        """Where the letter lies: feeds.dead-0@12."""
        return place_name(self.raw.topic, self.raw.partition, self.raw.offset)

    @property
    def source_name(self) -> str:
        """Where the record lay: feeds.raw-2@7150."""
        return place_name(*self.source)


def place_name(topic: str, partition: int, offset: int) -> str:
    """A place as people write it."""
    return f"{topic}-{partition}@{offset}"


def letter_of(raw: RawMessage) -> Letter | None:
    """The record as a dead letter; None when it is none of ours."""
    said = {name: (value or b"").decode("utf-8", "replace") for name, value in raw.headers if name.startswith(PREFIX)}
    try:
        place = (said["dlq.source.topic"], int(said["dlq.source.partition"]), int(said["dlq.source.offset"]))
        return Letter(
            raw=raw,
            reason=said["dlq.reason"],
            stage=said["dlq.stage"],
            error_class=said.get("dlq.error.class", ""),
            message=said.get("dlq.error.message", ""),
            source=place,
            source_timestamp_ms=int(said["dlq.source.timestamp"]) if "dlq.source.timestamp" in said else None,
            version=said.get("dlq.worker.version", ""),
            attempts=attempts(raw.headers),
            history=history(raw.headers),
            omitted={part: int(said[name]) for part in PARTS if (name := f"dlq.{part}.omitted.bytes") in said},
        )
    except (KeyError, ValueError):
        return None


def restored(letter: Letter, original: RawMessage | None = None) -> RawMessage:
    """The record that died, with its attempts and history as headers, which its next dead letter counts on from.

    `original`: the record itself where the letter does not hold all of it.
    """
    topic, partition, offset = letter.source
    if original is None:
        said = {name for name, _ in letter.raw.headers}
        original = replace(
            letter.raw,
            key=None if "dlq.null.key" in said else letter.raw.key,
            value=None if "dlq.null.value" in said else letter.raw.value,
            headers=_original_headers(letter.raw.headers),
        )
    return RawMessage(
        topic=topic,
        partition=partition,
        offset=offset,
        timestamp_ms=letter.source_timestamp_ms,
        key=original.key,
        value=original.value,
        headers=(
            *_without_ours(original.headers),
            (ATTEMPTS, b"%d" % letter.attempts),
            history_header(_deaths(letter)),
        ),
    )


def _deaths(letter: Letter) -> tuple[Death, ...]:
    return (
        *letter.history,
        Death(
            reason=letter.reason,
            stage=letter.stage,
            at=iso(letter.raw.timestamp_ms),
            version=letter.version,
            source=letter.source_name,
        ),
    )


def _original_headers(headers: Headers) -> Headers:
    """Without ours, and with the nulls that the worker listed."""
    listed = next((value or b"" for name, value in reversed(headers) if name == "dlq.null.headers"), b"")
    nulls = {int(index) for index in listed.split(b",") if index.isdigit()}
    kept = _without_ours(headers)
    return tuple((name, None if index in nulls else value) for index, (name, value) in enumerate(kept))


def _without_ours(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if not name.startswith(PREFIX))
