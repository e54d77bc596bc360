"""Datelines of East Asian agencies, without blanks: 新华社成都4月2日电, 【札幌共同】, (서울=연합뉴스)."""

import re
from dataclasses import dataclass

from worker.knowledge.agencies import Agencies
from worker.knowledge.dates import DateWords, Day, find_days

INSIDE_MAX = 40
PLACE_MAX = 12  # characters

# 【札幌共同】   （サンパウロ=時事）   (서울=연합뉴스)   （中央社記者某某台北2日電）
_BRACKETED = re.compile(r"[【（(［\[〔](?P<inside>[^】）)］\]〕]{3,40})[】）)］\]〕]")
# 成都4月2日电   北京2日電: what follows the agency's name
_WIRED = re.compile(
    r"(?P<place>[^\d\s，。,.]{1,12}?)(?P<day>(?:\d{1,2}月)?\d{1,2}日)(?:综合|綜合)?[电電讯訊](?:[：:\s]|(?=[（(]))?"
)
# 記者王某台北: the reporter's name cannot be told from the place, but for its place of two signs
_REPORTER = re.compile(r"[記记]者.{2,4}(?=.{2,3}$)")
# what may stand between place and agency
_JOINT = " =＝・/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glued:
    """A dateline as printed and its parts."""

    text: str
    places: tuple[str, ...]
    day: Day | None
    agencies: tuple[str, ...]


def read(head: str, agencies: Agencies, words: DateWords) -> Glued | None:
    """The dateline that `head` starts with, if it is of this kind."""
    if head.isascii():
        return None
    bracketed = _BRACKETED.match(head)
    if bracketed is not None:
        return _inside(bracketed, agencies, words)
    for name in agencies.unspaced:
        if head.startswith(name) and (match := _WIRED.match(head, len(name))) is not None:
            return Glued(text=match.string[: match.end()].rstrip("：: "), places=_places(match["place"]),
                         day=_day(match["day"], words), agencies=(name,))  # fmt: skip
    return None


def _inside(match: re.Match[str], agencies: Agencies, words: DateWords) -> Glued | None:
    inside = match["inside"].strip()
    for name in agencies.unspaced:
        if inside.endswith(name) and inside != name:
            return Glued(text=match[0], places=_places(inside[: -len(name)]), day=None, agencies=(name,))
        if inside.startswith(name) and (wired := _WIRED.match(inside, len(name))) is not None:
            return Glued(text=match[0], places=_places(_REPORTER.sub("", wired["place"])),
                         day=_day(wired["day"], words), agencies=(name,))  # fmt: skip
    return None


def _places(text: str) -> tuple[str, ...]:
    name = text.strip(_JOINT)
    return tuple(part for part in re.split(r"[、・]", name) if part) if 0 < len(name) <= PLACE_MAX else ()


def _day(text: str, words: DateWords) -> Day | None:
    days = find_days(text, words)
    return days[0] if days else None
