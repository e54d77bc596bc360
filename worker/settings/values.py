"""Text and TOML values turned into typed ones, by kind; what is allowed said in words."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from worker.settings.options import INT_MAX, KIB, MIB, Kind, Option, Value

# 64MiB   64 MiB   10kib   65536   65536B
_SIZE = re.compile(r"(?P<number>\d{1,15}) [ ]? (?P<unit>[kmg]i?b|b)?", re.VERBOSE | re.IGNORECASE)
_UNITS = {"": 1, "b": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30, "kb": 10**3, "mb": 10**6, "gb": 10**9}
_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def parse(option: Option, given: object) -> Value:
    """The typed value; `ValueError` (without words) when `given` is not allowed, `OSError` for an unreadable file."""
    try:
        value = _PARSERS[option.kind](given)
    except TypeError:
        raise ValueError from None
    if not _within(option, value):
        raise ValueError
    return value


def allowed(option: Option) -> str:
    """What may be written, for an error or the help."""
    if option.choices:
        return f"one of {', '.join(option.choices)}"
    limits = bounds(option)
    return _ALLOWED[option.kind] + (f", {limits}" if limits else "")


def bounds(option: Option) -> str:
    """The limits of a number in words, "" where there are none worth a word."""
    named = (("greater than", option.above), ("at least", option.minimum), ("at most", option.maximum))
    return " and ".join(f"{word} {written(option, limit)}" for word, limit in named if limit not in (None, INT_MAX))


def written(option: Option, value: Value) -> str:
    """A value as it would be written on the command line."""
    match value:
        case bool():
            return str(value).lower()
        case int() as size if option.kind is Kind.SIZE and size % KIB == 0:
            return f"{size // MIB}MiB" if size % MIB == 0 else f"{size // KIB}KiB"
        case float():
            return f"{value:g}"
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def _within(option: Option, value: Value) -> bool:
    if option.choices:
        return value in option.choices
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return True
    return (
        (option.above is None or value > option.above)
        and (option.minimum is None or value >= option.minimum)
        and (option.maximum is None or value <= option.maximum)
    )


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.strip() or "\n" in given.strip():
        raise ValueError
    return given.strip()


def _list(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list | tuple) or not parts:
        raise ValueError
    return tuple(dict.fromkeys(_text(part) for part in parts))


def _integer(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise TypeError
    return int(given)


def _real(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise TypeError
    number = float(given)
    if number - number != 0:  # nan, inf
        raise ValueError
    return number


def _size(given: object) -> int:
    if isinstance(given, int):
        return _integer(given)
    match = _SIZE.fullmatch(_text(given))
    if not match:
        raise ValueError
    return int(match["number"]) * _UNITS[(match["unit"] or "").lower()]


def _flag(given: object) -> bool:
    value = given if isinstance(given, bool) else _FLAGS.get(_text(given).lower())
    if value is None:
        raise ValueError
    return value


def _file(given: object) -> str:
    path = _text(given)
    with Path(path).open("rb"):  # OSError says why it cannot be read
        return path


_PARSERS: Mapping[Kind, Callable[[object], Value]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.LIST: _list,
        Kind.INTEGER: _integer,
        Kind.NUMBER: _real,
        Kind.SIZE: _size,
        Kind.FLAG: _flag,
        Kind.FILE: _file,
    }
)

_ALLOWED: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEXT: "text on one line, not empty",
        Kind.LIST: "one or more names separated by commas",
        Kind.INTEGER: "a whole number",
        Kind.NUMBER: "a number",
        Kind.SIZE: "a number of bytes such as 65536, 64KiB or 64MiB",
        Kind.FLAG: "true or false",
        Kind.FILE: "the path of a readable file",
    }
)
