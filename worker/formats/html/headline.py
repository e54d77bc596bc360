"""The headline among what a page calls itself: JSON-LD, h1, og:title, title."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from worker.markup.lines import key_of

# "Rates rise again | The Daily Crow", "The Daily Crow: Rates rise again": one side of a divider may be the site
_DIVIDER = re.compile(r"\s[|–—·•»-]\s|\s?\|\s?|\s?(?::\s|：)")
_COLONS = frozenset({":", "："})  # a site's name stands before one, hardly ever behind
# rates, rise, again; and where a script is written without blanks each character
_WORD = re.compile(r"\w+")
_CHARACTER = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
# share of words that an h1 has in common with what the head says: og:title is the story's, <title> is often the site's
ALIKE_OG_MIN = 0.5
ALIKE_TITLE_MIN = 0.1
# "Living abroadRates rise": the end of one element's text and the beginning of the next
_GLUED = re.compile(r"(?<=[a-zà-ÿ0-9)\]!?:])\x00+(?=[A-ZÀ-Þ0-9])")
_APART = frozenset({"br", "div", "p", "li", "h1", "h2", "h3", "header", "section", "small"})
DIVIDERS_MAX = 10
HEADLINE_MAX = 250  # characters: what is longer is text, and taken only where nothing else is there
STORY_WORDS_MIN = 4  # an h1 of so many words tells a story, a shorter one may name a section
NAME_WORDS_MAX = 4  # a site's name
LABEL_MIN = 4  # characters of a host's label that tell one site from others
CUT_MIN = 100  # characters: JSON-LD headlines are often cut off at 110, without a mark


@dataclass(frozen=True, slots=True)
class Titles:
    """What a page calls itself, clean and bounded, each list in order of appearance."""

    json_ld: tuple[str, ...] = ()
    h1: tuple[str, ...] = ()
    og: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    h2: tuple[str, ...] = ()  # h2 to h4: a page without h1 has nothing else
    site: str | None = None
    host: str | None = None
    news: bool = True  # JSON-LD calls the story news; of other pages its headline is often written for search engines


def heading_text(heading: HtmlElement) -> str:
    """The text of a heading with blanks where a reader sees its parts apart."""
    return _GLUED.sub(" ", "".join(_pieces(heading))).replace("\x00", "")


def _pieces(heading: HtmlElement) -> Iterator[str]:
    for event, element in etree.iterwalk(heading, events=("start", "end", "comment")):
        edge = " " if element.tag in _APART else "\x00"
        if event == "start":
            yield f"{edge}{element.text or ''}"
        elif element is not heading:
            yield f"{edge}{element.tail or ''}"


def choose_headline(titles: Titles) -> tuple[str, str] | None:
    """(source, headline): the JSON-LD of news, else the h1 that the head confirms, any JSON-LD, og:title, title."""
    named = (*titles.og, *titles.title, *titles.json_ld)
    filled = [h1 for h1 in titles.h1 if "{{" not in h1]  # else a template that was never filled in
    h1s = [h1 for h1 in filled if not _is_site(h1, titles, named)]
    site = titles.site or next((h1 for h1 in filled if h1 not in h1s), None)
    og, title, json_ld = (
        [_without_host(without_site(value, site, h1s or titles.h2), titles.host) for value in values]
        for values in (titles.og, titles.title, titles.json_ld)
    )
    json_ld = [_whole(value, h1s) for value in json_ld if key_of(value) != key_of(site or "")]
    confirmed = _confirmed(h1s, og or title, ALIKE_OG_MIN if og else ALIKE_TITLE_MIN)
    ranked: tuple[tuple[str, Sequence[str]], ...] = (
        ("h1", _agreed(h1s, og, json_ld, title)),
        ("json-ld", json_ld if titles.news else _begun(json_ld, h1s)),
        ("h1", [h1 for h1 in confirmed if len(_words(h1)) >= STORY_WORDS_MIN or not json_ld]),
        ("h1", _telling(h1s, (*og, *title, *json_ld))),
        ("json-ld", json_ld),
        ("og:title", og),
        ("h1", h1s),
        ("title", title),
        ("h2", titles.h2),
    )
    found = [
        (source, value if source == "json-ld" else _without_kicker(value, og))
        for source, values in ranked
        for value in values
    ]
    return next((one for one in found if len(one[1]) <= HEADLINE_MAX), found[0] if found else None)


def _is_site(h1: str, titles: Titles, named: Iterable[str]) -> bool:
    """Whether the heading is the site's name: as declared, as the host, or behind the divider of a longer title."""
    key = key_of(h1)
    if key == key_of(titles.site or "") or (titles.host and key == key_of(titles.host.removeprefix("www."))):
        return True
    if len(_WORD.findall(h1)) > NAME_WORDS_MAX:
        return False
    ends = ((name[: divider.start()], name[divider.end() :]) for name in named for divider in _dividers(name))
    return any(key_of(tail) == key and len(_words(head)) >= 2 * len(_words(tail)) for head, tail in ends)


