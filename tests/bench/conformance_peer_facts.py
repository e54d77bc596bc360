"""What other systems' tests assert about the files, held against our output: their names for fields, ours.

A fact that only the other product can have (its own tables, counts, made-up ids) is excluded with the reason.
"""

import functools
import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import conformance_text
from conformance_judging import Finding, terms, within
from conformance_output import Seen, compact, plain, strings
from conformance_peer_fields import EXCLUDED, FIELDS, MEMBERS, whole_body

Json = dict[str, Any]
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
# $item.headline, 0.headline, $items.0.headline, subject.0.qcode, versioncreated.@isoformat
_PREFIX = re.compile(r"^(?:\$(?:item|items\.(?P<listed>\d+)|self)\.{1,2}|(?P<plain>\d+)\.)")
_SUFFIX = re.compile(r"\.@(?:isoformat|str|lstrip\(\))$")
_CODE = re.compile(r"^(subject|anpa_category)\.\d+(\.qcode)?$")
_PLACE = re.compile(r"^\$?places?\.\d+\.name$")


# Values that are the same in another form: times, words of a closed list.
_CONVERTED: Final = frozenset(
    {"firstcreated", "versioncreated", "firstpublished", "embargoed", "type", "pubstatus", "language", "date"}
    | {"renditions.original", "associations", "associations.featuremedia.type", "date_published"}
)
# The other system's own settings in the form of subjects, and members of its objects.
_SETTINGS: Final = frozenset({"essential", "equivalents_list", "priority", "services-products", "sources", "link_type"})
_HOUSE: Final = frozenset(
    {("extra", "how_present"), ("characteristics", "size_bytes"), ("characteristics", "format_version")}
    | {("authors.0", "role"), ("authors.0", "avatar_url"), ("authors.0", "biography")}
    | {("extra.ntb_media", "id"), ("extra.ntb_media", "mime_type"), ("extra.ntb_media", "description_text")}
)
_WIRES: Final = frozenset({"anpa1312", "iptc7901", "zczc"})
# Formats whose associations are items of their own elsewhere.
_NESTED: Final = frozenset({"ninjs1", "bbc_ninjs"})


def verdict(fact: Json, row: Json, seen: Seen, source: str) -> tuple[str, Any]:
    """right, wrong, missing or excluded, with what the output has or why it is not compared."""
    key, position = _known(fact["key"])
    reason = _excluded(key, fact["value"], row["format"])
    if reason:
        return "excluded", reason
    if not seen.documents:
        return "missing", seen.outcome
    if (
        fact["op"] == "not_contains"
        or fact["value"] in _EMPTY
        or (key in MEMBERS and fact["value"] == 0)
        or (fact["op"] == "contains" and key in {"", "?"})
    ):
        return _absence(key, fact, seen)
    value = _given(fact["value"], _compact_source(source), key)
    if fact["key"] == "subject.@len" or (key == "word_count" and str(fact["value"]) not in source):
        value = None
    if value in _EMPTY:
        return "excluded", "nothing of it stands in the file: it comes from the other system's tables"
    findings = [_judged(key, fact["op"], value, view) for view in _views(seen, row["format"], position)]
    right = any(finding[0] for finding in findings)
    got = next((finding[1] for finding in findings if finding[1] not in _EMPTY), None)
    return ("right" if right else "wrong" if got else "missing"), got


@functools.lru_cache(maxsize=4)
def _compact_source(source: str) -> str:
    """The file's text, once and twice unescaped, without markup and white space, and with it."""
    attributes = html.unescape(source).replace("<", " ").replace(">", " ")
    return "\0".join((compact(source), compact(html.unescape(plain(source))), compact(attributes)))


def _known(key: str) -> tuple[str, int | None]:
    """The field's own name, and the position of the item in the other system's list."""
    found = _PREFIX.match(key)
    position = int(found["listed"] or found["plain"]) if found and (found["listed"] or found["plain"]) else None
    name = _SUFFIX.sub("", key[found.end() :] if found else key)
    if re.fullmatch(r"\$item|\d+", name):
        return "", int(name) if name.isdigit() else None
    if match := _CODE.match(name):
        return match[1], position
    return ("place" if _PLACE.match(name) else name), position


