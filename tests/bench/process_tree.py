"""Processor time and memory of a process and all its descendants, read from /proc."""

import os
from collections import defaultdict
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> float:
    """User and system time of the living tree and of every descendant that was waited for."""
    return sum(sum(map(int, fields[11:15])) for fields in map(_stat, _tree(root)) if fields) * _TICK_S


def memory_bytes(root: int) -> tuple[int, int]:
    """(RSS, PSS) summed over the tree: PSS counts shared pages once."""
    rss = pss = 0
    for pid in _tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in rollup.splitlines()[1:]}
        rss += sizes["Rss:"]
        pss += sizes["Pss:"]
    return rss, pss


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children[int(fields[1])].append(int(entry.name))
    found = [root]
    for pid in found:
        found += children[pid]
    return found


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the command's name, from the state on; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
