"""The fields that are not compared: config/diff.toml."""

from dataclasses import dataclass, field, replace
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
    """Paths of members whose values mean nothing for a comparison, each with its reason.

    `scores` are paths (`guesses[].confidence`) of numbers that are the same within so much.
    """

    reasons: dict[str, str]
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Step by step."""
        return tuple(tuple(path.split(".")) for path in self.reasons)

    def without(self, tree: Any) -> Any:
        """The tree without them."""
        for path in self.paths:
            tree = _without(tree, path)
        return tree

    def same_score(self, path: str, old: Any, new: Any) -> bool:
        """Whether two values are scores that are as good as equal."""
        numbers = isinstance(old, int | float) and isinstance(new, int | float)
        return numbers and path in self.scores and abs(old - new) <= self.scores[path]

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
    """The rows; each must find something in its own example."""
    entry.only("volatile", "score")
    found: dict[str, str] = {}
    for row in rows(entry, "volatile", "path"):
        path = row.only("path", "why", "example").text("path")
        if path in found:
            raise row.error("path", "is there twice")
        if not _leads_somewhere(path, row.text("example")):
            raise row.error("example", "must be JSON that has this path")
        found[path] = row.text("why")
    scores = rows(entry, "score", "path") if "score" in entry.fields else ()
    return Volatile(found, dict(map(_score, scores)))


def _score(row: Entry) -> tuple[str, float]:
    path = row.only("path", "within", "why", "example").text("path")
    row.text("why")
    within = row.fields.get("within")
    if not isinstance(within, float) or not 0 < within < 1:
        raise row.error("within", "must be a number between 0 and 1")
    if not _leads_somewhere(path, row.text("example")):
        raise row.error("example", "must be JSON that has this path")
    return path, within


def _leads_somewhere(path: str, example: str) -> bool:
    """Whether the example is JSON with something at the path; `[]` behind a name: in any item of its list."""
    try:
        found = [orjson.loads(example)]
    except orjson.JSONDecodeError:
        return False
    for step in path.split("."):
        name = step.removesuffix("[]")
        found = [one[name] for one in found if isinstance(one, dict) and name in one]
        if step.endswith("[]"):
            found = [item for one in found if isinstance(one, list) for item in one]
    return bool(found)
