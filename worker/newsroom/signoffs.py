"""Reads what agencies put under a text: --IANS, ms/vd, (ANI), dpa wsz jln npr, (Reporting by A; Editing by B)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from worker.article import Person
from worker.knowledge.agencies import Agency, unique
from worker.knowledge.contacts import ADDRESS
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.newsroom import bylines, house_signs
from worker.newsroom.names import Kind, classify

LINE_MAX = 300
SHORT = 60  # characters: agencies' names and initials are no longer
INITIAL_MAX = 9  # letters
SIGN_MAX = 4  # the same where a blank parts them from the agency's name: longer ones are words
INITIALS_MAX = 8
NAMES_MAX = 3  # of editors behind an agency's name, in a script without capitals

# ms/vd   hh/ph/ts/hd   سب-لال/كام   SDA/ij
_SLASHED = re.compile(r"[^\s/]{1,12}(?:(?:\s?/\s?[^\s/]{1,12}){1,7}/?|/(?:\s[^\s/]{1,12}/){0,3})")
# ب ق/ود: a blank between the two letters of one editor
_LETTER_BLANK = re.compile("(?<![\u0620-\u064a])([\u0620-\u064a])\\s(?=[\u0620-\u064a](?![\u0620-\u064a]))")
# , 5.6.2024
_DAY = re.compile(r",\s\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?$")
# yyno a3 abc: desks, services and editors behind dpa's name
_SERVICE = re.compile(r"[a-z]{1,5}\d?(?:\s[a-z]{1,5}\d?){1,5}")
# http://…   www.…   @jobee
_ADDRESSED = re.compile(r"https?://|www\.|@[A-Za-z]|twitter|facebook", re.IGNORECASE)
# （記者王某）
_REPORTER = re.compile("[記记]者(?P<name>[\u4e00-\u9fff]{2,4})")
# … Bei Rückfragen wenden Sie sich bitte an unsere Redaktion unter …
_ASKING = re.compile(r"[.;]?\s?(?:Bei Rückfragen|Für Rückfragen|Rückfragen) .*")
# --IANS   ==Kyodo   - PTI   (ANI).   —UNI
_RULED = re.compile(r"(?P<rule>[-–—=_*]{1,4}\s?)?(?P<open>[(\[])?(?P<name>[^()\[\]]{2,50})(?P<close>[)\]])?\.?")
# © dpa-infocom, dpa:230428-99-483045/5
_DPA = re.compile(r"\bdpa:(?P<id>\d{6}-\d{2,4}-\d{1,9})/(?P<version>\d{1,4})\b")
# jo.bee@site.example   twitter.com/jobee   @jobee
_REACHED = re.compile(
    rf"{ADDRESS}|(?:https?://)?(?:www\.)?(?:twitter|x|facebook|instagram)\.com/\w[\w.]{{1,40}}/?|@\w{{2,30}}"
)
# ((jo.bee@site.example;))
CONTACT = re.compile(rf"\(\([^()]{{0,200}}\)\)|^{ADDRESS}$")
_BRACKETS = frozenset({"()", "（）", "【】", "[]"})
# （編輯：王某）1130612
_STAMP = re.compile(r"(?<=[)）】])[0-9]{6,8}$")
# the house's number behind a name: "责任编辑：林样 SN047"
_STAFF_NUMBER = re.compile(r"[\s(（]{1,3}[A-Z]{1,4}[0-9]{2,6}[)）]?$")
# between "Reporter: A" and "Editor: B"
_PARTS = re.compile(r"\s?[;；|]\s?|\s[-–]\s|\.\s|、(?=[^、:：]{1,10}[:：])")
_COLON = re.compile(r"\s?[:：]\s?")
_RULES = re.compile(r"[-_–—=*]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_MARKS = re.compile("[\u0900-\u0903\u093a-\u0d7f]")  # signs of Indian scripts, half of which are no letters to Python


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """What one sign-off says."""

    agencies: tuple[Agency, ...] = ()
    people: tuple[Person, ...] = ()
    item_id: str | None = None
    version: str | None = None
    partly: bool = False  # "Edited by Jo Bee (with inputs from PTI)"


def read(line: str, knowledge: Knowledge) -> SignOff | None:
    """The line as a sign-off, None for any other line."""
    return _read(line.strip(), knowledge) if len(line) <= LINE_MAX else None


@lru_cache(maxsize=64)  # several stages look at a text's last lines
def _read(text: str, knowledge: Knowledge) -> SignOff | None:
    if not text or (len(text) > SHORT and not _hinted(text, knowledge)):
        return None
    if (
        text in knowledge.bylines.marks
        or text.strip("-–— ") in knowledge.bylines.marks
        or any(sign.fullmatch(text) for sign in (_RULES, _REACHED))
        or house_signs.is_sign(text)
    ):
        return SignOff()
    if (match := _DPA.search(text)) is not None and len(text) <= 80:
        return SignOff(agencies=knowledge.agencies.mentioned("dpa"), item_id=match["id"], version=match["version"])
    if (signed := _furnished(text, knowledge)) is not None:
        return signed
    if (
        (text[0] == "©" or text[:3].lower() == "(c)")
        and len(text) <= SHORT
        and (agencies := knowledge.agencies.mentioned(text))
    ):
        return SignOff(agencies=agencies)
    return _of_agency(text, knowledge) or _of_people(CONTACT.sub("", text).strip(), text, knowledge)


def _furnished(text: str, knowledge: Knowledge) -> SignOff | None:
    """A mark of the end with initials behind it, an agency with its people or its address, an address to follow."""
    if _ADDRESSED.search(text) and not knowledge.bylines.follow.isdisjoint(_starts(text)):
        return SignOff()
    mark, _, rest = text.partition(" ")
    if mark in knowledge.bylines.marks and rest:
        signed = _of_agency(rest, knowledge)
        return signed or (SignOff() if house_signs.is_pair(rest) else None)
    agency = house_signs.agency_of(text, knowledge)
    return SignOff(agencies=(agency,), people=house_signs.people_of(text, knowledge)) if agency else None


def _starts(text: str) -> set[str]:
    words = line_key(text[:60]).split()[:4]
    return {" ".join(words[:count]) for count in range(1, len(words) + 1)}


def _hinted(text: str, knowledge: Knowledge) -> bool:
    """A cheap look at a line too long for initials: its first sign, first or last word."""
    first, last = text.partition(" ")[0], text.rpartition(" ")[2]
    if (
        text[0] in "([©*（【"
        or "dpa:" in text
        or "/(" in text
        or "://" in text
        or "@" in text
        or first.casefold().strip(":") in knowledge.bylines.hints
    ):
        return True
    return (
        first.casefold() in knowledge.bylines.helper_words
        or last.casefold().strip(".)") in knowledge.bylines.helped_words
    )


def _of_agency(text: str, knowledge: Knowledge) -> SignOff | None:
    """An agency's name, initials of its editors, or both."""
    if len(text) > SHORT:
        return None
    inner = _LETTER_BLANK.sub(r"\1", text.strip("()")) if "/" in text else ""
    if _SLASHED.fullmatch(inner):
        return _slashed([part for part in inner.split("/") if part.strip()], knowledge)
    ruled = _RULED.fullmatch(text)
    if ruled is None or bool(ruled["open"]) != bool(ruled["close"]):
        return _spaced_slashed(text, knowledge)
    name = _undated(ruled["name"]).strip() if ruled["open"] else ruled["name"].strip()
    if agency := knowledge.agencies.named(name):
        return SignOff(agencies=(agency,))
    first, _, rest = name.partition(" ")
    agency = knowledge.agencies.named(first)
    signs = rest.replace("/", " ").split()
    if agency and 0 < len(signs) <= INITIALS_MAX and _are_signs(rest, signs):
        return SignOff(agencies=(agency,))
    return _spaced_slashed(name, knowledge)


