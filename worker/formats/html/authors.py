"""The byline that a page shows: names in elements that are marked so, linked to a writer, or open with "By"."""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from worker.formats.html.author_names import (
    NAME_MAX,
    is_pen_name,
    joins,
    names_in,
    reads_like_name,
    without_house,
)
from worker.formats.html.dates import YEAR
from worker.formats.html.places import MARKS_MAX, WHOLE, Page
from worker.knowledge.author_words import AuthorWords
from worker.markup.lines import capped

TEASER_MIN: Final = 20  # characters of a link beside a name in it: another story's title
MENU_DEPTH: Final = 5  # elements around: a <nav> may never be closed, outer ones are named after what they hold
BYLINES_MAX: Final = 30  # marked elements looked at
NEAR_MAX: Final = 150  # elements below the title that may be unmarked bylines
PIECES_MAX: Final = 30  # texts of one byline
ABOVE_MAX: Final = 60  # elements above the title that may be marked bylines
OPENING_MAX: Final = 3  # paragraphs
EMPHASISED_MAX: Final = 40  # characters
PROSE_MIN: Final = 150  # characters
LINE_MAX: Final = 120  # characters of a line that is a name and a date
PEN_NAME_WORDS_MAX: Final = 4
CARD_DEPTH: Final = 3  # elements round a name that may be marked as its owner's card
BESIDE_MAX: Final = 15  # elements behind a portrait that may repeat its name

_EMPHASIS = frozenset({"strong", "b", "em", "i"})
# elements and class names of what is not the story's
_NOT_THE_STORYS = frozenset({"form", "figure", "figcaption"})
_OF_OTHERS = re.compile(r"(?<![a-z])(?:sub-?)?(?:menu|dropdown|navigation|related)(?![a-z])", re.IGNORECASE)
_TITLES = frozenset({"h1", "h2", "h3", "h4"})
_LINES = frozenset({"p", "div", "span", "li", "h3", "h4", "h5", "h6", "small", "time", "address"})
_PARAGRAPHS = frozenset({"p", "li", "td", "blockquote"})
_MARKS = frozenset({"class", "itemprop", "rel", "id", "data-testid"})
_OWN_NAME = frozenset({"fn", "username", "p-name"})
_SENTENCE_ENDS = (".", "!", "?", "”", "»")
_DIVIDERS = ("|", "•", "·")
# class="author-location": where they write from
_PLACE = re.compile("[lL]ocation")
# the style "text-align: right"
_AT_RIGHT = re.compile(r"text-align:\s?right")
# https://rights.example/licenses/by/4.0
_LICENCE = re.compile(r"/licen[cs]es/")


def visible_names(page: Page, words: AuthorWords, house: Sequence[str], title: str | None) -> tuple[str, ...]:
    """Names in the first element, from the title on, that is a byline; the house's give way to one in bold."""
    elements, at = page.elements, page.title_at(title)
    start = len(elements) if at is None else at + 1
    near, far = elements[start : start + NEAR_MAX], elements[start + NEAR_MAX :]
    above = elements[max(0, start - ABOVE_MAX) : start]
    marked = (_marked(near, words), _unmarked(near, words), _marked(above, words), _marked(far, words))
    first = _first_names(itertools.chain.from_iterable(marked), words)
    if without_house(first, house, words):
        return first
    head = _until_prose(near)
    lines = itertools.chain(_emphasised(near), _dated(head), _before_days(head), _signatures(elements[start:]))
    named = without_house(_first_names(lines, words) or _portrayed(head, words, title), house, words)
    return named or first or _first_names(_marked(elements[: max(0, start - ABOVE_MAX)], words), words)


def _first_names(elements: Iterable[HtmlElement], words: AuthorWords) -> tuple[str, ...]:
    found = (names_shown(element, words) for element in elements if not _is_of_others(element))
    return next(filter(None, found), ())


def _marked(elements: Iterable[HtmlElement], words: AuthorWords) -> Iterable[HtmlElement]:
    """The first of those that are marked as author or byline, or link to a page about a writer."""
    return itertools.islice((one for one in elements if _is_marked(one, words)), BYLINES_MAX)


