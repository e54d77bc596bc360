"""The fields that are not compared: config/diff.toml."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import orjson

from worker.differences.outputs import Kind, Output
from worker.knowledge.tables import Entry, read, rows
from worker.model import RawMessage

FILE: Final = "diff.toml"

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Volatile:
    """Paths of members whose values mean nothing for a comparison, each with its reason."""

    reasons: dict[str, str]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Step by step."""
        return tuple(tuple(path.split(".")) for path in self.reasons)

    def without(self, tree: Any) -> Any:
        """The tree without them."""
        for path in self.paths:
            tree = _without(tree, path)
        return tree

    def stripped(self, output: Output) -> RawMessage:
        """The output's record without them: what a golden file holds."""
        if output.kind is Kind.DEAD_LETTER:
            headers = tuple((name, value) for name, value in output.raw.headers if name not in self.reasons)
            return replace(output.raw, headers=headers)
        return replace(output.raw, value=orjson.dumps(self.without(orjson.loads(output.raw.value or b""))))


def _without(tree: Any, path: Path) -> Any:
    """The tree without what `path` leads to, nor an object that held nothing else."""
    if not isinstance(tree, dict) or path[0] not in tree:
        return tree
    below = _without(tree[path[0]], path[1:]) if path[1:] else {}
    return {name: below if name == path[0] else value for name, value in tree.items() if name != path[0] or below != {}}


@cache
def load() -> Volatile:
    """The shipped table.  Raises ConfigError."""
    return volatile(read(FILE))


def volatile(entry: Entry) -> Volatile:
    """The rows; each must take something out of its own example."""
    found = {}
    for row in rows(entry.only("volatile"), "volatile", "path"):
        path, example = row.only("path", "why", "example").text("path"), row.text("example")
        if path in found:
            raise row.error("path", "is there twice")
        if not _takes_out(path.split("."), example):
            raise row.error("example", "must be JSON that has this path")
        found[path] = row.text("why")
    return Volatile(found)


def _takes_out(path: Iterable[str], example: str) -> bool:
    try:
        tree = orjson.loads(example)
    except orjson.JSONDecodeError:
        return False
    return bool(_without(tree, tuple(path)) != tree)
