"""What is blanked in a recording, and that nothing a rule names slips through."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker import redaction
from worker.knowledge.tables import ConfigError, parsed
from worker.model import RawMessage

EXAMPLE = Path(__file__).parents[2] / "config" / "redaction.example.toml"
RULES = redaction.load(EXAMPLE)
RAW = RawMessage(topic="t", partition=0, offset=3, timestamp_ms=7, key=b"k", value=b"plain")
MARK = b"[redacted]"


def value_of(value: bytes, rules: redaction.Rules = RULES) -> bytes | None:
    """The value after the rules."""
    return rules.redacted(replace(RAW, value=value)).value


def test_a_record_that_no_rule_names_is_the_same_object() -> None:
    """Nothing is written anew without need."""
    assert RULES.redacted(RAW) is RAW


def test_headers_by_name() -> None:
    """In any case, by prefix, duplicates too; null stays null."""
    headers = (("Authorization", b"a"), ("authorization", b"b"), ("X-Internal-Id", b"c"), ("x-open", b"d"), ("n", None))
    clean = RULES.redacted(replace(RAW, headers=headers)).headers
    assert [value for _, value in clean] == [MARK, MARK, MARK, b"d", None]


def test_members_of_json() -> None:
    """Through lists and any-member steps; what is beside them stays."""
    value = {"contacts": [{"a": {"phone": "1", "name": "x"}}, {"b": {"phone": {"deep": 2}}}], "subscriber": [1], "n": 1}
    assert json.loads(value_of(json.dumps(value).encode()) or b"") == {
        "contacts": [{"a": {"phone": "[redacted]", "name": "x"}}, {"b": {"phone": "[redacted]"}}],
        "subscriber": "[redacted]",
        "n": 1,
    }


def test_patterns_everywhere() -> None:
    """In key, header values and text."""
    raw = replace(
        RAW, key=b"ida@desk.example", value=b"ask ida@desk.example now", headers=(("h", b"ida@desk.example"),)
    )
    clean = RULES.redacted(raw)
    assert (clean.key, clean.value, clean.headers) == (MARK, b"ask [redacted] now", (("h", MARK),))


@pytest.mark.parametrize(
    "value",
    [
        rb'{"m": "ida\u0040desk.example"}',
        b'{"ida@desk.example": 1}',
        b'{"m": "ida@desk.example", "m": null}',
        b'{"contacts": {"x": {"phone": "ida@desk.example"}}, "contacts": {}}',
        b'["ida@desk.example", {"subscriber": "x"}]',
        b'\xef\xbb\xbf{"m": "ida@desk.example"}',
        b'{"m": "ida@desk.example"',
        b'{"m": "ida@desk.example", \xff}',
        '{"m": "ida@desk.example"}'.encode("utf-16"),
        "ida@desk.example".encode("utf-16-le"),
        b"caf\xe9 ida@desk.example",
        gzip.compress(b"ida@desk.example"),
    ],
)
def test_nothing_hides(value: bytes) -> None:
    """Escapes, member names, doubled members, broken JSON, other charsets, compression: found or blanked whole."""
    clean = value_of(value) or b""
    assert clean != value
    for seen in (clean, clean.replace(b"\0", b"")):
        assert b"desk.example" not in seen
        assert b"u0040" not in seen


def test_what_cannot_be_read_may_be_kept() -> None:
    """When the file says so."""
    rules = replace(RULES, keep_unreadable=True)
    assert value_of(b"\xff\xfe\x00", rules) == b"\xff\xfe\x00"


@given(value=st.binary() | st.text().map(str.encode) | st.none(), key=st.none() | st.binary())
def test_any_record_can_be_redacted(value: bytes | None, key: bytes | None) -> None:
    """Nulls stay, nothing raises, and a second time changes nothing more."""
    clean = RULES.redacted(replace(RAW, key=key, value=value))
    assert (clean.value is None) == (value is None)
    assert RULES.redacted(clean) == clean


@given(secret=st.from_regex(r"[a-z]{3,9}@[a-z]{3,9}\.example", fullmatch=True), around=st.text())
def test_no_secret_survives_json(secret: str, around: str) -> None:
    """However deep it stands and however it is escaped."""
    tree: dict[str, Any] = {"a": [{"b": around + " " + secret}], around: 1}
    for ascii_only in (True, False):
        assert secret.encode() not in (value_of(json.dumps(tree, ensure_ascii=ascii_only).encode()) or b"")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing would be blanked"),
        ("x = ", "not valid TOML"),
        ("headers = 1", "no such field"),
        ('unreadable = "maybe"\n[[header]]\nname = "a"', "must be blank or keep"),
        ('[[header]]\nnam = "a"', "no such field; allowed: name"),
        ('[[member]]\npath = "a..b"', "must be names with dots between"),
        ('[[pattern]]\npattern = "("\nexample = "x"', "is no regular expression"),
        ('[[pattern]]\npattern = "x"\nexample = "y"', "holds nothing that the pattern finds"),
        ('[[pattern]]\npattern = "x*"\nexample = "x"', "finds nothing at all too"),
    ],
)
def test_wrong_rules_are_named(text: str, words: str) -> None:
    """With file, row and field: rules that do not do what was meant would leak."""
    with pytest.raises(ConfigError, match=words) as caught:
        redaction.rules(parsed("mine.toml", text.encode()))
    assert str(caught.value).startswith("mine.toml: ")
