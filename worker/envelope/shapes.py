"""Tells JSON documents apart: our envelope, and the news formats that must not be mistaken for one."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from worker.envelope.json_reader import Json

ENVELOPE: Final = "envelope"

# contentBase64 -> content-base64
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEY_MAX: Final = 64

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

Fields = Mapping[str, Json]


def normal_key(key: str) -> str:
    """`Content_Type`, `contentType` and `X-Content-Type` are all `content-type`."""
    name = _HUMP.sub("-", key[:_KEY_MAX]).lower().replace("_", "-").strip()
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
    """The name of the first shape that fits; "unknown" when none does."""
    sample = tree[0] if isinstance(tree, list) and tree else tree
    fields = fields_of(sample)
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


SHAPES: Final[tuple[tuple[str, Callable[[Fields], bool]], ...]] = (
    ("ninjs 2 or 3", lambda has: isinstance(has.get("headlines"), list) or isinstance(has.get("bodies"), list)),
    ("ninjs 2 or 3", lambda has: _inside(has.get("standard"), "version")),
    ("ninjs 1", lambda has: ("uri" in has or "guid" in has) and bool(_NINJS_KEYS & has.keys())),
    ("WordPress REST", lambda has: _rendered(has.get("title")) or _rendered(has.get("content"))),
    ("AP Media", lambda has: _inside(has.get("data"), "item") or _inside(has.get("data"), "items")),
    ("JSON Feed", lambda has: "jsonfeed.org" in str(has.get("version"))),
    ("a NewsAPI-like list", lambda has: isinstance(has.get("articles"), list)),
    ("a list of items", lambda has: isinstance(has.get("items"), list)),
    ("schema.org JSON-LD", lambda has: "@context" in has),
    (ENVELOPE, _is_envelope),
    ("article JSON", lambda has: bool(_ARTICLE_KEYS & has.keys()) or "headline" in has),
)