def _agreed(h1s: Sequence[str], og: Sequence[str], json_ld: Sequence[str], title: Sequence[str]) -> Sequence[str]:
    """The h1 that social media show, too, where the JSON-LD has another beside it or has only the window's title."""
    if not json_ld or not og or any(key_of(h1) == key_of(json_ld[0]) for h1 in h1s):
        return ()
    doubted = key_of(json_ld[0]) in map(key_of, title) or key_of(og[0]) in map(key_of, json_ld[1:])
    return [h1 for h1 in h1s if doubted and key_of(h1) == key_of(og[0])]


def _begun(json_ld: Sequence[str], h1s: Iterable[str]) -> Sequence[str]:
    """The JSON-LD headline that an h1 begins with: a byline or a date may follow there."""
    return [value for value in json_ld[:1] if any(h1.startswith(f"{value} ") for h1 in h1s)]


def _confirmed(h1s: Iterable[str], declared: Sequence[str], alike_min: float) -> Sequence[str]:
    """The h1s that are one of the declared titles in other words, the likest first."""
    rated = [(max((_overlap(h1, value) for value in declared), default=0.0), h1) for h1 in h1s]
    near = [one for one in rated if any(alike(one[1], value) >= alike_min for value in declared)]
    return [h1 for _, h1 in sorted(near, key=lambda one: -one[0])]


def _telling(h1s: Sequence[str], declared: Iterable[str]) -> Sequence[str]:
    """The page's only h1 where it is a sentence that has a long word in common with another title."""
    words = {word for value in declared for word in _words(value) if len(word) >= LABEL_MIN}
    return h1s if len(h1s) == 1 and len(_words(h1s[0])) >= STORY_WORDS_MIN and words & _words(h1s[0]) else ()


def alike(one: str, other: str) -> float:
    """Share of the shorter title's words (or characters, in scripts without blanks) found in the other."""
    if key_of(one) in key_of(other) or key_of(other) in key_of(one):
        return 1.0
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _overlap(one: str, other: str) -> float:
    """Share of all words of the two titles that both have."""
    a, b = _words(one), _words(other)
    return len(a & b) / max(1, len(a | b))


def _words(title: str) -> frozenset[str]:
    return frozenset((_CHARACTER if _CHARACTER.search(title) else _WORD).findall(title.casefold()))


def _whole(value: str, h1s: Iterable[str]) -> str:
    """The h1 that `value` is the cut-off beginning of, else `value`."""
    stem = key_of(value.rstrip(". …"))
    cut = value.endswith(("...", "…")) or len(value) >= CUT_MIN
    return next((h1 for h1 in h1s if cut and stem and key_of(h1).startswith(stem)), value)


def _without_kicker(title: str, og: Iterable[str]) -> str:
    """The end of `title` that social media show alone: "Living abroad: Rates rise again" -> "Rates rise again"."""
    ends = (value for value in og if len(_words(value)) >= STORY_WORDS_MIN and title.endswith(value))
    parted = ((title[: -len(end)], end) for end in ends)
    kickers = ((kicker, end) for kicker, end in parted if len(_words(kicker)) <= NAME_WORDS_MAX)
    return next((end for kicker, end in kickers if kicker.endswith((": ", " - ", " – ", " — ", " | "))), title)


def without_site(title: str, site: str | None, headings: Iterable[str]) -> str:
    """`title` without the site's name before or behind a divider, judged by that name and the page's headings."""
    keys = {key_of(heading) for heading in headings}
    parts = [(title[: d.start()].rstrip(), title[d.end() :].lstrip(), d[0].strip()) for d in _dividers(title)]
    for head, tail, divider in parts:
        if head and divider not in _COLONS and (_names_site(tail, site) or _is_heading(head, tail, keys)):
            return head
    for head, tail, _ in parts:
        printed = key_of(head) in keys and _is_heading(tail, head, keys)  # else it may be the story's own kicker
        if tail and (key_of(head) == key_of(site or "") or printed):
            return tail
    return title


def _dividers(title: str) -> list[re.Match[str]]:
    return list(_DIVIDER.finditer(title))[-DIVIDERS_MAX:]


def _without_host(title: str, host: str | None) -> str:
    """`title` without a last part that names the host: "Rates rise | Crow News" on crow.example."""
    labels = [label for label in (host or "").lower().split(".")[:-1] if len(label) >= LABEL_MIN]
    for divider in _dividers(title)[-1:]:
        head, tail = title[: divider.start()].rstrip(), title[divider.end() :]
        named = any(key_of(label) in key_of(tail) or key_of(tail) in key_of(label) for label in labels)
        short = len(key_of(tail)) >= LABEL_MIN and len(_words(tail)) <= min(NAME_WORDS_MAX, len(_words(head)))
        if named and short and divider[0].strip() not in _COLONS:
            return head
    return title


def _is_heading(part: str, other: str, keys: Collection[str]) -> bool:
    """The page prints `part` as a heading, and not the rest of its title beside it (unless that is the shorter)."""
    return key_of(part) in keys and (key_of(other) not in keys or len(part) > len(other))


def _names_site(tail: str, site: str | None) -> bool:
    tail_key, site_key = key_of(tail), key_of(site or "")
    if not tail_key or not site_key:
        return False
    extra = len(_words(tail)) - len(_words(site or ""))  # "News - SRF" is the site's, too
    return tail_key in site_key or (site_key in tail_key and extra <= NAME_WORDS_MAX)
