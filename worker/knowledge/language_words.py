"""config/languages.toml: scripts of languages, languages that are alike, words that only one of them has."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from worker.knowledge import tables
from worker.knowledge.tables import Entry

SMALL_EVERY, SMALL_MIN = 10, 5  # words of a text, one of which must be small; different ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A language that is written with words of another: one of `words` or `marks` tells it, or two of `few`."""

    code: str
    over: frozenset[str]
    words: frozenset[str]  # words, and pairs of them with a blank
    few: frozenset[str]
    marks: re.Pattern[str] | None  # what words begin with, or hold
    heard_as: frozenset[str]  # what CLD2 says to it
    home: frozenset[str]  # names of where it is spoken, in small letters


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LanguageWords:
    """The tables, by BCP 47 codes and scripts of ISO 15924.  Equal only to itself: readers cache by it."""

    languages: Mapping[str, Sequence[str]]  # script -> languages, the most usual first
    latin_too: frozenset[str]
    groups: Sequence[frozenset[str]]
    cues: Sequence[Cue]
    ahead: Mapping[str, float]  # of usual languages, in natural logarithms
    small: Mapping[str, frozenset[str]]  # code -> small words that its texts are full of
    telling: frozenset[str] = field(init=False)  # words of any cue
    _rivals: Mapping[str, frozenset[str]] = field(init=False)  # words of cues over a language that has small words
    _elsewhere: frozenset[str] = field(init=False)  # languages of other scripts than the Latin

    def __post_init__(self) -> None:
        written = frozenset(code for some in self.languages.values() for code in some)
        object.__setattr__(self, "telling", _telling(self.cues))
        over = {code: _telling(cue for cue in self.cues if code in cue.over) for code in self.small}
        object.__setattr__(self, "_rivals", over)
        object.__setattr__(self, "_elsewhere", written - self.latin_too)

    def may_be_in(self, code: str, script: str) -> bool:
        """Whether the language is ever written in the script."""
        if script == "Latn":
            return code not in self._elsewhere
        return code in self.languages.get(script, ())

    def is_full_of(self, code: str, tokens: Sequence[str]) -> bool:
        """Whether words in small letters are those of a text in a language of `small`, by these alone."""
        found = list(filter(self.small[code].__contains__, tokens)) if self._rivals[code].isdisjoint(tokens) else []
        return len(found) * SMALL_EVERY >= len(tokens) and len(frozenset(found)) >= SMALL_MIN

    def taken_for(self, code: str) -> frozenset[str]:
        """Languages that CLD2 takes for this one, so that its voice counts for them, too."""
        return frozenset(cue.code for cue in self.cues if code in cue.heard_as)

    def home(self, code: str) -> frozenset[str]:
        """Names of where a language of `cues` is spoken, in small letters."""
        return next((cue.home for cue in self.cues if cue.code == code), frozenset())

    def alike(self, code: str, other: str) -> bool:
        """Whether the two count as one where they disagree."""
        return code == other or any(code in group and other in group for group in self.groups)


def _telling(cues: Iterable[Cue]) -> frozenset[str]:
    return frozenset(word for cue in cues for word in cue.words | cue.few)


def language_words(entry: Entry) -> LanguageWords:
    """The rows."""
    entry.only("scripts", "latin", "alike", "usual", "small", "cue")
    scripts = tables.section(entry, "scripts")
    groups = tables.section(entry, "alike").only("groups").fields["groups"]
    usual = tables.section(entry, "usual")
    return LanguageWords(
        languages={script: scripts.texts(script) for script in scripts.fields},
        latin_too=frozenset(tables.section(entry, "latin").only("also").texts("also")),
        groups=tuple(map(frozenset, groups)),
        ahead={code: _number(usual, code) for code in usual.fields},
        small={row.text("code"): _small(row) for row in tables.rows(entry, "small", "code")},
        cues=tuple(map(_cue, tables.rows(entry, "cue", "code"))),
    )


def _number(entry: Entry, code: str) -> float:
    value = entry.fields[code]
    if not isinstance(value, int | float) or not 0 <= value <= 50:
        raise entry.error(code, "must be a number from 0 to 50")
    return float(value)


def _small(row: Entry) -> frozenset[str]:
    words = row.only("code", "words", "examples", "others").texts("words")
    if not all(word.isalpha() and word.islower() for word in words):
        raise row.error("words", "must be words in small letters")
    return frozenset(words)


def _cue(row: Entry) -> Cue:
    row.only("code", "over", "words", "few", "starts", "parts", "heard_as", "home", "examples", "others")
    return Cue(
        code=row.text("code"),
        over=frozenset(row.texts("over")),
        words=frozenset(row.texts("words")),
        few=frozenset(row.texts("few")),
        marks=_marks(row.texts("starts"), row.texts("parts")),
        heard_as=frozenset(row.texts("heard_as")),
        home=frozenset(row.texts("home")),
    )


def _marks(starts: Sequence[str], parts: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of what a word begins with, in small letters or with a capital, or holds."""
    found = []
    if starts:
        found.append(rf"\b(?:{_either({f'[{start[0]}{start[0].upper()}]': start[0] for start in starts}, starts)})")
    if parts:
        found.append(_either({re.escape(part[0]): part[0] for part in parts}, parts))
    return re.compile("|".join(found)) if found else None


def _either(firsts: Mapping[str, str], texts: Sequence[str]) -> str:
    """An alternation by first letters, as `firsts` writes them: a tenth of the time of one of whole texts."""
    rests = {letter: "|".join(re.escape(text[1:]) for text in texts if text[0] == letter) for letter in firsts.values()}
    return "|".join(f"{first}(?:{rests[letter]})" for first, letter in firsts.items())
