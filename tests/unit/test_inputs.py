"""Files as inputs: the order of directories, what is left out, and what cannot be read."""

import io
import os
import sys
from pathlib import Path

import pytest
import zstandard

from worker.commands import inputs
from worker.model import RawMessage
from worker.recording import Writer


def tree(root: Path, *names: str) -> None:
    """Files that hold their own names."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_directories_in_order(tmp_path: Path) -> None:
    """By name, files and folders together, hidden ones left out, and single files where they stand."""
    tree(tmp_path, "b/2", "b/1", "a", "c/x/y", "c/.hidden", ".git/config", "d")
    names = list(inputs.listed([str(tmp_path), "-", str(tmp_path / "a")]))
    assert [os.path.relpath(name, tmp_path) for name in names if name != "-"] == ["a", "b/1", "b/2", "c/x/y", "d", "a"]
    assert names[-2] == "-"


def test_links(tmp_path: Path) -> None:
    """A link to a file is followed, one to a directory is not (it may be a loop), pipes and dead links are left out."""
    tree(tmp_path, "a/file", "b/other")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "link").symlink_to(tmp_path / "b" / "other")
    (tmp_path / "a" / "dead").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "a" / "pipe")
    names = list(inputs.listed([str(tmp_path / "a")]))
    assert [Path(name).name for name in names] == ["file", "link"]


def test_a_given_link_to_a_directory_is_followed(tmp_path: Path) -> None:
    """Who names a link means what it points to."""
    tree(tmp_path, "a/file")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert list(inputs.listed([str(tmp_path / "link")])) == [str(tmp_path / "link" / "file")]


def test_raw_messages(tmp_path: Path) -> None:
    """Topic "file", counted offsets, the bytes as they are."""
    tree(tmp_path, "a", "b")
    read = list(inputs.read(inputs.listed([str(tmp_path)]), 100))
    assert [one.raw for one in read] == [
        RawMessage(topic="file", partition=0, offset=0, value=b"a"),
        RawMessage(topic="file", partition=0, offset=1, value=b"b"),
    ]


def test_large_files_are_not_read_whole(tmp_path: Path) -> None:
    """One byte over the limit is enough for the size limit to refuse it."""
    (tmp_path / "large").write_bytes(b"x" * 5000)
    [one] = inputs.read([str(tmp_path / "large")], 1000)
    assert one.raw is not None
    assert len(one.raw.value or b"") == 1001


@pytest.mark.parametrize(("name", "why"), [("missing", "No such file"), ("folder", "Is a directory")])
def test_unreadable(tmp_path: Path, name: str, why: str) -> None:
    """What cannot be read is an input with a reason and without a message."""
    (tmp_path / "folder").mkdir()
    [one] = inputs.read([str(tmp_path / name)], 1000)
    assert one.raw is None
    assert why in (one.error or "")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A file name that is not UTF-8 is reported with replacements and still read."""
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9")  # noqa: PTH118 - bytes
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"x")
    [one] = inputs.read(inputs.listed([str(tmp_path)]), 1000)
    assert one.name.endswith("caf\ufffd")
    assert one.raw is not None


def test_recordings(tmp_path: Path) -> None:
    """A recording gives each of its records under its position; a damaged one says so after them."""
    path = tmp_path / "day.jsonl.zst"
    raws = [RawMessage(topic="raw", partition=1, offset=n, key=b"k", value=b"text") for n in (7, 9)]
    with Writer(path) as writer:
        for raw in raws:
            writer.write(raw)
    read = list(inputs.read([str(path)], 1000))
    assert [one.raw for one in read] == raws
    assert [one.name for one in read] == [f"{path}#raw-1@7", f"{path}#raw-1@9"]


