"""The tables: what is shipped is valid and every row does what its example says; what is wrong is named."""

import importlib.resources
import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest

from worker.knowledge import loading as knowledge
from worker.knowledge import tables
from worker.knowledge.agencies import Agency, agencies
from worker.knowledge.date_words import date_words
from worker.knowledge.keys import line_key
from worker.knowledge.loading import ConfigError, Knowledge
from worker.knowledge.notices import Row, compiled, notices
from worker.knowledge.page_words import page_words
from worker.knowledge.places import place_words
from worker.knowledge.tables import Entry
from worker.model import Limits
from worker.newsroom import printed_bylines

TABLES = knowledge.load()


def _raw(file: str) -> dict[str, Any]:
    return tomllib.loads((importlib.resources.files("worker.config") / file).read_text(encoding="utf-8"))


NOTICES = TABLES.notices.rows
BYLINES = _raw("bylines.toml")["example"]
FURNITURE = _raw("pages.toml")["furniture"]


def test_the_same_tables_give_the_same_rules_and_limits_are_the_callers() -> None:
    """`rules` names the state of the tables, not the process; limits come through."""
    again = knowledge.load(Limits(related_max=3))
    assert again.rules == TABLES.rules
    assert len(again.rules) == 12
    assert again.limits.related_max == 3


@pytest.mark.parametrize(
    ("name", "decides"),
    [
        ("page_model.npz", True), ("page_model.json", True), ("page_classes.toml", True), ("places.tsv", True),
        ("page_model.md", False), ("diff.toml", False), ("agencyfeed.example.toml", False), ("a.schema.json", False),
    ],
)  # fmt: skip
def test_rules_change_with_every_table_and_model(tmp_path: Path, name: str, decides: bool) -> None:
    """Not with what is only said of them, or of outputs and settings."""
    found = []
    for content in ("old", "new"):
        (tmp_path / name).write_text(content)
        found.append(tables.digest(tmp_path))
    assert (found[0] != found[1]) is decides


def test_knowledge_cannot_be_changed() -> None:
    """Stages share it."""
    with pytest.raises(FrozenInstanceError):
        TABLES.rules = "x"  # type: ignore[misc]


@pytest.mark.parametrize("row", NOTICES, ids=[row.words for row in NOTICES])
def test_every_notice_matches_its_example(row: Row) -> None:
    """The row's own words are in its example, and the whole table gives the example the row's grade."""
    assert compiled(row.words, whole=row.whole).search(line_key(row.example))
    found = TABLES.notices.read(row.example, TABLES.agencies)
    assert found is not None
    assert found.grade is row.grade


@pytest.mark.parametrize("example", BYLINES, ids=[example["line"] for example in BYLINES])
def test_every_byline_example_is_read_as_it_says(example: dict[str, Any]) -> None:
    """People, agencies and times of the table's test lines."""
    found = printed_bylines.printed(example["line"], TABLES)
    assert found is not None
    assert [person.name for person in found.people] == example.get("people", [])
    assert [agency.code for agency in found.agencies] == example.get("agencies", [])
    for name, moment in (("published", found.published), ("updated", found.updated)):
        assert (moment.when.isoformat() if moment else None) == example.get(name)


@pytest.mark.parametrize("row", FURNITURE, ids=[row["kind"] for row in FURNITURE])
def test_every_line_of_furniture_is_taken_for_it(row: dict[str, Any]) -> None:
    """Whole lines as they stand, openings by their examples: each opening has one, each example an opening."""
    assert all(map(TABLES.pages.is_furniture, row["whole"]))
    openings = row.get("starts", [])
    assert len(row.get("examples", [])) == len(openings)
    for opening, example in zip(openings, row.get("examples", []), strict=True):
        assert line_key(example).startswith(line_key(opening))
        assert TABLES.pages.is_furniture(example)


@pytest.mark.parametrize(
    "line", [*_raw("pages.toml")["counts"]["examples"], *_raw("pages.toml")["pictures"]["examples"]]
)
def test_counts_and_credits_of_pictures_are_furniture(line: str) -> None:
    """The tables' own examples."""
    assert TABLES.pages.is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "20 minutes",
        "Linden 20 12 .625",
        "6.849 Lecture 7",
        "Photo: the bank said that it had never seen the picture.",
        "The ferry sank (see page 3)",
        "Read 5 stories of the sea",
        "Officials said 3 of 5 days were dry.",
    ],
)
def test_lines_of_the_story_are_no_furniture(line: str) -> None:
    """Figures, a colon or brackets alone say nothing."""
    assert not TABLES.pages.is_furniture(line)


def test_the_tables_speak_many_languages() -> None:
    """Sections and months in fifteen languages at least."""
    assert len(_raw("pages.toml")["sections"]) >= 15
    assert len(_raw("dates.toml")["months"]) >= 15


