"""Datelines of East Asian agencies, without blanks: 新华社成都4月2日电, 【札幌共同】, (서울=연합뉴스)."""

import re
from dataclasses import replace

from worker.knowledge.dates import Day, find_days
from worker.knowledge.loading import Knowledge
from worker.newsroom.dateline_parts import Prefix

PLACE_MAX = 12  # characters

# 【札幌共同】   （サンパウロ=時事）   (서울=연합뉴스)   （中央社記者某某台北2日電）
_BRACKETED = re.compile(r"[【（(［\[〔](?P<inside>[^】）)］\]〕]{2,40})[】）)］\]〕]")
# 成都4月2日电   北京2日電   東京17日綜合外電報導   伦敦5月17日 -: what follows the agency's name
_WIRED = re.compile(
    r"""\s?(?P<place>[^\d\s，。,.]{0,12}?)(?P<day>(?:\d{1,2}月)?\d{1,2}日)
        (?:(?:综合|綜合)?(?:外[电電])?[专專]?(?:[电電讯訊]|报道|報導|報道) (?:[：:\s]|(?=[（(]))? | (?=\s[–—-]))""",
    re.VERBOSE,
)
# 快讯：   电：   what follows the agency's name where nothing else does
_FLASH = re.compile(r"(?:快[讯訊]|[电電讯訊])[：:]")
# 東京 17日 ロイター   5月17日 AFP
_DAY_INSIDE = re.compile(r"(?:(?P<place>[^\d\s]{1,12})\s)?(?P<day>(?:\d{1,2}月)?\d{1,2}日)\s(?P<name>\S.{1,20})")
# パリAFP   파리 AFP: what is left before 時事 and 연합뉴스
_SECOND = re.compile(r"(?P<place>[^A-Za-z]{0,12})(?P<name>[A-Z]{2,8})")
# 記者王某某花蓮縣   記者王某某華盛頓   記者王某台北: a place ends with the sign of a city or county, a name is of three
_REPORTER = re.compile(r"[記记]者(?P<name>.{2,4}?(?=.{2}[縣市县]$)|.{3}(?=.{2,4}$)|.{2}(?=.{2}$))")
# what stands before the text: (记者某某)   이달빛 기자 =   -   :
_BEHIND = re.compile(
    r"""(?:[（(](?:[記记]者(?P<signed>[^（()）]{2,20})|[^\s（()）]{2,22})[)）])?
        (?:\s?(?P<named>(?:[가-힣]{2,4}\s){1,4}?)(?:기자|특파원|통신원))?\s?(?:[-–—=:：]{1,2}(?=\s|$))?\s?""",
    re.VERBOSE,
)
# 李明   阿不都·热依木   박민지
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,2}|[가-힣]{2,4}")
_NAMES = re.compile(r"[、，,\s]+")
# what may stand between place and agency
_JOINT = " =＝・/"
_PARTED = re.compile(r"[、・·/]")


def read(head: str, knowledge: Knowledge) -> Prefix | None:
    """The dateline that `head` starts with, if it is of this kind."""
    if head.isascii():
        return None
    found = _outside(head, knowledge)
    if found is None and (bracketed := _BRACKETED.match(head)) is not None:
        found = _inside(bracketed, knowledge)
    if found is None:
        return None
    behind = _BEHIND.match(head, found.end)
    return replace(found, end=behind.end(), reporters=_reporters(behind) or found.reporters) if behind else found


def _reporters(behind: re.Match[str]) -> tuple[str, ...]:
    """The names of "（记者李明、王强）" and "박민지 특파원"; () where any of them is none."""
    names = [name for name in _NAMES.split((behind["signed"] or behind["named"] or "").strip()) if name]
    return tuple(names) if all(map(_NAME.fullmatch, names)) else ()


def _outside(head: str, knowledge: Knowledge) -> Prefix | None:
    """新华社成都4月2日电   （新华社）北京2日电   新华社快讯：."""
    at = 1 if head[0] in "（(" else 0
    for name in knowledge.agencies.unspaced:
        if not head.startswith(name, at):
            continue
        start = at + len(name)
        if at and head[start : start + 1] not in {"）", ")"}:
            continue
        if (wired := _WIRED.match(head, start + at)) is not None:
            return _wired(name, wired, head[: wired.end()].rstrip("：: "), knowledge)
        if not at and (flash := _FLASH.match(head, start)) is not None:
            return Prefix(text=head[: flash.end() - 1], end=flash.end(), agencies=(name,))
    return None


def _inside(match: re.Match[str], knowledge: Knowledge) -> Prefix | None:
    inside = match["inside"].strip()
    dated = _DAY_INSIDE.fullmatch(inside)
    if dated is not None and knowledge.agencies.named(dated["name"]):
        return Prefix(text=match[0], end=match.end(), places=_places(dated["place"] or ""),
                     day=_day(dated["day"], knowledge), agencies=(dated["name"],))  # fmt: skip
    for name in knowledge.agencies.unspaced:
        if inside.endswith(name) and inside != name:
            return _placed(inside[: -len(name)].strip(_JOINT), name, match, knowledge)
        if inside.startswith(name) and (wired := _WIRED.match(inside, len(name))) is not None:
            return replace(_wired(name, wired, match[0], knowledge), end=match.end())
    return None


def _placed(before: str, name: str, match: re.Match[str], knowledge: Knowledge) -> Prefix:
    """札幌|共同   パリAFP|時事: a place, and maybe the agency whose text the second one brings."""
    place, _, last = before.rpartition(" ")
    if knowledge.agencies.named(last):  # 로이터|연합뉴스
        return Prefix(text=match[0], end=match.end(), places=_places(place), agencies=(last, name))
    second = _SECOND.fullmatch(before)
    if second is not None and knowledge.agencies.named(second["name"]):
        return Prefix(text=match[0], end=match.end(), places=_places(second["place"]), agencies=(second["name"], name))
    return Prefix(text=match[0], end=match.end(), places=_places(before), agencies=(name,))


def _wired(name: str, wired: re.Match[str], text: str, knowledge: Knowledge) -> Prefix:
    reporter = _REPORTER.match(wired["place"])
    places = _places(wired["place"][reporter.end() :] if reporter else wired["place"])
    day, reporters = _day(wired["day"], knowledge), (reporter["name"],) if reporter else ()
    return Prefix(text=text, end=wired.end(), places=places, day=day, agencies=(name,), reporters=reporters)


def _places(text: str) -> tuple[str, ...]:
    name = text.strip(_JOINT)
    return tuple(part for part in _PARTED.split(name) if part) if 0 < len(name) <= PLACE_MAX else ()


def _day(text: str, knowledge: Knowledge) -> Day | None:
    days = find_days(text, knowledge.dates)
    return days[0] if days else None
