"""Codes of structured feeds: what each says of the story."""

import importlib.resources
import tomllib
from typing import Any, get_args

import pytest

from worker.article import Signal
from worker.knowledge import tables
from worker.knowledge.loading import load
from worker.knowledge.status_codes import Kind
from worker.knowledge.status_words import status_words
from worker.knowledge.tables import ConfigError, Entry

WORDS = load().status
RAW = tomllib.loads((importlib.resources.files("worker.config") / "status.toml").read_text(encoding="utf-8"))
CODES = [(row["signal"], kind, code) for row in RAW["code"] for kind in row["kinds"] for code in row["codes"]]


@pytest.mark.parametrize(("signal", "kind", "code"), CODES)
def test_every_code_says_what_its_row_says(signal: str, kind: Kind, code: str) -> None:
    """In small letters, in capitals and in mixed case, with blanks round it."""
    assert WORDS.coded(kind, code) == signal
    assert WORDS.coded(kind, f" {code.upper()} ") == signal
    assert WORDS.coded(kind, code.title()) == signal


@pytest.mark.parametrize("row", RAW["code"], ids=[f"{row['signal']} {row['kinds']}" for row in RAW["code"]])
def test_every_example_is_read_in_each_of_its_fields(row: dict[str, Any]) -> None:
    """As a feed prints it, with its scheme."""
    assert {WORDS.coded(kind, row["example"]) for kind in row["kinds"]} == {Signal(row["signal"])}


def test_a_scheme_may_be_an_alias_or_an_address() -> None:
    """IPTC's codes come as sig:update, as a URI, and bare."""
    for value in ("sig:update", "http://cv.iptc.org/newscodes/signal/update", "urn:newsml:iptc.org:signal:update"):
        assert WORDS.coded("signal", value) is Signal.UPDATE


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("signal", value) for value in ("edStat:N", "prodId:TXT", "pmt:text", "sic:TABLE", "dpasig:isplanned")),
        *(("signal", value) for value in ("update:append-major-content", "u", "x:u", "", None, "sig:", "x" * 5000)),
        *(("item-type", value) for value in ("News", "AUDIO_BULLETIN", "Sport", "Data")),
        *(("pub-status", value) for value in ("stat:usable", "withheld", "embargoed", "hold", "OPEN")),
        *(("genre", value) for value in ("x:27", "27", "genre:Feature")),
        *(("role", value) for value in ("update", "drol:caption")),
    ],
)
def test_other_codes_say_nothing(kind: Kind, value: str | None) -> None:
    """A code of another scheme or field is none of the table's."""
    assert WORDS.coded(kind, value) is None


def test_of_several_codes_the_strongest_counts() -> None:
    """Kill, correction, alert, advisory, repeat, update: in this order, with the code as label."""
    status = WORDS.strongest("signal", ["prodId:TXT", "sig:update", None, "sig:correction", ""])
    assert status is not None
    assert (status.signal, status.label) == (Signal.CORRECTION, "sig:correction")
    assert WORDS.strongest("signal", ["prodId:TXT", None]) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"signal": "shout"}, "allowed: new, update"),
        ({"kinds": ["colour"]}, "'colour' is not known; allowed: genre, instruction"),
        ({"codes": ["Update"]}, "small letters"),
        ({"example": "sig:other"}, "none of the row's codes"),
        ({"codes": ["update", "kill"]}, "already taken"),
    ],
)
def test_wrong_rows_are_named(change: dict[str, Any], message: str) -> None:
    """A row that cannot mean anything is refused when the tables are loaded."""
    good = {"signal": "update", "kinds": ["signal"], "codes": ["update"], "example": "sig:update"}
    kill = {"signal": "kill", "kinds": ["signal"], "codes": ["kill"], "example": "sig:kill"}
    with pytest.raises(ConfigError, match=message):
        status_words(Entry("status.toml", "top level", {**RAW, "code": [kill, good | change]}))
    assert status_words(Entry("status.toml", "top level", {**RAW, "code": [kill, good]})).codes


def test_the_kinds_of_the_table_are_all_used() -> None:
    """No field is listed that no row knows."""
    assert {kind for _, kind, _ in CODES} == set(get_args(Kind))
    assert tables.read("status.toml").fields
