"""How much memory is used and may be, in the cgroup this process sees as its root (v1 and v2), else on the machine.

All processes of a container count, the pool's children among them; caches of files that can be dropped do not, as in
the working set that the kubelet evicts by.
"""

import math
from pathlib import Path

_V2 = Path("/sys/fs/cgroup")
_V1 = Path("/sys/fs/cgroup/memory")
_MACHINE = Path("/proc/meminfo")


def used() -> float:
    """Bytes in use; NaN where nothing tells."""
    groups = (used_v2(_V2), used_v1(_V1), used_by_machine(_MACHINE))
    return next((found for found in groups if found is not None), math.nan)


def limit() -> float:
    """Bytes that may be used: the least of cgroup and machine; NaN where nothing tells."""
    limits = (_number(_V2 / "memory.max"), _number(_V1 / "memory.limit_in_bytes"), _table(_MACHINE).get("MemTotal"))
    return min((found for found in limits if found is not None), default=math.nan)


def used_v2(folder: Path) -> float | None:
    """Working set of a cgroup v2; None where there is none, as in the root of a machine."""
    current = _number(folder / "memory.current")
    return None if current is None else current - _table(folder / "memory.stat").get("inactive_file", 0.0)


def used_v1(folder: Path) -> float | None:
    """Working set by a cgroup v1 controller."""
    current = _number(folder / "memory.usage_in_bytes")
    return None if current is None else current - _table(folder / "memory.stat").get("total_inactive_file", 0.0)


def used_by_machine(meminfo: Path) -> float | None:
    """What is not available, of a machine."""
    table = _table(meminfo)
    return table["MemTotal"] - table["MemAvailable"] if {"MemTotal", "MemAvailable"} <= table.keys() else None


def _number(path: Path) -> float | None:
    """A file's one number; None for "max", and where it is missing."""
    text = _text(path).strip()
    return float(text) if text.isdecimal() else None


def _table(path: Path) -> dict[str, float]:
    """Bytes by name: `inactive_file 4096` of a cgroup, `MemTotal:  24684092 kB` of a machine."""
    rows = [line.replace(":", "").split() for line in _text(path).splitlines()]
    known = [row for row in rows if len(row) > 1 and row[1].isdecimal()]
    return {row[0]: float(row[1]) * (1024 if row[2:] == ["kB"] else 1) for row in known}


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, ValueError):
        return ""
