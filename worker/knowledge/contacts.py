"""How texts say whom to call or to write to: config/contacts.toml.  The one place that knows a telephone number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from worker.knowledge.keys import first_words, line_key
from worker.knowledge.tables import Entry

NOTE_MAX: Final = 8_000  # characters of a note that are read

# ida.holm@desk.example
ADDRESS: Final = r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,3}"
# the same, and ida.holm (at) desk.example
_MAIL: Final = re.compile(r"[\w.+-]{1,64}\s?(?:@|[\[(]at[\])])\s?[\w-]{1,60}\.[\w.-]{2,40}", re.IGNORECASE)
# +46 31 555 0142   0049 30 555 01   030/555 01-42   (212) 621-5555   212-621-5555   01 42 36 51 00
_NUMBER: Final = re.compile(
    r"""
    (?<![\w./-]) (?:
        \+ \s? \d [\d\s()./-]{6,25} | 00[1-9]\d [\d\s()./-]{5,25}
      | (?! \d\d [./-] \d\d [./-] (?:\d\d){1,2} (?!\d) ) 0\d{1,4} [\s/-] [\d()\s./-]{6,25}
      | \(\d{3}\) \s? \d{3}-\d{4} | \d{3}[-.]\d{3}[-.]\d{4} | \d\d (?: [ ]\d\d ){3,4}
    ) (?!\w)
    """,
    re.VERBOSE,
)
# … quote. Call the desk; with photos.   where a sentence or a line of a note ends
_END: Final = re.compile(r"(?<=[.;!?。।])\s+|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The tables: `labels` as printed, single words `asks` and `desks` as keys, phrases `alone` as keys."""

    labels: tuple[str, ...]
    asks: frozenset[str]
    desks: frozenset[str]
    alone: frozenset[str]
    _labelled: re.Pattern[str] = field(init=False)
    _first_words: frozenset[str] = field(init=False)  # of `alone`

    def __post_init__(self) -> None:
        labels = "|".join(map(re.escape, sorted(self.labels, key=len, reverse=True)))
        # Tel. 0400 555   T: +46 31
        pattern = rf"(?<!\w)(?:(?:{labels})\W{{0,4}}|[ptm][.:]\s{{0,3}}(?=[\d\s()./+-]{{6}}))[+(]?\d[\d\s()./-]{{3,25}}"
        object.__setattr__(self, "_first_words", first_words(self.alone))
        object.__setattr__(self, "_labelled", re.compile(pattern, re.IGNORECASE))

    def reaches_someone(self, text: str) -> bool:
        """Whether an e-mail address or a telephone number stands in the text."""
        return next(self._found(text), None) is not None

    def public_note(self, text: str) -> str | None:
        """The note without the sentences that say how to reach whom; the same text where none does."""
        text = text[:NOTE_MAX]
        found = list(self._found(text))
        sentences = list(_sentences(text))
        kept = [
            text[start:end]
            for start, end in sentences
            if not (any(start < last and first < end for first, last in found) or self._asks(text[start:end]))
        ]
        return text or None if len(kept) == len(sentences) else " ".join(filter(None, map(str.strip, kept))) or None

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        patterns = (_MAIL, _NUMBER, self._labelled) if "@" in text or "at" in text else (_NUMBER, self._labelled)
        return (match.span() for pattern in patterns for match in pattern.finditer(text))

    def _asks(self, sentence: str) -> bool:
        """Whether the sentence sends its reader to a desk: "Contact the photo desk with questions"."""
        key = line_key(sentence)
        words = key.split()
        if not self._first_words.isdisjoint(words) and any(f" {one} " in f" {key} " for one in self.alone):
            return True
        if ":" in sentence and line_key(sentence.partition(":")[0]) in self.asks:
            return True
        return not self.asks.isdisjoint(words) and not self.desks.isdisjoint(words)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def contacts(entry: Entry) -> Contacts:
    """The tables; no example may go out."""
    entry.only("labels", "asks", "desks", "alone", "examples")
    words = Contacts(
        labels=entry.texts("labels"),
        asks=frozenset(map(line_key, entry.texts("asks"))),
        desks=frozenset(map(line_key, entry.texts("desks"))),
        alone=frozenset(map(line_key, entry.texts("alone"))),
    )
    for example in entry.texts("examples"):
        if words.public_note(example):
            raise entry.error("examples", f"{example!r} would go out")
    return words
