"""The words that a page prints at the picture it declares: found by the file's name, wherever the picture stands."""

import itertools
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from worker.formats.html.outline import is_unseen
from worker.formats.html.places import Page
from worker.markup.lines import clean_line

IMAGES_MAX: Final = 100
SOURCE_MAX: Final = 2_000  # characters of an address or a srcset
NAME_MIN: Final = 6  # letters of a file's name: "1.jpg" and "view" are many pictures
DEPTH_MAX: Final = 4  # elements round a picture that its caption may stand beside
WORDS_MAX: Final = 400  # characters
INNER_MAX: Final = 30  # elements of a caption, texts of its first lines
CREDIT_WORDS_MAX: Final = 10

IMAGES: Final = ("img", "amp-img")
_SOURCES: Final = ("src", "data-src", "srcset", "data-srcset", "data-original", "data-lazy-src")
# the size in harbour-696x392.jpg
_SIZE: Final = re.compile(r"[-_]\d{2,4}x\d{2,4}$")
# class="img-sign", "photo-author", "imageCaption", "img_descr"
_CAPTION: Final = re.compile(
    r"caption|legend|(?<![a-z])(?:cap|sign|descr?|credits?)(?![a-z])|photo-?(?:author|source|src)|image-?text|bildunterschrift",
    re.IGNORECASE,
)
# class="Figure-credit", "photographer", "image-attribution", "img-author"
_CREDIT: Final = re.compile(
    r"credit|photographer|fotograf|attribution|copyright|firma|byline|author|(?<![a-z])(?:source|src)(?![a-z])",
    re.IGNORECASE,
)
# class="foto", "article-image", "main-picture": what holds a picture and its caption alone
_PICTURE: Final = re.compile(r"fot|photo|imag|img|pict|figure|media", re.IGNORECASE)
# "... on Friday. Photo": a credit is no sentence
SENTENCE_END: Final = re.compile(r"\w{2}[.!?](?:\s|$)")
# <a>Purchase Licensing Rights</a>, <button>hide caption</button>
_BUTTON: Final = re.compile(
    r"licensing|enlarge|larger|caption|gallery|zoom|vergr[oö]|agrand|ampliar|ingrandi", re.IGNORECASE
)
_BUTTONS: Final = frozenset({"a", "button", "b"})
BUTTON_WORDS_MAX: Final = 4
APART_WORDS_MAX: Final = 5
# a blank before a comma, where emphasis ends
_SIGN: Final = re.compile(r"\s([,.;:!?])")
_SOURCES_OF: Final = frozenset({"cite", "footer"})
_WORDS: Final = frozenset({"figcaption", "p", "span", "div", "small", "em", "i"})


class Words(NamedTuple):
    """What stands at a picture; `credit` only where an element of its own holds it."""

    caption: str | None = None
    credit: str | None = None


def words_at(page: Page, href: str) -> Words:
    """The caption and the credit beside the first picture of the same file."""
    name = _file_of(href)
    images = itertools.chain.from_iterable(page.named[tag][:IMAGES_MAX] for tag in IMAGES)
    shown = (image for image in images if len(name) >= NAME_MIN and _shows(image, name))
    return next((words for image in shown if (words := _words_beside(image)) is not None), Words())


def _file_of(href: str) -> str:
    """The file's name without its size and ending; a short one behind its folder's."""
    try:
        folder, _, last = unquote(urlsplit(href).path).rstrip("/").rpartition("/")
    except ValueError:
        return ""
    name = _SIZE.sub("", last.rpartition(".")[0] or last)
    return name if len(name) >= NAME_MIN else f"{folder.rpartition('/')[2]}/{name}"


def _shows(image: HtmlElement, name: str) -> bool:
    files = (file[:SOURCE_MAX] for source in _SOURCES if (file := image.get(source)))
    return any(name in (unquote(file) if "%" in file else file) for file in files)


def _words_beside(image: HtmlElement) -> Words | None:
    """Those of the figure round a picture, else of a short text that is marked as a caption right behind it."""
    figure = next(image.iterancestors("figure"), None)
    if figure is not None:
        caption = next(figure.iter("figcaption"), None)
        caption = caption if caption is not None else next(filter(_is_caption, figure.iter(*_WORDS)), None)
        return None if caption is None else _parted(caption, figure)
    around = itertools.chain([image], itertools.islice(image.iterancestors(), DEPTH_MAX))
    return next((_with_next(_parted(found, found), found) for element in around for found in _behind(element)), None)


