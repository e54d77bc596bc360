"""config/genres.toml: which words of newsrooms name a story's genre, and what texts without them look like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from worker.article import Subject
from worker.knowledge import tables
from worker.knowledge.keys import by_first_word, first_words, line_key, undotted, unmarked
from worker.knowledge.tables import Entry
from worker.knowledge.topics import NEWSCODES

KINDS: Final = ("labels", "capitals", "openings", "phrases", "slugs", "sections", "folders", "closings")
SHAPES: Final = ("fixtures", "results", "questions", "timeline", "market-report", "obituary", "list", "brief")

Found = tuple[Subject, ...]  # without creator and confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class GenreWords:
    """The tables; words as keys.  A subject is "genre:Opinion" of IPTC or a form of our own, "form:live"."""

    words: Mapping[str, Mapping[str, Found]]  # kind -> key
    openings: Mapping[str, Sequence[str]]  # keys by their first word
    phrases: Mapping[str, Found]  # by keys between blanks
    confidence: Mapping[str, int]  # of a kind of words, per cent
    shapes: Mapping[str, tuple[int, Found]]  # form -> confidence
    genres: Mapping[str, Subject]  # by IPTC's code
    deaths: tuple[str, ...]  # these three as keys between blanks
    lives: tuple[str, ...]
    markets: tuple[str, ...]
    _death_words: frozenset[str] = field(init=False)  # with which a phrase begins: most headlines hold none
    _phrase_words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_death_words", first_words(map(str.strip, self.deaths)))
        object.__setattr__(self, "_phrase_words", first_words(map(str.strip, self.phrases)))

    def named(self, kind: str, printed: str) -> Found:
        """What a text as a whole names; () for nothing."""
        return self.words[kind].get(undotted(line_key(printed)), ())

    def opened(self, headline: str) -> Found:
        """What a headline says by its first words: "AP Top News at …"."""
        first = line_key(headline.partition(" ")[0]).partition(" ")[0]
        if not (some := self.openings.get(first)):
            return ()
        key = f"{line_key(headline)} "
        return next((self.words["openings"][one] for one in some if key.startswith(f"{one} ")), ())

    def held(self, headline: str) -> Found:
        """What words anywhere in a headline say: "… instead of the announced …"."""
        key = line_key(headline)
        if self._phrase_words.isdisjoint(key.split()):
            return ()
        line = f" {key} "
        return next((found for phrase, found in self.phrases.items() if phrase in line), ())

    def closed(self, line: str) -> Found:
        """What the last line of a text says of it: "Views expressed are personal."."""
        key = f" {line_key(line)} "
        return next((found for words, found in self.words["closings"].items() if f" {words} " in key), ())

    def tells_death(self, headline: str) -> bool:
        """Whether a headline says that somebody died."""
        key = line_key(headline)
        return not self._death_words.isdisjoint(key.split()) and any(map(f" {key} ".__contains__, self.deaths))


def genre_words(entry: Entry, genres: Mapping[str, str]) -> GenreWords:
    """The rows; `genres`: names of IPTC's genres by code.  No word of one kind names two rows."""
    entry.only("confidence", "genre", "shape", "obituary", "markets")
    rows = tables.rows(entry, "genre", "code")
    known = {code: _genre(code, name) for code, name in genres.items()}
    words = {kind: _words(rows, kind, known) for kind in KINDS}
    lives = tables.section(entry, "obituary").only("deaths", "lives", "examples")
    return GenreWords(
        words=words,
        openings=by_first_word(words["openings"]),
        phrases={f" {key} ": found for key, found in words["phrases"].items()},
        confidence=_confidences(tables.section(entry, "confidence").only(*KINDS)),
        shapes={row.text("form"): _shape(row, known) for row in tables.rows(entry, "shape", "form")},
        genres=known,
        deaths=_between_blanks(lives.texts("deaths")),
        lives=_between_blanks(lives.texts("lives")),
        markets=_between_blanks(tables.section(entry, "markets").only("names").texts("names")),
    )


def _between_blanks(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f" {line_key(word)} " for word in words)


def _genre(code: str, name: str | None) -> Subject:
    return Subject(name=name, uri=f"{NEWSCODES}genre/{code}", literal=f"genre:{code}")


def _form(form: str) -> Subject:
    return Subject(name=form.replace("-", " "), literal=f"form:{form}")


def _words(rows: Iterable[Entry], kind: str, known: Mapping[str, Subject]) -> dict[str, Found]:
    rows = tuple(row.only("code", "form", *KINDS, "examples") for row in rows)
    named = [(key, row) for row in rows for key in dict.fromkeys(map(line_key, row.texts(kind)))]
    tables.once(named, kind)
    found = {key: _found(row, known) for key, row in named}
    return {unmarked(key): some for key, some in found.items()} | found


def _found(row: Entry, known: Mapping[str, Subject]) -> Found:
    """What a row means: a genre, a form, or both."""
    code, form = row.optional("code"), row.optional("form")
    if code is not None and code not in known:
        raise row.error("code", "is no genre of config/subjects.toml")
    if code is None and form is None:
        raise row.error("code", "a row needs a code or a form")
    return (*((known[code],) if code else ()), *((_form(form),) if form else ()))


def _shape(row: Entry, known: Mapping[str, Subject]) -> tuple[int, Found]:
    row.only("form", "code", "confidence")
    if row.text("form") not in SHAPES:
        raise row.error("form", f"is not known; allowed: {', '.join(SHAPES)}")
    return percent(row, "confidence"), _found(row, known)


def _confidences(entry: Entry) -> dict[str, int]:
    return {kind: percent(entry, kind) for kind in KINDS}


def percent(entry: Entry, key: str) -> int:
    """A whole number of per cent, 1 .. 100."""
    value = entry.fields.get(key)
    if not isinstance(value, int) or value not in range(1, 101):
        raise entry.error(key, "must be a whole number from 1 to 100")
    return value
