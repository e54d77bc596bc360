"""What a comparison says: to a person, to a program, and whether it is more than is allowed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from worker.differences.comparison import Difference, Tally
from worker.figures import most

_SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?%", re.ASCII)
NAMED_MAX = 4  # agencies and formats of a field that a line names


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may differ: a count, or a share of A's outputs."""

    count: int | None = None
    share: float | None = None

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """3, or 0.5%.  Raises ValueError."""
        if _SHARE.fullmatch(text):
            return cls(share=float(text.removesuffix("%")) / 100)
        if text.isascii() and text.isdigit():
            return cls(count=int(text))
        raise ValueError(f"{text!r} is neither a count (3) nor a share (0.5%)")

    def allows(self, count: int, total: int) -> bool:
        """Whether `count` of `total` is not too much."""
        return count <= self.count if self.count is not None else count <= (self.share or 0) * total

    def __str__(self) -> str:
        return f"{(self.share or 0) * 100:g} %" if self.count is None else str(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may differ; nothing unless told otherwise, as diff(1) has it."""

    changed: Limit = Limit(count=0)
    missing: Limit = Limit(count=0)
    new: Limit = Limit(count=0)

    def exceeded(self, tally: Tally) -> Iterator[str]:
        """One line for each that is over."""
        for name in ("changed", "missing", "new"):
            count, limit = getattr(tally, name), getattr(self, name)
            if not limit.allows(count, tally.old_total):
                yield f"{count} {name}{_percent(count, tally.old_total)}, {limit} allowed"


def _percent(count: int, total: int) -> str:
    return f" ({count / total:.2%})" if total else ""


def lines(tally: Tally, shown: Sequence[Difference]) -> Iterator[str]:
    """For a terminal: the sums, a table of fields, the places."""
    total = tally.old_total
    sums = [f"{tally.same} same", f"{tally.changed} changed{_percent(tally.changed, total)}"]
    sums += [f"{tally.missing} missing", f"{tally.new} new"]
    sums += [f"{tally.repeated} repeated"] if tally.repeated else []
    yield f"{total} outputs in A: {', '.join(sums)}"
    if tally.fields:
        yield ""
        yield from _table(tally)
    if shown:
        yield ""
        yield from (place_line(difference) for difference in shown)


def _table(tally: Tally) -> Iterator[str]:
    rows = [("field", "changed", "added", "removed", "agencies", "formats")]
    for path, field in sorted(tally.fields.items(), key=lambda item: (-item[1].kinds.total(), item[0])):
        kinds = [str(field.kinds[kind]) for kind in ("changed", "added", "removed")]
        rows.append(
            (path, kinds[0], kinds[1], kinds[2], most(field.agencies, NAMED_MAX), most(field.formats, NAMED_MAX))
        )
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        numbers = "  ".join(f"{row[column]:>{widths[column]}}" for column in (1, 2, 3))
        yield f"{row[0]:{widths[0]}}  {numbers}  {row[4]:{widths[4]}}  {row[5]}".rstrip()


def place_line(difference: Difference) -> str:
    """One difference in a line."""
    name = difference.one.name
    if difference.new is None:
        return f"{name}: missing in B"
    if difference.old is None:
        return f"{name}: new in B"
    return f"{name}: {', '.join(dict.fromkeys(change.path for change in difference.changes))}"


def as_json(tally: Tally, shown: Sequence[Difference], exceeded: Sequence[str]) -> dict[str, Any]:
    """For programs."""
    return {
        "outputs": tally.old_total,
        **{name: getattr(tally, name) for name in ("same", "changed", "missing", "new", "repeated")},
        "exceeded": list(exceeded),
        "fields": {path: _field(field) for path, field in sorted(tally.fields.items())},
        "differences": [_difference(one) for one in shown],
    }


def _field(field: Any) -> dict[str, Any]:
    return {**dict(field.kinds), "agencies": dict(field.agencies), "formats": dict(field.formats)}


def _difference(difference: Difference) -> dict[str, Any]:
    topic, partition, offset, item = difference.one.place
    return {
        "topic": topic,
        "partition": partition,
        "offset": offset,
        "item": item,
        "only_in": "a" if difference.new is None else "b" if difference.old is None else None,
        "changes": [{"field": one.path, "a": one.old, "b": one.new} for one in difference.changes],
    }
