"""Files and pipes that recordings are read from and written to, zstd or plain."""

import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_WINDOW_MAX = 2**27
_ZSTD_FIRST_BLOCK_MAX = 18 + zstandard.DECOMPRESSION_RECOMMENDED_INPUT_SIZE  # a frame's header and the largest block


@contextmanager
def opened_to_read(source: str | BinaryIO) -> Iterator[BinaryIO]:
    """The uncompressed bytes of a file, of standard input for "-", or of a stream; zstd is told by its first bytes."""
    with ExitStack() as stack:
        raw = sys.stdin.buffer if source == "-" else source
        if isinstance(raw, str):
            raw = stack.enter_context(Path(raw).open("rb"))
        peeking = io.BufferedReader(cast(io.RawIOBase, raw))
        stack.callback(peeking.detach)  # closing standard input is not ours
        if peeking.peek(4).startswith(_ZSTD_MAGIC):
            decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_MAX)
            unpacked = decompressor.stream_reader(peeking, read_across_frames=True, closefd=False)
            yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, unpacked)))
        else:
            yield cast(BinaryIO, peeking)


@contextmanager
def standard_input() -> Iterator[io.BufferedReader]:
    """Standard input, of which `unpacked_head` sees enough: zstd gives nothing before a block is whole."""
    plain = cast(io.BufferedReader, sys.stdin.buffer)
    if not plain.peek(4).startswith(_ZSTD_MAGIC):  # what comes line by line is not waited for
        yield plain
        return
    wide = cast(io.BufferedReader, io.BufferedReader(plain, _ZSTD_FIRST_BLOCK_MAX))
    try:
        yield wide
    finally:
        wide.detach()


def unpacked_head(stream: io.BufferedReader, size: int) -> bytes:
    """The first uncompressed bytes of a stream, `size` where there are so many; the stream stays at its beginning."""
    with suppress(zstandard.ZstdError), opened_to_read(io.BytesIO(stream.peek(size))) as head:
        return head.read(size)
    return b""


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