def _undated(text: str) -> str:
    """The words without the day behind them: APA, 5.6.2024."""
    match = _DAY.search(text)
    return text[: match.start()] if match else text


def _spaced_slashed(text: str, knowledge: Knowledge) -> SignOff | None:
    """An agency's name with blanks in it before a slash: "ا ف ب/جص"."""
    parts = text.split("/")
    return (
        _slashed(parts, knowledge) if 2 <= len(parts) <= INITIALS_MAX and knowledge.agencies.named(parts[0]) else None
    )


def _slashed(parts: Sequence[str], knowledge: Knowledge) -> SignOff | None:
    named = [knowledge.agencies.named(part) for part in parts]
    others = [part.strip() for agency, part in zip(named, parts, strict=True) if agency is None]
    signed = any(named) and all(len(part) <= INITIAL_MAX and _is_word(part) for part in others)  # "Lusa/Fim"
    if not signed and not all(map(_is_initials, others)):
        return None
    return SignOff(agencies=unique(agency for agency in named if agency))


def _are_signs(rest: str, signs: Sequence[str]) -> bool:
    """Initials of editors in one of the manners of agencies."""
    coded = any(map(str.isdigit, rest)) and _SERVICE.fullmatch(rest) is not None
    return coded or _are_small(signs) or _are_capital(signs) or _are_names(signs)


