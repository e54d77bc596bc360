"""Memory in use and its limit, from the files of cgroups and machines."""

import math
from pathlib import Path

import pytest

from worker.settings import memory


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty machine: v2, v1 and meminfo below one folder."""
    for name, path in (("_V2", tmp_path / "v2"), ("_V1", tmp_path / "v1"), ("_MACHINE", tmp_path / "meminfo")):
        monkeypatch.setattr(memory, name, path)
    return tmp_path


def write(root: Path, **files: str) -> None:
    """`v2__memory_max="max"` writes v2/memory.max."""
    for name, text in files.items():
        path = root / name.replace("__", "/", 1).replace("memory_", "memory.", 1)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="ascii")


MEMINFO = "MemTotal:       4000 kB\nMemFree:         100 kB\nMemAvailable:   1000 kB\nHugePages_Total:       0\n"


def test_v2(root: Path) -> None:
    """Without caches that can be dropped."""
    write(root, v2__memory_current="5000\n", v2__memory_max="9000\n", v2__memory_stat="anon 1\ninactive_file 2000\n")
    write(root, meminfo=MEMINFO)
    assert (memory.used(), memory.limit()) == (3000, 9000)


def test_v1(root: Path) -> None:
    """The same in the older files."""
    write(root, v1__memory_usage_in_bytes="5000\n", v1__memory_limit_in_bytes="9000\n")
    write(root, v1__memory_stat="cache 1\ninactive_file 1\ntotal_inactive_file 2000\n")
    assert (memory.used(), memory.limit()) == (3000, 9000)


@pytest.mark.parametrize("unlimited", [{"v2__memory_max": "max\n"}, {"v1__memory_limit_in_bytes": f"{2**63 - 4096}\n"}])
def test_no_limit(root: Path, unlimited: dict[str, str]) -> None:
    """The machine's memory is the limit then."""
    write(root, meminfo=MEMINFO, **unlimited)
    assert memory.limit() == 4000 * 1024


def test_machine(root: Path) -> None:
    """Without cgroup files the machine counts."""
    write(root, meminfo=MEMINFO)
    assert (memory.used(), memory.limit()) == (3000 * 1024, 4000 * 1024)


def test_words_instead_of_numbers(root: Path) -> None:
    """Are passed over: a scrape must not fail over them."""
    write(root, v2__memory_current="5000\n", v2__memory_stat="inactive_file many\nanon\n", meminfo="MemTotal: ? kB\n")
    assert memory.used() == 5000
    assert math.isnan(memory.limit())


def test_nothing_tells(root: Path) -> None:
    """No number rather than a wrong one."""
    assert root.is_dir()
    assert math.isnan(memory.used())
    assert math.isnan(memory.limit())


def test_here() -> None:
    """Some of what this machine has is in use."""
    assert 0 < memory.used() <= memory.limit()
