"""Names of people in the short texts that pages give of their authors: "By Jo Bee, Staff Writer | 3 May"."""

import itertools
import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import Final

from worker.knowledge.author_words import AuthorWords
from worker.knowledge.keys import line_key
from worker.markup.lines import capped, key_of

NAME_MAX: Final = 200
NAMES_MAX: Final = 20
PEN_NAME_MAX: Final = 30  # characters
PARTS_MAX: Final = 6  # of a line between dividers

_QUOTES: Final = frozenset("'\"“”„«»‘")  # a heading may be somebody's words, in bold
# "Harbour Outdoor Co.": a company; "Jo Co" is a name
_COMPANY = re.compile(r"\s(?:Co|Cos|Corp|Inc|Ltd)\.$")
# "Jo Bee (obe)": the house's initials
_INITIALS = re.compile(r"\s\([a-zäöü]{2,4}\)$")
# "Jo Bee (Content Manager)": what the house calls them
_RANK = re.compile(r"(?<=\w)\s\([^\d().\s]{2,20}\s[^\d().]{2,40}\)$")
# the address in "Jo Bee, jo@bee.example" and in "Jo Bee (@jobee)"
_ADDRESS = re.compile(r"[\s,;]?[(<\[]?(?:\bmailto:)?[\w.+-]{0,64}@[\w.-]{1,100}[)>\]]?")
# "Jo Bee and Al Cee", "Trine Bee og Tor Cee", "A, B & C", "甲、乙"
_JOINED = re.compile(r"\s?[,;/&、，]\s?|\s(?:and|und|og|och|et|y|e|en|ja|dan|with|mit)\s")
# "Jo Bee and", at the end of one element's text, before the next name's
_JOINT_ENDS = re.compile(r"(?:[,;/&、，]|\s(?:and|und|og|och|et|y|e|en|ja|dan|with|mit))$")
# "Jo Bee | 17 May", "Jo Bee - Aug 10", "Jo Bee • Staff", "Jo Bee @ Harbour": parts of a line
_DIVIDER = re.compile(r"\s?[|•·]\s?|\s[–—-]\s|\s@\s|\s(?:on behalf of|am|vom|on|for|für)\s|\s(?=\d)")
# Published by, Veröffentlicht von, Interview:, Recipe by
_LABEL = re.compile(r"^[\W_]{0,5}(?:[\w-]{3,20}\s(?:by|von|par|por)\s|[\w-]{3,20}\s?:\s?)(?=\w)", re.IGNORECASE)


def names_of(values: Iterable[str], words: AuthorWords) -> tuple[str, ...]:
    """The declared values that may be names, cleaned, each once; what divides them no rule knows stays together.

    Those with another's work in front ("Edited by Jo Bee") come last: it would be said of the names behind them, too.
    """
    parts = (part for value in values if (line := as_name(value, words)) for part in _split(line))
    found = dict.fromkeys(part for part in parts if line_key(part) not in words.labels)
    return tuple(sorted(found, key=lambda part: words.others.match(part) is not None))[:NAMES_MAX]


def as_name(value: str, words: AuthorWords) -> str | None:
    """`value` without "By", house initials and addresses; None for what is nothing else, for numbers and markup."""
    line = capped(unescape(value[: 8 * NAME_MAX]), NAME_MAX)
    if line is None or "://" in line or line.startswith("www.") or _COMPANY.search(line):
        return None
    line = _ADDRESS.sub("", line).strip(" ,;") if "@" in line and not line.startswith("@") else line
    if any(sign in line for sign in "<>{}@\\!?=©"):
        return None
    leading = words.leading.match(line)
    line = _RANK.sub("", _INITIALS.sub("", line[leading.end() :] if leading else line))
    return line if any(c.isalpha() for c in line) else None


def _split(line: str) -> Sequence[str]:
    """The names in a line where each part looks like a whole name, or the one of "Bee, Jo"; else the line as it is."""
    surname, comma, name = line.partition(", ")
    if comma and surname.istitle() and name.istitle() and surname.isalpha() and name.isalpha():  # not "AFP, MANILA"
        return [f"{name} {surname}"]
    parts = [part.strip() for part in _JOINED.split(line)]
    whole = len(parts) > 1 and all(2 <= len(part.split()) <= 4 for part in parts)
    return parts if whole else [line]


