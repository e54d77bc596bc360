"""What pages without a story call themselves and say: [[no_story]] of config/pages.toml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from worker.knowledge import tables
from worker.knowledge.keys import line_key
from worker.knowledge.tables import Entry

KINDS: Final = ("robot", "error", "consent", "login", "sign-up", "script", "gallery", "front")
TITLE_MAX: Final = 200  # characters
LINE_MAX: Final = 1_500
PHRASE_SHARE: Final = 2  # a phrase that fills a half of a title: "Sorry, the page you are looking for is gone"

# Page not found | The Shore Post   Error 404 - Not found   In pictures: the flood   404 / Not found
_DIVIDER: Final = re.compile(r"\s[|/\\•·»›–—-]\s|[|:：｜…]\s?|[.!]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStory:
    """The words of one kind, as keys: parts of titles, what titles begin with, what lines hold."""

    titles: frozenset[str]
    opens: tuple[str, ...]
    lines: tuple[str, ...]
    half: bool = False  # whether a phrase that fills half a title names it: of errors, no story is called so
    _between: tuple[str, ...] = field(init=False)  # `lines` between blanks

    def __post_init__(self) -> None:
        object.__setattr__(self, "_between", tuple(f" {phrase} " for phrase in self.lines))

    def names(self, title: str) -> bool:
        """Whether a title says it: a part is one of `titles`, it begins with one of `opens`; errors: half a phrase."""
        if len(title) > TITLE_MAX:
            return False
        key = line_key(title)
        if key in self.titles or any(f"{key} ".startswith(f"{opening} ") for opening in self.opens):
            return True
        if any(line_key(part) in self.titles for part in _DIVIDER.split(title)):
            return True
        return self.half and any(PHRASE_SHARE * len(phrase) >= len(key) for phrase in self.found(title))

    def found(self, line: str) -> frozenset[str]:
        """The phrases that a line holds."""
        if len(line) > LINE_MAX:
            return frozenset()
        key = f" {line_key(line)} "
        return frozenset([phrase.strip() for phrase in self._between if phrase in key])


def no_story_words(entry: Entry) -> Mapping[str, NoStory]:
    """The kinds by name, each once; every example must be of its kind."""
    rows = tables.rows(entry, "no_story", "kind")
    tables.once(((row.text("kind"), row) for row in rows), "kind")
    for missing in set(KINDS) - {row.text("kind") for row in rows}:
        raise entry.error("no_story", f"has no kind {missing!r}; allowed: {', '.join(KINDS)}, each once")
    return {row.text("kind"): _kind(row) for row in rows}


def _kind(row: Entry) -> NoStory:
    if row.only("kind", "titles", "opens", "lines", "examples").text("kind") not in KINDS:
        raise row.error("kind", f"is not known; allowed: {', '.join(KINDS)}")
    words = NoStory(
        titles=frozenset(map(line_key, row.texts("titles"))),
        opens=tuple(map(line_key, row.texts("opens"))),
        lines=tuple(map(line_key, row.texts("lines"))),
        half=row.text("kind") == "error",
    )
    for example in row.texts("examples"):
        if not (words.found(example) or words.names(example)):
            raise row.error("examples", f"{example!r} holds none of the words of its kind")
    return words