def _are_small(signs: Sequence[str]) -> bool:
    """Behind "dpa": wsz jln npr."""
    return all(len(sign) <= SIGN_MAX and _is_initials(sign) for sign in signs)


def _are_names(signs: Sequence[str]) -> bool:
    """Behind "भाषा": रंजन नरेश."""
    return len(signs) <= NAMES_MAX and all(_MARKS.search(sign) and _is_initials(sign) for sign in signs)


def _are_capital(signs: Sequence[str]) -> bool:
    """Behind "PTI": SKV RT."""
    return all(2 <= len(sign) <= SIGN_MAX and sign.isalpha() and sign.isupper() for sign in signs)


def _is_initials(text: str) -> bool:
    """A few letters, none of them a capital."""
    return len(text) <= INITIAL_MAX and _is_word(text) and not any(map(str.isupper, text))


def _is_word(text: str) -> bool:
    return _LETTERS.fullmatch(_MARKS.sub("a", text)) is not None


def _of_people(text: str, whole: str, knowledge: Knowledge) -> SignOff | None:
    """People: "(Reporting by A; Editing by B)", "Associated Press writers A in X and B contributed to this report."."""
    text = text.removeprefix("【纠错】").strip()  # Xinhua's button before its editors
    text = _ASKING.sub(")", _STAMP.sub("", text)) if "fragen" in text else _STAMP.sub("", text)
    bare = (text[1:-1] if text[:1] + text[-1:] in _BRACKETS else text).strip(" .")
    if not bare:
        return SignOff() if whole != text else None
    if (labelled := _labelled(bare, knowledge, bracketed=bare != text.strip(" ."))) is not None:
        return labelled
    key = line_key(bare)
    helped = next((tail for tail in knowledge.bylines.helped if key.endswith(tail)), None)
    if helped is not None:
        return _helpers(bare, key, helped, knowledge)
    return _by_role(bare, knowledge, bracketed=bare != text.strip(" ."))


def _by_role(bare: str, knowledge: Knowledge, *, bracketed: bool) -> SignOff | None:
    """People by the words before their names, in brackets also behind the first: "(Jo Bee, édité par Ann Cee)"."""
    if bracketed and (reporter := _REPORTER.fullmatch(bare)) is not None:
        return SignOff(people=(Person(name=reporter["name"]),))
    mark = (knowledge.bylines.roles.search if bracketed else knowledge.bylines.roles.match)(bare)
    if mark is None or (byline := bylines.read(bare[: bylines.LINE_MAX], knowledge, signed=mark.start() > 0)) is None:
        return None
    if not (byline.people or byline.agencies) or (byline.strange and (not bracketed or mark.start() > 0)):
        return None  # without brackets a sentence: "Reporting by Jo Bee shows …"
    return SignOff(agencies=byline.agencies, people=byline.people, partly=byline.partly)


def _label_and_name(part: str, *, colon: bool) -> tuple[str, str]:
    match = _COLON.search(part)
    if match is not None:
        return part[: match.start()], part[match.end() :]
    label, _, name = part.partition(" ")
    return ("", "") if colon else (label, name)


def _labelled(bare: str, knowledge: Knowledge, *, bracketed: bool) -> SignOff | None:
    """People behind labels: "Pewarta: Jo Bee", "编辑：王某", "取材・文：…、編集：…"; every part has one."""
    people: list[Person] = []
    for part in _PARTS.split(bare):
        label, name = _label_and_name(part, colon=not bracketed)
        rel = knowledge.bylines.signed.get(line_key(label))
        name = _STAFF_NUMBER.sub("", name).strip()
        pieces = knowledge.bylines.joined.split(name) if rel and name else ()
        found = [classify(piece, rel or "", knowledge, signed=True).person for piece in pieces if piece.strip()]
        if not found or None in found:
            return None
        people += filter(None, found)
    return SignOff(people=tuple(people))


def _helpers(bare: str, key: str, helped: str, knowledge: Knowledge) -> SignOff | None:
    start = next((opening for opening in knowledge.bylines.helpers if key.startswith(opening)), None)
    words = bare.split()
    names = " ".join(words[len(start.split()) if start else 0 : len(words) - len(helped.split())])
    pieces = [
        classify(piece, "contributor", knowledge, signed=True)
        for piece in knowledge.bylines.joined.split(names)
        if piece.strip()
    ]
    people = tuple(piece.person for piece in pieces if piece.person)
    if not people or (start is None and any(piece.kind is Kind.STRANGE for piece in pieces)):
        return None
    agencies = knowledge.agencies.mentioned(start) if start else ()
    return SignOff(
        agencies=agencies or knowledge.agencies.mentioned("Associated Press") if start else (), people=people
    )
