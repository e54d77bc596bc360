"""Codes of feeds that say what an item does to its story: [[code]] of config/status.toml."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from worker.article import Signal
from worker.knowledge import tables
from worker.knowledge.tables import Entry

Kind = Literal["signal", "item-type", "instruction", "pub-status", "role", "genre"]
Codes = Mapping[tuple[str, str], Signal]  # (kind, code in small letters)

CODE_MAX: Final = 100  # characters
KINDS: Final = frozenset(get_args(Kind))


def find(codes: Codes, kind: Kind, value: str | None) -> Signal | None:
    """What the code says, as it is with its scheme, else without it."""
    code = (value or "").strip().casefold()
    if not code or len(code) > CODE_MAX:
        return None
    scheme, _, local = code.replace("/", ":").rpartition(":")
    return codes.get((kind, f"{scheme.rpartition(':')[2]}:{local}")) or codes.get((kind, local))


def codes_of(rows: Iterable[Entry]) -> Codes:
    """The codes; none says two things in one field."""
    rows = tuple(rows)
    tables.once(
        ((f"{kind} {code}", row) for row in rows for kind in row.texts("kinds") for code in row.texts("codes")), "codes"
    )
    codes = {pair: signal for row in rows for pair, signal in _codes(row)}
    for row in rows:
        if any(find(codes, kind, row.text("example")) is None for kind in KINDS.intersection(row.texts("kinds"))):
            raise row.error("example", "is none of the row's codes")
    return codes


def _codes(row: Entry) -> Iterable[tuple[tuple[str, str], Signal]]:
    row.only("signal", "kinds", "codes", "example")
    signal = row.read("signal", Signal, ", ".join(Signal))
    for kind in row.texts("kinds"):
        if kind not in KINDS:
            raise row.error("kinds", f"{kind!r} is not known; allowed: {', '.join(sorted(KINDS))}")
        for code in row.texts("codes"):
            if code != code.casefold():
                raise row.error("codes", f"{code!r} must stand in small letters")
            yield (kind, code), signal
