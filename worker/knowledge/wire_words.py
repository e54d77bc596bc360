"""config/wire.toml: keywords and notebooks of the wires' text formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry, section


@dataclass(frozen=True, slots=True, kw_only=True)
class WireWords:
    """The tables of the file; `subjects` and `labels` give IPTC subject codes."""

    notebooks: frozenset[str]
    subjects: Mapping[str, str]
    labels: Mapping[str, str]
    _notebook_max: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_notebook_max", max(map(len, self.notebooks), default=0) + 8)  # with "## " and ":"

    def is_notebook(self, line: str) -> bool:
        """Whether the desks' own part of a message begins with the line."""
        return len(line) <= self._notebook_max and line_key(line) in self.notebooks


def wire_words(entry: Entry) -> WireWords:
    """The tables."""
    entry.only("notebook", "keywords", "labels")
    return WireWords(
        notebooks=frozenset(map(line_key, section(entry, "notebook").only("headings").texts("headings"))),
        subjects=_codes(section(entry, "keywords")),
        labels=_codes(section(entry, "labels")),
    )


def _codes(entry: Entry) -> Mapping[str, str]:
    for key in entry.fields:
        if re.fullmatch(r"\d{8}", entry.text(key)) is None:
            raise entry.error(key, "must be an IPTC subject code of eight figures")
    return {key: entry.text(key) for key in entry.fields}
