"""Typed access to JSON that may hold anything anywhere: the value when it is of the type, else nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from worker.markup.lines import clean_line

Fields = Mapping[str, Any]

LINE_MAX: Final = 10_000  # characters of any one-line value
LIST_MAX: Final = 1_000  # entries of any list
_INTEGER_DIGITS: Final = 15
EMPTY: Final[Fields] = {}


def fields(value: Any) -> Fields:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else EMPTY


def lowered(value: Any) -> dict[str, Any]:
    """The object's members under small letters: versionCreated and versioncreated are one property."""
    return {key.lower(): member for key, member in value.items()} if isinstance(value, dict) else {}


def objects(value: Any) -> list[Fields]:
    """The objects of a list; an object alone counts as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value[:LIST_MAX] if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """A string with something in it, as it is."""
    return value if isinstance(value, str) and value and not value.isspace() else None


def line(value: Any) -> str | None:
    """A string, number or list of strings on one clean line; None for one that is empty or absurdly long."""
    if isinstance(value, str):
        return (clean_line(value) or None) if len(value) <= LINE_MAX else None
    if isinstance(value, list):
        return clean_line(" ".join(one for one in value[:LIST_MAX] if isinstance(one, str)))[:LINE_MAX] or None
    number = integer(value)
    return None if number is None else str(number)


def lines(value: Any) -> Iterator[str]:
    """The strings of a list, or the string alone, each once."""
    values: Sequence[Any] = value[:LIST_MAX] if isinstance(value, list) else [value]
    yield from dict.fromkeys(found for one in values if isinstance(one, str) and (found := line(one)))


def integer(value: Any) -> int | None:
    """A whole number, or a string of figures that is one."""
    if isinstance(value, str):
        figures = value.strip()
        ascii_figures = figures.isascii() and figures.isdigit() and len(figures) <= _INTEGER_DIGITS
        return int(figures) if ascii_figures else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**_INTEGER_DIGITS else None
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 10**_INTEGER_DIGITS else None


def positive(value: Any) -> int | None:
    """A whole number above zero."""
    number = integer(value)
    return number if number is not None and number > 0 else None


def seconds(value: Any) -> float | None:
    """A duration as a number of seconds."""
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e9
    return float(value) if sound else None


def first(members: Fields, *names: str) -> Any:
    """The first of these members that holds anything."""
    return next((value for name in names if (value := members.get(name)) not in (None, "", [], {})), None)


def first_line(members: Fields, *names: str) -> str | None:
    """The first of these members that holds a line."""
    return next((found for name in names if name in members and (found := line(members[name]))), None)
