"""Sections: every row's examples mean its topics, in many languages and shapes; what is not known means nothing."""

import importlib.resources
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.knowledge import loading as knowledge
from worker.knowledge.loading import ConfigError
from worker.knowledge.sections import LENGTH_MAX, TOPICS_MAX, sections
from worker.knowledge.tables import Entry

KNOWLEDGE = knowledge.load()
SECTIONS = KNOWLEDGE.sections
TABLE: dict[str, Any] = tomllib.loads(
    (importlib.resources.files("worker.config") / "sections.toml").read_text(encoding="utf-8")
)
ROWS = TABLE["section"]
WORDS = {"joins": ["and"], "around": ["news"]}


def _row(topics: list[str], *names: str) -> dict[str, Any]:
    return {"topics": topics, "names": {"en": [*names]}, "examples": []}


def _table(*rows: dict[str, Any]) -> Entry:
    return Entry("sections.toml", "top level", {"words": WORDS, "section": [*rows]})


@pytest.mark.parametrize(
    ("example", "topics"), [(example, row["topics"]) for row in ROWS for example in row["examples"]]
)
def test_every_example_means_the_topics_of_its_row(example: str, topics: list[str]) -> None:
    """Just those, in order."""
    assert SECTIONS.topics_of(example) == tuple(topics)


@pytest.mark.parametrize("row", ROWS, ids=[str(row["topics"]) for row in ROWS])
def test_every_name_means_the_topics_of_its_row(row: dict[str, Any]) -> None:
    """Printed as in the table, in capitals, and behind a folder."""
    names = [name for spellings in row["names"].values() for name in spellings]
    for name in names:
        assert SECTIONS.topics_of(name) == tuple(row["topics"]), name
        assert SECTIONS.topics_of(f"News / {name}") == tuple(row["topics"]), name


def test_rows_have_examples_and_topics_in_use() -> None:
    """A row that no line proves is no row; a retired topic is no answer."""
    assert all(row["examples"] for row in ROWS)
    codes = [code for row in ROWS for code in row["topics"]]
    assert [code for code in codes if KNOWLEDGE.topics.topics[code][1]] == []


def test_sections_are_known_in_many_languages() -> None:
    """Politics alone has thirty names; no language of the table has fewer than four topics."""
    languages = {language for row in ROWS for language in row["names"]}
    assert len(languages) >= 55
    assert [one for one in languages if sum(one in row["names"] for row in ROWS if row["topics"]) < 4] == []


@pytest.mark.parametrize(
    ("section", "topics"),
    [
        ("Politics, Health", ["11000000", "07000000"]),
        ("Business &amp; Tech", ["04000000", "20000756"]),
        ("Science and Environment", ["13000000", "06000000"]),
        ("crime-safety", ["02000000"]),
        ("news_sport", ["15000000"]),
        ("Sports/Lindesund Rovers", ["15000000"]),  # the deepest that is known
        ("Business/Sports", ["15000000"]),
        ("Start » Kultur » Musik", ["20000018"]),
        ("Sport - Tennis", ["20001085"]),
        ("SPOR HABERLERİ", ["15000000"]),
        ("国际体育新闻", ["15000000"]),
        ("ख़बरें/khel", ["15000000"]),  # the folder of an address
        ("saude", ["07000000"]),
        ("boerse", ["20000385"]),
        ("SUC KHOE", ["07000000"]),
        ("Wasanni", ["15000000"]),
        ("Siyaasadda", ["11000000"]),
        ("ስፖርት", ["15000000"]),
        ("Sức khỏe", ["07000000"]),
        ("การเมือง", ["11000000"]),
        ("Ακίνητα", ["20000235"]),
        ("Gospodarstvo", ["04000000"]),
        ("Verkehr & Fähren", []),  # one side is unknown
        ("Politics, Health, Crime, Sport, Law", ["11000000"]),  # tags behind a section
        ("Harbour, lock, boats, ferry, crew", []),
        ("Politics of the harbour", []),
        ("https://site.example/sport/", []),
        ("sport " * 50, []),
        ("&", []),
        ("", []),
        ("/", []),
        ("ᏚᏏᎳ", []),  # a script of no row
    ],
)
def test_a_section_means(section: str, topics: list[str]) -> None:
    """Lists, paths, pairs and words around names; anything unclear means nothing."""
    assert SECTIONS.topics_of(section) == tuple(topics)


@pytest.mark.parametrize(
    ("section", "telling"),
    [
        ("News, Politics, World", "Politics"),
        ("Region, News, Wirtschaft, Newsletter", "Wirtschaft"),
        ("Main Blog,Politics", "Politics"),
        ("World; Latest News; Asia", "World"),  # none has a topic
        ("News, Harbour", "Harbour"),
        ("Startseite, Hafen", "Hafen"),
        ("ニュース、社会", "社会"),
        ("News | Updates", "News"),  # none says anything
        ("Lindesund,Port,Ferries and Locks", "Lindesund"),
        ("Harbour, ferries, locks, crew, Sport", "Harbour"),  # so far behind are tags
        ("Politics, Health, Crime, Sport, Law and Order", "Politics, Health, Crime, Sport, Law and Order"),
        ("Arts, Culture & Entertainment", "Arts, Culture & Entertainment"),
        ("College of Behavioral, Social and Health Sciences", "College of Behavioral, Social and Health Sciences"),
        ("Arts, Boats & Crew; Locks", "Arts, Boats & Crew"),
        ("Locks &amp; Quays", "Locks &amp; Quays"),
        ("News/World/Asia", "News/World/Asia"),
        ("https://site.example/a,b", "https://site.example/a,b"),
        (" , ", " , "),
    ],
)
def test_the_most_telling_of_a_list(section: str, telling: str) -> None:
    """The first with a topic, else the first that says more than "News"; commas before an "and" part no list."""
    assert SECTIONS.telling(section) == telling


@given(st.text(max_size=2 * LENGTH_MAX) | st.lists(st.sampled_from(["News", "Sport", "&", "/", ",", "x"])).map("".join))
def test_any_text_means_at_most_three_topics_and_always_the_same(section: str) -> None:
    """Total and deterministic."""
    found = SECTIONS.topics_of(section)
    assert found == SECTIONS.topics_of(section)
    assert len(found) <= TOPICS_MAX
    assert set(found) <= KNOWLEDGE.topics.topics.keys()
    assert SECTIONS.telling(section) in (section, *SECTIONS.names(section))


def test_a_name_of_two_rows_and_an_unknown_topic_are_refused() -> None:
    """The complaint names the row and the name."""
    sport, politics = ["15000000"], ["11000000"]
    with pytest.raises(ConfigError, match=r"2 .*names.*'football' is already taken by \[\[section\]\] 1"):
        sections(_table(_row(sport, "Football"), _row(politics, "FOOTBALL!")), KNOWLEDGE.tree.above)
    with pytest.raises(ConfigError, match="'1' is no media topic"):
        sections(_table(_row(["1"], "Football")), KNOWLEDGE.tree.above)
