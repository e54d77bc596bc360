"""What one piece of a byline is: a person, an agency, a paper, a rank, a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from worker.article import Person
from worker.knowledge.agencies import Agency
from worker.knowledge.byline_words import SOURCE
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge

NAME_MAX = 60
NAME_WORDS_MIN, NAME_WORDS_MAX = 2, 6
HOUSE_WORDS_MAX = 8
SHORT_MAX = 3  # letters of a filler that may be a name, too

# "Jonathan Bee in New York", "Jo Bee for Reuters", "JO BEE A PARIS": what follows is no part of the name
_BEHIND = re.compile(r"\s(?:in|at|for|aus|für|à|en|from|para|per|للنشرة|في)\s(?=\S)")
_BEHIND_CAPITALS = re.compile(r"\s(?:IN|AT|FOR|AUS|FÜR|À|A|EN|FROM|PARA|PER)\s(?=\S)")
# DAILYHARBOUR.COM   harbour.example
_SITE = re.compile(r"[\w-]{2,40}(?:\.[A-Za-z]{2,10}){1,2}")
# O'BRIEN   SMITH-JONES   McDONALD   KERLOC'H
_PART = re.compile(r"[^\W_]+(?:['’][^\W_](?![^\W_]))?")
# AFP–Reuters   IANS-Lindesund
_HYPHEN = re.compile(r"\s?[-–—]\s?")
# Jo Bee (initials) and stars
_TRIM = ' .,:;*•|"“”'
# small words of names that are printed in capitals: FULANO DE TAL; "VAN" and "VON" are capitals to many of their owners
_SMALL = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "delle", "degli", "dei", "di", "du", "des"}
    | {"la", "las", "los", "y"}
)
_NO_NAME = frozenset("@:：/<>")
_TURKISH = re.compile("[şğıİŞĞ]")  # whose capital I is another letter's
SURNAME_MIN = 3  # letters of one that is printed in capitals behind a first name that is not


class Kind(Enum):
    """What a piece is; NOTHING are ranks, places and the like, OTHER papers, DESK "staff" and its kin."""

    PERSON = "person"
    AGENCY = "agency"
    OTHER = "other"
    DESK = "desk"
    NOTHING = "nothing"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece as printed, and what it was found to be."""

    text: str
    kind: Kind
    person: Person | None = None
    agency: Agency | None = None
    ranked: bool = False  # a rank behind the name says as much as "By" before it


def classify(text: str, rel: str, knowledge: Knowledge, *, signed: bool) -> Piece:
    """What the piece is; `signed`: it stands behind "By", so that a name of one word or without capitals is one."""
    line = _without_day(" ".join(text.split()).strip(_TRIM), knowledge)  # brackets leave blanks in a name
    agency = knowledge.agencies.named(line) or (knowledge.agencies.named(text) if text != line else None)
    if agency is not None:
        return Piece(text=line, kind=Kind.AGENCY, agency=agency)
    key = line_key(line)
    if key in knowledge.bylines.nobody or _is_filler(key, knowledge.bylines.fillers):
        return Piece(text=line, kind=Kind.DESK if key in knowledge.bylines.nobody else Kind.NOTHING)
    if (placed := _placed(line, key, knowledge)) is not None:
        return placed
    return (
        _glued_rank(line.split(), rel, knowledge)
        or _ranked(line, rel, knowledge)
        or _named(line, rel, knowledge, signed=signed)
    )


def _is_filler(key: str, fillers: frozenset[str]) -> bool:
    """Like "uhr" and "am montag": words that stand beside a date; several short ones may be a name: "Sun Le"."""
    words = key.split()
    return key in fillers or (any(len(word) > SHORT_MAX for word in words) and fillers.issuperset(words))


def _without_day(line: str, knowledge: Knowledge) -> str:
    """`line` without "Published" behind an agency or a name of two words, or a day where no capital tells it apart."""
    head, _, last = line.rpartition(" ")
    words, key = knowledge.bylines, line_key(last)
    glued = key in words.published or (last.lower() == last.upper() and key in words.fillers)
    return head if glued and (" " in head or knowledge.agencies.named(head)) else line


