"""Reads the files and the associated items of a ninjs item: objects by name in version 1, lists in 2 and 3."""

import re
from collections.abc import Iterator
from typing import Any, Final

from worker.article import Association, Rendition
from worker.formats.ninjs.texts import Words, descriptions_of, headlines_of
from worker.members.reading import Fields, first, first_line, lowered, objects
from worker.members.values import rendition

RENDITIONS_MAX: Final = 50
ASSOCIATIONS_MAX: Final = 200

# photos/000102-t.jpg
_FILE_NAME: Final = re.compile(r"[\w./-]{1,200}\.[A-Za-z0-9]{2,5}")


def renditions_of(item: Fields) -> tuple[Rendition, ...]:
    """The item's own files."""
    named = _named(item.get("renditions"))
    found = (rendition(file, name) or _delivered(file, name) for name, file in named)
    return tuple(one for one in found if one is not None)[:RENDITIONS_MAX]


def associations_of(item: Fields, words_of: Words) -> tuple[Association, ...]:
    """Pictures with their words, linked stories; an empty place that a name keeps is none."""
    found = (_association(other, name, words_of) for name, other in _named(item.get("associations")))
    return tuple(one for one in found if one is not None)[:ASSOCIATIONS_MAX]


def _delivered(file: Fields, name: str | None) -> Rendition | None:
    """A file inside a delivery: it has no address but its name, which our own output has as the title."""
    title = first_line(file, "title")
    if title is None or not _FILE_NAME.fullmatch(title):
        return None
    return rendition({**file, "href": title, "title": None}, name)


def _named(value: Any) -> Iterator[tuple[str | None, Fields]]:
    """(name, object) of a list, or of an object whose members are objects or lists of them."""
    if isinstance(value, dict):
        for name, member in value.items():
            for one in objects(member):
                yield name, lowered(one)
    else:
        for one in objects(value):
            yield None, lowered(one)


def _association(other: Fields, name: str | None, words_of: Words) -> Association | None:
    files = renditions_of(other)
    uri = first_line(other, "uri", "guid", "_id")
    headline = next((one.value for one in headlines_of(other, words_of)), None)
    if not (uri or files or headline):
        return None
    return Association(
        type=(first_line(other, "type") or ("picture" if files else "")).lower(),
        name=first_line(other, "name", "id") or name,
        rel=first_line(other, "rel"),
        uri=uri,
        headline=headline,
        caption=next((one.value for one in descriptions_of(other, words_of, "caption")), None),
        credit=_credit(other),
        byline=first_line(other, "by", "byline"),
        renditions=files,
    )


def _credit(other: Fields) -> str | None:
    """As printed under the picture: the credit line, else the source that gave it."""
    listed = [lowered(one) for one in objects(first(other, "infosources", "infosource"))]
    credits_ = [one for one in listed if first_line(one, "role", "rel") == "credit"] or listed
    names = (first_line(one, "name") for one in credits_)
    return first_line(other, "description_creditline", "creditline") or next(names, None) or first_line(other, "source")
