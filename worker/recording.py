"""A topic kept in a file: read and written line by line, lossless, with an end that proves it is whole.

JSON Lines, zstd-compressed when the name ends in `.zst`:

    {"agencyfeed_recording": 1, "tool": "agencyfeed 0.1.0", "topics": {"raw": {"0": [0, 8]}}}
    {"topic": "raw", "partition": 0, "offset": 7, "timestamp": 1715948400000, "timestamp_type": "create",
     "key": null, "value": "<html>…", "headers": [["content-type", "text/html"], ["url", null]]}
    {"end": {"count": 1, "sha256": "…"}}

Bytes that are UTF-8 stand as text, others as {"base64": "…"}, none as null.  The manifest's `topics` are the
ranges [first, next) that were asked for, where they are known beforehand.  SHA-256 is of all lines before the
end line, as uncompressed bytes with their newlines.
"""

import base64
import hashlib
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, TypeVar, cast

import orjson
import zstandard

from worker.model import RawMessage

FORMAT_VERSION = 1
LINE_MAX_BYTES = 128 * 1024 * 1024  # what one record may cost in memory: 20 MiB of control characters, escaped
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW_MAX = 2**27

_T = TypeVar("_T")
TimestampType = Literal["create", "log_append"]
Ranges = Mapping[str, Mapping[int, tuple[int, int]]]  # topic -> partition -> [first, next)


class RecordingError(ValueError):
    """A recording that cannot be read or begun; says which file, where and what is wrong."""


class Writer:
    """Writes a recording.  Without `close`, or after an error inside `with`, it has no end and reads as cut off."""

    def __init__(self, target: Path | str, *, tool: str | None = None, topics: Ranges | None = None) -> None:
        """`target`: a file, or "-" for standard output, where every record is passed on at once."""
        self._resources = ExitStack()
        self._live = str(target) == "-"
        with _errors_named(str(target)):
            self._out = self._resources.enter_context(_opened_to_write(str(target)))
        self._digest = hashlib.sha256()
        self._count = 0
        self._open = True
        by_topic = {
            topic: {str(number): ends for number, ends in parts.items()} for topic, parts in (topics or {}).items()
        }
        tool = tool or f"agencyfeed {version('agencyfeed')}"
        self._line({"agencyfeed_recording": FORMAT_VERSION, "tool": tool, "topics": by_topic})

    def write(self, raw: RawMessage, timestamp_type: TimestampType = "create") -> None:
        """Append a record."""
        self._line(_to_json(raw, timestamp_type))
        self._count += 1

    def flush(self) -> None:
        """Hand what was written to the operating system."""
        self._out.flush()

    def close(self) -> None:
        """Write the end line; a second call does nothing."""
        if self._open:
            self._open = False
            self._line({"end": {"count": self._count, "sha256": self._digest.hexdigest()}})
            self._resources.close()

    def __enter__(self) -> Self:
        """Ready to write."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """`close`, or no end line after an error: half a recording must not look whole."""
        if error is None:
            self.close()
        self._open = False
        self._resources.close()

    def _line(self, value: Mapping[str, Any]) -> None:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        if len(line) > LINE_MAX_BYTES:
            raise RecordingError(f"record {self._count} would be a line of {len(line)} bytes, more than can be read")
        self._digest.update(line)
        self._out.write(line)
        if self._live:
            self._out.flush()


def read(source: Path | str) -> Iterator[RawMessage]:
    """The records of a file, or of standard input for "-", one at a time.

    Raises RecordingError: at once when it is no recording, at the damaged line, or after the last record when the
    end is missing or does not fit.  Records before the damage have been given by then.
    """
    name = "standard input" if str(source) == "-" else str(source)
    with _errors_named(name), _opened_to_read(str(source)) as stream:
        lines = _Lines(name, stream)
        _check_manifest(lines)
        yield from _records(lines)


class _Lines:
    """Lines of a stream with their number, and what the end line must say."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name = name
        self.number = 0
        self.sha256 = hashlib.sha256(b"").hexdigest()  # of all lines before the current one
        self._stream = stream
        self._digest = hashlib.sha256()

    def next(self) -> dict[str, Any] | None:
        """The next line, None at the end of the stream."""
        self.sha256 = self._digest.hexdigest()
        self.number += 1
        line = self._bytes()
        if not line:
            return None
        self._digest.update(line)
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise self.error("is not JSON") from None
        if not isinstance(value, dict):
            raise self.error("is not a JSON object")
        return value

    def error(self, problem: str) -> RecordingError:
        """What is wrong with the current line."""
        return RecordingError(f"{self.name}: line {self.number} {problem}")

    def _bytes(self) -> bytes:
        try:
            line = self._stream.readline(LINE_MAX_BYTES + 1)
        except zstandard.ZstdError:
            raise self.error("cannot be decompressed: the file is damaged") from None
        if len(line) > LINE_MAX_BYTES:
            raise self.error(f"is longer than {LINE_MAX_BYTES} bytes")
        if line and not line.endswith(b"\n"):
            raise self.error("is cut off: the recording was not finished or is damaged")
        return line


