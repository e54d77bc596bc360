"""Undoes gzip, zstd, deflate and brotli, declared or recognised, without ever holding more than the caps allow."""

import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Final

import brotli
import zstandard

from worker.model import Limits, Reason, Rejected

RATIO_JUDGED_ABOVE: Final = 1024 * 1024
LAYERS_MAX: Final = 4
GZIP_MEMBERS_MAX: Final = 10_000  # each costs a new inflater: a record of nothing but members is an attack

_PIECE: Final = 16 * 1024  # compressed bytes fed at once
_OUT: Final = 256 * 1024  # expanded bytes taken at once
_ZSTD_PIECE: Final = 256  # an RLE block turns 4 bytes into 128 KiB and decompressobj has no output limit: 8 MiB at once

Chunks = Iterator[bytes]


class _Broken(Exception):  # noqa: N818 - private to this module, mapped to Rejected or to "was not compressed"
    """The bytes are not what the coding says, or end too early."""


def _inflated(engine: "zlib._Decompress", data: bytes, start: int) -> Generator[bytes, None, int]:
    """Chunks of one zlib stream; returns the offset behind it."""
    view = memoryview(data)
    for at in range(start, len(data), _PIECE):
        piece: bytes | memoryview = view[at : at + _PIECE]
        end = at + len(piece)
        chunk = b""
        while piece or len(chunk) == _OUT:
            chunk = engine.decompress(piece, _OUT)
            yield chunk
            if engine.eof:
                return end - len(engine.unused_data)
            piece = engine.unconsumed_tail
    raise _Broken


def _gzip(data: bytes) -> Chunks:
    """All members; padding or junk behind the last one is ignored, as gzip itself does."""
    at = 0
    for _ in range(GZIP_MEMBERS_MAX):
        at = yield from _inflated(zlib.decompressobj(wbits=31), data, at)
        if not data.startswith(b"\x1f\x8b", at):
            return
    raise Rejected(Reason.TOO_LARGE, f"gzip data of more than {GZIP_MEMBERS_MAX} members")


def _deflate(data: bytes) -> Chunks:
    """HTTP's "deflate": a zlib stream by the standard, a bare deflate stream from old servers."""
    is_zlib = len(data) > 1 and data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    yield from _inflated(zlib.decompressobj(wbits=15 if is_zlib else -15), data, 0)


def _zstd(data: bytes) -> Chunks:
    """All frames.  What a frame header claims about its size is never used to allocate."""
    view = memoryview(data)
    # The window is the decoder's only large buffer; 32 MiB covers every level without --long.
    factory = zstandard.ZstdDecompressor(max_window_size=32 * 1024 * 1024)
    engine = factory.decompressobj(write_size=64 * 1024)
    at = 0
    while at < len(data):
        piece = view[at : at + _ZSTD_PIECE]
        at += len(piece)
        yield engine.decompress(piece)
        if engine.eof:
            at -= len(engine.unused_data)
            if not _is_zstd(data[at : at + 4]):
                return
            engine = factory.decompressobj(write_size=64 * 1024)
    raise _Broken


def _brotli(data: bytes) -> Chunks:
    """The one stream; brotli has no magic, so it is only ever declared."""
    engine = brotli.Decompressor()
    view = memoryview(data)
    for at in range(0, len(data), _PIECE):
        yield engine.process(view[at : at + _PIECE], output_buffer_limit=_OUT)
        while not engine.can_accept_more_data():
            yield engine.process(b"", output_buffer_limit=_OUT)
        if engine.is_finished():
            return
    raise _Broken


def _is_zstd(head: bytes) -> bool:
    """True for a zstd frame or a skippable frame (pzstd writes one first)."""
    return head[:4] == b"\x28\xb5\x2f\xfd" or (
        head[1:4] == b"\x2a\x4d\x18" and head[:1] >= b"\x50" and head[:1] <= b"\x5f"
    )


CODINGS: Final[Mapping[str, Callable[[bytes], Chunks]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "zstd": _zstd,
    "deflate": _deflate,
    "zlib": _deflate,
    "br": _brotli,
    "brotli": _brotli,
}
NO_CODING: Final = frozenset({"", "identity", "none", "binary", "8bit", "7bit", "aws-chunked", "utf-8", "utf8"})

_MAGIC: Final[tuple[tuple[str, Callable[[bytes], bool]], ...]] = (
    ("gzip", lambda data: data.startswith(b"\x1f\x8b\x08")),
    ("zstd", _is_zstd),
    ("zlib", lambda data: data[:2] in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")),
)
_FOREIGN: Final = (zlib.error, zstandard.ZstdError, brotli.error, _Broken)


class Expansion:
    """The expansion budget of one record: every layer, wherever it is found, draws on the same caps."""

    def __init__(self, record_bytes: int, limits: Limits) -> None:
        self._cap = min(limits.expanded_max_bytes, max(RATIO_JUDGED_ABOVE, limits.expansion_max_ratio * record_bytes))
        self._left = self._cap
        self._layers = 0

    def undo(self, data: bytes, declared: Sequence[str]) -> bytes:
        """`data` without the `declared` codings (first applied first) and without any that its magic gives away."""
        for coding in reversed(declared):
            if coding not in NO_CODING:
                data = self._layer(data, coding)
        while sniffed := coding_of(data):
            expanded = self._layer(data, sniffed)
            if expanded is data:
                break
            data = expanded
        return data

    def _layer(self, data: bytes, coding: str) -> bytes:
        if coding not in CODINGS:
            raise Rejected(Reason.DECODE_ERROR, "content-encoding is none of gzip, zstd, deflate, br, identity")
        self._layers += 1
        if self._layers > LAYERS_MAX:
            raise Rejected(Reason.TOO_LARGE, f"compressed more than {LAYERS_MAX} times over")
        try:
            return self._collect(CODINGS[coding](data))
        except _FOREIGN as exc:
            # HTTP clients undo the coding and leave its header standing: readable bytes are the payload itself.
            if _is_text(data):
                return data
            raise Rejected(Reason.DECODE_ERROR, f"{coding} data is broken or cut short") from exc

    def _collect(self, chunks: Chunks) -> bytes:
        kept = bytearray()
        for chunk in chunks:
            self._left -= len(chunk)
            if self._left < 0:
                raise Rejected(Reason.TOO_LARGE, f"expands beyond the {self._cap} bytes allowed for its size")
            kept += chunk
        return bytes(kept)


def coding_of(data: bytes) -> str | None:
    """The compression that the first bytes give away."""
    return next((name for name, matches in _MAGIC if matches(data)), None)


def _is_text(data: bytes) -> bool:
    """True when the bytes can be read as they are: UTF-8 without NUL (compressed data never is, past a few bytes)."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