def _with_next(words: Words, caption: HtmlElement) -> Words:
    """The words with the credit of an element of its own right behind the caption's."""
    following = caption.getnext()
    if words.credit or following is None or not _CREDIT.search(_marks(following)) or not _is_short(following):
        return words
    credit = clean_line("".join(following.itertext()))
    return words._replace(credit=credit) if len(credit.split()) <= CREDIT_WORDS_MAX else words


def _is_caption(element: HtmlElement) -> bool:
    """Whether an element of a figure is called its caption, holds no picture, and says more than a button or a name."""
    if "caption" not in _marks(element).lower() or next(element.iter(*IMAGES), None) is not None:
        return False
    return _is_short(element) and len("".join(element.itertext()).split()) > BUTTON_WORDS_MAX


def _behind(element: HtmlElement) -> Iterator[HtmlElement]:
    following = element.getnext()
    if following is None or following.tag not in _WORDS:
        return
    last = (element.tag in IMAGES or element.tag == "a") and following.getnext() is None
    lone = last and _PICTURE.search(_marks(element.getparent())) is not None
    if (lone or _CAPTION.search(_marks(following))) and _is_short(following):
        yield following


def _is_short(element: HtmlElement) -> bool:
    texts = list(itertools.islice(element.itertext(), INNER_MAX + 1))
    return len(texts) <= INNER_MAX and 0 < len("".join(texts).strip()) <= WORDS_MAX


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def _parted(caption: HtmlElement, around: HtmlElement) -> Words:
    """The caption's text without that of the element, in it or beside it, that is marked as the credit."""
    inner = itertools.islice(around.iterdescendants(*_WORDS, *_SOURCES_OF, "a"), INNER_MAX)
    marked = [one for one in inner if one.tag in _SOURCES_OF or _CREDIT.search(_marks(one))]
    innermost = next((one for one, after in pairwise([*marked, None]) if after is None or not _holds(one, after)), None)
    credit = clean_line("".join(_texts(innermost, None))) if innermost is not None else ""
    if innermost is None and (apart := _apart(caption)) is not None:
        innermost, credit = apart, clean_line("".join(apart.itertext()))
    if len(credit.split()) > CREDIT_WORDS_MAX or (innermost is caption and SENTENCE_END.search(credit)):
        return Words(_text_of(caption))
    return Words(_text_of(caption, innermost), credit or None)


def _apart(caption: HtmlElement) -> HtmlElement | None:
    """The last element of a caption where it is a few words with capitals behind a sentence that has ended."""
    last = caption[-1] if len(caption) else None
    if last is None or last.tag not in _WORDS or (last.tail or "").strip():
        return None
    text = clean_line("".join(last.itertext()))
    before = _text_of(caption, last) or ""
    short = 0 < len(text.split()) <= APART_WORDS_MAX and not text.endswith((".", "!", "?", ":"))
    return last if short and text[0].isupper() and before.endswith((".", "!", "?", "”", "»")) else None


def _holds(outer: HtmlElement, inner: HtmlElement) -> bool:
    return any(one is outer for one in inner.iterancestors())


def _text_of(caption: HtmlElement, without: HtmlElement | None = None) -> str | None:
    """Its texts with a blank between elements, but before a sign."""
    return _SIGN.sub(r"\1", clean_line(" ".join(_texts(caption, without)))) or None


def _texts(element: HtmlElement, without: HtmlElement | None) -> Iterator[str]:
    if element is without or is_unseen(element.get("class") or "") or _is_button(element):
        return
    yield element.text or ""
    for child in element.iterchildren(tag=etree.Element):
        yield from _texts(child, without)
        yield child.tail or ""


def _is_button(element: HtmlElement) -> bool:
    if element.tag not in _BUTTONS:
        return False
    text = "".join(itertools.islice(element.itertext(), INNER_MAX))[:WORDS_MAX]
    return len(text.split()) <= BUTTON_WORDS_MAX and _BUTTON.search(text) is not None
