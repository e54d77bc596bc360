"""The main picture of a page that declares none: the first large one below the title."""

import itertools
import re
from typing import Final

from lxml.html import HtmlElement

from worker.formats.html.figures import IMAGES
from worker.formats.html.places import MARK_MAX, Page, in_box
from worker.markup.links import http_url

BELOW_MAX: Final = 120  # elements behind the title
WIDTH_MIN: Final = 300  # pixels
AROUND_MAX: Final = 4  # elements round a picture that say what it is

_SOURCES: Final = ("src", "data-src", "data-original", "data-lazy-src")
# class="detail_picture", "cmp-image", "news-img-wrap"
_PICTURE: Final = re.compile(r"fot[oó]|photo|imag|img|pict|figure|media|hero|cover", re.IGNORECASE)
# class="author-avatar", src="/img/logo.png": of people, of the house, of others
_NO_STORY: Final = re.compile(
    r"avatar|author|byline|profile|portrait|logo|icon|sprite|emoji|banner|advert|sponsor|share|social|related|teaser|promo"
    r"|sidebar|widget|comment|footer|menu|(?<![a-z])ads?(?![a-z])|pixel|spacer|blank|loading",
    re.IGNORECASE,
)
# src="/themes/x/header.png", "/math/render/svg/28": of the design, formulas, calls to act
_NO_PHOTO: Final = re.compile(r"/themes?/|header|/math/|/cta/|\.svg|\.gif", re.IGNORECASE)


def shown_picture(page: Page, title: str | None) -> str | None:
    """Its address: of a picture in a figure, in an element that is called after pictures, or printed wide."""
    at = page.title_at(title)
    below = page.elements[at : at + BELOW_MAX] if at is not None else ()
    hrefs = (_address(image, page) for image in below if image.tag in IMAGES and _is_large(image))
    return next(filter(None, hrefs), None)


def _is_large(image: HtmlElement) -> bool:
    around = [image, *itertools.islice(image.iterancestors(), AROUND_MAX)]
    marks = [f"{one.get('class') or ''} {one.get('id') or ''}"[:MARK_MAX] for one in around]
    width = image.get("width") or ""
    wide = width.isdecimal() and len(width) < 6 and int(width) >= WIDTH_MIN
    called = any(_PICTURE.search(mark) for mark in marks[:3])
    if not (wide or called or any(one.tag == "figure" for one in around)) or any(map(_NO_STORY.search, marks)):
        return False
    return not in_box(image) and not (width.isdecimal() and not wide)


def _address(image: HtmlElement, page: Page) -> str | None:
    source = next(filter(None, (image.get(name) for name in _SOURCES)), "")
    if source.startswith("data:") or _NO_STORY.search(source) or _NO_PHOTO.search(source):
        return None
    return http_url(source, page.url)
