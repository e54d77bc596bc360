"""Which dead letters are meant: what was asked for, and what may not be redriven."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from worker.dead_letters.letter import Letter
from worker.envelope import labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """All conditions must hold; an empty one holds.  `stages` are beginnings: `parse` is any parser's.

    `publisher` is what the record's headers call its publisher or site, in any case.
    """

    reasons: frozenset[str] = frozenset()
    stages: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    publisher: str | None = None
    headers: Mapping[str, re.Pattern[str]] | None = None

    def wants(self, letter: Letter) -> bool:
        """Whether the letter is meant."""
        return (
            (not self.reasons or letter.reason in self.reasons)
            and (not self.stages or letter.stage.startswith(self.stages))
            and (not self.sources or letter.source[0] in self.sources)
            and (not self.versions or letter.version in self.versions)
            and self._of_publisher(letter)
            and self._has_headers(letter)
        )

    def _of_publisher(self, letter: Letter) -> bool:
        return self.publisher is None or publisher_of(letter).casefold() == self.publisher.casefold()

    def _has_headers(self, letter: Letter) -> bool:
        said = [(name.lower(), (value or b"").decode("utf-8", "replace")) for name, value in letter.raw.headers]
        return all(
            any(name == wanted.lower() and pattern.search(text) for name, text in said)
            for wanted, pattern in (self.headers or {}).items()
        )


def publisher_of(letter: Letter) -> str:
    """As the record's own headers name it; empty when they do not."""
    return labels.of_headers(letter.raw.headers).publisher or ""


class Refused(StrEnum):
    """Why a letter that was asked for is not redriven."""

    ATTEMPTS = "attempts"  # it was tried as often as is allowed
    OMITTED = "omitted"  # a part was too large for the dead-letter topic, and the source has it no more
    RETENTION = "retention"  # its topic would delete a record of that age at once
    TOPIC = "topic"  # its topic does not exist
    SIZE = "size"  # its topic takes no record as large
    COMPACTION = "compaction"  # its topic is compacted and the record has no key
