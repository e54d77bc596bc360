"""The elements of a part of a tree by name: feeds put them in any order, and into the wrong parent."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from lxml.etree import _Element

from worker.markup.lines import clean_line
from worker.markup.xml import line_of

Found = Mapping[str, Sequence[_Element]]


def by_name(*parts: _Element | None) -> Found:
    """All elements inside `parts`, in order, under their local names."""
    found: dict[str, list[_Element]] = {}
    for part in parts:
        if part is not None:
            for element in part.iter(etree.Element):
                found.setdefault(str(element.tag), []).append(element)
    return found


def values(found: Found, name: str, attribute: str) -> Iterator[str]:
    """What the elements `name` have in `attribute`, where they have anything."""
    for element in found.get(name, ()):
        if (value := element.get(attribute)) and (line := clean_line(value)):
            yield line


def value(found: Found, name: str, attribute: str) -> str | None:
    """The first of `values`."""
    return next(values(found, name, attribute), None)


def lines(found: Found, name: str) -> Iterator[str]:
    """The texts of the elements `name`, each on one line."""
    for element in found.get(name, ()):
        if line := line_of(element):
            yield line


def line(found: Found, name: str) -> str | None:
    """The first of `lines`."""
    return next(lines(found, name), None)
