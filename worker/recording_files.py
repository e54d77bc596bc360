"""Files and pipes that recordings are read from and written to, zstd or plain."""

import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW_MAX = 2**27


@contextmanager
def opened_to_read(source: str) -> Iterator[BinaryIO]:
    """The uncompressed bytes of a file, or of standard input for "-"; zstd is told by its first bytes."""
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
def opened_to_write(target: str, resume_at: int | None) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """(the file, what lines are written to), from `resume_at` on or anew; "-" is standard output."""
    if target == "-":
        yield sys.stdout.buffer, sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Path(target).open("wb" if resume_at is None else "ab") as plain:
        if not target.endswith(".zst"):
            yield plain, plain
            return
        with zstandard.ZstdCompressor(level=6).stream_writer(plain, closefd=False) as packed:
            yield plain, cast(BinaryIO, packed)