def _check_manifest(lines: _Lines) -> None:
    manifest = lines.next()
    if manifest is None:
        raise lines.error("is missing: the recording is empty or cut off")
    if "agencyfeed_recording" not in manifest:
        raise lines.error("is no manifest: this is not a recording")
    if manifest["agencyfeed_recording"] != FORMAT_VERSION:
        raise lines.error(f"names version {manifest['agencyfeed_recording']!r}; this program reads {FORMAT_VERSION}")


def _records(lines: _Lines) -> Iterator[RawMessage]:
    count = 0
    while (line := lines.next()) is not None and "end" not in line:
        yield _from_json(lines, line)
        count += 1
    if line is None:
        raise lines.error(f"should follow: no end line after {count} records, the recording is cut off")
    _check_end(lines, line["end"], count)


def _check_end(lines: _Lines, end: object, count: int) -> None:
    if end != {"count": count, "sha256": lines.sha256}:
        said = end.get("count") if isinstance(end, dict) else None
        problem = f"{said} records, {count} are here" if said != count else "another SHA-256 than the lines have"
        raise lines.error(f"says {problem}: the recording was changed or damaged")
    if lines.next() is not None:
        raise lines.error("comes after the end line")


def _to_json(raw: RawMessage, timestamp_type: TimestampType) -> dict[str, Any]:
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


def _from_json(lines: _Lines, line: Mapping[str, Any]) -> RawMessage:
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
    except KeyError as error:
        raise lines.error(f"is a record without {error}") from None
    except (TypeError, ValueError):
        raise lines.error("is a record with a value of the wrong type") from None


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


@contextmanager
def _errors_named(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RecordingError(f"{name}: {error.strerror or error}") from error


@contextmanager
def _opened_to_read(source: str) -> Iterator[BinaryIO]:
    with ExitStack() as stack:
        raw = sys.stdin.buffer if source == "-" else stack.enter_context(Path(source).open("rb"))
        peeking = io.BufferedReader(cast(io.RawIOBase, raw))
        stack.callback(peeking.detach)  # closing standard input is not ours
        if peeking.peek(4)[:4] == _ZSTD_MAGIC:
            decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_MAX)
            unpacked = decompressor.stream_reader(peeking, read_across_frames=True, closefd=False)
            yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, unpacked)))
        else:
            yield cast(BinaryIO, peeking)


@contextmanager
def _opened_to_write(target: str) -> Iterator[BinaryIO]:
    if target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Path(target).open("wb") as plain:
        if not target.endswith(".zst"):
            yield plain
            return
        with zstandard.ZstdCompressor(level=6).stream_writer(plain, closefd=False) as packed:
            yield cast(BinaryIO, packed)
