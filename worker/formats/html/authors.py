"""Names of those who signed a page: from JSON-LD, meta tags, and elements that are marked as the byline."""

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from html import unescape

from lxml.html import HtmlElement

from worker.markup.lines import capped, key_of

NAME_MAX = 200
NAMES_MAX = 20
TEASER_MIN = 20  # characters of a link beside a name in it: another story's title
MENU_DEPTH = 5  # elements around: a <nav> may never be closed, outer ones are named after what they hold elsewhere
BYLINES_MAX = 30  # marked elements looked at
NEAR_MAX = 150  # elements below the title that may be unmarked bylines
MARKS_MAX = 4_096  # class names remembered: sites and their designs repeat them
PIECES_MAX = 30  # texts of one byline
OPENING_MAX = 3  # paragraphs
EMPHASISED_MAX = 40  # characters

# Written By   Author: and no name
_LABEL = re.compile(r"(?:written by|posted by|by|author|authors|about the author)\s?:?$", re.IGNORECASE)
# By Jo Bee; Von Jo Bee; and with a colon, Text: Jo Bee
_LEADING_BY = re.compile(
    r"(?:written by|posted by|by|von|par|por|di|av|af|door|text|foto|autore?r?|oleh)(?:\s?:\s?|\s)(?=\w)", re.IGNORECASE
)
# "Jo Bee (obe)": the house's initials
_INITIALS = re.compile(r"\s\([a-zäöü]{2,4}\)$")
# "Jo Bee and Al Cee", "Trine Bee og Tor Cee", "A, B & C"
_JOINED = re.compile(r"\s?[,;/&、]\s?|\s(?:and|und|og|och|et|y|e|en|ja|dan)\s")
# "Jo Bee | 17 May", "Jo Bee - Aug 10", "Jo Bee • Staff": behind it stands something else
_DIVIDER = re.compile(r"\s?[|•·]\s?|\s[–—-]\s|\s\d")
# author, byline, c-author__name, authorName, post-author vcard; and as other languages have it
_MARKED = re.compile(
    "yline|uthor|vcard|[aA]utor|auteur|redakt|writer|reporter|contributor|signature|journalist|skribent|forfatter"
    "|username|penulis|yazar|muhabir"
)
# pages about one author: /author/jo-bee, /autoren/jo-bee
_AUTHORS_FOLDERS = (
    "/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/auteurs/", "/autore/", "/autori/",
)  # fmt: skip
# pages about one writer, among others: /people/jo-bee
_FOLDERS = (
    *_AUTHORS_FOLDERS,
    "/profile/", "/profil/", "/people/", "/contributor/", "/contributors/", "/writer/", "/writers/", "/by/",
    "/journalist/", "/journalists/", "/reporter/", "/editors/", "/redaktion/", "/team/", "/staff/", "/users/",
    "/producers/", "/experten/", "/experts/", "/our-people/",
)  # fmt: skip
_LINKED = re.compile("|".join(_FOLDERS))
_EMPHASIS = frozenset({"strong", "b", "em", "i"})
# elements and class names of what is not the story's
_NOT_THE_STORYS = frozenset({"form", "figure", "figcaption"})
_OF_OTHERS = re.compile(r"(?<![a-z])(?:sub-?)?(?:menu|dropdown|navigation|related)(?![a-z])", re.IGNORECASE)
_WHOLE = frozenset({"body", "html", "article", "main"})
_MARKS = ("class", "itemprop", "rel", "id", "data-testid")
# "By Jo Bee", "By" before a link, "Autor: Jo Bee": how an unmarked byline opens
_BYLINE_OPENS = re.compile(
    r"^\s{0,50}(?:(?:written\s|posted\s)?by|von|par|por|door|autor(?:in)?(?:/autor)?|auteur|author)(?:\s?:|\s|$)",
    re.IGNORECASE,
)
# Published by, Veröffentlicht von, Eingestellt von, Interview:, Recipe by
_LEADING_LABEL = re.compile(r"^[\W_]{0,5}(?:[\w-]{3,20}\s(?:by|von|par|por)\s|[\w-]{3,20}\s?:\s?)(?=\w)", re.IGNORECASE)
# words of roles, buttons and dates, which no name holds
_NO_NAME = frozenset(
    {
        "editor", "editors", "writer", "writers", "reporter", "correspondent", "staff", "consultant", "manager",
        "director", "analyst", "producer", "twitter", "facebook", "linkedin", "instagram", "follow", "updated",
        "published", "posted", "read", "more", "view", "all", "posts", "articles", "bio", "full", "about", "share",
        "newsletter", "contributor", "theme", "author", "authors", "written", "last", "recipe", "news", "updates",
        "by", "on", "january", "february", "march", "april", "june", "july", "august", "september", "october",
        "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "comments", "comment", "redaktion", "redakteur", "redakteurin", "autor", "autorin", "veröffentlicht",
        "aktualisiert", "admin", "administrator", "senior", "contributing", "columnist", "founder", "officer",
        "specialist", "reviewed", "edited", "fact-checked", "photo", "photos", "image", "copyright", "subscribe",
        "latest", "profile", "see", "print", "email", "leave", "reply", "editorial", "guest",
    }
)  # fmt: skip
# accounts rather than writers
_NOBODY = frozenset(
    {
        "admin", "administrator", "noauthor", "noc", "nocadmin", "webmaster", "root", "author", "editor", "redaktion",
        "user", "guest",
    }
)  # fmt: skip


