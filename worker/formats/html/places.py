"""The places of a page where values of its fields are looked for: JSON-LD, <meta>, elements with an itemprop."""

import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld
from worker.markup.lines import key_of

TEXT_MAX: Final = 10_000  # characters of one value
REPEATS_MAX: Final = 50  # values of one meta name
ITEMS_MAX: Final = 500  # elements with an itemprop
MARK_MAX: Final = 200  # characters of a class, an id and the like
MARKS_MAX: Final = 4_096  # of them remembered: sites and their designs repeat them
TITLE_MAX: Final = 1_000  # characters of a heading that is compared with the title
BOXES_MAX: Final = 2  # lists or boxes round an element
LINKS_MAX: Final = 50  # of a box that are looked at
TEASER_MIN: Final = 25  # characters of a link that is another story's title

WHOLE: Final = frozenset({"html", "body", "main", "article"})  # elements that hold the story whatever they are called
LOWER: Final = frozenset({"h2", "h3", "h4"})
# by their attributes, not by all elements: half the time; properties of <meta> in the head are Open Graph's
_MARKED: Final = etree.XPath("/descendant::*/@itemprop/.. | //body/descendant::*/@property/..")
Candidate = tuple[str, Any]  # (source, value)
Item = tuple[frozenset[str], HtmlElement]  # its names in small letters, without prefixes, and the element


@dataclass(frozen=True, slots=True)
class Page:
    """The places that values are looked for in; what not every page needs is gathered when it is asked for."""

    tree: HtmlElement
    meta: Mapping[str, Sequence[str]]
    nodes: tuple[html_json_ld.Node, ...]
    story: html_json_ld.Node
    url: str | None
    elements: Sequence[HtmlElement]  # all, in order
    named: Mapping[str, Sequence[HtmlElement]]  # the same by name, none for a name that no element has
    items: Callable[[], Sequence[Item]]  # those with an itemprop, or a property of RDFa, that are no <meta>
    title_at: Callable[[str | None], int | None]  # where among the elements the page prints that title, or its first h1


def page_of(tree: HtmlElement, nodes: tuple[html_json_ld.Node, ...], url: str | None) -> Page:
    """The places of one page."""
    elements = list(tree.iter("*"))
    named = defaultdict(list)
    for element in elements:  # a walk of lxml over the tree takes as long for each name
        named[element.tag].append(element)
    return Page(
        tree=tree,
        meta=_meta_of(named["meta"]),
        nodes=nodes,
        story=html_json_ld.article_of(nodes),
        url=url,
        elements=elements,
        named=named,
        items=functools.cache(lambda: _marked_elements(tree)),
        title_at=functools.cache(lambda title: title_index(elements, title)),
    )


def _marked_elements(tree: HtmlElement) -> Sequence[Item]:
    found: Any = _MARKED(tree)
    given = ((one.get("itemprop") or one.get("property") or "", one) for one in found[:ITEMS_MAX] if one.tag != "meta")
    return [(frozenset(name.rpartition(":")[2] for name in names.lower().split()), one) for names, one in given]


def _meta_of(elements: Iterable[HtmlElement]) -> Mapping[str, list[str]]:
    """Contents of <meta> by lower-case property, name or itemprop."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in elements:
        name = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        )
        content = element.get("content") or element.get("value")
        if content and name and len(content) <= TEXT_MAX and len(values := found[name.lower()]) < REPEATS_MAX:
            values.append(content)
    return found


def from_meta(page: Page, names: Iterable[str]) -> Iterable[Candidate]:
    """Contents of the <meta> of these names, in the order of the names."""
    return ((f"meta:{name}", value) for name in names for value in page.meta.get(name, ()))


def from_story(page: Page, key: str) -> Iterable[Candidate]:
    """The texts that JSON-LD gives of the story under a key."""
    return (("json-ld", text) for text in html_json_ld.texts(html_json_ld.resolve(page.story.get(key), page.nodes)))


def from_itemprop(page: Page, names: frozenset[str]) -> Iterator[Candidate]:
    """Values of elements with an itemprop, or a property of RDFa: its content, datetime, title or text."""
    for element in marked(page, names):
        given = (
            element.get("content")
            or element.get("datetime")
            or (element.get("title") if element.tag == "abbr" else None)
        )
        yield source_of(element), given or element.text_content()[:TEXT_MAX]


def source_of(element: HtmlElement) -> str:
    """What marks the element."""
    return "itemprop" if element.get("itemprop") else "rdfa"


def marked(page: Page, names: frozenset[str]) -> Iterable[HtmlElement]:
    """Elements of the story with one of the names as itemprop, or as property ("schema:author", "author")."""
    return (element for own, element in page.items() if not names.isdisjoint(own) and not in_box(element))


def own(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """Those that do not stand in a list, link or box: there they date other stories."""
    return (element for element in elements if not in_box(element))


def in_box(element: HtmlElement) -> bool:
    """It stands in a menu or a footer, or in a link, list or box that holds another story's title."""
    if next(element.iterancestors("nav"), None) is not None or _in_pages_footer(element):
        return True
    own = len(element.text_content())
    if any(len(a.text_content()) >= own + TEASER_MIN for a in element.iterancestors("a")):
        return True
    boxes = itertools.islice(element.iterancestors("li", "aside"), BOXES_MAX)
    return any(len(a.text_content()) >= TEASER_MIN for box in boxes for a in itertools.islice(box.iter("a"), LINKS_MAX))


def _in_pages_footer(element: HtmlElement) -> bool:
    """A story may have a footer, too, where systems put its makers."""
    footer = next(element.iterancestors("footer"), None)
    return footer is not None and next(footer.iterancestors("article"), None) is None


def title_index(elements: Sequence[HtmlElement], title: str | None) -> int | None:
    """Where the first h1 that prints the title stands, else the first h1 or a lower heading above it that does."""
    h1s = [(index, element) for index, element in enumerate(elements) if element.tag == "h1"]
    first = h1s[0][0] if h1s else None
    lower = ((index, element) for index, element in enumerate(elements[:first]) if element.tag in LOWER)
    key = key_of(title or "")
    headings = itertools.chain(h1s, lower) if key else ()
    printed = (index for index, one in headings if key_of(one.text_content()[:TITLE_MAX]) == key)
    return next(printed, first)