def _excluded(key: str, value: Any, format_: str) -> str | None:
    root = key.lstrip("$").split(".")[0]
    if key == "anpa_category" and format_ not in _WIRES:
        return "the other system's own category for the channel"
    if key == "associations" or (key in MEMBERS and value in (0, *_EMPTY)):
        return None
    reason = EXCLUDED.get(key) or (EXCLUDED.get(root) if key not in FIELDS else None)
    if reason or key in FIELDS or key in {"", "?"}:
        return reason
    return f"no field of ours is called for: {key}" if value in _EMPTY else None


def _given(value: Any, source: str, key: str) -> Any:
    """The value without what the file does not contain; `source` is the file's text without white space."""
    if isinstance(value, Mapping):
        if "qcode" in value:
            return value if value.get("scheme") not in _SETTINGS and _stands(value, source) else None
        names = [name for name in value if (key, name) not in _HOUSE]
        return [text for name in names for text in strings(value[name]) if compact(text) in source]
    if isinstance(value, list):
        return [kept for one in value if (kept := _given(one, source, key)) not in _EMPTY]
    if isinstance(value, str) and key not in _CONVERTED:
        start = compact(value)[:40] if key == "body_html" else compact(value)
        return value if start in source else None
    return value


def _stands(value: Mapping[str, Any], source: str) -> bool:
    code = str(value["qcode"]).removeprefix("country_")
    return compact(code) in source


def _views(seen: Seen, format_: str, position: int | None) -> list[Seen]:
    """The documents that a fact may be about."""
    if format_ in _NESTED and position is not None:
        nested = tuple(one for document in seen.documents for one in document.get("associations") or ())
        everything = (*seen.documents, *nested)
        return [replace(seen, documents=everything, index=index) for index in range(len(everything))]
    return [seen.at(position) if position is not None and len(seen.documents) > 1 else seen]


def _judged(key: str, operator: str, value: Any, seen: Seen) -> Finding:
    if key == "body_html":
        return _body_judged(operator, str(value), seen)
    if operator == "regex":
        value = str(value).rstrip("$")
    codes = key in {"subject", "$subjects"}
    if codes and isinstance(value, str):
        return within(terms)(seen, value)
    if isinstance(value, Mapping) and not codes and key != "genre":
        value = list(strings(value))
    judge = FIELDS.get(key)
    return judge(seen, value) if judge else (False, f"no judge for {key}")


def _body_judged(operator: str, value: str, seen: Seen) -> Finding:
    if operator == "==":
        return whole_body(seen, value)
    if operator in {"startswith", "regex"} and "<a " not in value:
        return conformance_text.begins(seen, plain(value)[:120]), plain(seen.body)[:100]
    if "<a " in value:
        return compact_markup(value) in compact_markup(seen.markup), seen.markup[:100]
    return conformance_text.holds(seen, value), plain(seen.body)[:100]


def compact_markup(text: str) -> str:
    """Markup without white space."""
    return "".join(text.split())


def _absence(key: str, fact: Json, seen: Seen) -> tuple[str, Any]:
    """The other system says that something is not there (or, with `contains`, that it is)."""
    if key == "body_html":
        found: Any = str(fact["value"]) in seen.body or str(fact["value"]) in seen.markup
        return ("wrong" if found else "right"), found
    name = str(fact["value"]) if key in {"", "?"} else key
    paths = MEMBERS.get(name)
    if paths is None:
        return "excluded", f"no member of ours is called for: {name}"
    found = [seen.get(path) for path in paths if seen.get(path)]
    if "subjects" in paths:
        words = name == "keywords"
        found = [one for one in seen.get("subjects") or [] if (one.get("rel") == "keyword") is words]
    if fact["op"] == "contains":
        return ("right" if found else "missing"), found
    return ("wrong" if found else "right"), found
