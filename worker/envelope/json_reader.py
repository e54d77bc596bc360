"""Loads JSON from strangers: bounded nesting first, then orjson, then a lenient second reading."""

import json
import math
import re
from typing import Final

import orjson

from worker.envelope import charset
from worker.model import Reason, Rejected

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

# one string, escapes and brackets inside it: "she said \"[sic]\""
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NOT_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
# The first signs of a document: {"key  {}  [{  ["  [[  []  [null,
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t\r\n]*+(?:\{[ \t\r\n]*+[\"}]|\[[ \t\r\n]*+(?:[\[{\"\]]|null[ \t\r\n]*+[,\]]))"
)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DIGITS_MAX: Final = 19


def looks_like_json(data: bytes) -> bool:
    """True when `data` begins as a JSON object or array does: "[Update] Seoul" is no JSON."""
    return _START.match(data) is not None


def narrow(data: bytes) -> bytes:
    """UTF-16 JSON with a byte-order mark as UTF-8; anything else as it is."""
    return charset.decode(data).text.encode() if data.startswith(_WIDE_MARKS) else data


def load(data: bytes, depth_max: int) -> Json:
    """The document, or ValueError when it is none.  May raise Rejected(TOO_LARGE) on nesting."""
    if _depth_exceeds(data, depth_max):
        raise Rejected(Reason.TOO_LARGE, f"JSON nested deeper than {depth_max} levels")
    try:
        return orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return _lenient(data)


def _lenient(data: bytes) -> Json:
    """What orjson refuses and feeds contain: lone surrogates, NaN, raw control characters, bytes that are not UTF-8."""
    text = data.decode("utf-8-sig", "replace")
    return json.loads(text, strict=False, parse_int=_number, parse_float=_number, parse_constant=lambda _: None)  # type: ignore[no-any-return]


def _number(digits: str) -> int | float | None:
    """An int of 64 bits, else a finite float, else None (Python refuses to read ints of thousands of digits)."""
    if len(digits) <= _DIGITS_MAX and digits.lstrip("-").isdigit():
        return int(digits)
    value = float(digits)
    return value if math.isfinite(value) else None


def _depth_exceeds(data: bytes, depth_max: int) -> bool:
    """Counts nesting without parsing: strings go, then innermost pairs of brackets go, once a level."""
    if data.count(b"[") + data.count(b"{") <= depth_max:
        return False
    brackets = _STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
    for _ in range(depth_max):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    return brackets.count(b"[") + brackets.count(b"{") > depth_max or b"[]" in brackets or b"{}" in brackets


def dump(tree: Json) -> bytes:
    """`tree` as bytes again; what orjson cannot write (lone surrogates) the standard library can."""
    return json.dumps(tree).encode("ascii")
