"""Reads the dateline at the start of a text: the agency's marker first, then what is before it, from the right.

One expression for all of it was tried: it found fewer and took bodies with their initials in brackets for places.
"""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from worker.knowledge.dates import find_days
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.knowledge.places import are_initials
from worker.newsroom import hijri_datelines, stopped_datelines, unspaced_datelines
from worker.newsroom.dateline_markers import MARKER, inside_of, is_strange, names_in, reporters_in
from worker.newsroom.dateline_parts import Peeled, Prefix, peel, peel_dated, prefix_of
from worker.newsroom.stopped_datelines import AGENCY_MAX, BARE_MAX

HEAD = 240  # characters that are looked at
PREFIX_MAX = 130
LONG_PLACE_MIN = 5  # letters of a place in capitals that a long dash alone vouches for

# "AP NewsAlert: " and the like in front: an agency's own word for the kind of text
_LABEL = re.compile(
    r"""(?P<agency>\w{2,12})[\s-][^:()]{2,20}:\s(?=\w)
        | [(\[](?=[^()\[\]]{0,24}[^\W\d])[^()\[\]]{2,24}[)\]]:?\s(?=\w)""",
    re.VERBOSE,
)
# marks of the direction of writing, that nobody sees; the Arabic comma
_UNSEEN = dict.fromkeys((8206, 8207, *range(8234, 8239), *range(8294, 8298)))
_SEEN = {**_UNSEEN, ord("،"): ","}
_MARK = re.compile(f"[{''.join(map(chr, _SEEN))}]")
# " - ", " — ", " -- ", ": ", ".- ": what may part a dateline from its text
_DIVIDER = re.compile(r"\s(?:-{1,2}|[–—―_])(?=\s|$)|\s?\.-(?=\s|$)|\s?:(?=\s|$)")


def read(text: str, knowledge: Knowledge, *, credited: bool = False) -> Prefix | None:
    """The dateline that `text` starts with; `credited`: an agency is known already, so that none need stand here."""
    return _read_once(text[: 2 * HEAD], knowledge, credited)


@lru_cache(maxsize=64)  # several stages look at a text's first lines
def _read_once(text: str, knowledge: Knowledge, credited: bool) -> Prefix | None:
    printed = " ".join(text.split())[:HEAD]
    head = printed.translate(_SEEN) if not printed.isascii() and _MARK.search(printed) else printed
    found = _read(head, knowledge, credited=credited) if head.strip() else None
    if found is None or head == printed:
        return found
    return replace(found, text=printed[: _place_in(printed, len(found.text))], end=_place_in(printed, found.end))


def _place_in(printed: str, at: int) -> int:
    """The same place, counted with the marks that nobody sees."""
    for place, sign in enumerate(printed):
        if not at:
            return place
        at -= ord(sign) not in _UNSEEN
    return len(printed)


def _read(head: str, knowledge: Knowledge, *, credited: bool) -> Prefix | None:
    found = (reader(head, knowledge) for reader in _READERS)
    return next(filter(None, found), None) or _without_agency(head, knowledge, credited=credited)


def _marked(head: str, knowledge: Knowledge) -> Prefix | None:
    """Datelines with the agency in brackets or between slashes."""
    if "(" not in head and "/" not in head and "（" not in head:
        return None
    matches = (match for match in MARKER.finditer(head[: PREFIX_MAX + 60]) if match.start() <= PREFIX_MAX)
    return next(filter(None, (_at_marker(head, match, knowledge) for match in matches)), None)


def _at_marker(head: str, match: re.Match[str], knowledge: Knowledge) -> Prefix | None:
    inside, before = inside_of(match), head[: match.start()]
    end = _behind_divider(head, match.end(), knowledge)
    if end is None:
        return None
    names = names_in(match, inside, knowledge)
    if not before.strip():
        return _leading(head, match, end, names, knowledge) if names else None
    peeled = _before_marker(before, knowledge)
    if peeled is None or not (names or (end > match.end() + 1 and is_strange(inside, peeled, knowledge))):
        return None
    if peeled.day is None and not _stands_alone(head, match, end, peeled, (inside, *names), knowledge):
        return None
    reporters = reporters_in(inside, knowledge)
    names = tuple(name for name in names or (inside,) if not (reporters and name.endswith(reporters)))
    found = replace(prefix_of(head[: match.end()], end, peeled, names), reporters=reporters)
    return found if peeled.day else _with_day_behind(found, head, knowledge)


