"""The headline among what a page calls itself: JSON-LD, h1, og:title, title."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from worker.formats.html.site_names import LABEL_MIN, dividers, is_site, parts_of, without_host, without_site, words_of
from worker.markup.lines import key_of

# share of words that an h1 has in common with what the head says: og:title is the story's, <title> is often the site's
ALIKE_OG_MIN = 0.5
ALIKE_TITLE_MIN = 0.1
_KICKER_ENDS = (": ", " - ", " – ", " — ", " | ", " / ")
_BAR = " | "
HEADLINE_MAX = 250  # characters: what is longer is text, and taken only where nothing else is there
STORY_WORDS_MIN = 4  # an h1 of so many words tells a story, a shorter one may name a section
TOPIC_WORDS_MAX = 2  # an h1 of so many names the topic of a longer title
KICKER_WORDS_MIN = 2  # without a divider behind them; one word more belongs to the title
KICKER_WORDS_MAX = 6
PART_WORDS_MIN = 3  # of a lower heading that is the story's title
CHAPTERS_MIN = 3  # h1s of a page that has one over each of its parts
LOWER_MAX = 5  # lower headings: those further down are the story's own
CUT_MIN = 100  # characters: JSON-LD headlines are often cut off at 110, without a mark

# 船名板を公開（共同通信）: portals put the source behind
_CREDIT = re.compile(r"（[^（）]{2,30}）$")


@dataclass(frozen=True, slots=True)
class Titles:
    """What a page calls itself, clean and bounded, each list in order of appearance."""

    json_ld: tuple[str, ...] = ()
    h1: tuple[str, ...] = ()
    og: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    h2: tuple[str, ...] = ()  # h2 to h4: a page without h1 has nothing else
    bare: Mapping[str, str] = field(default_factory=dict)  # by key: headings of kicker and title, without the kicker
    site: str | None = None
    host: str | None = None
    news: bool = True  # JSON-LD calls the story news; of other pages its headline is often written for search engines


def choose_headline(titles: Titles) -> tuple[str, str] | None:
    """(source, headline): what the page prints as its title and declares, JSON-LD of news first.

    A learned ranking over forty features of agreement was no better on sites that it had not seen: where h1 and
    og:title differ, the h1 is right two times in three, whatever else the page says.
    """
    own = _without_names(titles)
    ends = (*own.og, *own.json_ld[:1])
    bars = max((value.count(_BAR) for value in (*titles.title, *titles.og)), default=0)
    longest: tuple[str, str] | None = None
    for source, values in _ranked(own, titles):
        for value in values:
            line = _without_keywords(value if source == "json-ld" else _without_kicker(value, ends), bars)
            if len(line) <= HEADLINE_MAX:
                return source, line if source == "json-ld" else titles.bare.get(key_of(line), line)
            longest = longest or (source, line)
    return longest


def _ranked(own: Titles, titles: Titles) -> Iterator[tuple[str, Sequence[str]]]:
    """The candidates, the most trusted first; each is only looked for where those before it gave none."""
    yield "og:title", _printed(own)
    yield "heading", _part(own, titles)
    yield "h1", _turned(own)
    yield "h1", _bare(own.h1, own.json_ld)
    yield "og:title", _longer(own.h1, own.og)
    yield "h1", _agreed(own)
    yield "json-ld", own.json_ld if own.news else _begun(own.json_ld, own.h1)
    yield "h1", [h1 for h1 in _confirmed(own) if len(words_of(h1)) >= STORY_WORDS_MIN or not own.json_ld]
    yield "h1", _telling(own.h1, (*own.og, *own.title, *own.json_ld))
    yield from (("json-ld", own.json_ld), ("og:title", own.og), ("h1", own.h1), ("title", own.title), ("h2", own.h2))


def _without_names(titles: Titles) -> Titles:
    """The titles without the site's name, unfilled templates, and headings that are nothing else."""
    named = (*titles.og, *titles.title, *titles.json_ld)
    filled = [h1 for h1 in titles.h1 if "{{" not in h1]  # else a template that was never filled in
    h1s = tuple(h1 for h1 in filled if not is_site(h1, titles.site, titles.host, named))
    site = titles.site or next((h1 for h1 in filled if h1 not in h1s), None)
    og, title, json_ld = (
        tuple(
            without_host(without_site(value, site, h1s or titles.h2), titles.host, front=not titles.h1)
            for value in values
        )
        for values in (titles.og, titles.title, titles.json_ld)
    )
    shown = (*h1s, *og, *title)
    told = tuple(
        _whole(value, h1s)
        for value in json_ld
        if key_of(value) != key_of(site or "") and (titles.news or _is_shown(value, shown))
    )
    return replace(titles, h1=h1s, og=og, title=title, json_ld=told)


