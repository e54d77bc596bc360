"""A small file replaced in one step, on disk when that is done: readers and crashes see the old one or the new one."""

import os
from pathlib import Path

from worker.recording import NotWritableError


def replace_file(path: Path, content: bytes, lost: str = "") -> None:
    """Put `content` in place of what `path` holds.  Raises NotWritableError, which says what is `lost` by it."""
    try:
        _replace(path, content)
    except OSError as error:
        raise NotWritableError(f"{path}: {lost and f'{lost}: '}{error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
