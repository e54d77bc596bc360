"""Recordings give back what was written, and say where they are damaged."""

import io
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import orjson
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from worker import recording
from worker.model import RawMessage
from worker.recording import RecordingError, Writer

_INT64 = st.integers(min_value=-(2**63), max_value=2**63 - 1)
_BYTES = st.none() | st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8"))
_NAMES = st.text(max_size=8)
_RECORDS = st.builds(
    RawMessage,
    topic=_NAMES,
    partition=st.integers(min_value=0, max_value=2**31 - 1),
    offset=_INT64,
    timestamp_ms=st.none() | _INT64,
    key=_BYTES,
    value=_BYTES,
    headers=st.lists(st.tuples(_NAMES, _BYTES), max_size=4).map(tuple),
)
_SAMPLE = [
    RawMessage(
        topic="raw", partition=0, offset=1, timestamp_ms=5, value=b"text\xff", headers=(("a", None), ("a", b"\0"))
    ),
    RawMessage(topic="raw", partition=1, offset=1, key=b"\xfe\xff"),
    RawMessage(topic="raw", partition=0, offset=2, value="zwei\n\u2028\x85Zeilen".encode()),
]


def _written(path: Path, records: Iterable[RawMessage] = _SAMPLE) -> Path:
    with Writer(path) as writer:
        for raw in records:
            writer.write(raw)
    return path


def _damaged(directory: Path, change: Callable[[bytes], bytes]) -> Path:
    plain = _written(directory / "whole").read_bytes()
    damaged = directory / "damaged"
    damaged.write_bytes(change(plain))
    assert damaged.read_bytes() != plain
    return damaged


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.zst"])
@given(records=st.lists(_RECORDS, max_size=6))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_record_comes_back(tmp_path: Path, name: str, records: list[RawMessage]) -> None:
    """Any bytes, null keys and values, header order, duplicates and nulls survive, in both forms."""
    assert list(recording.read(_written(tmp_path / name, records))) == records


def test_form_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    """A compressed recording reads under any name."""
    packed = _written(tmp_path / "day.jsonl.zst")
    assert packed.read_bytes()[:4] == b"\x28\xb5\x2f\xfd"
    assert list(recording.read(packed.rename(tmp_path / "day"))) == _SAMPLE


def test_concatenated_zstd_frames_read_as_one(tmp_path: Path) -> None:
    """A recording compressed in several frames, as parallel compressors make them, is one recording."""
    plain = _written(tmp_path / "day.jsonl").read_bytes()
    packed = tmp_path / "day.zst"
    packed.write_bytes(zstandard.compress(plain[:50]) + zstandard.compress(plain[50:]))
    assert list(recording.read(packed)) == _SAMPLE


def test_lines_are_readable_json(tmp_path: Path) -> None:
    """Text stands as text, other bytes as base64; manifest and end say what the file holds."""
    target = tmp_path / "day.jsonl"
    with Writer(target, tool="a test", topics={"raw": {0: (1, 3)}}) as writer:
        writer.write(_SAMPLE[0], "log_append")
        writer.write(_SAMPLE[2])
    manifest, first, second, end = map(orjson.loads, target.read_bytes().splitlines())
    assert manifest == {"agencyfeed_recording": 1, "tool": "a test", "topics": {"raw": {"0": [1, 3]}}}
    assert (first["value"], first["timestamp_type"]) == ({"base64": "dGV4dP8="}, "log_append")
    assert first["headers"] == [["a", None], ["a", "\0"]]
    assert (second["value"], second["timestamp_type"]) == ("zwei\n\u2028\x85Zeilen", None)
    assert end["end"]["count"] == 2


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing in a recording depends on when or where it was written."""
    assert _written(tmp_path / "a.jsonl").read_bytes() == _written(tmp_path / "b.jsonl").read_bytes()


def test_standard_streams(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A dash writes to standard output, each record at once, and reads standard input; neither is closed."""
    with Writer("-") as writer:
        writer.write(_SAMPLE[0])
        seen = capfdbinary.readouterr().out
        assert seen.count(b"\n") == 2
        writer.write(_SAMPLE[1])
    whole = seen + capfdbinary.readouterr().out
    stdin = io.TextIOWrapper(io.BytesIO(whole))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert list(recording.read("-")) == _SAMPLE[:2]
    assert not stdin.buffer.closed


def test_reading_is_lazy(tmp_path: Path) -> None:
    """Records before a damaged place are given; a recording of any length costs one record of memory."""
    damaged = _damaged(tmp_path, lambda plain: plain.replace(b'"offset":2', b'"offset":x'))
    records = recording.read(damaged)
    assert list(islice(records, 2)) == _SAMPLE[:2]
    with pytest.raises(RecordingError, match=r"damaged: line 4 is not JSON"):
        next(records)


