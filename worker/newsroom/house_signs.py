"""What single houses put under a text, beside initials and names: "9417**1416", "(Hina) xmbr yds", "07021803"."""

import re
from collections.abc import Iterator

from worker.article import Person
from worker.knowledge.agencies import Agency
from worker.knowledge.dates import find_days
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.newsroom.names import classify

# 9417**1416 (IRNA)   /ВЛ/ (BTA)   kov \ sze (MTI)   14:20 ت م (SPA)   07021803, NNNN (PTI)   R. Bee / M. Cee (SANA)
# APA0211 2024-11-14/07:12 (APA)   YAB-CG 02-AGO-24 11:12 NNN (ANSA)   www.kcna.kp (Juche113.3.9.) (KCNA)
# /a.k/r.e/ (ATSH)   ۹۸۷۶/۶۰۲۴ (IRNA)
_SIGN = re.compile(
    r"""
      \d{4}\*{1,2}\d{4} | [۰-۹]{3,4}/[۰-۹]{3,4}
    | /[A-ZА-Я]{2,3}/ | /[a-z]\.?[a-z](?:/[a-z]\.?[a-z]){0,2}/
    | [^\W\d_A-Z]{2,4} (?: \s? \\ \s? [^\W\d_A-Z]{2,4} ){1,3}
    | \d{1,2}:\d{2} \s ت \s? م
    | (?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d (?:\sNNNN)? | NNNN
    | [A-Z]{2,5}\d{3,5} \s \d{4}-\d{2}-\d{2}/\d{2}:\d{2}
    | (?:[A-Z]{2,4}-[A-Z]{2,4}\s)? \d{2}-[A-Z]{3}-\d{2} \s \d{1,2}:\d{2} (?:\sNN+)?
    | www\.\S{3,40} \s \(Juche\d{1,3}(?:\.\d{1,2}){2}\.?\)
    | [A-Z]\.\s?[A-Z][\w-]{2,15} \s?/\s? [A-Z]\.\s?[A-Z][\w-]{2,15}
    """,
    re.VERBOSE,
)
# JB // AC   JB (AH) // CC   Y99-JB/AH   /jb/DP/men   /ij
_EDITORS = re.compile(
    r"[A-Z]{2,5}(?:\s\([A-Z/]{2,12}\))?\s?//\s?[A-Z]{2,5}|[A-Z]{1,3}\d{0,2}-[A-Z]{2,4}/[A-Z]{2,4}"
    r"|/[a-z]{2,4}(?:/[A-Za-z]{2,4}){0,4}"
)
# (Hina) xmbr yds: editors begin with x, those who saw it with y
_BRACKETED = re.compile(r"\((?P<name>[^()]{2,20})\)(?:\s[xy][a-zčćžšđ]{1,6}){1,3}")
# (AGI)Mo1/Sec   (FENA) A. M.   //Petra// AA   MAP 17052024   ◎공감언론 뉴시스 jobee@site.example
_MARKED = re.compile(
    r"""
      \((?P<name>[^\s()]{2,12})\) (?:[A-Za-z0-9]{2,4}(?:/[A-Za-z0-9]{2,4}){1,2} | (?:\s[A-Z]\.){1,3})
    | //\s?(?P<ruled>\w{2,12})\s?// (?:\s[A-Z]{1,3}){0,2}
    | (?P<dated>[A-Z]{2,8}) \s \d{8}
    | ◎?\s?공감언론\s(?P<korean>[가-힣]{2,6}) (?:\s\S{3,60})?
    """,
    re.VERBOSE,
)
# (النهاية) م ح ع: KUNA's end, and letters of its editors
_ENDED = re.compile("\\(النهاية\\)(?:\\s[\u0620-\u064a]){0,4}")
# … said ANGOP. DN/JAR: only behind a sentence or below a sign-off
_PAIR = re.compile(r"[A-Z]{2,4}(?:/[A-Z]{2,4}){1,2}")
# an address behind the name: (NAN)(www.site.example)
_ADDRESSED = re.compile(r"\((?P<name>[^\s()]{2,12})\)\s?\((?:https?://|www\.)[^\s()]{3,60}\)")
# وام/ليلى مثال/سالم مثال
_SIGNED = re.compile(
    "(?P<name>[\u0620-\u064a]{2,6})(?:\\s?/\\s?[\u0620-\u064a]{2,12}(?:\\s[\u0620-\u064a]{2,12}){0,2}){1,3}"
)
# … are shown. AGERPRES/(A - autor: Jo Bee, editor: Ann Cee, editor online: Al Dee)
_CREDITED = re.compile(r"(?P<name>[^\s/()]{2,30})\s?/\s?\((?P<inside>[^()]{2,200})\)")
_LABELLED = re.compile(r"(?:^|[,;]\s|\s-\s)(?P<label>[^\W\d_][^:,;()–-]{2,20}):\s(?P<name>[^:,;()]{3,40})")
# mtk.hb   jkl mha   0112: only under what ends a text
_DOTTED = re.compile(r"[a-z]{2,3}\.[a-z]{2,3}")
_NUMBER = re.compile(r"\d{4}")
_SMALL = re.compile(r"[^\W\d_A-Z]{2,4}(?:\s[^\W\d_A-Z]{2,4}){1,2}")
_CAPITALS = re.compile(r"[A-Z]{2,4}")
_VOWELS = frozenset("aeiouyáéíóúýěůäöüąęøåæœ")
_STOPS = (".", "!", "?", '."', ".“", ".”", ".»")


