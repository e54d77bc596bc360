"""config/sections.toml: which IPTC media topics the name of a publisher's section means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

from worker.knowledge import tables
from worker.knowledge.keys import line_key, undotted
from worker.knowledge.tables import Entry

LENGTH_MAX: Final = 200  # characters: longer is a sentence or an address
PARTS_MAX: Final = 4  # of a list: more are tags
TOPICS_MAX: Final = 3
WORDS_MAX: Final = 8  # of one part
_CACHED: Final = 4096

# Region; News   à la une|Société
_LIST: Final = re.compile("[;|]")
# Politics, Health   Wirtschaft,Tipps
_COMMAS: Final = re.compile("[,、，]")
# News/World/Asia   Sport > Football   Start » Kultur   News - Politics   News: Sport
_PATH: Final = re.compile(r"\s*[/\\>»›→:]\s*|\s+[-–—•·]\s+")
# Arts & Culture   Arts + Culture
_AND: Final = re.compile(r"\s*[&+＆・]\s*")

# Latin letters with a stroke, which are no letter and an accent; and how addresses spell some in two letters.
_STROKES: Final = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_PAIRS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_LATIN: Final = re.compile(r"[\x00-\u024f\u1e00-\u1eff]*")

Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sections:
    """The names as keys, each with its media topics; () for a name that means none.  Equal only to itself."""

    topics: Mapping[str, Codes]
    joins: frozenset[str]
    around: frozenset[str]
    front: frozenset[str]  # names of the front page
    unsorted: frozenset[str]  # what systems call the category of a story that was given none

    def topics_of(self, section: str) -> Codes:
        """The codes of the media topics that a section as printed means, up to 3; () where it means none or is unknown.

        "News/World/Cricket" -> ("20000888",), "Politics, Health" -> ("11000000", "07000000"), "World" -> ().
        """
        return _topics_of(self, section) if _may_be_section(section) else ()

    def names(self, printed: str) -> list[str]:
        """Those of a list, "News, Politics, World"; "Arts, Culture & Entertainment" is one name, as what is no list."""
        plain = unescape(printed) if _may_be_section(printed) else ""
        listed = _parted(_LIST, plain)
        if len(listed) < 2:
            listed = _parted(_COMMAS, plain)
            if ", " in plain and any(map(self._is_joined, listed[-1:])):
                return [printed]
        return listed if len(listed) > 1 else [printed]

    def telling(self, printed: str) -> str:
        """Of a list the first name that means a topic, else the first that says more than "News", else the first."""
        names = self.names(printed)[:PARTS_MAX]
        if len(names) == 1:
            return names[0]
        with_topic = (name for name in names if self.topics_of(name))
        saying = (name for name in names if not self.tells_nothing(name))
        return next(with_topic, None) or next(saying, names[0])

    def tells_nothing(self, printed: str) -> bool:
        """What the front page is called, or all of the news: it tells no story from others."""
        key = _key(printed)
        return key in self.front or key in self.around or self.around.issuperset(key.split())

    def is_unsorted(self, printed: str) -> bool:
        """What stands for no section: "Uncategorized", signs alone."""
        key = _key(printed)
        return not key or key in self.unsorted

    def _is_joined(self, printed: str) -> bool:
        return len(_AND.split(printed)) > 1 or not self.joins.isdisjoint(_key(printed).split())

    def part(self, printed: str) -> Codes | None:
        """What one name means; None where it is unknown."""
        whole = _key(printed)
        if not whole:
            return None
        if (found := self.topics.get(whole)) is not None:
            return found
        tokens = whole.split()
        if len(tokens) > WORDS_MAX:
            return None
        core = self._core(tokens)
        if core is not None:
            return self.topics.get(core, ())
        return self._joined(printed, tokens)

    def _core(self, tokens: Sequence[str]) -> str | None:
        """The longest run of the words that is a name with a topic, everything round it saying nothing."""
        for size in range(len(tokens), -1, -1):
            for start in range(len(tokens) - size + 1):
                core = " ".join(tokens[start : start + size])
                if (
                    (core == "" or self.topics.get(core))
                    and self._silent(tokens[:start])
                    and self._silent(tokens[start + size :])
                ):
                    return core
        return None

    def _silent(self, tokens: Sequence[str]) -> bool:
        """Whether words are all such as may stand round a name, or names without a topic."""
        ends = {0}
        for start in range(len(tokens)):
            if start in ends:
                ends |= {
                    end for end in range(start + 1, len(tokens) + 1) if self._says_nothing(" ".join(tokens[start:end]))
                }
        return len(tokens) in ends

    def _says_nothing(self, key: str) -> bool:
        return key in self.around or self.topics.get(key) == ()

    def _joined(self, printed: str, tokens: Sequence[str]) -> Codes | None:
        """What both sides of an "and" mean, where both are known."""
        sides = [_key(side) for side in _AND.split(printed)]
        if len(sides) < 2:
            sides = [*_split(tokens, self.joins)]
        found = [self.topics.get(side) for side in sides]
        if len(found) < 2 or None in found:
            return None
        return _united(codes for codes in found if codes)


def _may_be_section(printed: str) -> bool:
    return len(printed) <= LENGTH_MAX and "://" not in printed


def _parted(separator: re.Pattern[str], printed: str) -> list[str]:
    return [name for part in separator.split(printed) if (name := part.strip())]


def _key(printed: str) -> str:
    return undotted(line_key(printed))


def _split(tokens: Iterable[str], joins: frozenset[str]) -> Iterator[str]:
    """The words between the joining ones."""
    side: list[str] = []
    for token in tokens:
        if token in joins:
            yield " ".join(side)
            side = []
        else:
            side.append(token)
    yield " ".join(side)


@lru_cache(maxsize=_CACHED)
def _topics_of(sections: Sections, section: str) -> Codes:
    printed = unescape(section).replace("_", " ")
    if (whole := sections.part(printed)) is not None:
        return whole
    parts = [part for one in _parted(_LIST, printed) for part in _parted(_COMMAS, one)]
    if len(parts) > PARTS_MAX:
        parts = [sections.telling(printed)]
    return _united(_deepest(sections, part) for part in parts)


def _deepest(sections: Sections, path: str) -> Codes:
    """What the last part of a path means that means anything; a name of two words with a hyphen is no path."""
    steps = [step for step in _PATH.split(path) if step]
    found = (sections.part(step) for step in reversed(steps[-WORDS_MAX:]))
    return next(filter(None, found), ())


def _united(found: Iterable[Codes]) -> Codes:
    return tuple(dict.fromkeys(code for codes in found for code in codes))[:TOPICS_MAX]


def sections(entry: Entry, known: Mapping[str, object]) -> Sections:
    """The names; no two rows share one, and every topic is of `known`, those in use."""
    entry.only("words", "section")
    words = tables.section(entry, "words").only("joins", "around", "front", "unsorted")
    rows = tables.rows(entry, "section", "topics")
    named = [(row, frozenset(_names(row))) for row in rows]
    tables.once(((name, row) for row, names in named for name in sorted(names)), "names")
    topics = {name: _codes(row, known) for row, names in named for name in names}
    return Sections(
        topics=_unaccented(topics) | topics,
        joins=frozenset(words.texts("joins")),
        around=frozenset(map(_key, words.texts("around"))),
        front=frozenset(map(_key, words.texts("front"))),
        unsorted=frozenset(map(_key, words.texts("unsorted"))),
    )


def _unaccented(topics: Mapping[str, Codes]) -> dict[str, Codes]:
    """The names in Latin letters as addresses spell them: "saude", "boerse"; none that two rows share."""
    found: dict[str, set[Codes]] = {}
    for name, codes in topics.items():
        if _LATIN.fullmatch(name) and not name.isascii():
            for spelled in {_plain(name), _plain(name.translate(_PAIRS))}:
                found.setdefault(spelled, set()).add(codes)
    return {name: codes for name, (codes, *others) in found.items() if not others}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.translate(_STROKES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _names(row: Entry) -> Iterator[str]:
    row.only("topics", "examples", "names")
    languages = tables.section(row, "names")
    for language in languages.fields:
        yield from map(_key, languages.texts(language))


def _codes(row: Entry, known: Mapping[str, object]) -> Codes:
    codes = row.texts("topics")
    for code in codes:
        if code not in known:
            raise row.error("topics", f"{code!r} is no media topic in use")
    return codes
