"""config/status.toml: what feeds and newsrooms say an item does to its story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from worker.article import Signal, Status
from worker.knowledge import tables
from worker.knowledge.tables import Entry

Kind = Literal["signal", "item-type", "instruction", "pub-status", "role", "genre"]

CODE_MAX: Final = 100  # characters
KINDS: Final = frozenset(get_args(Kind))
# What counts where an item says several things.
RANKS: Final = (
    *(Signal.KILL, Signal.CORRECTION, Signal.ALERT, Signal.ADVISORY, Signal.REPEAT, Signal.UPDATE),
    Signal.NEW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """The tables of the file."""

    codes: Mapping[tuple[str, str], Signal]  # (kind, code in small letters)

    def coded(self, kind: Kind, value: str | None) -> Signal | None:
        """What a code of a feed says ("sig:update", "Rectify"), None where it says nothing of this."""
        code = (value or "").strip().casefold()
        if not code or len(code) > CODE_MAX:
            return None
        scheme, _, local = code.replace("/", ":").rpartition(":")
        return self.codes.get((kind, f"{scheme.rpartition(':')[2]}:{local}")) or self.codes.get((kind, local))

    def strongest(self, kind: Kind, values: Iterable[str | None]) -> Status | None:
        """The code that says most among several, as a status with the code for its label."""
        found = [(signal, value) for value in values if value and (signal := self.coded(kind, value))]
        if not found:
            return None
        signal, label = min(found, key=lambda pair: RANKS.index(pair[0]))
        return Status(signal=signal, label=label.strip())


def status_words(entry: Entry) -> StatusWords:
    """The codes; none says two things in one field."""
    rows = tables.rows(entry.only("code"), "code", "signal")
    found = [(f"{kind} {code}", row) for row in rows for kind in row.texts("kinds") for code in row.texts("codes")]
    tables.once(found, "codes")
    words = StatusWords(codes={pair: signal for row in rows for pair, signal in _codes(row)})
    for row in rows:
        if any(words.codes.get((kind, _plain(row.text("example")))) is None for kind in row.texts("kinds")):
            raise row.error("example", "is none of the row's codes")
    return words


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


def _plain(example: str) -> str:
    return example.casefold().rpartition(":")[2]
