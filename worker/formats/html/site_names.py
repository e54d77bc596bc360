"""The site's own name in what a page calls its story: before or behind a divider, or printed as a heading."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from worker.markup.lines import key_of

# "Rates rise again | The Daily Crow", "The Daily Crow: Rates rise again": one side of a divider may be the site
_DIVIDER = re.compile(r"\s[|–—·•»-]\s|\s?\|\s?|\s?(?::\s|：)")
_COLONS = frozenset({":", "："})  # a site's name stands before one, hardly ever behind
_JOINTS = ":：|-–—·•»"
# rates, rise, again; and where a script is written without blanks each character
_WORD = re.compile(r"\w+")
_CHARACTER = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
DIVIDERS_MAX = 10
NAME_WORDS_MAX = 4  # a site's name
LABEL_MIN = 4  # characters of a host's label that tell one site from others


@lru_cache(maxsize=256)
def words_of(title: str) -> frozenset[str]:
    """The words of a title, or its characters in scripts without blanks."""
    return frozenset((_CHARACTER if _CHARACTER.search(title) else _WORD).findall(title.casefold()))


def is_site(heading: str, site: str | None, host: str | None, named: Iterable[str]) -> bool:
    """Whether the heading is the site's name: as declared, as the host, or behind the divider of a longer title."""
    key = key_of(heading)
    if key == key_of(site or "") or (host and key == key_of(host.removeprefix("www."))):
        return True
    if len(_WORD.findall(heading)) > NAME_WORDS_MAX:
        return False
    ends = ((name[: divider.start()], name[divider.end() :]) for name in named for divider in dividers(name))
    return any(key_of(tail) == key and len(words_of(head)) >= 2 * len(words_of(tail)) for head, tail in ends)


def without_site(title: str, site: str | None, headings: Iterable[str]) -> str:
    """`title` without the site's name before or behind a divider, judged by that name and the page's headings."""
    keys = {key_of(heading) for heading in headings}
    parts = [(title[: d.start()].rstrip(), title[d.end() :].lstrip(), d[0].strip()) for d in dividers(title)]
    for head, tail, divider in parts:
        if head and divider not in _COLONS and (_names_site(tail, site) or _is_heading(head, tail, keys)):
            return head
    for head, tail, _ in parts:
        printed = key_of(head) in keys and _is_heading(tail, head, keys)  # else it may be the story's own kicker
        if tail and (key_of(head) == key_of(site or "") or printed):
            return tail
    return _without_last(title, site)


def parts_of(title: str) -> Sequence[str]:
    """The title itself, then its parts between dividers where there are any."""
    found = dividers(title)
    starts, ends = [0, *(one.end() for one in found)], [*(one.start() for one in found), len(title)]
    parts = [title[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [title, *filter(None, parts)] if found else [title]


def _without_last(title: str, site: str | None) -> str:
    """`title` without the whole name of the site at its end, behind any divider: "Ferries cost more:Crow"."""
    head = title[: -len(site)].rstrip() if site and title.endswith(site) else ""
    return head.rstrip(f" {_JOINTS}") if head.endswith(tuple(_JOINTS)) else title


def without_host(title: str, host: str | None, *, front: bool = False) -> str:
    """`title` without a last part, or one in `front`, that names the host: "Rates rise | Crow News" on crow.example."""
    labels = [label for label in (host or "").lower().split(".")[:-1] if len(label) >= LABEL_MIN]
    parts = [d for d in dividers(title) if d[0].strip() not in _COLONS] if labels else []
    for divider in parts[-1:]:
        head, tail = title[: divider.start()].rstrip(), title[divider.end() :]
        if _names_host(tail, head, labels):
            return head
    for divider in parts[:1] if front else ():
        head, tail = title[: divider.start()].rstrip(), title[divider.end() :].lstrip()
        if _names_host(head, tail, labels):
            return tail
    return title


def _names_host(part: str, other: str, labels: Iterable[str]) -> bool:
    """Whether the part is a few words, no more than the other has, and has one of the host's labels or is in it."""
    key = key_of(part)
    named = any(key_of(label) in key or key in key_of(label) for label in labels)
    return named and len(key) >= LABEL_MIN and len(words_of(part)) <= min(NAME_WORDS_MAX, len(words_of(other)))


def dividers(title: str) -> Sequence[re.Match[str]]:
    """The last few signs that may part a title from a name."""
    return list(_DIVIDER.finditer(title))[-DIVIDERS_MAX:]


def _is_heading(part: str, other: str, keys: Collection[str]) -> bool:
    """The page prints `part` as a heading, and not the rest of its title beside it (unless that is the shorter)."""
    return key_of(part) in keys and (key_of(other) not in keys or len(part) > len(other))


def _names_site(tail: str, site: str | None) -> bool:
    tail_key, site_key = key_of(tail), key_of(site or "")
    if not tail_key or not site_key:
        return False
    extra = len(words_of(tail)) - len(words_of(site or ""))  # "News - SRF" is the site's, too
    return tail_key in site_key or (site_key in tail_key and extra <= NAME_WORDS_MAX)
