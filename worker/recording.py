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

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import orjson
import zstandard

from worker.model import RawMessage
from worker.recording_files import opened_to_read, opened_to_write
from worker.recording_lines import TimestampType, from_json, to_json

FORMAT_VERSION = 1
LINE_MAX_BYTES = 128 * 1024 * 1024  # what one record may cost in memory: 20 MiB of control characters, escaped
BEGINNING = b'{"agencyfeed_recording":'

Ranges = Mapping[str, Mapping[int, tuple[int, int]]]  # topic -> partition -> [first, next)


class RecordingError(ValueError):
    """A recording that cannot be read or begun; says which file, where and what is wrong."""


class NotWritableError(RecordingError):
    """A recording that cannot be begun where it should be, or not written on: the disk is full."""


class Writer:
    """Writes a recording.  Without `close`, or after an error inside `with`, it has no end and reads as cut off."""

    def __init__(
        self,
        target: Path | str,
        *,
        tool: str | None = None,
        topics: Ranges | None = None,
        notes: Mapping[str, Any] | None = None,
        resume_at: int | None = None,
    ) -> None:
        """`target`: a file, or "-" for standard output, where every record is passed on at once.

        `notes` are further members of the manifest.  `resume_at`: what `seal` gave; the file is cut there and goes on.
        """
        self._resources = ExitStack()
        self._live = str(target) == "-"
        self._name = "standard output" if self._live else str(target)
        self._open = True
        self._count = 0
        self._digest = hashlib.sha256()
        with self._writing():
            if resume_at is not None:
                self._digest, self._count = _begun(Path(target), resume_at)
            self._plain, self._out = self._resources.enter_context(opened_to_write(str(target), resume_at))
        if resume_at is None:
            self._line(_manifest(tool, topics or {}, notes or {}))

    def write(self, raw: RawMessage, timestamp_type: TimestampType = "create") -> None:
        """Append a record."""
        self._line(to_json(raw, timestamp_type))
        self._count += 1

    def flush(self) -> None:
        """Hand what was written to the operating system."""
        with self._writing():
            self._out.flush()

    def seal(self) -> int:
        """Make all that was written durable and complete in itself; how many bytes the file then has."""
        with self._writing():
            if isinstance(self._out, zstandard.ZstdCompressionWriter):
                self._out.flush(zstandard.FLUSH_FRAME)
            self._plain.flush()
            os.fsync(self._plain.fileno())
            return self._plain.tell()

    def close(self) -> None:
        """Write the end line; a second call does nothing."""
        if self._open:
            self._open = False
            self._line({"end": {"count": self._count, "sha256": self._digest.hexdigest()}})
            with self._writing():
                self._resources.close()

    def __enter__(self) -> Self:
        """Ready to write."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """`close`, or no end line after an error: half a recording must not look whole."""
        try:
            if error is None:
                self.close()
        finally:
            self._open = False
            with suppress(OSError):  # a full disk: the write that met it first has said so
                self._resources.close()

    def _writing(self) -> AbstractContextManager[None]:
        return _errors_named(self._name, NotWritableError)

    def _line(self, value: Mapping[str, Any]) -> None:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        if len(line) > LINE_MAX_BYTES:
            raise RecordingError(f"record {self._count} would be a line of {len(line)} bytes, more than can be read")
        self._digest.update(line)
        with self._writing():
            self._out.write(line)
            if self._live:
                self._out.flush()


def _manifest(tool: str | None, topics: Ranges, notes: Mapping[str, Any]) -> dict[str, Any]:
    by_topic = {topic: {str(number): ends for number, ends in parts.items()} for topic, parts in topics.items()}
    tool = tool or f"agencyfeed {version('agencyfeed')}"
    return {"agencyfeed_recording": FORMAT_VERSION, "tool": tool, "topics": by_topic, **notes}


def _begun(target: Path, length: int) -> tuple[Any, int]:
    """The digest of the first `length` bytes' lines and how many records they are; the file is cut there."""
    os.truncate(target, length)
    digest, lines = hashlib.sha256(), 0
    with opened_to_read(str(target)) as stream:
        while line := stream.readline(LINE_MAX_BYTES + 1):
            digest.update(line)
            lines += 1
    return digest, lines - 1


