"""How many CPUs this process may use: affinity and the cgroup's quota (v1 and v2), never less than one."""

import math
import os
from pathlib import Path

_V2 = Path("/sys/fs/cgroup/cpu.max")
_V1 = Path("/sys/fs/cgroup/cpu")


def available() -> int:
    """Whole CPUs: the smaller of affinity and quota, a quota of 1.5 counting as 2."""
    counts = [len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1]
    counts += [max(1, math.ceil(quota)) for quota in (quota_v2(_V2), quota_v1(_V1)) if quota is not None]
    return min(counts)


def quota_v2(path: Path) -> float | None:
    """CPUs of a cgroup v2 `cpu.max` ("150000 100000" or "max 100000"); None = no quota."""
    match _words(path):
        case [quota, period] if quota != "max":
            return _share(quota, period)
        case _:
            return None


def quota_v1(folder: Path) -> float | None:
    """CPUs of a cgroup v1 controller; None = no quota (-1)."""
    match _words(folder / "cpu.cfs_quota_us"), _words(folder / "cpu.cfs_period_us"):
        case [quota], [period] if not quota.startswith("-"):
            return _share(quota, period)
        case _:
            return None


def _words(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").split()
    except (OSError, ValueError):
        return []


def _share(quota: str, period: str) -> float | None:
    try:
        return int(quota) / int(period)
    except (ValueError, ZeroDivisionError):
        return None
