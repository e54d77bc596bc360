"""Blanks what must not leave in a recording: headers, members of JSON values, whatever a pattern finds.

The rules are a TOML file; config/redaction.example.toml explains every kind.  A value that cannot be looked into
(compressed, not UTF-8, broken JSON) is blanked whole unless the file says `unreadable = "keep"`: a rule that did not
see what it should blank would leak it.  What is encoded once more inside a text (base64, quoted-printable) is not
seen by patterns: blank such a member or header by its name.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import orjson

from worker.envelope import json_reader
from worker.envelope.json_reader import Json
from worker.knowledge.tables import ConfigError, Entry, parsed, rows
from worker.model import RawMessage, Rejected

REPLACEMENT: Final = "[redacted]"
JSON_DEPTH_MAX: Final = 200
ANY: Final = "*"

Path_ = tuple[str, ...]


class _Unreadable(Exception):  # noqa: N818
    """Bytes that the rules cannot see into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`headers` are names in small letters, with * at the end for all that begin so; `members` are paths of JSON."""

    headers: tuple[str, ...] = ()
    members: tuple[Path_, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    replacement: str = REPLACEMENT
    keep_unreadable: bool = False

    @property
    def summary(self) -> dict[str, int]:
        """What a manifest says of them: how many of each kind, nothing of what they look for."""
        return {"headers": len(self.headers), "members": len(self.members), "patterns": len(self.patterns)}

    def redacted(self, raw: RawMessage) -> RawMessage:
        """The record without what the rules name; the same object where they find nothing."""
        headers = tuple((name, self._header(name, value)) for name, value in raw.headers)
        clean = replace(raw, key=self._readable(raw.key, self._text), value=self._value(raw.value), headers=headers)
        return raw if clean == raw else clean

    def _header(self, name: str, value: bytes | None) -> bytes | None:
        if value is not None and any(_names(rule, name.lower()) for rule in self.headers):
            return self.replacement.encode()
        return self._readable(value, self._text)

    def _value(self, value: bytes | None) -> bytes | None:
        if value is not None and json_reader.looks_like_json(value):
            return self._readable(value, self._json)
        return self._readable(value, self._text)

    def _readable(self, value: bytes | None, clean: Callable[[bytes], bytes]) -> bytes | None:
        if not value:
            return value
        try:
            return clean(value)
        except _Unreadable:
            return value if self.keep_unreadable else self.replacement.encode()

    def _text(self, value: bytes) -> bytes:
        if not self.patterns:
            return value
        return self._without_patterns(_decoded(value)).encode()

    def _json(self, value: bytes) -> bytes:
        """Written anew where members are looked for: of a member that stands twice, only one would be seen."""
        text = _decoded(value)
        try:
            tree = json_reader.load(value, JSON_DEPTH_MAX)
        except (ValueError, Rejected, RecursionError) as error:
            raise _Unreadable from error
        for path in self.members:
            _blank(tree, path, self.replacement)
        clean = self._without_patterns_in(tree)
        if self.members or clean != tree:
            text = _dumped(clean)
        return self._without_patterns(text).encode()

    def _without_patterns(self, text: str) -> str:
        for pattern in self.patterns:
            text = pattern.sub(lambda _: self.replacement, text)
        return text

    def _without_patterns_in(self, tree: Json) -> Json:
        """The tree with every string looked through: as text, characters may be hidden in escapes."""
        if isinstance(tree, str):
            return self._without_patterns(tree)
        if isinstance(tree, list):
            return [self._without_patterns_in(item) for item in tree]
        if isinstance(tree, dict):
            return {self._without_patterns(name): self._without_patterns_in(item) for name, item in tree.items()}
        return tree


def load(path: Path) -> Rules:
    """The rules of a file.  Raises ConfigError, which names row and field."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    return rules(parsed(str(path), content))


def rules(entry: Entry) -> Rules:
    """The rules of a table; every pattern must find something in its own example."""
    entry.only("replacement", "unreadable", "header", "member", "pattern")
    unreadable = entry.optional("unreadable") or "blank"
    if unreadable not in ("blank", "keep"):
        raise entry.error("unreadable", "must be blank or keep")
    found = Rules(
        headers=tuple(row.only("name").text("name").lower() for row in _rows(entry, "header", "name")),
        members=tuple(_member(row) for row in _rows(entry, "member", "path")),
        patterns=tuple(_pattern(row) for row in _rows(entry, "pattern", "pattern")),
        replacement=entry.optional("replacement") or REPLACEMENT,
        keep_unreadable=unreadable == "keep",
    )
    if not any(found.summary.values()):
        raise ConfigError(f"{entry.file}: no [[header]], [[member]] or [[pattern]]: nothing would be blanked")
    return found


def _rows(entry: Entry, key: str, label: str) -> tuple[Entry, ...]:
    return rows(entry, key, label) if key in entry.fields else ()


def _member(row: Entry) -> Path_:
    path = tuple(row.only("path").text("path").split("."))
    if not all(path):
        raise row.error("path", "must be names with dots between, * for any: contacts.*.phone")
    return path


def _pattern(row: Entry) -> re.Pattern[str]:
    row.only("pattern", "example")
    try:
        pattern = re.compile(row.text("pattern"))
    except re.error as exc:
        raise row.error("pattern", f"is no regular expression: {exc}") from exc
    if not pattern.search(row.text("example")):
        raise row.error("example", "holds nothing that the pattern finds")
    if pattern.search(""):
        raise row.error("pattern", "finds nothing at all too, so it would stand between all characters")
    return pattern


def _names(rule: str, name: str) -> bool:
    return name.startswith(rule[:-1]) if rule.endswith(ANY) else name == rule


def _decoded(value: bytes) -> str:
    """UTF-8 without NULs (UTF-16 of plain letters would pass for UTF-8)."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        raise _Unreadable from None
    if "\0" in text:
        raise _Unreadable
    return text


def _dumped(tree: Json) -> str:
    try:
        return orjson.dumps(tree).decode()
    except TypeError:  # lone surrogates
        return json_reader.dump(tree).decode()


def _blank(tree: Json, path: Path_, replacement: str) -> None:
    """Blank what `path` leads to; lists on the way are gone through without a name."""
    if isinstance(tree, list):
        for item in tree:
            _blank(item, path, replacement)
    if not isinstance(tree, dict):
        return
    name, below = path[0], path[1:]
    for found in _members(tree, name):
        if below:
            _blank(tree[found], below, replacement)
        else:
            tree[found] = replacement


def _members(tree: dict[str, Json], name: str) -> Iterable[str]:
    return list(tree) if name == ANY else [name] if name in tree else []
