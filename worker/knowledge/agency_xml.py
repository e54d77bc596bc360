"""config/agency_xml.toml: where agencies' own XML keeps what an article is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from worker import transmission
from worker.article import Flag, ItemType, PubStatus, Signal
from worker.knowledge import tables
from worker.knowledge.tables import Entry
from worker.model import SkipReason

FORMATS: Final = frozenset({"ritzau_xml", "agency_xml"})
LINES: Final = frozenset(
    {"uri", "version", "link", "headline", "subheadline", "slugline", "byline", "source", "credit", "located"}
    | {"section", "language", "publisher", "genre", "copyright", "usage_terms"}
)
DATES: Final = frozenset({"first_created", "version_created", "content_created", "embargo", "expires"})
MARKUP: Final = frozenset({"body", "summary", "caption", "ednote"})
_FIELDS: Final = (
    *("name", "format", "root", "requires", "agency", "hosts", "zone", "clocks", "skip", "item", "private", "flags"),
    *("html", "text", "alt_ids", "transmission", "urgency", "keywords", "languages", "types", "rendition", "lines"),
    *("dates", "subjects", "status", "pictures"),
)

Paths = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPath:
    """Elements that are subjects: where their code and their name stand, and the scheme of the codes."""

    item: str
    code: str
    scheme: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRule:
    """What a value (in small letters) at a path says."""

    path: str
    values: frozenset[str]
    pub_status: PubStatus | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePath:
    """Elements that are pictures, and where their parts stand."""

    item: str
    href: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A row; fields are as the head of the file says."""

    name: str
    format: str
    root: str
    requires: Paths
    agency: str | None
    hosts: Mapping[str, str]
    zone: tzinfo | None
    clocks: Sequence[str]
    skip: SkipReason | None
    item: str
    private: Paths
    flags: tuple[Flag, ...]
    html: Mapping[str, Paths]
    text: Mapping[str, Paths]
    alt_ids: Mapping[str, str]
    transmission: Mapping[str, str]
    urgency: tuple[str, str] | None  # (scale of config/urgency.toml, path)
    keywords: Paths
    languages: Mapping[str, str]
    types: tuple[str, Mapping[str, ItemType]] | None  # (path, type by value in small letters)
    rendition: str | None
    lines: Mapping[str, Paths]
    dates: Mapping[str, Paths]
    subjects: tuple[SubjectPath, ...]
    status: tuple[StatusRule, ...]
    pictures: PicturePath | None


def shapes(entry: Entry) -> tuple[Shape, ...]:
    """All rows; no two have one root and the same required elements."""
    rows = tables.rows(entry.only("shape"), "shape", "name")
    found = tuple(_shape(row) for row in rows)
    keys = (f"{shape.root} with {', '.join(shape.requires) or 'nothing required'}" for shape in found)
    tables.once(zip(keys, rows, strict=True), "root")
    return found


def _shape(row: Entry) -> Shape:
    row.only(*_FIELDS)
    shape = Shape(
        name=row.text("name"),
        format=row.read("format", _one_of(FORMATS), ", ".join(sorted(FORMATS))),
        root=row.text("root"),
        requires=row.texts("requires"),
        agency=row.optional("agency"),
        hosts=_texts_by_name(row, "hosts", None),
        zone=row.zone("zone"),
        clocks=tuple(row.read_each("clocks", _clock, "a form as strptime has it")),
        skip=row.read("skip", SkipReason, ", ".join(SkipReason)) if "skip" in row.fields else None,
        item=row.optional("item") or ".",
        private=row.texts("private"),
        flags=tuple(row.read_each("flags", Flag, ", ".join(Flag))),
        html=_paths_by_name(row, "html", MARKUP),
        text=_paths_by_name(row, "text", MARKUP),
        alt_ids=_texts_by_name(row, "alt_ids", None),
        transmission=_texts_by_name(row, "transmission", transmission.KEYS),
        urgency=_urgency(row),
        keywords=row.texts("keywords"),
        languages=_texts_by_name(row, "languages", None),
        types=_types(row),
        rendition=row.optional("rendition"),
        lines=_paths_by_name(row, "lines", LINES),
        dates=_paths_by_name(row, "dates", DATES),
        subjects=tuple(_subject(part) for part in _parts(row, "subjects")),
        status=tuple(_status(part) for part in _parts(row, "status")),
        pictures=_pictures(row),
    )
    _check(row, shape)
    return shape