def _is_shown(value: str, shown: Sequence[str]) -> bool:
    """Whether any title that readers see has a word in common: else it is a description of the page's subject."""
    return not shown or any(alike(value, other) > 0 for other in shown)


def _printed(own: Titles) -> Sequence[str]:
    """An og:title that the page prints as a lower heading, alone or behind a kicker, while its h1 says another."""
    lower = [key_of(heading) for heading in own.h2]
    if not own.h1 or not own.og or key_of(own.og[0]) in map(key_of, own.h1):
        return ()
    whole = [value for value in own.og if len(words_of(value)) >= STORY_WORDS_MIN - 1 and key_of(value) in lower]
    kicked = any(key_of(h1).endswith(key_of(own.og[0])) for h1 in own.h1)  # a kicker that the page declares stays
    first = [value for value in own.og[:1] if len(words_of(value)) > STORY_WORDS_MIN and not kicked]
    top = lower[:LOWER_MAX]
    return whole[:1] or [value for value in first if any(heading.endswith(key_of(value)) for heading in top)]


def _part(own: Titles, titles: Titles) -> Sequence[str]:
    """A lower heading that is the longest part of a declared title of which each h1 is another, or nothing at all."""
    if own.json_ld or not own.h2:
        return ()
    declared = [list(parts_of(value)) for value in (*titles.og, *titles.title)]
    wanted = {key_of(part) for whole, *parts in declared for part in (whole, max(parts, key=len, default=whole))}
    told = [heading for heading in own.h2 if key_of(heading) in wanted and len(words_of(heading)) >= PART_WORDS_MIN]
    others = tuple(key_of(part) for _, *parts in declared for part in parts[1:])
    words = {word for whole, *_ in declared for word in words_of(whole) if len(word) >= LABEL_MIN}
    site = all(key_of(h1).startswith(others) or not words & words_of(h1) for h1 in titles.h1)
    said = [one for one in told[:1] if any(key_of(h1).startswith(key_of(one)) for h1 in titles.h1)]
    return told[:1] if site and not said else ()


def _turned(own: Titles) -> Sequence[str]:
    """The headline of an h1 that begins with what an og:title has behind a divider: kicker and headline in one."""
    sides = [(value[: d.start()], value[d.end() :]) for value in own.og[:1] for d in dividers(value)]
    keys = {f"{key_of(kicker)}{key_of(head)}": head for head, kicker in sides}
    return [keys[key] for h1 in own.h1[:1] if (key := key_of(h1)) in keys]


def _bare(h1s: Sequence[str], json_ld: Sequence[str]) -> Sequence[str]:
    """The h1 that JSON-LD has behind a kicker: "Harbour - Ferries cost more this year"."""
    parted = ((h1, value.removesuffix(h1)) for h1 in h1s for value in json_ld[:1] if value != h1)
    return [h1 for h1, kicker in parted if kicker.endswith(_KICKER_ENDS) and len(words_of(h1)) >= STORY_WORDS_MIN]


def _longer(h1s: Sequence[str], og: Sequence[str]) -> Sequence[str]:
    """The og:title that holds the page's only h1, where that has no more than a topic's words."""
    if len(h1s) != 1 or len(words_of(h1s[0])) > TOPIC_WORDS_MAX:
        return ()
    return [value for value in og[:1] if key_of(h1s[0]) in key_of(value) and len(words_of(value)) > TOPIC_WORDS_MAX]