@pytest.mark.parametrize("agency", TABLES.agencies.all, ids=[agency.code for agency in TABLES.agencies.all])
def test_every_agency_is_found_under_every_name(agency: Agency) -> None:
    """As printed in the table; names that count anywhere also in capitals."""
    for name in (agency.name, *agency.aliases, *agency.exact):
        assert TABLES.agencies.named(name) is agency
    for name in agency.aliases:
        if name not in agency.exact and name.upper().casefold() == name.casefold():  # Turkish has two small i
            assert TABLES.agencies.named(name.upper()) is agency


Builder = Callable[[Entry], object]
WRONG: list[tuple[str, Builder, dict[str, Any], tuple[str, ...]]] = [
    ("agencies.toml", agencies, {"agency": []}, ("agency = []", "one or more")),
    ("agencies.toml", agencies, {"agency": [{"code": "A B", "name": "x"}]}, ("'A B'", "small letters")),
    ("agencies.toml", agencies, {"agency": [{"code": "a"}]}, ("(a)", "name", "not blank")),
    (
        "agencies.toml",
        agencies,
        {"agency": [{"code": "a", "name": "x", "zone": "Asia/Kolkatta"}]},
        ("(a)", "zone = 'Asia/Kolkatta'", "IANA"),
    ),
    (
        "agencies.toml",
        agencies,
        {"agency": [{"code": "a", "name": "X"}, {"code": "b", "name": "x"}]},
        ("(b)", "'x' is already taken by", "(a)"),
    ),
    (
        "agencies.toml",
        agencies,
        {"agency": [{"code": "a", "name": "x", "fax": 1}]},
        ("fax = 1", "allowed: code"),
    ),
    (
        "agencies.toml",
        agencies,
        {"agency": [{"code": "a", "name": "x", "country": "IND"}]},
        ("'IND'", "capitals"),
    ),
    (
        "disclaimers.toml",
        notices,
        {"disclaimer": [{"grade": "partially", "words": "w", "example": "w"}]},
        ("(w)", "'partially'", "syndicated, partly, original"),
    ),
    (
        "disclaimers.toml",
        notices,
        {"disclaimer": [{"grade": "unknown", "words": "w", "example": "w"}]},
        ("'unknown'", "no grade of a notice"),
    ),
    (
        "disclaimers.toml",
        notices,
        {"disclaimer": [{"grade": "partly", "words": "w", "example": "w", "agency": "yes"}]},
        ("'yes'", "true or false"),
    ),
    (
        "dates.toml",
        date_words,
        {"months": {"xx": ["a"]}, "zones": {}, "meridiem": {}},
        ("[months]", "xx", "1 months", "12"),
    ),
    (
        "dates.toml",
        date_words,
        {"months": {}, "zones": {"IST": "5.5"}, "meridiem": {}},
        ("[zones]", "IST = '5.5'", "+05:30"),
    ),
    ("dates.toml", date_words, {"months": {}, "zones": {}}, ("meridiem", "table")),
    ("pages.toml", page_words, {"furniture": 3}, ("furniture = 3", "[[furniture]]")),
    ("datelines.toml", place_words, {"places": ["Oslo", "Oslo"]}, ("'Oslo' twice",)),
    ("datelines.toml", place_words, {"rivers": ["Main", " "]}, ("rivers", "not blank")),
]


@pytest.mark.parametrize(("file", "builder", "fields", "words"), WRONG, ids=[str(case[3]) for case in WRONG])
def test_a_wrong_entry_is_named(file: str, builder: Builder, fields: dict[str, Any], words: tuple[str, ...]) -> None:
    """The message has the file, the entry, the value and what is allowed."""
    with pytest.raises(ConfigError) as caught:
        builder(Entry(f"config/{file}", "top level", fields))
    assert f"config/{file}" in str(caught.value)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_file_that_is_not_there_or_no_toml_is_named() -> None:
    """Not a traceback of the TOML reader."""
    with pytest.raises(ConfigError, match=r"config/absent\.toml: cannot be read"):
        tables.read("absent.toml")
    with pytest.raises(ConfigError, match=r"config/__init__\.py: not valid TOML"):
        tables.read("__init__.py")


def test_loading_needs_no_file_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forked children read no table, no time zone."""
    loaded: Knowledge = knowledge.load()
    monkeypatch.setattr("builtins.open", lambda *_a, **_k: pytest.fail("opened a file"))
    found = printed_bylines.printed("Von Jo Bee, dpa | 04.11.2024, 11:20 Uhr", loaded)
    assert found is not None
    assert found.updated is not None


@pytest.mark.parametrize(
    ("kind", "title", "is_named"),
    [
        ("error", "Sorry, the page you are looking for is gone", True),
        ("consent", "Why we use cookies", False),
        ("robot", "When you have been blocked", False),
    ],
)
def test_half_a_title_names_an_error_alone(kind: str, title: str, is_named: bool) -> None:
    """Stories are called like the other kinds."""
    assert knowledge.load().pages.no_story[kind].names(title) is is_named