def _before_marker(before: str, knowledge: Knowledge) -> Peeled | None:
    """The parts in front of a marker, also behind "(LEAD)" and "AP NewsAlert:"."""
    label = _LABEL.match(before)
    if label is not None and (label["agency"] is None or knowledge.agencies.named(label["agency"])):
        before = before[label.end() :]
    front, dash, rest = before.partition(" - ")  # an agency's feed at a portal: "Canadian Press - HALIFAX (CP) - "
    return peel_dated(rest if dash and knowledge.agencies.named(front) else before, knowledge)


def _stands_alone(
    head: str, match: re.Match[str], end: int, peeled: Peeled, names: tuple[str, ...], knowledge: Knowledge
) -> bool:
    """Whether place and agency without a day are a dateline: no initials, and the text is parted from them."""
    words = head[: match.start()].split()
    if any(are_initials(name, words) for name in names):
        return False
    if _is_plain(peeled, knowledge):
        return True
    starts = head[end : end + 1]
    if line_key(words[0]) in knowledge.bylines.by or starts.islower():
        return False
    has_case = starts.lower() != starts.upper() or not starts.isalnum()
    return has_case or bool(head[match.end() : end].strip())


def _with_day_behind(found: Prefix, head: str, knowledge: Knowledge) -> Prefix:
    """The day of "LINDEN--(BUSINESS WIRE)--May 17, 2024--Text"."""
    days = find_days(head[found.end : found.end + 30], knowledge.dates)
    behind = found.end + days[0].end if days and not days[0].start else len(head)
    if not head.startswith("--", behind):
        return found
    return replace(found, day=days[0], text=head[:behind], end=len(head) - len(head[behind + 2 :].lstrip()))


def _behind_divider(head: str, at: int, knowledge: Knowledge) -> int | None:
    """Where the text starts behind a marker that ends at `at`; None where what follows shows that it is no marker."""
    rest = head[at:]
    bare = rest.lstrip()
    for separator in knowledge.places.separators:
        if bare.startswith(separator):
            behind = bare[len(separator) :]
            return len(head) - len(behind.lstrip()) if not behind[:1].isdigit() else None
    if not bare:
        return len(head)
    starts = bare.lstrip("\"'“‘«»„(").lstrip()[:1]
    fits = starts.isupper() or starts.isdigit() or (starts.isalpha() and starts.lower() == starts.upper())
    return len(head) - len(bare) if fits and rest[0] != bare[0] else None


def _leading(head: str, match: re.Match[str], end: int, names: tuple[str, ...], knowledge: Knowledge) -> Prefix | None:
    """Datelines that begin with the agency: "(ANSA) - ROMA, 22 MAR - Text", "(Reuters) - Text"."""
    divider = _DIVIDER.search(head, end, end + BARE_MAX)
    if divider is not None:
        inner = head[end : divider.start()]
        peeled = peel(inner, knowledge)
        if peeled and peeled.places and (peeled.day or inner.isupper()):
            return prefix_of(head[: divider.start()], _past(head, divider), peeled, names)
    return Prefix(text=match[0], end=end, agencies=names) if _is_led(head, match, end) else None


def _is_led(head: str, match: re.Match[str], end: int) -> bool:
    """Whether an agency in brackets alone begins the text: before a dash or a capital, or as the owner of its right."""
    return end > match.end() + 1 or end == len(head) or "©" in match[0] or head[end : end + 1].isupper()


def _past(head: str, divider: re.Match[str]) -> int:
    return len(head) - len(head[divider.end() :].lstrip())


