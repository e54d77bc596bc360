"""Tells JSON documents apart: our envelope, and the news formats that must not be mistaken for one."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from worker.envelope.json_reader import Json

ENVELOPE: Final = "envelope"

# contentBase64 -> content-base64
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEY_MAX: Final = 64

# Under what a document or an interface's answer keeps its items.
ITEM_LISTS: Final = ("items", "item", "articles", "entries", "results", "posts", "news", "stories", "data")
SAMPLE: Final = 8  # entries of a list that are looked at

# Where an envelope keeps its payload; the first that is filled wins: the page itself before what somebody made of it.
PAYLOAD_KEYS: Final = (
    *("content-base64", "body-base64", "payload-base64", "html-base64", "raw-base64", "data-base64"),
    *("raw-html", "html", "raw", "content", "payload", "page", "message", "body", "text", "data"),
)
# A payload under these may as well be a field of somebody's article JSON: company decides.
_AMBIGUOUS: Final = frozenset({"content", "message", "body", "text", "data"})
_ARTICLE_KEYS: Final = frozenset(
    {"title", "byline", "author", "authors", "description", "published-at", "lead", "summary", "headlines", "subtitle"}
    | {"creator", "slugline", "section", "keywords", "standfirst", "excerpt"},
)
_NINJS_KEYS: Final = frozenset(
    {
        "headline",
        "versioncreated",
        "version-created",
        "body-text",
        "body-html",
        "body-xhtml",
        "body_text",
        "firstcreated",
    }
    | {"pubstatus", "byline", "headlines", "bodies"},
)

# versionCreated, infoSources: how only ninjs 3 spells its properties
_CAMEL_KEYS: Final = frozenset(
    {"version-created", "first-created", "pub-status", "info-sources", "ed-note", "usage-terms", "alt-ids"}
    | {"copyright-holder", "copyright-notice", "embargoed-until", "content-created", "representation-type"}
)
_LOWER_KEYS: Final = frozenset(key.replace("-", "") for key in _CAMEL_KEYS)

Fields = Mapping[str, Json]


def normal_key(key: str) -> str:
    """`Content_Type`, `contentType` and `X-Content-Type` are all `content-type`."""
    return _normal(key[:_KEY_MAX])


@lru_cache(maxsize=1024)
def _normal(key: str) -> str:
    name = _HUMP.sub("-", key).lower().replace("_", "-").strip()
    for prefix in ("x-", "http-", "agencyfeed-"):
        name = name.removeprefix(prefix)
    return name


def fields_of(tree: Json) -> dict[str, Json]:
    """The members of a JSON object under their normal names (the first of equals wins); of anything else none."""
    fields: dict[str, Json] = {}
    for key, value in tree.items() if isinstance(tree, dict) else ():
        fields.setdefault(normal_key(key), value)
    return fields


def shape_of(tree: Json) -> str:
    """The name of the first shape that fits, for a list of items that of its items; "unknown" when none does."""
    if isinstance(tree, list):
        return _shape_of_list(tree)
    fields = fields_of(tree)
    shape = next((name for name, fits in SHAPES if fits(fields)), "unknown")
    if shape not in _OF_UNKNOWN_ITEMS:
        return shape
    inside = _shape_of_list(items_in(tree))
    return _LISTS.get(inside, shape)


def items_in(tree: Json) -> list[Json]:
    """The list that a document or an interface's answer keeps its items in; empty where there is none."""
    holder = tree.get("data") if isinstance(tree, dict) and isinstance(tree.get("data"), dict) else tree
    lists = (holder.get(name) for name in ITEM_LISTS) if isinstance(holder, dict) else iter(())
    return next((found for found in lists if isinstance(found, list)), [])


def _shape_of_list(entries: list[Json]) -> str:
    """The shape of the first entry that has one."""
    shapes = (_shape_of_entry(entry) for entry in entries[:SAMPLE] if isinstance(entry, dict))
    return next((shape for shape in shapes if shape != "unknown"), "unknown")


def _shape_of_entry(entry: Json) -> str:
    fields = fields_of(entry)
    return next((name for name, fits in SHAPES if fits(fields)), "unknown")