def _is_marked(element: HtmlElement, words: AuthorWords) -> bool:
    href = ""
    for name, mark in element.items():  # one call into C for all, and most elements have one or two
        if name in _MARKS and _is_mark(mark[:NAME_MAX], words):
            return True
        href = mark if name == "href" else href
    linked = element.tag == "a" and words.folder.search(href[:NAME_MAX]) is not None
    return linked and not _LICENCE.search(href[:NAME_MAX]) and not _is_in_prose(element)


def _is_in_prose(link: HtmlElement) -> bool:
    """Whether it is a word of a paragraph: of whom the story tells, who may have a profile as writers do."""
    parent = link.getparent()
    if parent is None or parent.tag not in _PARAGRAPHS:
        return False
    return sum(map(len, itertools.islice(parent.itertext(), PIECES_MAX))) > PROSE_MIN


@functools.lru_cache(maxsize=MARKS_MAX)
def _is_mark(mark: str, words: AuthorWords) -> bool:
    if _PLACE.search(mark):
        return False
    return words.marks.search(mark) is not None or not _OWN_NAME.isdisjoint(mark.split())


def names_shown(element: HtmlElement, words: AuthorWords) -> tuple[str, ...]:
    """The names that an element shows; one that does not read like a name is one where it is marked as nothing else."""
    places = _places_in(element) if len(element) else frozenset()
    texts = (" ".join(text.split()) for text in element.itertext())
    pieces = [piece for piece in itertools.islice(filter(None, texts), PIECES_MAX) if piece not in places]
    if sum(map(len, pieces)) > 3 * NAME_MAX:
        return ()
    if len(pieces) == 1 and is_pen_name(pieces[0], words, _pen_name_words(element, words)):
        return (pieces[0],)
    found: list[str] = []
    for piece in pieces:
        names = names_in(piece, words)
        if found and not names and not joins(piece, words):
            break
        found.extend(names)
    line = capped(" ".join(pieces), NAME_MAX)
    return tuple(dict.fromkeys(found)) or (names_in(line, words) if line else ())


def _places_in(element: HtmlElement) -> frozenset[str]:
    """Texts of the elements in it that are marked as where somebody writes from."""
    inner = itertools.islice(element.iterdescendants("span", "div", "p", "a"), PIECES_MAX)
    marked = (one for one in inner if _PLACE.search((one.get("class") or "")[:NAME_MAX]))
    return frozenset(" ".join((one.text or "").split()) for one in marked)


def _pen_name_words(element: HtmlElement, words: AuthorWords) -> int:
    """How many words an element's text may have to be a name whatever it looks like."""
    if not _OWN_NAME.isdisjoint((element.get("class") or "").split()):
        around = itertools.islice(element.iterancestors(), CARD_DEPTH)
        return (
            PEN_NAME_WORDS_MAX if any(words.marks.search((one.get("class") or "")[:NAME_MAX]) for one in around) else 0
        )
    linked = element.tag == "a" and words.authors_folder.search((element.get("href") or "")[:NAME_MAX])
    marked = element.get("itemprop") == "author" or "vcard" in (element.get("class") or "").split()
    return 1 if linked or marked else 0


def _unmarked(elements: Iterable[HtmlElement], words: AuthorWords) -> Iterator[HtmlElement]:
    """Short lines near the title that open as bylines do; where "By" has an element of its own, what it belongs to."""
    for element in elements:
        text = (element.text or "")[:NAME_MAX].rstrip()
        if opening := words.opens.match(text):
            line = element if len(element) or opening.end() < len(text) else _labelled(element)
            if len(line.text_content()) <= NAME_MAX:
                yield line


def _labelled(label: HtmlElement) -> HtmlElement:
    """What stands behind a label's block, or the line that it begins."""
    following = label.getnext() if label.tag in _LINES - {"span"} else None
    return label.getparent() if following is None else following


