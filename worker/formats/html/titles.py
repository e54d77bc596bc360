"""What a page calls itself, gathered: JSON-LD, its headings without site names and kickers, og:title, title."""

import itertools
import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld
from worker.formats.html.headline import Titles
from worker.formats.html.outline import is_unseen
from worker.formats.html.places import LOWER, MARK_MAX, Page, from_meta, from_story
from worker.formats.html.site_names import parts_of, words_of
from worker.markup.lines import capped, key_of

TITLE_MAX = 1_000  # characters
H1_MAX = 10
LOWER_MAX = 12  # h2 to h4
LINKS_MAX = 60
HOMES_MAX = 5  # links to the front page
HOME_MAX = 40  # characters of its address
KICKED_MAX = 40  # of them that may have a kicker
REST_WORDS_MIN = 3  # of a heading without its kicker
# "Living abroadRates rise": the end of one element's text and the beginning of the next
_GLUED = re.compile(r"(?<=[a-zà-ÿ0-9)\]!?:])\x00+(?=[A-ZÀ-Þ0-9])")
# class="article__kicker", "dachzeile", "headline--topline" of what stands above a headline, within its h1
_KICKER = re.compile(
    "kicker|overline|dachzeile|topline|roofline|spitzmarke|eyebrow|supertitle|pre-?title", re.IGNORECASE
)
_JOINTS = " \t\r\n:|·•–—-"
_APART = frozenset({"br", "div", "p", "li", "h1", "h2", "h3", "header", "section", "small"})


def titles_of(page: Page, site: str | None, host: str | None) -> Titles:
    """Every title of the page, clean; the site's name in an h1 of its own, and headings that nobody sees, left out."""
    h1s = [(line, h1) for h1 in page.named["h1"][:H1_MAX] for line in _lines([unescape(heading_text(h1))])]
    names = [line for line, h1 in h1s if _leads_home(h1)]
    shown = [(line, h1) for line, h1 in h1s if line not in names]
    seen = (one for one in page.elements if one.tag in LOWER and not is_unseen(one.get("class", "")))
    lower = list(itertools.islice(seen, KICKED_MAX))
    kicked = ((one, rest) for one in (*lower, *(h1 for _, h1 in shown)) for rest in _lines([without_kicker(one) or ""]))
    story = (text for key in ("headline", "name") for _, text in from_story(page, key))
    og = _lines(unescape(value) for _, value in from_meta(page, ("og:title", "twitter:title")))
    title = _lines(title.text_content() for title in page.named["title"][:1])
    return Titles(
        json_ld=_lines(unescape(text) for text in story),
        h1=tuple(line for line, _ in shown),
        og=og,
        title=title,
        h2=_lines(heading.text_content() for heading in lower[:LOWER_MAX]),
        bare={key_of(unescape(heading_text(one))): unescape(rest) for one, rest in kicked},
        site=site or next(iter(names), None) or _home_of(page, (*og, *title), (line for line, _ in shown)),
        host=host,
        news=html_json_ld.is_news(page.story),
    )


def _lines(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for value in values if (line := capped(value, TITLE_MAX)))


def _leads_home(heading: HtmlElement) -> bool:
    """Whether it is a link to the front page, as the site's name is."""
    link = next(heading.iter("a"), None)
    if link is None or not _is_front(link.get("href") or "#"):
        return False
    return key_of(link.text_content()) == key_of(heading.text_content())


def _is_front(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:  # "http://[bad/x"
        return False
    return not (parts.path.strip("/") or parts.query or parts.fragment or href.startswith("#"))


def _home_of(page: Page, titles: Iterable[str], headings: Iterable[str]) -> str | None:
    """The part of a title that the first links to the front page say, or their pictures, and no heading."""
    parts = {key_of(part) for title in titles for part in parts_of(title)[1:]} - {"", *map(key_of, headings)}
    links = page.named["a"][:LINKS_MAX] if parts else ()
    near = (link for link in links if 0 < len(link.get("href") or "") <= HOME_MAX)
    homes = itertools.islice((link for link in near if _is_front(link.get("href") or "")), HOMES_MAX)
    said = (name for home in homes for name in (home.text_content(), *(one.get("alt") for one in home.iter("img"))))
    return next((line for line in _lines(name or "" for name in said) if key_of(line) in parts), None)


def heading_text(heading: HtmlElement) -> str:
    """The text of a heading with blanks where a reader sees its parts apart."""
    return _GLUED.sub(" ", "".join(_pieces(heading))).replace("\x00", "")


def without_kicker(heading: HtmlElement) -> str | None:
    """Its text without the element in front that is marked as a kicker; None where there is none, or nothing else."""
    first = next((one for one in heading.iterdescendants() if (one.text or "").strip()), None)
    if first is None or (heading.text or "").strip() or not _KICKER.search((first.get("class") or "")[:MARK_MAX]):
        return None
    rest = "".join(_pieces(heading, first)).replace("\x00", "").lstrip(_JOINTS)
    return rest if len(words_of(rest)) >= REST_WORDS_MIN else None


def _pieces(heading: HtmlElement, left_out: HtmlElement | None = None) -> Iterator[str]:
    for event, element in etree.iterwalk(heading, events=("start", "end", "comment")):
        edge = " " if element.tag in _APART else "\x00"
        if event == "start":
            yield f"{edge}{(element.text or '') if element is not left_out else ''}"
        elif element is not heading:
            yield f"{edge}{element.tail or ''}"