def _placed(line: str, key: str, knowledge: Knowledge) -> Piece | None:
    """An agency with its place or desk: "Press Trust of India Indore", "時事通信 社会部", "Redazione Adnkronos"."""
    hyphened, _, place = line.partition("-")
    if place[:1].isupper() and (agency := knowledge.agencies.named(hyphened)) is not None:  # IANS-Lindesund
        return Piece(text=line, kind=Kind.AGENCY, agency=agency)
    first, last = key.partition(" ")[0], key.rpartition(" ")[2]
    front, _, land = line.partition(" ")
    if front.isupper() and land and knowledge.gazetteer.region(land):  # AFP Uruguay
        agency = knowledge.agencies.named(front)
        return Piece(text=line, kind=Kind.AGENCY, agency=agency) if agency else None
    desks = knowledge.bylines
    if first not in desks.nobody_first and last not in desks.nobody_last and last not in knowledge.places.last:
        return None
    words = line.split()
    for count in range(len(words) - 1, 0, -1):
        rest = " ".join(words[count:])
        front = " ".join(words[:count])
        behind = knowledge.places.known(rest) or line_key(rest) in knowledge.bylines.nobody
        name = front if behind else rest if line_key(front) in knowledge.bylines.nobody else ""
        if (agency := knowledge.agencies.named(name)) is not None:
            return Piece(text=line, kind=Kind.AGENCY, agency=agency)
    return None


def _named(line: str, rel: str, knowledge: Knowledge, *, signed: bool) -> Piece:
    """A person, a paper or a place."""
    if (employed := _with_employer(line, rel, knowledge)) is not None:
        return employed
    name, *tail = (_BEHIND_CAPITALS if line.isupper() else _BEHIND).split(line, maxsplit=1)
    name = _without_day(name, knowledge)
    if rel == SOURCE or is_house(name, knowledge):
        return Piece(text=line, kind=Kind.OTHER)
    if is_name(name, knowledge, signed=signed) and not (tail and not tail[0][:1].isupper() and tail[0].isascii()):
        employer = knowledge.agencies.named(tail[0]) if tail else None
        return Piece(text=name, kind=Kind.PERSON, person=Person(name=proper(name), rel=rel), agency=employer)
    return Piece(text=line, kind=Kind.NOTHING if _is_place(line, knowledge) else Kind.STRANGE)


def _with_employer(line: str, rel: str, knowledge: Knowledge) -> Piece | None:
    """A whole name with an agency's of several words right behind it: "Jo Bee The Associated Press"."""
    words = line.split()
    for at in range(NAME_WORDS_MIN, len(words) - 1):
        agency = knowledge.agencies.named(" ".join(words[at:])) if words[at][0].isupper() else None
        name = " ".join(words[:at])
        if agency is not None and is_name(name, knowledge, signed=True) and not is_house(name, knowledge):
            return Piece(text=line, kind=Kind.PERSON, person=Person(name=proper(name), rel=rel), agency=agency)
    return None


def _ranked(line: str, rel: str, knowledge: Knowledge) -> Piece | None:
    """A piece that ends with a rank: "AP National Political Writer", "JO BEE AP Business Writer", "Staff Writer"."""
    words = line.split()
    ranks = [at for at, word in enumerate(words) if line_key(word) in knowledge.bylines.ranks]
    if len(words) < 2 or not ranks:
        return None
    if ranks[-1] < len(words) - 1:
        return _behind_rank(line, ranks[-1], rel, knowledge)
    if (employed := _employed(line, words, rel, knowledge)) is not None:
        return employed
    name = " ".join(words[:-1])
    if _is_caseless(name) and is_name(name, knowledge, signed=True) and not is_house(name, knowledge):  # 홍길동 기자
        return Piece(text=line, kind=Kind.PERSON, person=Person(name=name, rel=rel), ranked=True)
    return Piece(text=line, kind=Kind.NOTHING)


def _employed(line: str, words: list[str], rel: str, knowledge: Knowledge) -> Piece | None:
    """A rank with its agency: "JO BEE AP Business Writer", "Press Association Political Correspondent"."""
    for at, word in enumerate(words):
        if (agency := knowledge.agencies.named(word)) is not None:
            name = " ".join(words[:at])
            person = Person(name=proper(name), rel=rel) if is_name(name, knowledge, signed=True) else None
            return Piece(text=line, kind=Kind.PERSON if person else Kind.AGENCY, person=person, agency=agency)
    first = knowledge.agencies.mentioned(" ".join(words[:2]))
    return Piece(text=line, kind=Kind.AGENCY, agency=first[0]) if first else None


def _glued_rank(words: list[str], rel: str, knowledge: Knowledge) -> Piece | None:
    """An agency's rank without a blank before the name: "新华社记者 王某某"."""
    if len(words) != 2 or words[0].isascii():
        return None
    for rank in knowledge.bylines.glued_ranks:
        agency = knowledge.agencies.named(words[0].removesuffix(rank)) if words[0].endswith(rank) else None
        if agency is not None:
            person = Person(name=words[1], rel=rel)
            return Piece(text=" ".join(words), kind=Kind.PERSON, person=person, agency=agency, ranked=True)
    return None