class Recording:
    """A recording opened to be read once: its manifest, and its records by iteration."""

    def __init__(self, source: Path | str | BinaryIO) -> None:
        """`source`: a file, or "-" or a stream for standard input.  Raises RecordingError when it is no recording."""
        source = str(source) if isinstance(source, Path) else source
        self.name = source if isinstance(source, str) and source != "-" else "standard input"
        self._resources = ExitStack()
        with _errors_named(self.name), ExitStack() as undo:
            undo.callback(self._resources.close)
            self._lines = _Lines(self.name, self._resources.enter_context(opened_to_read(source)))
            self.manifest = _checked_manifest(self._lines)
            undo.pop_all()

    def __iter__(self) -> Iterator[RawMessage]:
        """The records, one at a time.

        Raises RecordingError at the damaged line, or after the last record when the end is missing or does not fit.
        Records before the damage have been given by then.
        """
        with _errors_named(self.name):
            yield from _records(self._lines)

    def __enter__(self) -> Self:
        """Ready to read."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closed."""
        self._resources.close()


def read(source: Path | str | BinaryIO) -> Iterator[RawMessage]:
    """The records of a file, or of standard input for "-" or a stream.  Raises RecordingError, see Recording."""
    with Recording(source) as opened:
        yield from opened


def begins(source: Path | str) -> bool:
    """Whether a file begins as a recording does, or ends before that can be told; False when it cannot be opened."""
    try:
        with opened_to_read(str(source)) as stream:
            line = stream.readline(LINE_MAX_BYTES)
    except OSError:
        return False
    except zstandard.ZstdError:
        return True
    if not line.endswith(b"\n"):
        return BEGINNING.startswith(line[: len(BEGINNING)])
    try:
        return "agencyfeed_recording" in orjson.loads(line)
    except (orjson.JSONDecodeError, TypeError):  # no JSON, or a number
        return False


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


def _checked_manifest(lines: _Lines) -> Mapping[str, Any]:
    manifest = lines.next()
    if manifest is None:
        raise lines.error("is missing: the recording is empty or cut off")
    if "agencyfeed_recording" not in manifest:
        raise lines.error("is no manifest: this is not a recording")
    if manifest["agencyfeed_recording"] != FORMAT_VERSION:
        raise lines.error(f"names version {manifest['agencyfeed_recording']!r}; this program reads {FORMAT_VERSION}")
    return manifest


def _records(lines: _Lines) -> Iterator[RawMessage]:
    count = 0
    while (line := lines.next()) is not None and "end" not in line:
        yield _record(lines, line)
        count += 1
    if line is None:
        raise lines.error(f"should follow: no end line after {count} records, the recording is cut off")
    _check_end(lines, line["end"], count)


def _record(lines: _Lines, line: Mapping[str, Any]) -> RawMessage:
    try:
        return from_json(line)
    except KeyError as error:
        raise lines.error(f"is a record without {error}") from None
    except ValueError:
        raise lines.error("is a record with a value of the wrong type") from None


def _check_end(lines: _Lines, end: object, count: int) -> None:
    if end != {"count": count, "sha256": lines.sha256}:
        said = end.get("count") if isinstance(end, dict) else None
        problem = f"{said} records, {count} are here" if said != count else "another SHA-256 than the lines have"
        raise lines.error(f"says {problem}: the recording was changed or damaged")
    if lines.next() is not None:
        raise lines.error("comes after the end line")


@contextmanager
def _errors_named(name: str, kind: type[RecordingError] = RecordingError) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader has had enough: no error of ours
        raise
    except OSError as error:
        raise kind(f"{name}: {error.strerror or error}") from error
