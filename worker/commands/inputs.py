"""Files, directories, recordings and standard input as raw messages, in order, none read beyond a record's limit."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from worker import recording
from worker.model import RawMessage
from worker.recording_files import standard_input, unpacked_head

STDIN = "-"
TOPIC = "file"
RECORDINGS = (".jsonl", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class Input:
    """One input under the name it is reported by; without `raw` it could not be read, and `error` says why."""

    name: str
    raw: RawMessage | None = None
    error: str | None = None


def listed(paths: Iterable[str]) -> Iterator[str]:
    """`paths` with every directory replaced by the files under it."""
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _walk(path)
        else:
            yield path


def read(paths: Iterable[str], max_bytes: int) -> Iterator[Input]:
    """Each of `paths` read; one that is larger than `max_bytes` is cut one byte beyond, which its size limit sees."""
    for offset, path in enumerate(paths):
        yield from read_one(path, offset, max_bytes)


def read_one(path: str, offset: int, max_bytes: int) -> Iterator[Input]:
    """What one of the paths holds: a record, or those of a recording.  `offset` is a file's own as a record."""
    name = os.fsencode(path).decode("utf-8", "replace")
    with ExitStack() as stack:
        try:
            source = stack.enter_context(standard_input()) if path == STDIN else path
            value = None if _is_recording(source) else _content(source, max_bytes + 1)
        except OSError as error:
            yield Input(name, error=f"cannot be read: {error.strerror or error}")
            return
        if value is None:
            yield from _recorded(source, name)
        else:
            yield Input(name, RawMessage(topic=TOPIC, partition=0, offset=offset, value=value))


def _is_recording(source: str | BufferedReader) -> bool:
    """Whether it is named like a recording (a pipe has no name) and begins like one: whole or cut off, reading says."""
    if isinstance(source, str):
        return source.endswith(RECORDINGS) and recording.begins(source)
    return unpacked_head(source, len(recording.BEGINNING)) == recording.BEGINNING


def _recorded(source: str | BufferedReader, name: str) -> Iterator[Input]:
    """Each record under the file's name and its position: `day.jsonl.zst#raw-0@17`."""
    try:
        for raw in recording.read(source):
            yield Input(f"{name}#{raw.topic}-{raw.partition}@{raw.offset}", raw)
    except (OSError, recording.RecordingError) as error:
        yield Input(name, error=f"cannot be read on: {error}")


def _content(source: str | BufferedReader, max_bytes: int) -> bytes:
    if not isinstance(source, str):
        return source.read(max_bytes)  # buffered: reads on until there are so many, or the end
    with Path(source).open("rb") as file:
        return file.read(max_bytes)


def _walk(root: str) -> Iterator[str]:
    """Files under `root`, by name; hidden ones and links to directories (loops) left out.

    A directory that cannot be listed is given as a path: reading it says why.
    """
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path) or (os.path.islink(path) and path != root):  # noqa: PTH112, PTH114 - thousands of them
            yield path
            continue
        try:
            waiting.extend(reversed(_children(path)))
        except OSError:
            yield path


def _children(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        shown = [entry for entry in entries if not entry.name.startswith(".")]
        return sorted(entry.path for entry in shown if entry.is_dir(follow_symlinks=False) or entry.is_file())
