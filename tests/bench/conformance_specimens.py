"""The shared lines of newsrooms (datelines, bylines, sign-offs ...) in the same tables: right and wrong by kind."""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from worker.knowledge.loading import Knowledge

_CHECKS = Path(__file__).parents[1] / "golden" / "test_newsroom_shared.py"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of line; `wrong` holds the index's numbers of those that are read otherwise."""

    name: str
    lines: int
    wrong: tuple[int, ...]
    unchecked: int = 0  # lines of a kind that no check is written for


def kinds(shared: Path, knowledge: Knowledge) -> Iterator[Kind]:
    """Every kind of the shared lines, checked as the golden tests check them."""
    checks: Mapping[str, Any] = _golden().CHECKS
    lines = (shared / "data" / "formats" / "examples.jsonl").read_text("utf-8").splitlines()
    rows = list(map(json.loads, lines))
    for name in sorted({row["kind"] for row in rows}):
        own = [row for row in rows if row["kind"] == name]
        check = checks.get(name)
        if check is None:
            yield Kind(name, len(own), (), unchecked=len(own))
        else:
            yield Kind(name, len(own), tuple(row["id"] for row in own if not check(row, knowledge)))


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
