"""One record as a line of a recording and back, lossless: bytes are text where UTF-8, else base64; none is null."""

import base64
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from worker.model import RawMessage

_T = TypeVar("_T")
TimestampType = Literal["create", "log_append"]


def to_json(raw: RawMessage, timestamp_type: TimestampType) -> dict[str, Any]:
    """A record as a line holds it."""
    return {
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "timestamp": raw.timestamp_ms,
        "timestamp_type": None if raw.timestamp_ms is None else timestamp_type,
        "key": _as_text(raw.key),
        "value": _as_text(raw.value),
        "headers": [[name, _as_text(value)] for name, value in raw.headers],
    }


def from_json(line: Mapping[str, Any]) -> RawMessage:
    """The record of a line.  Raises KeyError for a member that is missing, ValueError for one of the wrong type."""
    try:
        return RawMessage(
            topic=_of_type(str, line["topic"]),
            partition=_of_type(int, line["partition"]),
            offset=_of_type(int, line["offset"]),
            timestamp_ms=None if line["timestamp"] is None else _of_type(int, line["timestamp"]),
            key=_as_bytes(line["key"]),
            value=_as_bytes(line["value"]),
            headers=tuple((_of_type(str, name), _as_bytes(value)) for name, value in _of_type(list, line["headers"])),
        )
    except TypeError:
        raise ValueError("a member has the wrong type") from None


def _of_type(kind: type[_T], value: object) -> _T:
    if type(value) is not kind:  # a bool is no offset
        raise TypeError
    return value


def _as_text(value: bytes | None) -> str | dict[str, str] | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _as_bytes(value: object) -> bytes | None:
    match value:
        case None:
            return None
        case str():
            return value.encode()
        case {"base64": str(text)}:
            return base64.b64decode(text, validate=True)
        case _:
            raise TypeError
