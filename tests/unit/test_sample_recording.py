"""The committed sample recording is what its source says."""

import zlib
from dataclasses import replace
from pathlib import Path

import brotli
import zstandard
from sample_records import SAMPLE, build, records

from worker import recording
from worker.model import RawMessage


def test_building_again_gives_the_same_records(tmp_path: Path) -> None:
    """The committed file is what build.py makes; packed payloads are compared unpacked, as packers' versions differ."""
    build(tmp_path / "again.jsonl")
    again, committed = ([_unpacked(raw) for raw in recording.read(path)] for path in (tmp_path / "again.jsonl", SAMPLE))
    assert again == committed


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in the sample depends on the time or place of building."""
    for name in ("a.jsonl", "b.jsonl"):
        build(tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_an_update_shares_partition_and_key_with_its_story() -> None:
    """Order is kept per partition, so an update must follow its story there."""
    ferry = [raw for raw in records() if raw.key and b"ferry" in raw.key]
    assert len(ferry) == 2
    assert len({(raw.partition, raw.key) for raw in ferry}) == 1


def _unpacked(raw: RawMessage) -> RawMessage:
    value = raw.value or b""
    if value.startswith(b"\x28\xb5\x2f\xfd"):
        return replace(raw, value=zstandard.ZstdDecompressor().decompressobj().decompress(value))
    if value.startswith(b"\x1f\x8b"):
        return replace(raw, value=zlib.decompressobj(wbits=31).decompress(value))
    return replace(raw, value=_decoded(value, dict(raw.headers).get("content-encoding")))


def _decoded(value: bytes, coding: bytes | None) -> bytes:
    match coding:
        case b"br":
            return bytes(brotli.decompress(value))
        case b"deflate":
            return zlib.decompress(value)
        case _:
            return value
