"""Reads what newsrooms put before and behind a headline: status ("UPDATE 2-", "(LEAD)", "… (2)") and column tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from worker.article import Signal, Status
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_words import RANKS, StatusWords

PARTS_MAX: Final = 5  # "RPT-CORRECTED-UPDATE 2-GLOBAL MARKETS-…"
LABEL_MAX: Final = 45  # characters
DIVIDERS_MAX: Final = 5
REST_MIN: Final = 2  # characters of a headline
TAKES: Final = range(2, 10)  # in brackets behind a headline; higher figures are ages and years
TAG_WORDS_MIN, TAG_LETTERS_MIN = 2, 7  # of a column's tag that no table knows

_LABELS: Final = frozenset({"labels", "capitals"})
_PLAIN: Final = frozenset({"labels"})
_GLUED: Final = frozenset({"glued"})
_COUNTED: Final = frozenset({"glued", "counted"})
# what a bracket in small letters may say before a colon: "(Flash: a play)" is the story's
_REVISIONS: Final = frozenset({Signal.UPDATE, Signal.CORRECTION})
_AT_END: Final = frozenset({"labels", "counted"})
# Urgent: …   ALERTE - …   AMP.- …   UPDATE 2-…   WDH/…   عاجل.. …   EILT +++ …   МОЛНИЯ! …
DIVIDER: Final = re.compile(
    r"\s?[:：]\s?|\s?\.-\s?|\s[-–—―]{1,2}\s|\.{2}\s|\s?[/|]\s?|-\s?|–\s?|\s\+{2,3}\s|\s?[!！]\s"
)
# (LEAD) …   [속보] …   【速報】…
FRONT: Final = re.compile(
    r"[(\[（［【〔〈＜<](?P<label>[^()\[\]（）［］【】〔〕〈〉＜＞<>]{1,80})[)\]）］】〕〉＞>]\s?[:：-]?\s?(?=\S)"
)
# … (종합2보)   … [KORR]   … (2)
BEHIND: Final = re.compile(r"\s?[(\[（［【](?P<label>[^()\[\]（）［］【】]{1,30})[)\]）］】]$")
# … - URGENT   … -- UPDATE 2   … -- 2nd UPDATE
_BEHIND_DASH: Final = re.compile(r"\s(?:-{1,2}|[–—])\s(?P<label>(?:\d\w{2}\s)?[^\W\d_][^–—-]{4,20})$")
# +++ EILMELDUNG +++ …   +++ EIL +++ … +++ EIL +++   *** FLASH *** …   ++ Terremoto a Lindesund ++
_MARKED: Final = re.compile(
    r"""(?P<mark>\+{2,3}|\*{2,3})\s?(?P<inside>[^+*]{1,300}?)\s?(?P=mark)\s?(?P<rest>[^+*]*)
        (?:(?P=mark)(?:\s?(?P<again>[^+*]{1,30}?)\s?(?P=mark))?)?$""",
    re.VERBOSE,
)
# PRECIOUS-Gold   INSTANT VIEW 3-Rates
_TAG: Final = re.compile(r"(?P<tag>[A-Z][A-Z0-9 .&+'/]{1,30}?)(?:\s\d{1,2})?-(?=[\"'“‘A-Z0-9$€£])")
# O.Próximo.- Netanyahu …   the sections of Europa Press
_SECTION: Final = re.compile(r"(?P<tag>[^\W\d_a-z][\w. ]{1,25})\.-\s(?=\S)")
# 2nd   3RD   1er
_ORDINAL: Final = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|er|e)\b", re.IGNORECASE)
_QUOTES: Final = "\"'“‘«»„¿¡(「『[<*+ "


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A headline without its labels, and what they say."""

    clean: str
    status: Status | None = None
    column: str | None = None
    alone: bool = False  # labels are all there is


@dataclass(frozen=True, slots=True)
class _Step:
    status: Status | None
    column: str | None
    rest: str


def read(headline: str, knowledge: Knowledge, agencies: frozenset[str] = frozenset()) -> Labelled | None:
    """What stands before and behind the headline; None where nothing does.  `agencies`: codes of those credited."""
    words, rest = knowledge.status, headline.strip()
    if (whole := _alone(rest, words)) is not None:
        return Labelled(clean=rest, status=whole if _counts(whole, words, agencies) else None, alone=True)
    found: list[_Step] = []
    while len(found) < PARTS_MAX and (step := _step(rest, found, words, agencies)) is not None:
        found.append(step)
        rest = step.rest
    if (behind := _behind(rest, words, agencies)) is not None:
        found.append(behind)
        rest = behind.rest
    if not found:
        return None
    said = [step.status for step in found if step.status and _counts(step.status, words, agencies)]
    column = next((step.column for step in found if step.column), None)
    return Labelled(clean=rest, status=_joined(said) if said else None, column=column)