def test_cut_off_recording(tmp_path: Path) -> None:
    """What is whole of a recording is given, then the damage."""
    path = tmp_path / "day.jsonl"
    with Writer(path) as writer:
        writer.write(RawMessage(topic="raw", partition=0, offset=0, value=b"text"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    good, bad = inputs.read([str(path)], 1000)
    assert good.raw is not None
    assert "cut off" in (bad.error or "")


def test_json_lines_that_are_no_recording(tmp_path: Path) -> None:
    """Other JSON Lines are a payload like any file."""
    path = tmp_path / "feed.jsonl"
    path.write_text('{"headline": "x"}\n', encoding="utf-8")
    [one] = inputs.read([str(path)], 1000)
    assert one.raw is not None
    assert one.raw.topic == "file"


@pytest.mark.parametrize("name", ["hour.jsonl", "hour.jsonl.zst"])
def test_a_recording_of_nothing(tmp_path: Path, name: str) -> None:
    """An hour in which nothing came is a recording without records, not a file of its own."""
    Writer(tmp_path / name).close()
    assert list(inputs.read([str(tmp_path / name)], 1000)) == []


@pytest.mark.parametrize("length", [0, 10, 40, 90])
def test_a_recording_cut_off_at_its_beginning(tmp_path: Path, length: int) -> None:
    """In its manifest, or in its first record: it could not be read, and no story of that name is made up."""
    with Writer(tmp_path / "whole.jsonl", tool="t") as writer:
        writer.write(RawMessage(topic="raw", partition=0, offset=1, value=b"x" * 100))
    (tmp_path / "cut.jsonl").write_bytes((tmp_path / "whole.jsonl").read_bytes()[:length])
    [one] = inputs.read([str(tmp_path / "cut.jsonl")], 1000)
    assert one.raw is None
    assert "cut off" in (one.error or "")


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, -30)])
def test_a_packed_recording_cut_off(tmp_path: Path, damage: slice) -> None:
    """Before the first packed line can be unpacked, too."""
    with Writer(tmp_path / "whole.jsonl.zst") as writer:
        writer.write(RawMessage(topic="raw", partition=0, offset=1, value=os.urandom(500)))
    (tmp_path / "cut.jsonl.zst").write_bytes((tmp_path / "whole.jsonl.zst").read_bytes()[damage])
    [one] = inputs.read([str(tmp_path / "cut.jsonl.zst")], 1000)
    assert one.raw is None
    assert "cut off" in (one.error or "")


@pytest.mark.parametrize("content", [b'{"a": 1}\n{"b": 2}\n', b'{"a": 1}', b"[1]\n", b"7\n", b"null\n", b"a line\n"])
def test_other_lines_are_a_file(tmp_path: Path, content: bytes) -> None:
    """Named like a recording and none: a record of that content."""
    (tmp_path / "lines.jsonl").write_bytes(content)
    [one] = inputs.read([str(tmp_path / "lines.jsonl")], 1000)
    assert one.raw == RawMessage(topic="file", partition=0, offset=0, value=content)


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[inputs.Input]:
    """What `-` gives when that is on standard input, which stays open."""
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)))
    monkeypatch.setattr(sys, "stdin", stdin)
    read = list(inputs.read(["-"], 1_000_000))
    assert not stdin.buffer.closed
    return read


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.zst"])
@pytest.mark.parametrize("size", [10, 300_000])
def test_recordings_on_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int) -> None:
    """Give their records, plain and compressed, also where the first block of the compression is a large one."""
    raws = [RawMessage(topic="raw", partition=1, offset=n, value=os.urandom(size)) for n in (7, 9)]
    with Writer(tmp_path / name) as writer:
        for raw in raws:
            writer.write(raw)
    read = piped(monkeypatch, (tmp_path / name).read_bytes())
    assert [(one.name, one.raw) for one in read] == [("-#raw-1@7", raws[0]), ("-#raw-1@9", raws[1])]


@pytest.mark.parametrize("size", [0, 10, 300_000])
@pytest.mark.parametrize("packed", [True, False])
def test_a_message_on_a_pipe(monkeypatch: pytest.MonkeyPatch, size: int, *, packed: bool) -> None:
    """Is one record, byte for byte, compressed or not: unpacking it is the envelope's work."""
    message = os.urandom(size // 2).hex().encode()
    content = zstandard.compress(message) if packed else message
    [one] = piped(monkeypatch, content)
    assert one.raw == RawMessage(topic="file", partition=0, offset=0, value=content)


def test_a_damaged_beginning_on_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that only begin like zstd are a record, of which the envelope says what is wrong."""
    content = zstandard.compress(b"text")[:4] + b"\xff" * 40
    [one] = piped(monkeypatch, content)
    assert one.raw is not None
    assert one.raw.value == content