def payload_key(fields: Fields) -> str | None:
    """The key whose value is the payload."""
    present = [key for key in PAYLOAD_KEYS if isinstance(fields.get(key), str | dict)]
    return next((key for key in present if fields[key]), present[0] if present else None)


def _is_envelope(fields: Fields) -> bool:
    key = payload_key(fields)
    if key is None:  # null content beside its labels is an empty envelope, not an unknown document
        return any(name in fields for name in PAYLOAD_KEYS) and ("url" in fields or "content-type" in fields)
    if key in _AMBIGUOUS:
        return "headline" not in fields and len(_ARTICLE_KEYS & fields.keys()) < 2
    return True


def _rendered(value: Json) -> bool:
    return isinstance(value, dict) and "rendered" in value


def _inside(value: Json, key: str) -> bool:
    return isinstance(value, dict) and key in value


def _standard(fields: Fields, number: str) -> bool:
    """Whether the document says itself which version of ninjs it is."""
    standard = fields.get("standard") or fields.get("$standard")
    return isinstance(standard, dict) and str(standard.get("version") or "").startswith(number)


def _has_parts(fields: Fields) -> bool:
    """Headlines and bodies in lists, as ninjs has them since 2.0."""
    return isinstance(fields.get("headlines"), list) or isinstance(fields.get("bodies"), list)


def _is_ninjs2(fields: Fields) -> bool:
    return _has_parts(fields) and bool(_LOWER_KEYS & fields.keys()) and not _CAMEL_KEYS & fields.keys()


def _is_ninjs1(fields: Fields) -> bool:
    return ("uri" in fields or "guid" in fields) and bool(_NINJS_KEYS & fields.keys())


def _is_bbc_list(fields: Fields) -> bool:
    """An answer with its items under `item`, each ninjs 1."""
    entries = fields.get("item")
    return isinstance(entries, list) and any(_is_ninjs1(fields_of(entry)) for entry in entries[:SAMPLE])


def _is_ap_media(fields: Fields) -> bool:
    """An answer of AP's interface, or one item of it."""
    data = fields.get("data")
    items = data.get("items") if isinstance(data, dict) else None
    listed = isinstance(items, list) and any(_inside(entry, "item") or _inside(entry, "altids") for entry in items)
    return listed or _inside(data, "item") or _inside(fields.get("altids"), "itemid")


def _is_digitalwires(fields: Fields) -> bool:
    named = str(fields.get("format") or "").startswith("digitalwires@")
    return named or ("urn" in fields and ("article-html" in fields or "entry-id" in fields))


SHAPES: Final[tuple[tuple[str, Callable[[Fields], bool]], ...]] = (
    ("digitalwires", _is_digitalwires),
    ("ninjs 3", lambda has: _standard(has, "3")),
    ("ninjs 2", lambda has: _standard(has, "2")),
    ("ninjs 1", lambda has: _standard(has, "1")),
    ("ninjs 2", _is_ninjs2),
    ("ninjs 3", _has_parts),
    ("AP Media", _is_ap_media),
    ("ninjs 1", _is_ninjs1),
    ("BBC ninjs", _is_bbc_list),
    ("WordPress REST", lambda has: _rendered(has.get("title")) or _rendered(has.get("content"))),
    ("JSON Feed", lambda has: "jsonfeed.org" in str(has.get("version"))[:_KEY_MAX]),
    ("a NewsAPI-like list", lambda has: isinstance(has.get("articles"), list)),
    ("a list of items", lambda has: isinstance(has.get("items"), list)),
    ("schema.org JSON-LD", lambda has: "@context" in has),
    (ENVELOPE, _is_envelope),
    ("article JSON", lambda has: bool(_ARTICLE_KEYS & has.keys()) or "headline" in has),
    ("a list of items", lambda has: any(isinstance(has.get(name), list) for name in ITEM_LISTS)),
)
# What says nothing of the items in it, and what their shape makes of the list.
_OF_UNKNOWN_ITEMS: Final = frozenset({"a NewsAPI-like list", "a list of items", "article JSON", "unknown"})
_LISTS: Final[Mapping[str, str]] = {
    name: name for name in ("digitalwires", "ninjs 1", "ninjs 2", "ninjs 3", "AP Media", "WordPress REST")
} | {"article JSON": "a NewsAPI-like list"}
