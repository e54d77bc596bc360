"""Config tables as they are read; a wrong entry is named with its file, its value and what is allowed."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")
DECIDING: Final = (".toml", ".tsv", ".npz", "_model.json")  # files of tables and models
ASIDE: Final = frozenset({"agencyfeed.example.toml", "diff.toml", "redaction.example.toml"})  # say nothing of articles


class ConfigError(ValueError):
    """A config table holds what it may not; says which file, entry and value, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: its fields are only read through the checks below."""

    file: str
    name: str
    fields: Mapping[str, Any]

    def only(self, *names: str) -> "Entry":
        """The entry itself, which must have no fields but these."""
        for unknown in self.fields.keys() - set(names):
            raise self.error(unknown, f"no such field; allowed: {', '.join(names)}")
        return self

    def text(self, key: str) -> str:
        """A string that is there and not blank."""
        value = self.fields.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, "must be text that is not blank")
        return value

    def optional(self, key: str) -> str | None:
        """The same, or None where the field is absent."""
        return self.text(key) if key in self.fields else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where the field is absent."""
        value = self.fields.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.error(key, "must be a list of texts that are not blank")
        repeated = [item for item in value if value.count(item) > 1]
        if repeated:
            raise self.error(key, f"names {repeated[0]!r} twice")
        return tuple(value)

    def flag(self, key: str) -> bool:
        """A boolean; false where the field is absent."""
        value = self.fields.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def read(self, key: str, reader: Callable[[str], T], allowed: str) -> T:
        """A text as `reader` takes it, which raises ValueError or KeyError for what it does not know."""
        try:
            return reader(self.text(key))
        except (ValueError, KeyError) as exc:
            raise self.error(key, f"is not known; allowed: {allowed}") from exc

    def zone(self, key: str) -> tzinfo | None:
        """A time zone by its name; None where the field is absent."""
        return self.read(key, zone_called, "names of the IANA time zone database") if key in self.fields else None

    def read_each(self, key: str, reader: Callable[[str], T], allowed: str) -> list[T]:
        """The texts of a list as `reader` takes them."""
        return [Entry(self.file, self.name, {key: text}).read(key, reader, allowed) for text in self.texts(key)]

    def error(self, key: str, problem: str) -> ConfigError:
        """A complaint about one field."""
        shown = f" = {self.fields[key]!r}" if key in self.fields else ""
        return ConfigError(f"{self.file}: {self.name}: {key}{shown}: {problem}")


def zone_called(name: str) -> tzinfo:
    """The zone of the IANA database; ValueError where it has none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as exc:
        raise ValueError(name) from exc


def read(file: str) -> Entry:
    """A file of the package as one entry."""
    try:
        return parsed(f"config/{file}", (files("worker.config") / file).read_bytes())
    except OSError as exc:
        raise ConfigError(f"config/{file}: cannot be read: {exc}") from exc


def parsed(name: str, content: bytes) -> Entry:
    """The content of a TOML file as one entry; complaints call the file `name`."""
    try:
        return Entry(name, "top level", tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigError(f"{name}: not valid TOML: {exc}") from exc


def rows(entry: Entry, key: str, label: str) -> tuple[Entry, ...]:
    """The rows of an array of tables, at least one; `label` is the field that names a row in complaints."""
    value = entry.fields.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise entry.error(key, f"must be one or more [[{key}]] tables")
    return tuple(
        Entry(entry.file, f"[[{key}]] {number} ({row.get(label, '?')})", row) for number, row in enumerate(value, 1)
    )


def section(entry: Entry, key: str) -> Entry:
    """A table of a file."""
    value = entry.fields.get(key)
    if not isinstance(value, dict):
        raise entry.error(key, f"must be a [{key}] table")
    return Entry(entry.file, f"[{key}]", value)


def once(entries: Iterable[tuple[str, Entry]], key: str) -> None:
    """Raises ConfigError where two rows claim the same value."""
    seen: dict[str, str] = {}
    for value, entry in entries:
        if value in seen:
            raise entry.error(key, f"{value!r} is already taken by {seen[value]}")
        seen[value] = entry.name


def digest(folder: Traversable) -> str:
    """What the state of the folder's tables and models is known by."""
    found = hashlib.sha256()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(DECIDING) and file.name not in ASIDE:
            found.update(file.name.encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:12]