def alone(line: str, knowledge: Knowledge, agencies: frozenset[str]) -> Status | None:
    """What a line says that is nothing but labels."""
    status = _alone(line.strip(), knowledge.status)
    return status if status and _counts(status, knowledge.status, agencies) else None


def _alone(headline: str, words: StatusWords) -> Status | None:
    """What a headline says that is nothing but words of status: "BULLETIN KILL", "AP NewsAlert"; no "ACHTUNG"."""
    first = headline.partition(" ")[0]
    if len(headline) > LABEL_MAX or not (in_capitals(headline) or (in_capitals(first) and len(first) > 1)):
        return None
    status = words.label(headline, _LABELS)
    if status is not None and status.signal is Signal.ADVISORY and " " not in headline:
        return None
    return status


def _counts(status: Status, words: StatusWords, agencies: frozenset[str]) -> bool:
    """Whether a label is believed: some only where an agency is credited, "快讯：" stands before any portal's brief."""
    return bool(agencies) or line_key(status.label or "") not in words.credited


def _joined(said: list[Status]) -> Status:
    """The strongest of several, with the first number and all labels."""
    best = min(said, key=lambda status: RANKS.index(status.signal))
    number = next((status.number for status in said if status.number is not None), None)
    return replace(best, number=number, label=" ".join(filter(None, (status.label for status in said))))


def _step(text: str, found: list[_Step], words: StatusWords, agencies: frozenset[str]) -> _Step | None:
    """The first label of the text."""
    first = text[:1]
    if first in {"+", "*"}:
        return _between_marks(text, words)
    if (bracketed := FRONT.match(text)) is not None:
        return _bracketed(text, bracketed, words)
    for bare in _bare(text, words):
        return bare
    if words.may_begin(text):
        for step in (*_divided(text, words), *_stopped(text, words)):
            return step
    return _column(text, found, words, agencies)


def _between_marks(text: str, words: StatusWords) -> _Step | None:
    """Words of status between plus signs or stars; a headline of its own between plus signs is an alert."""
    match = _MARKED.match(text)
    if match is None:
        return None
    status, rest = words.label(match["inside"], _LABELS), match["rest"].strip()
    if match["again"] and (status is None or words.label(match["again"], _LABELS) is None):
        return None
    if status is not None and len(rest) >= REST_MIN:
        return _Step(status, None, rest)
    if rest or match["mark"][0] == "*":
        return None
    return _Step(Status(signal=Signal.ALERT, label=match["mark"]), None, match["inside"].strip())


def _bracketed(text: str, match: re.Match[str], words: StatusWords) -> _Step | None:
    status, rest = _of_bracket(match["label"], words), text[match.end() :]
    return (
        _Step(replace(status, label=match["label"].strip()), None, rest) if status and len(rest) >= REST_MIN else None
    )


def _of_bracket(label: str, words: StatusWords) -> Status | None:
    """The words of a bracket, before a colon if it has one; small letters are the story's, figures alone an age."""
    if label[:1].islower() or not any(map(str.isalpha, label)):
        return None
    said, colon, _ = label.partition(":")
    if colon:
        status = words.label(said, _LABELS)
        return status if status and (in_capitals(said) or status.signal in _REVISIONS) else None
    return words.label(label, _LABELS if in_capitals(label) else _PLAIN)


def _bare(text: str, words: StatusWords) -> Iterator[_Step]:
    for row in words.rows:
        for start in row.bare:
            if text.startswith(start) and len(text) > len(start) + REST_MIN:
                rest = text[len(start) :].strip(" :-–—/")
                yield _Step(Status(signal=row.signal, label=start.strip(" -/")), None, rest)
    if (signal := words.opened(text)) is not None:  # an agency's name for what it sends to editors: it stays whole
        yield _Step(Status(signal=signal), None, text)


def _divided(text: str, words: StatusWords) -> Iterator[_Step]:
    """A label before a colon or dash: the longest that is one."""
    dividers = list(DIVIDER.finditer(text, 0, LABEL_MAX))[:DIVIDERS_MAX]
    for divider in reversed(dividers):
        label, rest = text[: divider.start()], text[divider.end() :]
        if len(rest) < REST_MIN or not label:
            continue
        status = _of_label(label, divider[0], rest, words)
        if status is not None:
            yield _Step(replace(status, label=label.strip()), None, rest.strip())