def names_of(values: Iterable[str]) -> tuple[str, ...]:
    """The values that may be names, cleaned, each once."""
    parts = (part for value in values if (line := as_name(value)) for part in _split(line))
    return tuple(dict.fromkeys(parts))[:NAMES_MAX]


def as_name(value: str) -> str | None:
    """`value` without "By" and house initials; None for addresses, handles, numbers and markup."""
    line = capped(unescape(value[: 8 * NAME_MAX]), NAME_MAX)
    if line is None or any(sign in line for sign in "<>{}@\\!?=") or "://" in line or line.startswith("www."):
        return None
    line = _INITIALS.sub("", _LEADING_BY.sub("", line, count=1) if _LEADING_BY.match(line) else line)
    return line if any(c.isalpha() for c in line) else None


def _split(line: str) -> Sequence[str]:
    """The names in a line, where each part looks like a whole name; else the line as it is."""
    parts = [part.strip() for part in _JOINED.split(line)]
    whole = len(parts) > 1 and all(2 <= len(part.split()) <= 4 for part in parts)
    return parts if whole else [line]


def visible_names(elements: Sequence[HtmlElement], house: Sequence[str] = ()) -> tuple[str, ...]:
    """Names in the first element, from the title on, that is a byline; the house's give way to one in bold."""
    titles = (index for index, element in enumerate(elements) if element.tag == "h1")
    below = elements[next(titles, len(elements)) + 1 :]
    first = _first_names(itertools.chain(_marked(below), _unmarked(below[:NEAR_MAX])))
    if without_house(first, house):
        return first
    bold = without_house(_first_names(_emphasised(below)), house)
    return bold or first or _first_names(_marked(elements))


