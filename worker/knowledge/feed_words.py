"""config/feeds.toml: what RSS and Atom feeds hold beyond their formats."""

from collections.abc import Mapping
from dataclasses import dataclass

from worker.knowledge import tables
from worker.knowledge.tables import Entry

FIELDS = frozenset({"summary", "section", "keyword", "language", "published", "updated", "sign-off", "id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An element of an agency's own namespace, and what it means."""

    namespace: str
    element: str
    field: str
    example: str
    gives: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWords:
    """The tables of the file; extensions by (namespace without scheme and final slash, local name)."""

    extensions: Mapping[tuple[str, str], Extension]
    dropped_shortcodes: frozenset[str]
    bare_shortcodes: frozenset[str]


def feed_words(entry: Entry) -> FeedWords:
    """The shortcodes and the extensions; no element means two things."""
    entry.only("shortcodes", "extension")
    shortcodes = tables.section(entry, "shortcodes").only("dropped", "bare")
    rows = tables.rows(entry, "extension", "element")
    found = [_extension(row) for row in rows]
    tables.once(((f"{one.namespace} {one.element}", row) for one, row in zip(found, rows, strict=True)), "element")
    return FeedWords(
        extensions={(one.namespace, one.element): one for one in found},
        dropped_shortcodes=frozenset(shortcodes.texts("dropped")),
        bare_shortcodes=frozenset(shortcodes.texts("bare")),
    )


def _extension(row: Entry) -> Extension:
    row.only("namespace", "element", "attribute", "field", "example", "gives")
    field = row.text("field")
    if field not in FIELDS:
        raise row.error("field", f"is not known; allowed: {', '.join(sorted(FIELDS))}")
    namespace = row.text("namespace")
    if "://" in namespace or namespace != namespace.lower().rstrip("/#"):
        raise row.error("namespace", "must stand in small letters without its scheme and final slash")
    return Extension(
        namespace=namespace,
        element=row.text("element"),
        attribute=row.optional("attribute"),
        field=field,
        example=row.text("example"),
        gives=row.text("gives"),
    )
