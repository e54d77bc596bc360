"""config/status.toml: what feeds and newsrooms say an item does to its story."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.article import Signal, Status
from worker.knowledge import status_codes, tables
from worker.knowledge.keys import line_key, undotted, unmarked
from worker.knowledge.note_words import NoteWords
from worker.knowledge.pleas import Plea, opens_sentence, plea
from worker.knowledge.status_codes import Codes, Kind
from worker.knowledge.tables import Entry

TAKE_MAX: Final = 80  # characters
SENTENCE_MAX: Final = 300
TELLING_MIN: Final = 6  # letters of a word that few other texts hold
NOTE_WORDS, NOTE_OPENING = 40, 6  # words of a note that are looked at, those that tell one
# What counts where an item says several things.
RANKS: Final = (
    *(Signal.KILL, Signal.CORRECTION, Signal.ALERT, Signal.ADVISORY, Signal.REPEAT, Signal.UPDATE),
    Signal.NEW,
)
USES: Final = ("labels", "capitals", "glued", "counted", "lines")  # of a row's words
TAKES: Final = frozenset(USES)

# 1stLd   2ND   3rd
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|re|ème)(?=[^\W\d_]|\b)", re.IGNORECASE)
# 종합2보   AGGIORNA1
_SEAM: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# 2   not 15.00
_NUMBER: Final = re.compile(r"(?<![0-9:])(?<![0-9]\.)[0-9]{1,2}(?![0-9]|[.:][0-9])")
# BC-AP News Digest 6 pm   AP-News Digest-10 a.m.
_EDITION: Final = re.compile(r"[\s-]\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?$", re.IGNORECASE)

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The words of one signal by their use, as keys; `bare` as printed."""

    signal: Signal
    words: Mapping[str, frozenset[Tokens]]
    keywords: frozenset[Tokens]
    bare: tuple[str, ...]
    openings: tuple[str, ...]
    notes: frozenset[str]
    inside: tuple[str, ...]
    sentences: tuple[str, ...]  # in small letters
    pleas: tuple[Plea, ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    tokens: Tokens
    rank: int
    uses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """The tables of the file."""

    codes: Codes
    rows: tuple[Row, ...]
    joiners: frozenset[str]  # tokens
    takes: frozenset[str]  # codes of agencies that number later takes behind the headline
    credited: frozenset[str]  # keys of labels that count only where an agency is credited
    endings: frozenset[str]  # labels that stand in small letters behind a headline, as printed
    column_tags: frozenset[str]
    column_names: tuple[str, ...]  # in mixed case, longest first
    _phrases: Mapping[str, Sequence[_Phrase]] = field(init=False)
    _openings: Mapping[str, Sequence[tuple[str, Signal]]] = field(init=False)  # by their first words
    _telling: tuple[str, ...] = field(init=False)  # words of which each sentence of any row holds one
    _pleading: tuple[str, ...] = field(init=False)  # of which each plea holds one

    def __post_init__(self) -> None:
        uses: dict[tuple[Tokens, int], set[str]] = {}
        for rank, row in enumerate(self.rows):
            for use, words in row.words.items():
                for tokens in words:
                    uses.setdefault((tokens, rank), set()).add(use)
        found: dict[str, list[_Phrase]] = {}
        for (tokens, rank), of in uses.items():
            found.setdefault(tokens[0], []).append(_Phrase(tokens, rank, frozenset(of)))
        ordered = {first: sorted(some, key=lambda one: (-len(one.tokens), one.rank)) for first, some in found.items()}
        object.__setattr__(self, "_phrases", ordered)
        openings: dict[str, list[tuple[str, Signal]]] = {}
        for row in self.rows:
            for key in row.openings:
                openings.setdefault(key.partition(" ")[0], []).append((key, row.signal))
        object.__setattr__(self, "_openings", openings)
        object.__setattr__(self, "_telling", _telling([words for row in self.rows for words in row.sentences]))
        object.__setattr__(self, "_pleading", _telling([" ".join(one.parts) for row in self.rows for one in row.pleas]))

    def coded(self, kind: Kind, value: str | None) -> Signal | None:
        """What a code of a feed says ("sig:update", "Rectify"), None where it says nothing of this."""
        return status_codes.find(self.codes, kind, value)

    def strongest(self, kind: Kind, values: Iterable[str | None]) -> Status | None:
        """The code that says most among several, as a status with the code for its label."""
        found = [(signal, value) for value in values if value and (signal := self.coded(kind, value))]
        if not found:
            return None
        signal, label = min(found, key=lambda pair: RANKS.index(pair[0]))
        return Status(signal=signal, label=label.strip())

    def take(self, text: str) -> Status | None:
        """What a take key or a line of its own says; None for a line that says anything else."""
        return self.label(text, TAKES) if len(text) <= TAKE_MAX else None

    def label(self, text: str, uses: frozenset[str]) -> Status | None:
        """What words say that are all of `uses`, numbers and joiners; None where any is anything else."""
        tokens = tokens_of(text)
        ranks: list[int] = []
        at = 0
        while at < len(tokens):
            phrase = self._phrase(tokens, at, uses)
            if phrase is None and not (tokens[at] in self.joiners or tokens[at].isdecimal()):
                return None
            ranks += [phrase.rank] if phrase else []
            at += len(phrase.tokens) if phrase else 1
        return self._status(min(ranks), text) if ranks else None

    def _phrase(self, tokens: Sequence[str], at: int, uses: frozenset[str]) -> _Phrase | None:
        for phrase in self._phrases.get(tokens[at], ()):
            if not uses.isdisjoint(phrase.uses) and tuple(tokens[at : at + len(phrase.tokens)]) == phrase.tokens:
                return phrase
        return None

    def keyword(self, text: str) -> Status | None:
        """What a wire's keyword says by its last words."""
        text = _EDITION.sub("", text)
        tokens = tuple(line_key(text.replace("-", " ")).split())
        for rank, row in enumerate(self.rows):
            if any(tokens[-len(words) :] == words for words in row.keywords):
                return self._status(rank, text)
        return None

    def noted(self, text: str | None, notes: NoteWords) -> Status | None:
        """What a note to editors says that was done: "Adds details", "Im 2. Absatz wurde … berichtigt"."""
        if not text:
            return None
        led = notes.lead(text)
        tokens = tokens_of((led[1] if led else text)[: 10 * NOTE_WORDS])[:NOTE_WORDS]
        key, starts = f" {' '.join(tokens)} ", _starts(tokens)
        for row in self.rows:
            if not row.notes.isdisjoint(starts) or any(f" {words} " in key for words in row.inside):
                return Status(signal=row.signal)
        return None

    def told(self, line: str) -> Status | None:
        """What a line of the text says for all to read: "This story has been corrected to show that …"."""
        text = line[:SENTENCE_MAX].casefold()  # of every story: a key would take ten times as long
        if not any(map(text.__contains__, self._telling)):
            return None
        for row in self.rows:
            if any(words in text and opens_sentence(text, words) for words in row.sentences):
                return Status(signal=row.signal)
        return None

    def pleaded(self, text: str, is_own: Callable[[str], bool]) -> Status | None:
        """What a short text asks: "Please disregard our story …"; `is_own`: whether words name its agency."""
        key = text[:SENTENCE_MAX].casefold()
        if not any(map(key.__contains__, self._pleading)):
            return None
        for row in self.rows:
            if any(plea.stands_in(key, is_own) for plea in row.pleas):
                return Status(signal=row.signal)
        return None

    def opens_note(self, text: str) -> bool:
        """Whether a text in brackets begins as a note does: "(Adds details, background)"."""
        starts = _starts(tokens_of(text[: 10 * NOTE_OPENING])[:NOTE_OPENING])
        return any(not row.notes.isdisjoint(starts) for row in self.rows)

    def opened(self, headline: str) -> Signal | None:
        """What a headline is that begins with an agency's name for it: "Reuters Schedule at 0600 GMT"."""
        first = line_key(headline.partition(" ")[0]).partition(" ")[0]
        if not (some := self._openings.get(first)):
            return None
        key = line_key(headline)
        return next((signal for opening, signal in some if f"{key} ".startswith(f"{opening} ")), None)

    def may_begin(self, text: str) -> bool:
        """A cheap look: whether the first word of a headline or line may be one of status."""
        tokens = tokens_of(text[:24])
        return bool(tokens) and (tokens[0] in self._phrases or tokens[0] in self.joiners or tokens[0].isdecimal())

    def _status(self, rank: int, text: str) -> Status:
        number = _NUMBER.search(text)
        return Status(signal=self.rows[rank].signal, number=int(number[0]) if number else None, label=text.strip())


def _telling(sentences: Sequence[str]) -> tuple[str, ...]:
    """As few words as cover the sentences: the one that most of those left hold, the longest of these, and so on."""
    left, found = list(sentences), []
    while left:
        held = Counter(word for sentence in left for word in set(sentence.split()))
        found.append(max(held, key=lambda word: (held[word] * (len(word) >= TELLING_MIN), len(word), word)))
        left = [sentence for sentence in left if found[-1] not in sentence]
    return tuple(found)


def _starts(tokens: Sequence[str]) -> set[str]:
    """The first word, the first two, ..."""
    return {" ".join(tokens[:count]) for count in range(1, NOTE_OPENING + 1)}


def tokens_of(text: str) -> list[str]:
    """The words, with figures parted from letters."""
    return undotted(line_key(_SEAM.sub(" ", _ORDINAL.sub(lambda found: f" {found[0]} ", text)))).split()


def status_words(entry: Entry) -> StatusWords:
    """The codes, the words and the columns."""
    entry.only("code", "joiners", "word", "takes", "credited", "columns")
    columns = tables.section(entry, "columns").only("tags", "names", "examples")
    behind = tables.section(entry, "takes").only("agencies", "endings")
    joiners = tables.section(entry, "joiners").only("words").texts("words")
    return StatusWords(
        codes=status_codes.codes_of(tables.rows(entry, "code", "signal")),
        rows=tuple(map(_row, tables.rows(entry, "word", "signal"))),
        joiners=frozenset(token for word in joiners for token in tokens_of(word)),
        takes=frozenset(behind.texts("agencies")),
        credited=frozenset(map(line_key, tables.section(entry, "credited").only("words").texts("words"))),
        endings=frozenset(behind.texts("endings")),
        column_tags=frozenset(columns.texts("tags")),
        column_names=tuple(sorted(columns.texts("names"), key=len, reverse=True)),
    )


def _row(row: Entry) -> Row:
    row.only("signal", *USES, "keywords", "bare", "openings", "notes", "inside", "sentences", "pleas", "examples")
    return Row(
        signal=row.read("signal", Signal, ", ".join(Signal)),
        words={use: _phrases(row.texts(use)) for use in USES},
        keywords=frozenset(tuple(line_key(words).split()) for words in row.texts("keywords")),
        bare=row.texts("bare"),
        openings=tuple(map(line_key, row.texts("openings"))),
        notes=frozenset(" ".join(tokens_of(words)) for words in row.texts("notes")),
        inside=tuple(" ".join(tokens_of(words)) for words in row.texts("inside")),
        sentences=tuple(words.casefold() for words in row.texts("sentences")),
        pleas=tuple(map(plea, row.texts("pleas"))),
    )


def _phrases(words: Sequence[str]) -> frozenset[Tokens]:
    tokens = {tuple(tokens_of(word)) for word in words}
    return frozenset(tokens | {tuple(map(unmarked, some)) for some in tokens})