def _agreed(own: Titles) -> Sequence[str]:
    """The h1 that social media show, too, where the JSON-LD has another beside it or has only the window's title."""
    if not own.json_ld or not own.og or any(key_of(h1) == key_of(own.json_ld[0]) for h1 in own.h1):
        return ()
    social = key_of(own.og[0])
    first, *more = map(key_of, own.json_ld)
    doubted = any(key_of(title).startswith(first) for title in own.title) or social in more
    return [h1 for h1 in own.h1 if doubted and key_of(h1) == social]


def _begun(json_ld: Sequence[str], h1s: Iterable[str]) -> Sequence[str]:
    """The JSON-LD headline that an h1 begins with: a byline or a date may follow there."""
    return [value for value in json_ld[:1] if any(h1.startswith(f"{value} ") for h1 in h1s)]


def _confirmed(own: Titles) -> Sequence[str]:
    """The h1s that are one of the declared titles in other words, the likest first."""
    declared, alike_min = (own.og, ALIKE_OG_MIN) if own.og else (own.title, ALIKE_TITLE_MIN)
    rated = [(max((_overlap(h1, value) for value in declared), default=0.0), h1) for h1 in own.h1]
    near = [
        one
        for one in rated
        if any(alike(one[1], value) >= alike_min and not _is_chapter(one[1], value, own.h1) for value in declared)
    ]
    return [h1 for _, h1 in sorted(near, key=lambda one: -one[0])]


def _is_chapter(h1: str, title: str, h1s: Sequence[str]) -> bool:
    """One of many, of a word or two that a much longer title holds: a name that the story is about, or a chapter."""
    words = len(words_of(h1))
    return len(h1s) >= CHAPTERS_MIN and words < STORY_WORDS_MIN and len(words_of(title)) > 2 * words


def _telling(h1s: Sequence[str], declared: Iterable[str]) -> Sequence[str]:
    """The page's only h1 where it is a sentence that has a long word in common with another title."""
    words = {word for value in declared for word in words_of(value) if len(word) >= LABEL_MIN}
    return h1s if len(h1s) == 1 and len(words_of(h1s[0])) >= STORY_WORDS_MIN and words & words_of(h1s[0]) else ()


def alike(one: str, other: str) -> float:
    """Share of the shorter title's words (or characters, in scripts without blanks) found in the other."""
    if key_of(one) in key_of(other) or key_of(other) in key_of(one):
        return 1.0
    a, b = words_of(one), words_of(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _overlap(one: str, other: str) -> float:
    """Share of all words of the two titles that both have."""
    a, b = words_of(one), words_of(other)
    return len(a & b) / max(1, len(a | b))


def _whole(value: str, h1s: Sequence[str]) -> str:
    """The h1 that `value` is the cut-off beginning of, or has a credit behind, else `value`."""
    stem = key_of(value.rstrip(". …"))
    bare = key_of(_CREDIT.sub("", value)) if value.endswith("）") else ""
    if printed := next((h1 for h1 in h1s if bare and key_of(h1) == bare), None):
        return printed
    cut = value.endswith(("...", "…")) or len(value) >= CUT_MIN
    return next((h1 for h1 in h1s if cut and stem and key_of(h1).startswith(stem)), value)


def _without_kicker(title: str, ends: Iterable[str]) -> str:
    """The end of `title` that is declared alone: "Living abroad: Rates rise again" -> "Rates rise again"."""
    return next((end for end in ends if len(words_of(end)) >= STORY_WORDS_MIN - 1 and _is_kicked(title, end)), title)


def _is_kicked(title: str, end: str) -> bool:
    """Before `end` stands a kicker, a date or a label, and nothing else."""
    kicker = title.removesuffix(end)
    if kicker == title or not kicker.endswith((" ", "|")):
        return False
    words = len(words_of(kicker))
    return (1 if kicker.endswith(_KICKER_ENDS) else KICKER_WORDS_MIN) <= words <= KICKER_WORDS_MAX


def _without_keywords(title: str, bars: int) -> str:
    """The first part of "Best movers this year | Top 19 companies" where a declared title has `bars` of two or more."""
    head = title.split(_BAR, 1)[0]
    return head if bars > 1 and head != title and len(words_of(head)) >= STORY_WORDS_MIN else title
