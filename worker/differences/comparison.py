"""Joins the outputs of two recordings by place and says what differs, field by field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any, Final

from worker.differences.outputs import Output, Place
from worker.differences.volatile import Volatile
from worker.model import RawMessage

OUTCOME: Final = "outcome"
ABSENT: Final = None  # JSON null and a member that is not there mean the same in ninjs


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs: path without list indexes (`infoSources[].name`), and both values, None where absent."""

    path: str
    old: Any
    new: Any

    @property
    def kind(self) -> str:
        """changed, added or removed."""
        return "added" if self.old is ABSENT else "removed" if self.new is ABSENT else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A place whose outputs differ, or that only one side has."""

    old: Output | None
    new: Output | None
    changes: tuple[Change, ...] = ()

    @property
    def one(self) -> Output:
        """The newer side that there is."""
        output = self.new or self.old
        if output is None:
            raise ValueError("a difference of nothing")
        return output


@dataclass(slots=True)
class Field:
    """How often one field differs, how, and whose."""

    kinds: Counter[str] = field(default_factory=Counter)
    agencies: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)

    def add(self, change: Change, output: Output) -> None:
        """Count one change."""
        self.kinds[change.kind] += 1
        self.agencies[output.agency] += 1
        self.formats[output.format] += 1


@dataclass(slots=True)
class Tally:
    """What a comparison came to; `missing` are only in A, `new` only in B, `repeated` came twice on one side."""

    same: int = 0
    changed: int = 0
    missing: int = 0
    new: int = 0
    repeated: int = 0
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def old_total(self) -> int:
        """Outputs of A."""
        return self.same + self.changed + self.missing

    def add(self, difference: Difference) -> None:
        """Count one difference; a field counts once a place, however often its list holds it."""
        if difference.old is None:
            self.new += 1
        elif difference.new is None:
            self.missing += 1
        else:
            self.changed += 1
            for change in {change.path: change for change in difference.changes}.values():
                self.fields.setdefault(change.path, Field()).add(change, difference.one)


def compare(old: Iterable[Output], new: Iterable[Output], volatile: Volatile, tally: Tally) -> Iterator[Difference]:
    """Every difference; `tally` counts along.

    Both sides are read in step, so what waits for its partner is only as much as their orders differ.
    """
    waiting: tuple[dict[Place, Output], dict[Place, Output]] = ({}, {})
    met: set[Place] = set()
    for side, output in _in_step(old, new):
        if output.place in met or output.place in waiting[side]:
            tally.repeated += 1
        elif (partner := waiting[1 - side].pop(output.place, None)) is None:
            waiting[side][output.place] = output
        else:
            met.add(output.place)
            yield from _differing(*((output, partner) if side == 0 else (partner, output)), volatile, tally)
    for output in waiting[0].values():
        yield _counted(Difference(old=output, new=None), tally)
    for output in waiting[1].values():
        yield _counted(Difference(old=None, new=output), tally)


def _in_step(old: Iterable[Output], new: Iterable[Output]) -> Iterator[tuple[int, Output]]:
    pairs = chain.from_iterable(zip_longest(old, new))
    return ((number % 2, output) for number, output in enumerate(pairs) if output is not None)


def _differing(old: Output, new: Output, volatile: Volatile, tally: Tally) -> Iterator[Difference]:
    if old.kind is not new.kind:
        found = [Change(OUTCOME, _outcome(old), _outcome(new))]
    else:
        differing = changes(volatile.without(old.tree), volatile.without(new.tree))
        found = [one for one in differing if not volatile.same_score(one.path, one.old, one.new)]
    if found:
        yield _counted(Difference(old=old, new=new, changes=tuple(found)), tally)
    else:
        tally.same += 1


def _counted(difference: Difference, tally: Tally) -> Difference:
    tally.add(difference)
    return difference


def _outcome(output: Output) -> str:
    reason = output.tree.get("dlq", {}).get("reason")
    return f"{output.kind}: {reason}" if reason else output.kind.value


def changes(old: Any, new: Any, path: str = "") -> Iterator[Change]:
    """Where two JSON values differ: members by name, lists of objects item by item, other lists as a whole."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from changes(old.get(name), new.get(name), f"{path}.{name}" if path else name)
    elif _has_objects(old) and _has_objects(new):
        for one, other in zip_longest(old, new):
            yield from changes(one, other, f"{path}[]")
    else:
        yield Change(path, old, new)


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def golden(found: Sequence[Output], volatile: Volatile) -> Iterator[RawMessage]:
    """The outputs' records as a golden file holds them: in the order of their places, without what is volatile."""
    return (volatile.stripped(output) for output in sorted(found, key=lambda one: one.place))
