"""The shared lines of newsrooms (datelines, bylines, sign-offs ...) in the same tables: right and wrong by kind."""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import conformance_status

from worker.knowledge.loading import Knowledge

_CHECKS = Path(__file__).parents[1] / "golden" / "test_newsroom_shared.py"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line; `wrong` holds the index's numbers of those that are read otherwise."""

    name: str
    lines: int
    wrong: tuple[int, ...]
    unchecked: int = 0  # of a kind without a check, or no line but a description of metadata


def kinds(shared: Path, knowledge: Knowledge) -> Iterator[Kind]:
    """Every kind of the shared lines, checked as the golden tests check them."""
    checks: Mapping[str, Any] = {"status_line": conformance_status.is_right, **_golden().CHECKS}
    lines = (shared / "data" / "formats" / "examples.jsonl").read_text("utf-8").splitlines()
    rows = list(map(json.loads, lines))
    for name in sorted({row["kind"] for row in rows}):
        own = [row for row in rows if row["kind"] == name]
        check = checks.get(name)
        checked = [row for row in own if check and not (name == "status_line" and conformance_status.is_composed(row))]
        wrong = tuple(row["id"] for row in checked if check and not check(row, knowledge))
        yield Kind(name, len(own), wrong, unchecked=len(own) - len(checked))


def table(shared: Path, knowledge: Knowledge) -> Iterator[str]:
    """The kinds as lines of a table."""
    yield f"\n{'specimens':<34}{'lines':>9}{'right':>9}{'wrong':>9}{'unchecked':>10}   wrong ones"
    for kind in kinds(shared, knowledge):
        right = kind.lines - len(kind.wrong) - kind.unchecked
        numbers = ", ".join(map(str, kind.wrong))
        yield f"  {kind.name:<32}{kind.lines:>9}{right:>9}{len(kind.wrong):>9}{kind.unchecked:>10}   {numbers}"


def _golden() -> ModuleType:
    """The golden tests of the shared lines as a module: one set of checks for both."""
    spec = importlib.util.spec_from_file_location("newsroom_checks", _CHECKS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
