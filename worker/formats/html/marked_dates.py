"""Short texts that a page marks as a date: what it shows its readers where no machine is told."""

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from lxml.html import HtmlElement

from worker.formats.html.dates import YEAR
from worker.formats.html.places import MARK_MAX, MARKS_MAX, WHOLE

TEXT_MAX: Final = 80  # characters; a longer one is a sentence that names a day
FOUND_MAX: Final = 5
NEAR_MAX: Final = 400  # elements below the title, or above it
BESIDE_MAX: Final = 25
TITLE_MIN: Final = 25  # characters of a link that is another story's title
LINKS_MAX: Final = 30

# class="post-date", "entryDate", "meta__published", id="timestamp", "article-datum"
_MARKED: Final = re.compile(
    "[dD]ate|[dD]atum|DATE|fecha|tarih|[pP]ublish|[pP]osted|[tT]imestamp|(?<![a-z])[tT]ime(?![a-z])|[mM]eta(?![a-z])"
    "|[bB]yline|[cC]reated|submitted|author|metadata"
)
# class="date-updated", "lastModified"
_UPDATED_MARK: Final = re.compile("[uU]pdat(?!ed-published)|[mM]odif|aktualisier")
# what every such mark holds, small: the expressions are tried where one of them is
_HINTS: Final = (
    "date", "datum", "fecha", "tarih", "publish", "posted", "time", "meta", "byline", "created", "submitted", "author",
    "updat", "modif", "aktualisier",
)  # fmt: skip
# Updated March 13, 2024; Aktualisiert: 3.5.2024; Last edited ...
_UPDATED: Final = re.compile(
    r"\b(?:last\s)?(?:updated?|modified|edited|reviewed|aktualisiert|stand|geändert|mis\sà\sjour|actualizad|aggiornat"
    r"|atualizad|bijgewerkt|opdateret|oppdatert|uppdaterad|güncelle)",
    re.IGNORECASE,
)
# "27.1.2022 -", "May 17, 2024 —", "17. Mai 2024:", "(17. Mai 2024)" at a paragraph's start
_OPENING: Final = re.compile(r"\(?[^–—:()\[\]]{0,18}(?<![0-9])(?:19|20)[0-9]{2}(?=\s?[–—:-]\s|\)\s)")
_SILENT: Final = frozenset({"h1", "title", "script", "style", "option"})
_BOXES: Final = frozenset({"nav", "form"})
_NAMES: Final = frozenset({"class", "id", "itemprop", "data-testid"})
_COMMENT: Final = "comment"
_AROUND: Final = " \n\t|·•(-–"


def marked_dates(elements: Sequence[HtmlElement], title: int) -> tuple[str, ...]:
    """The first few from the title on, then the last above it, that are not said of an update or by a reader.

    Where none is marked: short lines with a year right around the title, then a day that opens a paragraph.
    """
    below = _dates(elements[title : title + NEAR_MAX], _is_marked)
    above = _dates(reversed(elements[max(0, title - NEAR_MAX) : title]), _is_marked)
    beside = elements[max(0, title - BESIDE_MAX) : title + BESIDE_MAX]
    opening = elements[title : title + NEAR_MAX]
    return tuple(dict.fromkeys([*below, *above] or _dates(beside, _has_year) or _openings(opening)))[:FOUND_MAX]


def _openings(elements: Iterable[HtmlElement]) -> list[str]:
    """The day before a dash or in brackets that the first paragraph with one opens with: "27.1.2022 - The ferry …"."""
    texts = ((one.text or "")[:MARK_MAX].strip() for one in elements if one.tag == "p")
    days = (match[0] for text in texts if (match := _OPENING.match(text)))
    return list(itertools.islice(days, 1))


def _dates(elements: Iterable[HtmlElement], fits: Callable[[HtmlElement], bool]) -> list[str]:
    found: list[str] = []
    for element in elements:
        if fits(element) and (text := _text_of(element)) and not _is_of_others(element):
            found.append(text)
            if len(found) == FOUND_MAX:
                break
    return found


def _is_marked(element: HtmlElement) -> bool:
    is_date = False
    for name, mark in element.items():  # most elements have one or two
        if name in _NAMES and (kind := _kind_of(mark[:MARK_MAX])):
            if kind == "update":
                return False
            is_date = True
    return is_date or element.tag == "time"


@functools.lru_cache(maxsize=MARKS_MAX)
def _kind_of(mark: str) -> str | None:
    if not any(map(mark.lower().__contains__, _HINTS)):
        return None
    if _UPDATED_MARK.search(mark):
        return "update"
    return "date" if _MARKED.search(mark) else None


def _has_year(element: HtmlElement) -> bool:
    text = element.text or ""
    if element.tag in _SILENT or len(text) > 2 * TEXT_MAX or YEAR.search(text) is None:
        return False
    return all(_kind_of((element.get(name) or "")[:MARK_MAX]) != "update" for name in _NAMES)


def is_of_update(element: HtmlElement) -> bool:
    """Whether its own text, or what stands right before it, begins with a word for a change: "Last updated on"."""
    return any(_UPDATED.match(text[:TEXT_MAX].strip(_AROUND)) for text in (element.text or "", _before(element)))


def _before(element: HtmlElement) -> str:
    previous, around = element.getprevious(), element.getparent()
    if previous is not None:
        return (previous.tail or "").strip() or "".join(previous.itertext())
    return (around.text or "") if around is not None else ""


def _text_of(element: HtmlElement) -> str | None:
    """Its short text up to where that speaks of an update, if there is a figure in it."""
    size, pieces = 0, []
    for piece in element.itertext():
        size += len(piece.strip())
        if size > TEXT_MAX:
            return None
        pieces.append(piece)
    text = _UPDATED.split(" ".join(" ".join(pieces).split()), maxsplit=1)[0].rstrip(_AROUND)
    return text if any(map(str.isdecimal, text)) else None


def _is_of_others(element: HtmlElement) -> bool:
    """It stands beside another story's title, in a form, the navigation, the page's footer, or among comments."""
    around = [element, *element.iterancestors()]
    if any(one.tag == "footer" for one in around) and not any(one.tag == "article" for one in around):
        return True
    if any(_holds_title(one) for one in around if one.tag == "li"):
        return True
    return any(
        one.tag in _BOXES or _COMMENT in f"{one.get('class')} {one.get('id')}".lower()
        for one in around
        if one.tag not in WHOLE
    )


def _holds_title(element: HtmlElement) -> bool:
    """A link in it is as long as a story's title, and no title of this page is there."""
    links = itertools.islice(element.iter("a", "h1"), LINKS_MAX)
    found = [(one.tag, len("".join(one.itertext()))) for one in links]
    return all(tag == "a" for tag, _ in found) and any(size >= TITLE_MIN for _, size in found)