def _check(row: Entry, shape: Shape) -> None:
    """A row says where a story is or that there is none, and nothing private is read."""
    if shape.skip is None and not shape.html.get("body") and not shape.text.get("body"):
        raise row.error("html", "names no body; a shape without stories has `skip`")
    read = [path for paths in (*shape.lines.values(), *shape.html.values(), *shape.text.values()) for path in paths]
    for path in (*read, *shape.alt_ids.values(), *shape.transmission.values(), *shape.keywords):
        if path.partition("/")[0] in shape.private:
            raise row.error("private", f"{path!r} is read as well")


def _one_of(allowed: frozenset[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


def _clock(form: str) -> str:
    day = datetime(2001, 2, 3, 4, 5)  # noqa: DTZ001 - a form is tried out on it
    if datetime.strptime(day.strftime(form), form).date() != day.date():  # noqa: DTZ007
        raise ValueError(form)
    return form


def _table(row: Entry, key: str) -> Mapping[str, Any]:
    value = row.fields.get(key, {})
    if not isinstance(value, dict):
        raise row.error(key, "must be a table")
    return value


def _texts_by_name(row: Entry, key: str, names: frozenset[str] | None) -> Mapping[str, str]:
    part = Entry(row.file, f"{row.name} {key}", _table(row, key))
    if names is not None:
        part.only(*sorted(names))
    return {name: part.text(name) for name in part.fields}


def _paths_by_name(row: Entry, key: str, names: frozenset[str]) -> Mapping[str, Paths]:
    part = Entry(row.file, f"{row.name} {key}", _table(row, key)).only(*sorted(names))
    return {name: part.texts(name) for name in part.fields}


def _urgency(row: Entry) -> tuple[str, str] | None:
    part = Entry(row.file, f"{row.name} urgency", _table(row, "urgency")).only("scale", "path")
    return (part.text("scale"), part.text("path")) if part.fields else None


def _types(row: Entry) -> tuple[str, Mapping[str, ItemType]] | None:
    part = Entry(row.file, f"{row.name} types", _table(row, "types"))
    allowed = ", ".join(ItemType)
    found = {name: part.read(name, ItemType, allowed) for name in part.fields if name != "path"}
    return (part.text("path"), found) if part.fields else None


def _parts(row: Entry, key: str) -> tuple[Entry, ...]:
    if key not in row.fields:
        return ()
    parts = tables.rows(row, key, "path")
    return tuple(Entry(part.file, f"{row.name} {part.name}", part.fields) for part in parts)


def _subject(part: Entry) -> SubjectPath:
    part.only("item", "code", "scheme", "label")
    return SubjectPath(
        item=part.text("item"), code=part.text("code"), scheme=part.text("scheme"), label=part.optional("label")
    )


def _status(part: Entry) -> StatusRule:
    part.only("path", "values", "pub_status", "signal")
    has = part.fields
    return StatusRule(
        path=part.text("path"),
        values=frozenset(value.lower() for value in part.texts("values")),
        pub_status=part.read("pub_status", PubStatus, ", ".join(PubStatus)) if "pub_status" in has else None,
        signal=part.read("signal", Signal, ", ".join(Signal)) if "signal" in has else None,
    )


def _pictures(row: Entry) -> PicturePath | None:
    part = Entry(row.file, f"{row.name} pictures", _table(row, "pictures")).only("item", "href", "caption", "credit")
    if not part.fields:
        return None
    return PicturePath(
        item=part.text("item"),
        href=part.text("href"),
        caption=part.optional("caption"),
        credit=part.optional("credit"),
    )
