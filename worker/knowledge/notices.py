"""Publishers' notices under agency copy ("published from a syndicated feed"), as disclaimers.toml words them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from worker.knowledge import tables
from worker.knowledge.agencies import Agencies, Agency
from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry
from worker.syndicated import Grade
from worker.words import normal_tokens

NOTICE_MAX = 420  # characters
NAME_WORDS = 12  # that a placeholder with a name stands for
GAP_WORDS = 8  # that {} stands for
FRONT_WORDS_MAX = 10  # before a notice of parts: "Edited by … with inputs from"
PARTLY_WORDS_MAX = 20  # round it
STRANGE_MAX = 3  # of a credit that is neither agency nor the row's

# {publisher}   {agency}   {}
_HOLE = re.compile(r"\{(?P<name>publisher|agency|)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table.

    `agency`: it counts only where the line names one; `story`: where it speaks of a story; `whole`: where it holds
    nothing else.
    """

    grade: Grade
    words: str
    example: str
    agency: bool = False
    whole: bool = False
    story: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a line was found to say."""

    grade: Grade
    agencies: tuple[Agency, ...]


@dataclass(frozen=True, slots=True)
class Notices:
    """All rows, found by the rarest of their words."""

    rows: tuple[Row, ...]
    stories: frozenset[str]  # keys of words for a story
    _by_word: Mapping[str, Sequence[tuple[Row, re.Pattern[str]]]] = field(init=False)
    _words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        index: dict[str, list[tuple[Row, re.Pattern[str]]]] = {}
        for row in self.rows:
            index.setdefault(_signal(row.words), []).append((row, compiled(row.words, whole=row.whole)))
        object.__setattr__(self, "_by_word", index)
        object.__setattr__(self, "_words", frozenset(index))

    def read(self, text: str, agencies: Agencies) -> Notice | None:
        """The notice that the line is, None for any other line.  Whole copies beat parts, parts beat claims."""
        if len(text) > NOTICE_MAX:
            return None
        key = line_key(text)
        words = key.split(" ")
        if self._words.isdisjoint(words):
            return None
        hits = [
            row
            for word in sorted(self._words.intersection(words))
            for row, pattern in self._by_word[word]
            if (match := pattern.search(key)) and _is_all(row, match, key)
        ]
        named = agencies.mentioned(text) if hits else ()
        told = not self.stories.isdisjoint(words)
        hits = [row for row in hits if not (row.whole and row.agency) or _is_credit(row, text, agencies)]
        grades = [row.grade for row in hits if (named or not row.agency) and (told or not row.story)]
        return Notice(grade=min(grades, key=ORDER.index), agencies=named) if grades else None


def _is_all(row: Row, match: re.Match[str], key: str) -> bool:
    """Whether the line is little else than the notice: words like "with inputs from" stand in stories too."""
    if row.grade is not Grade.PARTLY:
        return True
    before, behind = key[: match.start()].count(" "), key[match.end() :].count(" ")
    return before <= FRONT_WORDS_MAX and before + behind <= PARTLY_WORDS_MAX


def _is_credit(row: Row, text: str, agencies: Agencies) -> bool:
    """Whether the line holds little but the row's words and agencies: "Con Reuters" opens sentences, too."""
    strange = set(agencies.unnamed(text)) - {token for piece in _pieces(row.words) for token in piece.split(" ")}
    strange = {word for word in strange if not word.isdecimal()}
    return len(strange) <= (STRANGE_MAX if not text.rstrip().endswith(".") else 1)


ORDER = (Grade.SYNDICATED, Grade.PARTLY, Grade.ORIGINAL)  # what counts where several are said


def compiled(words: str, *, whole: bool = False) -> re.Pattern[str]:
    """A row's words as a pattern over a line's key; holes are bounded, so it stays linear."""
    parts: list[str] = []
    gap = front = ""
    for piece in _pieces(words):
        if piece.startswith("{"):
            least, most = (1, NAME_WORDS) if len(piece) > 2 else (0, GAP_WORDS)
            gap = f"(?: [^ ]+){{{least},{most}}}?"
            front = front or ("" if parts else f"(?:[^ ]+ ){{{least},{most}}}?")
            continue
        parts.append((f"{gap} " if parts else "") + re.escape(piece).replace(r"\ ", " "))
        gap = ""
    start, end = (f"^{front}", "$") if whole else ("(?:^| )", "(?: |$)")
    return re.compile(f"{start}{''.join(parts)}{gap.rstrip('?')}{end}")


def _pieces(words: str) -> Iterable[str]:
    """Literal keys and holes by turns."""
    start = 0
    for match in _HOLE.finditer(words):
        if literal := " ".join(normal_tokens(words[start : match.start()])):
            yield literal
        yield match[0]
        start = match.end()
    if literal := " ".join(normal_tokens(words[start:])):
        yield literal


def _signal(words: str) -> str:
    """The longest word of a row: the one that ordinary lines hold least."""
    literal = [token for piece in _pieces(words) if not piece.startswith("{") for token in piece.split(" ")]
    return max(literal, key=len)


def notices(entry: Entry) -> Notices:
    """The rows, in order."""
    rows = tables.rows(entry.only("disclaimer", "stories"), "disclaimer", "words")
    return Notices(tuple(map(_notice, rows)), frozenset(map(line_key, entry.texts("stories"))))


def _notice(row: Entry) -> Row:
    row.only("grade", "words", "example", "agency", "whole", "story")
    grade = row.read("grade", Grade, "syndicated, partly, original")
    if grade is Grade.UNKNOWN:
        raise row.error("grade", "is no grade of a notice; allowed: syndicated, partly, original")
    return Row(
        grade=grade,
        words=row.text("words"),
        example=row.text("example"),
        agency=row.flag("agency"),
        whole=row.flag("whole"),
        story=row.flag("story"),
    )