def joined_agencies(text: str, knowledge: Knowledge) -> tuple[Agency, ...]:
    """The agencies of "TT-AFP", none where any part is no agency."""
    parts = _HYPHEN.split(text.strip(_TRIM))
    named = [knowledge.agencies.named(part) for part in parts] if len(parts) > 1 else []
    return tuple(agency for agency in named if agency) if named and all(named) else ()


def _is_caseless(text: str) -> bool:
    return text.lower() == text.upper()


def _behind_rank(line: str, at: int, rel: str, knowledge: Knowledge) -> Piece | None:
    """An agency's rank before the name: "Associated Press writer Jo Bee in Linden"."""
    words = line.split()
    if not at and len(words) <= HOUSE_WORDS_MAX and (employer := _employer(words[1:], knowledge)) is not None:
        return Piece(text=line, kind=Kind.AGENCY, agency=employer)
    agencies = knowledge.agencies.mentioned(" ".join(words[:at]))
    name = _BEHIND.split(" ".join(words[at + 1 :]), maxsplit=1)[0]
    if not agencies or not is_name(name, knowledge, signed=True):
        return None
    return Piece(text=line, kind=Kind.PERSON, person=Person(name=proper(name), rel=rel), agency=agencies[0])


def _employer(words: list[str], knowledge: Knowledge) -> Agency | None:
    """The agency of "Repórter da Agência Brasil", "Korrespondentin der dpa"."""
    small = words and words[0].casefold() in knowledge.bylines.particles
    return knowledge.agencies.named(" ".join(words[1:] if small else words))


def is_house(name: str, knowledge: Knowledge) -> bool:
    """A paper, a company or a desk by one of its words."""
    words = name.split()
    if not 0 < len(words) <= HOUSE_WORDS_MAX:
        return False
    if len(words) > 1 and words[0].casefold() in knowledge.bylines.articles and words[0][0].isupper():
        return words[1][0].isupper()
    if len(words) == 1 and _SITE.fullmatch(name):
        return True
    return any(line_key(word) in knowledge.bylines.house for word in words)


def is_name(name: str, knowledge: Knowledge, *, signed: bool) -> bool:
    """Two to six words with capitals (particles have none); behind "By" also a word of a script without capitals."""
    words = name.split()
    if not words or len(name) > NAME_MAX or len(words) > NAME_WORDS_MAX or _is_marked(name, words):
        return False
    if not words[0][0].isalpha() or knowledge.places.known(name):
        return False
    caseless = words[0][0].lower() == words[0][0].upper()
    if caseless:
        return signed and len(words) <= 4
    if len(words) < 2 or not (words[0][0].isupper() and words[-1].strip("'’")[:1].isupper()):
        return False
    return all(word[0].isupper() or word.casefold() in knowledge.bylines.particles for word in words)


def _is_marked(name: str, words: Sequence[str]) -> bool:
    """A figure or a sign that no name holds."""
    letters = all(map(str.isalpha, words))
    return not letters and (any(map(str.isdigit, name)) or not _NO_NAME.isdisjoint(name))


def _is_place(line: str, knowledge: Knowledge) -> bool:
    return knowledge.places.known(line) or (
        line.isupper() and bool(knowledge.places.split(line)) and len(line.split()) < 4
    )


def proper(name: str) -> str:
    """A name in capitals, or with its surname in capitals, in its proper case; any other as it is."""
    words = name.split()
    letters = [word for word in words if len(word.strip(".")) > 2]
    if letters and all(map(_in_capitals, letters)):
        return " ".join(_cased(word, first=not at) for at, word in enumerate(words))
    surname = [at for at, word in enumerate(words) if at and len(word) >= SURNAME_MIN and _in_capitals(word)]
    if not surname or surname[-1] != len(words) - 1 or _in_capitals(words[0]) or _TURKISH.search(name):
        return name
    return " ".join(_cased(word, first=False) if at in surname else word for at, word in enumerate(words))


def _in_capitals(word: str) -> bool:
    return word.replace("Mc", "").replace("Mac", "").isupper()


def _cased(word: str, *, first: bool) -> str:
    if "." in word or len(word) < 2:
        return word
    return word.lower() if not first and word.lower() in _SMALL else _PART.sub(_capitalised, word)


def _capitalised(match: re.Match[str]) -> str:
    part = match[0]
    if part[:2].casefold() == "mc" and len(part) > 3:
        return f"Mc{part[2:].capitalize()}"
    return part.capitalize()
