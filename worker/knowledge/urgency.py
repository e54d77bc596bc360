"""How urgent a story is: what agencies' scales say, on the one of ninjs."""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.knowledge import tables
from worker.knowledge.keys import line_key, unmarked
from worker.knowledge.tables import Entry

LENGTH_MAX = 40  # characters that may name one
_FIGURES = {str(figure): figure for figure in range(1, 10)}


def figure(printed: str | None) -> int | None:
    """A bare figure of IPTC's scale, 1 to 9; words like "DEFAULT" are none."""
    return _FIGURES.get(printed or "")


@dataclass(frozen=True, slots=True)
class Urgencies:
    """Every scale of config/urgency.toml, by its scheme."""

    scales: Mapping[str, Mapping[str, int]]

    def of(self, scheme: str, value: str | int | None) -> int | None:
        """`value` of the scale `scheme` as 1 (flash) .. 9; None where the scale does not know it."""
        text = "" if value is None else str(value)
        if len(text) > LENGTH_MAX:
            return None
        return self.scales.get(scheme, _FIGURES).get(line_key(text.rpartition(":")[2]))


def urgencies(entry: Entry) -> Urgencies:
    """The scales; each names its source."""
    rows = tables.rows(entry.only("scale"), "scale", "scheme")
    tables.once(((row.text("scheme"), row) for row in rows), "scheme")
    return Urgencies({row.text("scheme"): _scale(row) for row in rows})


def _scale(row: Entry) -> Mapping[str, int]:
    row.only("scheme", "source", "figures", "values").text("source")
    values = tables.section(row, "values").fields
    for name, figure in values.items():
        if figure not in _FIGURES.values():
            raise row.error("values", f"{name} = {figure!r}; allowed: 1 .. 9")
    scale = {line_key(name): figure for name, figure in values.items()}
    plain = {unmarked(name): figure for name, figure in scale.items()}
    return plain | scale | (_FIGURES if row.flag("figures") else {})