def is_sign(text: str) -> bool:
    """Whether the line is a house's mark that names nobody."""
    return any(sign.fullmatch(text) for sign in (_SIGN, _EDITORS, _ENDED))


def agency_of(text: str, knowledge: Knowledge) -> Agency | None:
    """The agency that such a line names with its editors or its address."""
    for pattern in (_BRACKETED, _ADDRESSED, _SIGNED, _CREDITED):
        if (match := pattern.fullmatch(text)) is not None:
            return knowledge.agencies.named(match["name"])
    marked = _MARKED.fullmatch(text)
    return knowledge.agencies.named(next(filter(None, marked.groups()))) if marked else None


def people_of(text: str, knowledge: Knowledge) -> tuple[Person, ...]:
    """Those whom "AGERPRES/(A - autor: Jo Bee, editor: Ann Cee)" names behind labels."""
    match = _CREDITED.fullmatch(text)
    return tuple(_labelled(match["inside"], knowledge)) if match else ()


def _labelled(inside: str, knowledge: Knowledge) -> Iterator[Person]:
    for part in _LABELLED.finditer(inside):
        rel = knowledge.bylines.signed.get(line_key(part["label"]))
        if rel and (person := classify(part["name"], rel, knowledge, signed=True).person) is not None:
            yield person


def behind(text: str) -> str | None:
    """The "AGERPRES/(A - autor: …)", "(NAN)(www.…)", "(AGI)Mo1/Sec" that ends a paragraph behind a sentence."""
    start = max(text.rfind(". ", 0, len(text) - 4), text.rfind('" ', 0, len(text) - 4))
    end = text[start + 2 :] if start > 0 else ""
    found = end and any(sign.fullmatch(end) for sign in (_CREDITED, _ADDRESSED, _MARKED, _ENDED))
    return end if found else None


def is_pair(text: str) -> bool:
    """Whether initials in capitals may be a sign-off, behind a sentence: "DN/JAR"."""
    return _PAIR.fullmatch(text) is not None


def stands_below(text: str, above: str, knowledge: Knowledge, *, signed: bool) -> bool:
    """Whether a line too short to tell alone is a sign-off under `above`; `signed`: that is one itself."""
    if signed:
        return any(sign.fullmatch(text) for sign in (_DOTTED, _NUMBER, _CAPITALS, _PAIR)) or _is_day(text, knowledge)
    return _SMALL.fullmatch(text) is not None and above.endswith(_STOPS) and any(map(_is_unspoken, text.split()))


def _is_day(text: str, knowledge: Knowledge) -> bool:
    """A date alone: under "GNA" that of the dispatch."""
    days = find_days(text, knowledge.dates, day_first=True) if text[:1].isdigit() or text[-1:].isdigit() else ()
    return any(day.start == 0 and not text[day.end :].strip("0123456789:., ") for day in days)


def _is_unspoken(word: str) -> bool:
    """Initials: a word without a vowel."""
    return _VOWELS.isdisjoint(word)
