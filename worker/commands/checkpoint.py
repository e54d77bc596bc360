"""How far a backfill has come: a small file beside its output, replaced in one step after the output is on disk."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from worker.commands.endings import NotPossible
from worker.durable import replace_file

VERSION = 1
COUNTS = ("outcomes", "reasons", "formats")


@dataclass(slots=True)
class Counts:
    """What became of the records so far; `reasons` of dead letters and skipped ones."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    articles: int = 0

    def as_json(self) -> dict[str, Any]:
        """For a file or a program."""
        return {"articles": self.articles, **{name: dict(sorted(getattr(self, name).items())) for name in COUNTS}}

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> "Counts":
        """From `as_json`."""
        outcomes, reasons, formats = (Counter(tree[name]) for name in COUNTS)
        return cls(outcomes, reasons, formats, tree["articles"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """`paths` inputs are done, and `records` of the next; the output up to `length` bytes is theirs.

    `plan` is a digest of everything that decides over the output: another plan cannot go on.
    """

    plan: str
    paths: int = 0
    records: int = 0
    length: int
    offsets: Mapping[str, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)


def beside(out: Path) -> Path:
    """The checkpoint's file of an output."""
    return out.with_name(f"{out.name}.checkpoint")


def write(path: Path, checkpoint: Checkpoint) -> None:
    """Replace the file; durable when this returns.  Raises NotWritableError."""
    tree = {
        "version": VERSION,
        "plan": checkpoint.plan,
        "paths": checkpoint.paths,
        "records": checkpoint.records,
        "length": checkpoint.length,
        "offsets": dict(checkpoint.offsets),
        "counts": checkpoint.counts.as_json(),
    }
    replace_file(path, orjson.dumps(tree, option=orjson.OPT_APPEND_NEWLINE))


def read(path: Path) -> Checkpoint | None:
    """The checkpoint, None where there is none.  Raises NotPossible for what is no checkpoint of this version."""
    if not path.exists():
        return None
    try:
        tree = orjson.loads(path.read_bytes())
        if tree["version"] != VERSION:
            raise NotPossible(f"{path} is of another version: --restart begins anew")
        known = {name: tree[name] for name in ("plan", "paths", "records", "length", "offsets")}
        return Checkpoint(**known, counts=Counts.of(tree["counts"]))
    except (KeyError, TypeError, orjson.JSONDecodeError) as error:
        raise NotPossible(f"{path} is no checkpoint of a backfill: --restart begins anew") from error


def plan_of(paths: Iterable[str], facts: Mapping[str, Any]) -> str:
    """A digest of the inputs (names, sizes, times of change) and of `facts`."""
    digest = hashlib.sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS))
    for path in paths:
        try:
            stat = os.stat(path)  # noqa: PTH116 - hundreds of thousands of them
            digest.update(f"{stat.st_size} {stat.st_mtime_ns} ".encode())
        except OSError:
            digest.update(b"- ")
        digest.update(os.fsencode(path) + b"\0")
    return digest.hexdigest()