def _emphasised(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Those of the first paragraphs that are nothing but words in bold or italics."""
    for element in itertools.islice((one for one in elements if one.tag == "p"), OPENING_MAX):
        inner = [child for child in element if isinstance(child.tag, str)]
        around = (element.text or "", inner[0].tail or "") if len(inner) == 1 else ("x",)
        if not "".join(around).strip() and inner[0].tag in _EMPHASIS and len(inner[0].text or "") <= EMPHASISED_MAX:
            yield element


def _until_prose(elements: Sequence[HtmlElement]) -> Sequence[HtmlElement]:
    """Those before the first paragraph of the story."""
    prose = (i for i, one in enumerate(elements) if one.tag == "p" and len(one.text_content()) >= PROSE_MIN)
    return elements[: next(prose, len(elements))]


def _dated(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Lines of one text with a year in it: "Jo Bee | Senior Writer | July 2, 2025"."""
    for element in elements:
        text = (element.text or "").strip()
        apart = element.tag in _LINES and not len(element) and len(text) <= LINE_MAX
        if apart and YEAR.search(text) and not text.endswith(_SENTENCE_ENDS) and not _is_linked(element):
            yield element


def _is_linked(element: HtmlElement) -> bool:
    """Whether it stands in a link: another story's title, "Jo Bee, 1940-2024"."""
    return any(one.tag == "a" for one in itertools.islice(element.iterancestors(), MENU_DEPTH))


def _before_days(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Elements of one text that a divider ends and a day follows: "Jo Bee |" and "July 2, 2025"."""
    for element in elements:
        text, following = (element.text or "").rstrip()[: LINE_MAX + 1], element.getnext()
        if not text.endswith(_DIVIDERS) or len(element) or len(text) > LINE_MAX or following is None:
            continue
        if YEAR.search("".join(following.itertext())[:LINE_MAX]):
            yield element


def _signatures(elements: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """Paragraphs at the right margin of nothing but words in bold or italics: below a story its writer signs."""
    for element in elements:
        if element.tag == "p" and _AT_RIGHT.search((element.get("style") or "")[:NAME_MAX]):
            inner = [child for child in element if isinstance(child.tag, str)]
            if len(inner) == 1 and inner[0].tag in _EMPHASIS and not (element.text or inner[0].tail or "").strip():
                yield element


def _portrayed(elements: Sequence[HtmlElement], words: AuthorWords, title: str | None) -> tuple[str, ...]:
    """The name that a picture is described by and the text beside it repeats: a writer's portrait, if untitled."""
    for index, element in enumerate(elements):
        name = " ".join((element.get("alt") or "")[:NAME_MAX].split()) if element.tag == "img" else ""
        if not name or name in (title or ""):  # of whom the story tells
            continue
        if reads_like_name(name, words) and not _is_of_others(element):
            beside = elements[index + 1 : index + 1 + BESIDE_MAX]
            texts = (" ".join((one.text or "")[:NAME_MAX].split()) for one in beside if one.tag not in _TITLES)
            if name in texts:
                return (name,)
    return ()


def _is_of_others(element: HtmlElement) -> bool:
    """It stands in a form, a picture, a menu, another story's link, or among comments."""
    around = [element, *element.iterancestors()]
    near = around[:MENU_DEPTH]
    if any(one.tag in _NOT_THE_STORYS for one in around) or any(one.tag == "nav" for one in near):
        return True
    links = [one for one in around[1:] if one.tag == "a"]
    if links and _has_text(links[0], len("".join(element.itertext())) + TEASER_MIN):
        return True
    marks = [f"{one.get('class')} {one.get('id')}"[: 2 * NAME_MAX] for one in around if one.tag not in WHOLE]
    return any(map(_OF_OTHERS.search, marks[: len(near)])) or any("comment" in mark.lower() for mark in marks)


def _has_text(element: HtmlElement, least: int) -> bool:
    """Whether the element shows so many characters."""
    sizes = itertools.accumulate(len(text) for text in element.itertext())
    return any(size >= least for size in sizes)