_DAMAGES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("empty", lambda _: b"", r"line 1 is missing"),
    ("other JSON", lambda _: b'{"a": 1}\n', r"line 1 is no manifest"),
    ("not JSON", lambda _: b"\x00\x01\n", r"line 1 is not JSON"),
    ("a list", lambda _: b"[]\n", r"line 1 is not a JSON object"),
    ("newer", lambda b: b.replace(b'recording":1', b'recording":2'), r"line 1 names version 2; this program reads 1"),
    ("cut in a line", lambda b: b[:200], r"line 2 is cut off"),
    (
        "cut at a line",
        lambda b: b"".join(b.splitlines(keepends=True)[:3]),
        r"line 4 should follow: no end line after 2",
    ),
    ("a line less", lambda b: _without_line(b, 2), r"line 4 says 3 records, 2 are here"),
    ("changed text", lambda b: b.replace(b"zwei", b"drei"), r"line 5 says another SHA-256"),
    ("a line more", lambda b: b + b"{}\n", r"line 6 comes after the end"),
    ("no end object", lambda b: b.replace(b'"end":{', b'"end":7,"x":{'), r"line 5 says None records"),
    ("no topic", lambda b: b.replace(b'"topic":"raw"', b'"topik":"raw"'), r"line 2 is a record without 'topic'"),
    (
        "bool",
        lambda b: b.replace(b'"offset":1', b'"offset":true'),
        r"line 2 is a record with a value of the wrong type",
    ),
    (
        "number",
        lambda b: b.replace(b'"value":{"base64":"dGV4dP8="}', b'"value":7'),
        r"line 2 is a record with a value of",
    ),
    ("base64", lambda b: b.replace(b"dGV4dP8=", b"dGV4dP8"), r"line 2 is a record with a value of the wrong type"),
    ("headers", lambda b: b.replace(b'"headers":[]', b'"headers":{"ab":1}'), r"line 3 is a record with a value of"),
]


def _without_line(plain: bytes, number: int) -> bytes:
    lines = plain.splitlines(keepends=True)
    return b"".join(lines[:number] + lines[number + 1 :])


@pytest.mark.parametrize(
    ("change", "words"), [pytest.param(change, words, id=name) for name, change, words in _DAMAGES]
)
def test_damage_is_named_with_its_place(tmp_path: Path, change: Callable[[bytes], bytes], words: str) -> None:
    """Whatever is wrong, the error names file, line and problem."""
    with pytest.raises(RecordingError, match="damaged: " + words):
        list(recording.read(_damaged(tmp_path, change)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda b: b[:-30], r"line 1 is missing: .* cut off", id="cut off"),
        pytest.param(lambda b: b[:12] + b"\xff" * 8 + b[20:], r"line 1 cannot be decompressed", id="overwritten"),
    ],
)
def test_damaged_compression_is_named(tmp_path: Path, change: Callable[[bytes], bytes], words: str) -> None:
    """A cut or overwritten zstd file is an error of the recording, not of the library."""
    packed = _written(tmp_path / "whole.zst", _SAMPLE * 50)
    (tmp_path / "damaged").write_bytes(change(packed.read_bytes()))
    with pytest.raises(RecordingError, match=words):
        list(recording.read(tmp_path / "damaged"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere is an error of the same kind."""
    with pytest.raises(RecordingError, match=r"nowhere: No such file"):
        list(recording.read(tmp_path / "nowhere"))


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """So is one where no file can be made."""
    with pytest.raises(RecordingError, match=r"day: No such file"):
        Writer(tmp_path / "nowhere" / "day")


def _write_one_and_fail(target: Path) -> None:
    with Writer(target) as writer:
        writer.write(_SAMPLE[0])
        raise ValueError("stop")


def test_an_unfinished_recording_reads_as_unfinished(tmp_path: Path) -> None:
    """A writer that met an error leaves no end line, so the file cannot pass for whole."""
    target = tmp_path / "day.jsonl.zst"
    with pytest.raises(ValueError, match="stop"):
        _write_one_and_fail(target)
    with pytest.raises(RecordingError, match=r"no end line after 1 records"):
        list(recording.read(target))


def test_a_line_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over the limit is neither read into memory nor written."""
    monkeypatch.setattr(recording, "LINE_MAX_BYTES", 1000)
    with pytest.raises(RecordingError, match=r"record 0 would be a line of"), Writer(tmp_path / "a") as writer:
        writer.write(RawMessage(topic="raw", partition=0, offset=0, value=b"x" * 1000))
    whole = _written(tmp_path / "whole")
    monkeypatch.setattr(recording, "LINE_MAX_BYTES", 100)
    with pytest.raises(RecordingError, match=r"line 2 is longer than 100 bytes"):
        list(recording.read(whole))


def test_closing_twice_writes_one_end(tmp_path: Path) -> None:
    """`close` inside `with` is harmless."""
    with Writer(tmp_path / "day") as writer:
        writer.close()
    assert list(recording.read(tmp_path / "day")) == []


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.zst"])
def test_a_sealed_recording_goes_on_after_a_crash(tmp_path: Path, name: str) -> None:
    """What came after the seal is cut away; sealed at the same places, the bytes are those of an unbroken run."""

    def begun(target: Path) -> tuple[Writer, int]:
        writer = Writer(target)
        writer.write(_SAMPLE[0])
        return writer, writer.seal()

    whole, _ = begun(tmp_path / f"whole-{name}")
    with whole:
        whole.write(_SAMPLE[1])
    crashed, length = begun(tmp_path / name)
    crashed.write(_SAMPLE[2])
    crashed.flush()
    with Writer(tmp_path / name, resume_at=length) as again:
        again.write(_SAMPLE[1])
    assert list(recording.read(tmp_path / name)) == _SAMPLE[:2]
    assert (tmp_path / name).read_bytes() == (tmp_path / f"whole-{name}").read_bytes()
