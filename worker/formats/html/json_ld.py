"""JSON-LD of a page: its nodes, and the one that describes the story.  Broken blocks are mended where that is safe."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import orjson

Node = Mapping[str, Any]

BLOCK_MAX = 2_000_000  # characters
NODES_MAX = 2_000

# <!-- , -->, <![CDATA[ , ]]> and // <![CDATA[ round a block
_WRAPPERS = re.compile(r"(?://|/\*)?\s?(?:<!--|-->|<!\[CDATA\[|\]\]>)(?:\s?\*/)?")
# a comma before the closing bracket
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")

_ARTICLE_TYPES = frozenset(
    {
        "newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
        "backgroundnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "satiricalarticle",
        "advertisercontentarticle", "liveblogposting", "blogposting", "socialmediaposting", "techarticle",
        "scholarlyarticle", "report",
    }
)  # fmt: skip
_CONTAINERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")


def nodes_of(blocks: tuple[str, ...]) -> tuple[Node, ...]:
    """Every node of the page's blocks in breadth-first order: top nodes first."""
    found: list[Node] = []
    queue: deque[Any] = deque(value for block in blocks if (value := _load(block)) is not None)
    while queue and len(found) < NODES_MAX:
        value = queue.popleft()
        if isinstance(value, list):
            queue.extend(value[:NODES_MAX])
        elif isinstance(value, dict):
            found.append(value)
            queue.extend(value[key] for key in _CONTAINERS if isinstance(value.get(key), dict | list))
    return tuple(found)


def article_of(nodes: tuple[Node, ...]) -> Node:
    """The node of the story: the article type that says most; an empty mapping where there is none."""
    articles = [node for node in nodes if types_of(node) & _ARTICLE_TYPES]
    wanted = ("headline", "datePublished", "author", "articleBody")
    return max(articles, key=lambda node: sum(key in node for key in wanted), default={})


def is_news(node: Node) -> bool:
    """Whether the node is a story of a newsroom, not just any article."""
    return any("news" in name or name == "liveblogposting" for name in types_of(node))


def types_of(node: Node) -> frozenset[str]:
    """Lower-case local names of the node's types."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return frozenset(n.rsplit("/", 1)[-1].lower() for n in names if isinstance(n, str))


def page_types(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Types of the nodes that speak of the page itself, not of an item in one of its lists."""
    listed = {id(item) for node in nodes for item in _listed(node)}
    return frozenset(name for node in nodes if id(node) not in listed for name in types_of(node))


def is_article(types: frozenset[str]) -> bool:
    """Whether one of the types is a story's."""
    return not types.isdisjoint(_ARTICLE_TYPES)


def _listed(node: Node) -> Iterator[Any]:
    value = node.get("itemListElement")
    for item in value if isinstance(value, list) else [value]:
        yield item
        if isinstance(item, dict):
            yield item.get("item")


def resolve(value: Any, nodes: tuple[Node, ...]) -> Any:
    """`value`, or the node it only refers to (``{"@id": "#person"}``)."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and "@id" in value:
        named = (n for n in nodes if n.get("@id") == value["@id"] and len(n) > len(value))
        return next(named, value)
    return value


def texts(value: Any) -> Iterator[str]:
    """The strings of a value that may be a string, a list, or a node with a name."""
    for item in value[:100] if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield unescape(item)
        elif isinstance(item, dict):
            inner = item.get("name") or item.get("@value")
            yield from (
                unescape(x) for x in (inner if isinstance(inner, list) else [inner])[:100] if isinstance(x, str)
            )


def first_text(value: Any) -> str | None:
    """The first of `texts`."""
    return next(texts(value), None)


def breadcrumbs(nodes: tuple[Node, ...]) -> Iterator[str]:
    """The second crumb of each trail: "Home > World > the story"."""
    for node in nodes:
        items = node.get("itemListElement") if "breadcrumblist" in types_of(node) else None
        crumbs = [_crumb(item) for item in items[:10]] if isinstance(items, list) else []
        if len(crumbs) >= 3:
            yield crumbs[1]


def _crumb(item: Any) -> str:
    inner = item.get("item") if isinstance(item, dict) and not item.get("name") else item
    return first_text(inner) or ""


def _load(block: str) -> Any:
    if len(block) > BLOCK_MAX:
        return None
    try:
        return orjson.loads(block)
    except ValueError:  # lone surrogates end here too
        return _load_mended(block)


def _load_mended(block: str) -> Any:
    mended = _TRAILING_COMMA.sub("", _WRAPPERS.sub("", block)).strip().rstrip(";")
    try:
        return json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None
