"""JSON from strangers: depth is bounded before parsing, what orjson refuses is still read, nothing else escapes."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.envelope.json_reader import dump, load, looks_like_json, narrow
from worker.model import Reason, Rejected

DEPTH = 64


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_is_refused_before_it_is_parsed(opening: bytes, closed: bool) -> None:
    """100,000 levels, closed or not."""
    closing = opening.replace(b"[", b"]").replace(b'{"a":', b"}")[::-1] if closed else b""
    with pytest.raises(Rejected) as caught:
        load(opening * 100_000 + b"1" + closing * 100_000, DEPTH)
    assert caught.value.reason is Reason.TOO_LARGE


def test_the_limit_itself_is_allowed() -> None:
    """64 levels are read, 65 are not; brackets inside strings do not count."""
    load(b"[" * DEPTH + b"]" * DEPTH, DEPTH)
    load(json.dumps({"content": "[{" * 500 + '\\"' + "[" * 90}).encode(), DEPTH)
    with pytest.raises(Rejected):
        load(b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), DEPTH)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\xef\xbb\xbf{"v":1}', {"v": 1}),
        (b'{"v":NaN,"w":Infinity}', {"v": None, "w": None}),
        (b'{"v":1e999,"x":NaN}', {"v": None, "x": None}),
        (b'{"v":"a\x01b"}', {"v": "a\x01b"}),
        (b'{"v":"\\ud800"}', {"v": "\ud800"}),
        (b'{"v":"caf\xe9"}', {"v": "caf\ufffd"}),
    ],
)
def test_what_orjson_refuses_is_read_leniently(data: bytes, expected: object) -> None:
    """Marks, NaN, raw control characters, half surrogates and stray bytes occur in feeds."""
    assert load(data, DEPTH) == expected


def test_giant_integers_are_read_as_numbers() -> None:
    """A million digits are no reason for a crash: Python itself refuses them."""
    tree = load(b'{"v":' + b"9" * 1_000_000 + b',"w":NaN,"x":123456789012345678901234567890}', DEPTH)
    assert isinstance(tree, dict)
    assert tree["v"] is None
    assert isinstance(tree["x"], float)
    assert math.isclose(tree["x"], 1.2345678901234568e29)


@pytest.mark.parametrize("data", [b'{"v":"abc', b'{"v":1}{"v":2}', b"{'v':1}", b"[1,]", b"{}x"])
def test_broken_json_is_a_value_error(data: bytes) -> None:
    """The caller decides whether it was meant to be JSON at all."""
    with pytest.raises(ValueError, match=r"\S"):
        load(data, DEPTH)


@pytest.mark.parametrize("text", ["[Update] Seoul", "[1] see below", "{sic}", "plain", ""])
def test_text_in_brackets_is_no_json(text: str) -> None:
    """Agencies open lines with brackets."""
    assert not looks_like_json(text.encode())


@pytest.mark.parametrize("text", ['{"a"', "  [ {", '\ufeff{"', '["x"]', "{}", "[]"])
def test_json_is_known_by_its_first_signs(text: str) -> None:
    """White space and a mark may stand before it."""
    assert looks_like_json(text.encode())


def test_utf16_json_becomes_utf8() -> None:
    """Windows services write it."""
    assert load(narrow('{"v":"ü"}'.encode("utf-16")), DEPTH) == {"v": "ü"}


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), TREES, max_size=4))
def test_round_trip(tree: dict[str, object]) -> None:
    """What is dumped is loaded again, half surrogates included."""
    assert load(dump(tree), DEPTH) == tree  # type: ignore[arg-type]


@given(st.binary(max_size=300))
def test_any_bytes_give_a_tree_a_value_error_or_a_rejection(data: bytes) -> None:
    """Nothing else comes out of the reader."""
    try:
        load(data, DEPTH)
    except (ValueError, Rejected):
        return
