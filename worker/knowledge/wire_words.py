"""config/wire.toml: keywords of the wires' text formats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from worker.knowledge.tables import Entry, section


@dataclass(frozen=True, slots=True, kw_only=True)
class WireWords:
    """The tables of the file; `subjects` and `labels` give IPTC subject codes."""

    subjects: Mapping[str, str]
    labels: Mapping[str, str]


def wire_words(entry: Entry) -> WireWords:
    """The tables."""
    entry.only("keywords", "labels")
    return WireWords(
        subjects=_codes(section(entry, "keywords")),
        labels=_codes(section(entry, "labels")),
    )


def _codes(entry: Entry) -> Mapping[str, str]:
    for key in entry.fields:
        if re.fullmatch(r"\d{8}", entry.text(key)) is None:
            raise entry.error(key, "must be an IPTC subject code of eight figures")
    return {key: entry.text(key) for key in entry.fields}
