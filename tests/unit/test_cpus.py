"""CPU counts from the files a container's quota stands in."""

from pathlib import Path

import pytest

from worker.settings import cpus


@pytest.mark.parametrize(
    ("text", "quota"),
    [("max 100000\n", None), ("150000 100000\n", 1.5), ("50000 100000", 0.5), ("", None), ("x y", None), ("1 0", None)],
)
def test_v2(tmp_path: Path, text: str, quota: float | None) -> None:
    """`cpu.max` holds quota and period; "max" and nonsense are no quota."""
    file = tmp_path / "cpu.max"
    file.write_text(text, encoding="ascii")
    assert cpus.quota_v2(file) == quota


@pytest.mark.parametrize(("text", "quota"), [("-1\n", None), ("200000\n", 2.0), ("x", None)])
def test_v1(tmp_path: Path, text: str, quota: float | None) -> None:
    """`cpu.cfs_quota_us` of -1 is no quota."""
    (tmp_path / "cpu.cfs_quota_us").write_text(text, encoding="ascii")
    (tmp_path / "cpu.cfs_period_us").write_text("100000\n", encoding="ascii")
    assert cpus.quota_v1(tmp_path) == quota


def test_absent(tmp_path: Path) -> None:
    """No cgroup files, no quota."""
    assert cpus.quota_v2(tmp_path / "cpu.max") is None
    assert cpus.quota_v1(tmp_path) is None


def test_quota_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quota below the machine's CPUs counts, rounded up, and there is always one."""
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr(cpus, "_V2", quota)
    quota.write_text("10000 100000", encoding="ascii")
    assert cpus.available() == 1
    quota.write_text("max 100000", encoding="ascii")
    assert cpus.available() >= 1