def _first_names(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    found = (names_in(element) for element in elements if not _is_of_others(element))
    return next(filter(None, found), ())


def _marked(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """The first of those that are marked as author or byline, or link to a page about a writer."""
    return itertools.islice(filter(_is_marked, elements), BYLINES_MAX)


def _is_marked(element: HtmlElement) -> bool:
    for name in _MARKS:
        mark = element.get(name)
        if mark and _is_mark(mark[:NAME_MAX]):
            return True
    return element.tag == "a" and _LINKED.search((element.get("href") or "")[:NAME_MAX]) is not None


@functools.lru_cache(maxsize=MARKS_MAX)
def _is_mark(mark: str) -> bool:
    return _MARKED.search(mark) is not None


def names_in(element: HtmlElement) -> tuple[str, ...]:
    """The names that an element shows; one word is a name only where it is a link to its bearer or marked so."""
    pieces = [piece for text in element.itertext() if (piece := " ".join(text.split()))][:PIECES_MAX]
    if sum(map(len, pieces)) > 3 * NAME_MAX:
        return ()
    if len(pieces) == 1 and _is_of_one(element) and _is_pen_name(pieces[0]):
        return (pieces[0],)
    found: list[str] = []
    for piece in pieces:
        names = _names_in(piece)
        if found and not names and not _joins(piece):
            break
        found.extend(names)
    line = capped(" ".join(pieces), NAME_MAX)
    return tuple(dict.fromkeys(found)) or (_names_in(line) if line else ())


def _unmarked(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """Short lines near the title that open as bylines do; where "By" has an element of its own, the one round it."""
    for element in elements:
        if _BYLINE_OPENS.match((element.text or "")[:NAME_MAX]):
            line = element if len(element) or len((element.text or "").split()) > 2 else element.getparent()
            if len(line.text_content()) <= NAME_MAX:
                yield line


def _emphasised(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """Those of the first paragraphs that are nothing but words in bold or italics."""
    for element in itertools.islice((one for one in elements if one.tag == "p"), OPENING_MAX):
        inner = [child for child in element if isinstance(child.tag, str)]
        around = (element.text or "", inner[0].tail or "") if len(inner) == 1 else ("x",)
        if not "".join(around).strip() and inner[0].tag in _EMPHASIS and len(inner[0].text or "") <= EMPHASISED_MAX:
            yield element


def _is_of_one(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").split()
    linked = element.tag == "a" and any(folder in (element.get("href") or "") for folder in _AUTHORS_FOLDERS)
    return linked or bool({"fn", "username", "vcard"} & set(classes)) or element.get("itemprop") == "author"


def _is_pen_name(piece: str) -> bool:
    words = piece.split()
    return len(words) == 1 and 2 <= len(piece) <= 30 and piece[0].isalpha() and not _holds_no_name(words)


def _holds_no_name(words: Sequence[str]) -> bool:
    return any(word.strip(".,:").lower() in _NO_NAME for word in words)


def _joins(piece: str) -> bool:
    return not any(map(str.isalpha, piece)) or _LABEL.match(piece) is not None or len(piece) <= 3


def _is_of_others(element: HtmlElement) -> bool:
    """It stands in a form, a picture, a menu, another story's link, or among comments."""
    around = [element, *element.iterancestors()]
    near = around[:MENU_DEPTH]
    if any(one.tag in _NOT_THE_STORYS for one in around) or any(one.tag == "nav" for one in near):
        return True
    links = [one for one in around[1:] if one.tag == "a"]
    if links and _has_text(links[0], len("".join(element.itertext())) + TEASER_MIN):
        return True
    marks = [f"{one.get('class')} {one.get('id')}"[: 2 * NAME_MAX] for one in around if one.tag not in _WHOLE]
    return any(map(_OF_OTHERS.search, marks[: len(near)])) or any("comment" in mark.lower() for mark in marks)


def _has_text(element: HtmlElement, least: int) -> bool:
    """Whether the element shows so many characters."""
    sizes = itertools.accumulate(len(text) for text in element.itertext())
    return any(size >= least for size in sizes)


def _names_in(line: str) -> tuple[str, ...]:
    name = as_name(_without_label(line).replace("@", " "))
    if name is None or _LABEL.match(name):
        return ()
    parts = [part.strip(" ~·•|-–—") for part in _JOINED.split(_DIVIDER.split(name, maxsplit=1)[0])]
    return tuple(part for part in parts if _reads_like_name(part))


def _without_label(line: str) -> str:
    """`line` behind "Published by" or "Text:"."""
    label = _LEADING_LABEL.match(line)
    return line[label.end() :] if label else line


def _reads_like_name(part: str) -> bool:
    """Two to five words with capitals, or a few letters of a script without any."""
    words = part.split()
    if not part or any(c.isdigit() for c in part) or part.endswith((":", "?", "!")):
        return False
    if _holds_no_name(words) or (part.endswith(".") and len(words[-1]) > 3):
        return False
    if part == part.swapcase():
        return 2 <= len(part) <= 30
    capitals = sum(word[0].isupper() for word in words)
    return 2 <= len(words) <= 5 and capitals >= 2 and capitals >= len(words) - 2


def without_house(names: Sequence[str], house: Iterable[str]) -> tuple[str, ...]:
    """`names` but those that only repeat a name of the publisher or its host."""
    keys = {key for name in house if (key := key_of(name))}
    named = [(name, key_of(name)) for name in names]
    return tuple(
        name for name, own in named if own not in _NOBODY and not any(own in key or key in own for key in keys)
    )