def _stopped(text: str, words: StatusWords) -> Iterator[_Step]:
    """A word of alerts in capitals before a full stop: "СРОЧНО. …", "URGENTE. …"."""
    label, stop, rest = text[:LABEL_MAX].partition(". ")
    status = words.label(label, _LABELS) if stop and label and in_capitals(label) and opens(rest) else None
    if status is not None and status.signal is Signal.ALERT:
        yield _Step(replace(status, label=label), None, text[len(label) + 2 :])


def _of_label(label: str, divider: str, rest: str, words: StatusWords) -> Status | None:
    capitals = in_capitals(label)
    if divider.strip() in {"!", "！"}:
        status = words.label(label, _LABELS) if capitals else None
        return status if status and status.signal is not Signal.KILL else None  # "KILL! opens in June"
    if divider.strip() in {"-", "–"} and not divider.startswith(" "):
        if not capitals or not opens(rest):
            return None
        if any(map(str.isdigit, label)):
            return words.label(label, _COUNTED)
        return words.label(label, _GLUED) if not _is_shouted(rest) else None  # "URGENT-CARE CLINICS MULTIPLY"
    if capitals:
        return words.label(label, _LABELS)
    return words.label(label, _PLAIN) if divider.strip() not in {"/", "|"} and opens(rest) else None


def in_capitals(label: str) -> bool:
    """Capitals, or a script that has none; ordinals do not count."""
    plain = _ORDINAL.sub("", label)
    return plain == plain.upper() and any(map(str.isalpha, plain))


def _is_shouted(text: str) -> bool:
    """Capitals throughout, in a script that has small letters."""
    return text == text.upper() != text.lower()


def opens(rest: str) -> bool:
    """Whether a headline may begin so: with a capital, a figure, or in a script without capitals."""
    first = rest.lstrip(_QUOTES)[:1]
    return first.isdigit() or first in "$€£" or (first.isalpha() and not first.islower())


def _column(text: str, found: list[_Step], words: StatusWords, agencies: frozenset[str]) -> _Step | None:
    match = _TAG.match(text)
    if match is not None and _is_tag(match["tag"], words, of_reuters="reuters" in agencies, behind_status=bool(found)):
        return _Step(None, match["tag"], text[match.end() :])
    if "reuters" in agencies:
        for name in words.column_names:
            rest = text[len(name) + 1 :]
            if text.startswith(f"{name}-") and opens(rest):
                return _Step(None, name, rest)
    behind_dash = bool(found) and found[-1].status is not None and text.find(".- ", 0, LABEL_MAX) > 0
    if (behind_dash or "europa-press" in agencies) and (section := _SECTION.match(text)) is not None:
        return _Step(None, section["tag"], text[section.end() :])
    return None


def _is_tag(tag: str, words: StatusWords, *, of_reuters: bool, behind_status: bool) -> bool:
    """A tag of Reuters; without its credit only one that no other word is mistaken for."""
    telling = len(tag.split()) >= TAG_WORDS_MIN or len(tag) >= TAG_LETTERS_MIN
    known = tag in words.column_tags
    return (of_reuters and telling) or (known and (telling or of_reuters or behind_status))


def _behind(text: str, words: StatusWords, agencies: frozenset[str]) -> _Step | None:
    """A label in brackets at the end: "(종합)", "(KORR)", "(aktl.2)"; "(2)" where an agency counts takes so."""
    match = BEHIND.search(text[-35:]) if text[-1:] in ")]）］】" else None
    if match is None:
        return _behind_dash(text, words, agencies)
    label, rest = match["label"].strip(), text[: len(text) - len(match[0])]
    if len(rest) < REST_MIN:
        return None
    if label.isascii() and label.isdigit():
        takes = int(label) in TAKES and not words.takes.isdisjoint(agencies)
        return (
            _Step(Status(signal=Signal.UPDATE, number=int(label), label=match[0].strip()), None, rest)
            if takes
            else None
        )
    status = words.label(label, _PLAIN) if label in words.endings else _of_bracket(label, words)
    return _Step(replace(status, label=label), None, rest) if status else None


def _behind_dash(text: str, words: StatusWords, agencies: frozenset[str]) -> _Step | None:
    """A label in capitals behind a dash, where the headline is not: "… -- UPDATE 2", of agencies "… - URGENT"."""
    match = _BEHIND_DASH.search(text[-28:])
    if match is None or not _is_shouted(_ORDINAL.sub("", label := match["label"])):
        return None
    rest = text[: len(text) - len(match[0])]
    status = words.label(label, _AT_END) if len(rest) >= REST_MIN and not _is_shouted(rest) else None
    if status is None or (status.signal is Signal.ALERT and not agencies):  # "Who leaves the house? - AVANCE"
        return None
    return _Step(status, None, rest)