def names_in(line: str, words: AuthorWords) -> tuple[str, ...]:
    """The names in the first of a line's parts that holds any; none of those who only checked or pictured it."""
    text = line.strip(" ~·•|-–—")[:NAME_MAX]
    if words.others.match(text):
        return ()
    for part, following in itertools.pairwise([*_DIVIDER.split(text)[:PARTS_MAX], ""]):
        name = as_name(_without_label(_without_day(part, words) if following[:1].isdigit() else part, words), words)
        if name is not None and line_key(name) not in words.labels:
            found = [one.strip(" ~·•|-–—") for one in _JOINED.split(_JOINT_ENDS.sub("", name))]
            if names := _run(found, words):
                return names
    return ()


def _run(parts: Sequence[str], words: AuthorWords) -> tuple[str, ...]:
    """The first names in a row: behind a rank in "Jo Bee, Director, EMEA" stands no other name."""
    rest = itertools.dropwhile(lambda part: not reads_like_name(part, words), parts)
    return tuple(itertools.takewhile(lambda part: reads_like_name(part, words), rest))


def _without_day(part: str, words: AuthorWords) -> str:
    """`part` without the month or day of the week before a figure: "Jo Bee Mar" of "Jo Bee Mar 3"."""
    head, _, last = part.rstrip(" ,").rpartition(" ")
    return _without_day(head, words) if last.strip(".,").lower() in words.days else part


def _without_label(line: str, words: AuthorWords) -> str:
    """`line` behind "Published by" or "Text:"."""
    label = words.leading.match(line) or _LABEL.match(line)
    return line[label.end() :] if label else line


def reads_like_name(part: str, words: AuthorWords) -> bool:
    """Two to five words with capitals, or a few letters of a script without any."""
    parts = part.split()
    if not part or any(c.isdigit() for c in part) or part[0] in _QUOTES or part.endswith((":", "?", "!")):
        return False
    if holds_no_name(parts, words) or (part.endswith(".") and len(parts[-1]) > 3):
        return False
    if part == part.swapcase():
        return 2 <= len(part) <= PEN_NAME_MAX
    capitals = sum(word[0].isupper() for word in parts)
    small = (word for word in parts if word[0].islower())
    ends = parts[-1] not in words.particles  # "Born in Astoria in"
    return 2 <= len(parts) <= 5 and capitals >= 2 and ends and all(word in words.particles for word in small)


def is_pen_name(piece: str, words: AuthorWords, most: int = 1) -> bool:
    """So few words, of which none is a button's: a name where the page says that it is one."""
    parts = piece.split()
    return 1 <= len(parts) <= most and 2 <= len(piece) <= PEN_NAME_MAX and piece[0].isalpha() and not holds_no_name(
        parts, words
    )  # fmt: skip


def holds_no_name(parts: Sequence[str], words: AuthorWords) -> bool:
    """Some word of them is a role, a label or a button, or all are words of a day."""
    small = [word.strip(".,:;()").lower() for word in parts]
    return any(word in words.never for word in small) or all(word in words.days for word in small)


def joins(piece: str, words: AuthorWords) -> bool:
    """What may stand between two names: signs, a label, "and"."""
    return not any(map(str.isalpha, piece)) or len(piece) <= 3 or line_key(piece) in words.labels


def is_account(name: str) -> bool:
    """One word, in small letters: what somebody logs in as ("jbee", "jo.bee")."""
    return name == name.lower() != name.upper() and " " not in name


def without_house(names: Sequence[str], house: Iterable[str], words: AuthorWords) -> tuple[str, ...]:
    """`names` but desks, accounts of nobody, and those that only repeat a name of the publisher or its host."""
    keys = {key for name in house if (key := key_of(name))}
    return tuple(
        name
        for name in names
        if line_key(name) not in words.accounts and not any(_repeats(key_of(name), key) for key in keys)
    )


def _repeats(own: str, key: str) -> bool:
    return own in key or key in own