def _bare_agency(head: str, knowledge: Knowledge) -> Prefix | None:
    """The agency right before the dash, behind a date: "SAITAMA, Japan, Dec. 9 Kyodo - Text"."""
    divider = _DIVIDER.search(head, 0, PREFIX_MAX)
    if divider is None:
        return None
    text, end = head[: divider.start()], _past(head, divider)
    if ":" not in divider[0] and knowledge.agencies.named(text):  # "Reuters - Text"
        return Prefix(text=text, end=end, agencies=(text,))
    if (behind := _agency_behind(head, divider, knowledge)) is not None:
        return behind
    before, _, name = text.rpartition(" ")
    named = bool(before) and knowledge.agencies.named(name) is not None
    peeled = (peel(before, knowledge) or peel(before.removesuffix("."), knowledge)) if named else None  # АСТАНА. …
    fits = peeled and (peeled.day or _is_plain(peeled, knowledge))
    return prefix_of(text, end, peeled, (name,)) if peeled and fits else None


def _is_plain(peeled: Peeled, knowledge: Knowledge) -> bool:
    return bool(peeled.places) and (peeled.places[0].isupper() or knowledge.places.known(peeled.places[0]))


def _agency_behind(head: str, divider: re.Match[str], knowledge: Knowledge) -> Prefix | None:
    """The agency behind the dash: "МОСКВА, 19 янв - РИА Новости. Text", "OTTAWA — The Canadian Press — Text"."""
    limit = divider.end() + AGENCY_MAX
    second = _DIVIDER.search(head, divider.end(), limit) if ":" not in divider[0] else None
    stop = second.start() if second else head.find(". ", divider.end(), limit)
    name = head[divider.end() : stop].strip() if stop > 0 else ""
    peeled = peel(head[: divider.start()], knowledge) if name and knowledge.agencies.named(name) else None
    if peeled is None or not (peeled.day or (second and peeled.places)):
        return None
    return prefix_of(head[:stop], _past(head, second) if second else stop + 2, peeled, (name,))


def _without_agency(head: str, knowledge: Knowledge, *, credited: bool) -> Prefix | None:
    """What is left where a publisher takes the agency out: "London/Teheran - Text"."""
    divider = _DIVIDER.search(head, 0, BARE_MAX)
    before = head[: divider.start()] if divider else head
    if len(before) > BARE_MAX:
        return None
    peeled = peel(before, knowledge)
    if peeled is None or not peeled.places:
        return None
    if divider is None:
        alone = peeled.day is not None and peeled.places[0].isupper() and "," in before
        return prefix_of(before, len(head), peeled, ()) if alone else None
    end = _past(head, divider)
    if (led := _led_by_agency(before, end, knowledge)) is not None:
        return led
    follows = head[end:].lstrip("\"'“‘«»„(")[:1]
    if follows.islower() or not _convinces(peeled, knowledge, divider[0].strip(), credited=credited):
        return None
    return prefix_of(before, end, peeled, ())


def _led_by_agency(before: str, end: int, knowledge: Knowledge) -> Prefix | None:
    """The agency before the place: "Xinhua, Beijing, May 17 -- "."""
    name, _, rest = before.partition(",")
    peeled = peel(rest, knowledge) if rest and knowledge.agencies.named(name) else None
    return prefix_of(before, end, peeled, (name,)) if peeled and peeled.places else None


def _is_one_long_word(place: str) -> bool:
    """No slug of a list of stories: "HARBOR WHALE — ", "FERRY-SINKING — "."""
    return len(place) >= LONG_PLACE_MIN and place.isalpha()


def _convinces(peeled: Peeled, knowledge: Knowledge, divider: str, *, credited: bool) -> bool:
    """Whether the words before a dash or colon are a dateline, though no agency says so."""
    if peeled.day is not None:
        return True
    if any(map(knowledge.places.known, peeled.places)):
        return True
    dash, long_dash = divider != ":", divider in {"—", "--"} and _is_one_long_word(peeled.places[0])
    if dash and peeled.places[0].isupper() and len(peeled.places[0]) >= LONG_PLACE_MIN:
        long_dash = long_dash or bool(knowledge.gazetteer.cities(peeled.places[0]))
    return dash and (credited or (peeled.places[0].isupper() and (peeled.region is not None or long_dash)))


# The first that finds one has it.
_READERS: Final = (unspaced_datelines.read, hijri_datelines.read, _marked, _bare_agency, stopped_datelines.read)
