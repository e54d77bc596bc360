"""Compression: every coding comes off, nothing grows beyond the caps, broken data is said to be broken."""

import gzip
import struct
import tracemalloc
import zlib
from collections.abc import Callable, Mapping

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope.compression import GZIP_MEMBERS_MAX, LAYERS_MAX, Expansion, coding_of
from worker.model import Limits, Reason, Rejected

STORY = b"Harbour works in Lindesund start in June, the port authority said on Monday. " * 40
LIMITS = Limits()


def raw_deflate(data: bytes) -> bytes:
    """A deflate stream without zlib's header, as old servers send it."""
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zstd": zstandard.compress,
    "br": brotli.compress,
    "deflate": zlib.compress,
}


def undo(data: bytes, *declared: str, limits: Limits = LIMITS) -> bytes:
    """`data` through a fresh budget."""
    return Expansion(len(data), limits).undo(data, declared)


def zstd_rle_bomb(mebibytes: int) -> bytes:
    """A frame of RLE blocks: four bytes for each 128 KiB, no content size."""
    blocks = mebibytes * 8
    headers = [(131072 << 3) | 2 | (1 if at == blocks - 1 else 0) for at in range(blocks)]
    return b"\x28\xb5\x2f\xfd\x00\x58" + b"".join(struct.pack("<I", header)[:3] + b"A" for header in headers)


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_declared_coding_comes_off(coding: str) -> None:
    """What was compressed comes back byte for byte."""
    assert undo(ENCODERS[coding](STORY), coding) == STORY


@pytest.mark.parametrize("coding", ["gzip", "zstd", "deflate"])
def test_an_undeclared_coding_is_known_by_its_first_bytes(coding: str) -> None:
    """Feeds forget the header; the magic number tells."""
    assert undo(ENCODERS[coding](STORY)) == STORY


def test_raw_deflate_is_read() -> None:
    """Servers send deflate without zlib's header under the same name."""
    assert undo(raw_deflate(STORY), "deflate") == STORY


def test_gzip_members_are_joined_and_junk_behind_them_is_ignored() -> None:
    """A log rotated into one file is several members; padding follows some."""
    assert undo(gzip.compress(STORY) + gzip.compress(b"More.") + b"\0" * 512) == STORY + b"More."


def test_zstd_frames_are_joined_past_skippable_ones() -> None:
    """Parallel zstd writes a skippable frame before each data frame."""
    skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"\0\0\0\0"
    assert undo(skippable + zstandard.compress(STORY) + skippable + zstandard.compress(b"More.")) == STORY + b"More."


def test_layers_come_off_in_reverse_order() -> None:
    """`gzip, br` means gzip first: br is undone first."""
    assert undo(brotli.compress(gzip.compress(STORY)), "gzip", "br") == STORY


def test_more_layers_than_anybody_needs_are_refused() -> None:
    """Each layer multiplies the work."""
    data = STORY
    for _ in range(LAYERS_MAX + 1):
        data = gzip.compress(data)
    with pytest.raises(Rejected) as caught:
        undo(data)
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("coding", ENCODERS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_cut_data_is_a_decode_error(coding: str, share: float) -> None:
    """Half a story is never published as a whole one."""
    data = ENCODERS[coding](STORY)
    with pytest.raises(Rejected) as caught:
        undo(data[: max(3, int(len(data) * share))], coding)
    assert caught.value.reason is Reason.DECODE_ERROR


@pytest.mark.parametrize("coding", ENCODERS)
def test_plain_text_under_a_stale_header_is_the_payload(coding: str) -> None:
    """Crawlers store the header of a response that their client already decompressed."""
    assert undo(STORY, coding) == STORY


def test_an_unknown_coding_is_a_decode_error_that_lists_the_known() -> None:
    """`compress` is not undone by guessing."""
    with pytest.raises(Rejected, match="gzip, zstd, deflate, br"):
        undo(STORY, "compress")


BOMBS = {
    "gzip": gzip.compress(b"\0" * 64_000_000),
    "deflate": zlib.compress(b"\0" * 64_000_000),
    "br": brotli.compress(b"\0" * 64_000_000, quality=5),
    "zstd": zstd_rle_bomb(64),
}


@pytest.mark.parametrize("coding", BOMBS)
def test_a_bomb_is_stopped_while_it_expands(coding: str) -> None:
    """Never more in memory than the cap and one step of the decoder (8 MiB for zstd, copied once)."""
    limits = Limits(expanded_max_bytes=4 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(Rejected) as caught:
        undo(BOMBS[coding], coding, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.reason is Reason.TOO_LARGE
    assert peak < 24 * 1024 * 1024


def test_the_ratio_cap_holds_below_the_absolute_one() -> None:
    """4 KB may not become 4 MB; the first MiB is never judged."""
    with pytest.raises(Rejected) as caught:
        undo(gzip.compress(b"\0" * 4_000_000))
    assert caught.value.reason is Reason.TOO_LARGE
    assert len(undo(gzip.compress(b"a" * 1_000_000))) == 1_000_000


def test_all_layers_draw_on_one_budget() -> None:
    """Two layers of 60 % of the cap each are over it."""
    limits = Limits(expanded_max_bytes=100_000)
    noise = bytes((at * at * 7919 >> 3) % 251 for at in range(60_000))
    inner = gzip.compress(noise, compresslevel=0)
    with pytest.raises(Rejected) as caught:
        undo(gzip.compress(inner, compresslevel=0), limits=limits)
    assert caught.value.reason is Reason.TOO_LARGE


def test_a_frame_that_lies_about_its_size_allocates_nothing() -> None:
    """A zstd header claims 16 EiB in 17 bytes."""
    lie = b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8 + b"\x03\x00\x10" + b"A"
    with pytest.raises(Rejected) as caught:
        undo(lie)
    assert caught.value.reason is Reason.DECODE_ERROR


def test_members_without_end_are_refused() -> None:
    """Each member costs a new inflater."""
    with pytest.raises(Rejected) as caught:
        undo(gzip.compress(b"", mtime=0) * (GZIP_MEMBERS_MAX + 1))
    assert caught.value.reason is Reason.TOO_LARGE


@given(st.binary(max_size=400), st.lists(st.sampled_from([*ENCODERS, "identity", "x-gzip", "zlib"]), max_size=3))
def test_any_bytes_give_bytes_or_a_rejection(data: bytes, declared: list[str]) -> None:
    """Nothing else ever comes out, and nothing known to be compressed is left."""
    try:
        undone = undo(data, *declared)
    except Rejected as rejected:
        undone, reason = b"", rejected.reason
    else:
        reason = Reason.DECODE_ERROR
    assert reason in {Reason.DECODE_ERROR, Reason.TOO_LARGE}
    assert coding_of(undone) is None or undone == data


@given(st.binary(max_size=2000), st.lists(st.sampled_from(list(ENCODERS)), min_size=1, max_size=LAYERS_MAX))
def test_round_trip_through_layers(data: bytes, layers: list[str]) -> None:
    """Declared layers come off exactly, whatever they wrap, unless the inside is itself compressed."""
    wrapped = data
    for coding in layers:
        wrapped = ENCODERS[coding](wrapped)
    if coding_of(data) is None:
        assert undo(wrapped, *layers) == data
