"""The places of a page where values of its fields are looked for: JSON-LD, <meta>, elements with an itemprop."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from worker.formats.html import json_ld as html_json_ld

TEXT_MAX: Final = 10_000  # characters of one value
REPEATS_MAX: Final = 50  # values of one meta name
ITEMS_MAX: Final = 500  # elements with an itemprop
TEASER_MIN: Final = 25  # characters of a link that is another story's title

Candidate = tuple[str, Any]  # (source, value)


@dataclass(frozen=True, slots=True)
class Page:
    """The places that values are looked for in; what not every page needs is gathered when it is asked for."""

    tree: HtmlElement
    meta: Mapping[str, Sequence[str]]
    nodes: tuple[html_json_ld.Node, ...]
    story: html_json_ld.Node
    url: str | None
    elements: Callable[[], Sequence[HtmlElement]]  # all, in order
    items: Callable[[], Sequence[HtmlElement]]  # those with an itemprop that are no <meta>


def page_of(tree: HtmlElement, nodes: tuple[html_json_ld.Node, ...], url: str | None) -> Page:
    """The places of one page."""
    return Page(
        tree=tree,
        meta=_meta_of(tree),
        nodes=nodes,
        story=html_json_ld.article_of(nodes),
        url=url,
        elements=functools.cache(lambda: list(tree.iter("*"))),
        items=functools.cache(lambda: [one for one in tree.xpath("//*[@itemprop]")[:ITEMS_MAX] if one.tag != "meta"]),
    )


def _meta_of(tree: HtmlElement) -> Mapping[str, list[str]]:
    """Contents of <meta> by lower-case property, name or itemprop."""
    found: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
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


def from_itemprop(page: Page, names: frozenset[str]) -> Iterable[Candidate]:
    """Values of elements with an itemprop: its content, datetime or text."""
    for element in marked(page, names):
        yield "itemprop", element.get("content") or element.get("datetime") or element.text_content()[:TEXT_MAX]


def marked(page: Page, names: frozenset[str]) -> Iterable[HtmlElement]:
    """Elements of the story with one of the names as itemprop."""
    for element in page.items():
        if not names.isdisjoint((element.get("itemprop") or "").lower().split()) and not in_box(element):
            yield element


def own(elements: Iterable[HtmlElement]) -> Iterable[HtmlElement]:
    """Those that do not stand in a list, link or box: there they date other stories."""
    return (element for element in elements if not in_box(element))


def in_box(element: HtmlElement) -> bool:
    """It stands beside the story, or in a list of others' titles."""
    if next(element.iterancestors("aside", "nav", "footer", "a"), None) is not None:
        return True
    item = next(element.iterancestors("li"), None)
    return item is not None and any(len(a.text_content()) >= TEASER_MIN for a in item.iter("a"))
