"""Media topics and genres: the vocabulary is whole, every list holds what it says, wrong rows are named."""

import importlib.resources
import tomllib
from typing import Any

import pytest

from worker.knowledge import loading as knowledge
from worker.knowledge import topics as reading
from worker.knowledge.loading import ConfigError
from worker.knowledge.tables import Entry
from worker.knowledge.topics import parted, vocabulary

KNOWLEDGE = knowledge.load()
TOPICS = KNOWLEDGE.topics
TABLE: dict[str, Any] = tomllib.loads(
    (importlib.resources.files("worker.config") / "subjects.toml").read_text(encoding="utf-8")
)
TOP = [f"{number:02}000000" for number in range(1, 18)]


def _code(scheme: str, code: str) -> str | None:
    found = TOPICS.meant(scheme, code)
    return found.code if found else None


def test_the_vocabulary_is_whole() -> None:
    """IPTC's two releases: 1372 topics, 1404 subject codes, 878 matched exactly and the rest closely or by the top."""
    matched = [topic for _, topic in TOPICS.subjects.values() if topic]
    assert (len(TOPICS.topics), len(TOPICS.subjects), len(matched)) == (1372, 1404, 921)
    assert all(name for name, _ in TOPICS.topics.values())


def test_every_subject_code_means_a_topic() -> None:
    """Its own match, or that of a code above it; a topic that was given up for another is never the answer."""
    found = {code: _code("subj", code) for code in TOPICS.subjects}
    assert [code for code, topic in found.items() if topic is None] == []
    assert [topic for topic in found.values() if topic and TOPICS.topics[topic][1]] == []


@pytest.mark.parametrize("code", TOP)
def test_the_tops_of_both_trees_are_the_same(code: str) -> None:
    """The note of the vocabulary says so, for those without a match too."""
    assert _code("subj", code) == code


@pytest.mark.parametrize(
    ("scheme", "code", "topic"),
    [
        ("subj", "04001000", "20000210"),  # exact: agriculture
        ("subj", "08003002", "20000505"),  # exact: celebrity
        ("subj", "16009000", "20000062"),  # two topics match: the one in use
        ("subj", "01018001", "20000044"),  # by 01018000, monument and heritage site
        ("subj", "04999999", "04000000"),  # a code of no list: by the top
        ("subj", "15030000", "20000960"),
        ("iptc", "11000000", "11000000"),
        ("sttsubj", "15031000", "20000965"),  # ice hockey
        ("subj", "99000000", None),
        ("subj", "0400", None),
        ("medtop", "20000160", "20000139"),  # retired: merged
        ("medtop", "20000921", "20000919"),  # retired: replaced by name
        ("medtop", "20000241", "20000235"),  # retired since: real estate is part of construction and property
        ("subj", "04004003", "20000235"),
        ("medtop", "20001122", "20001108"),
        ("medtop", "20000002", None),  # in use: means itself
        ("dpasubject", "487", "20000428"),  # sameAs
        ("dpasubject", "2", "20000615"),  # broader
        ("dpacat", "sp", "15000000"),
        ("dpacat", "SP", "15000000"),
        ("dpacat", "vm", None),  # of all sorts
        ("nobody", "1", None),
    ],
)
def test_a_code_means_a_topic(scheme: str, code: str, topic: str | None) -> None:
    """By exact match, close match, a code above, a replacement, an agency's own word; else nothing."""
    assert _code(scheme, code) == topic


@pytest.mark.parametrize(
    ("scheme", "code", "topic"),
    [
        (scheme, code, topic)
        for row in TABLE["category"]
        for scheme in row["schemes"]
        for code, topic in row["topics"].items()
    ],
)
def test_every_category_means_what_its_row_says(scheme: str, code: str, topic: str) -> None:
    """A topic in use, found under every name of the list."""
    found = TOPICS.meant(scheme, code)
    assert found is not None
    assert found.code == topic
    assert found.name
    assert not TOPICS.topics[topic][1]


@pytest.mark.parametrize(
    ("scheme", "code", "genre"),
    [(row["scheme"], code, genre) for row in TABLE["genre"] for code, genre in row["codes"].items()]
    + [("genre", code, code) for code in TABLE["genres"]]
    + [("", name, code) for code, name in TABLE["genres"].items()],
)
def test_every_genre_is_found(scheme: str, code: str, genre: str) -> None:
    """By its code, its name, and by the terms of other lists."""
    found = TOPICS.genre(scheme, code)
    assert found is not None
    assert found.uri == f"http://cv.iptc.org/newscodes/genre/{genre}"


def test_a_genre_is_found_in_any_spelling_and_never_guessed() -> None:
    """Case and underscores are nothing; words that no list has are no genre."""
    assert [
        found and found.code
        for found in (TOPICS.genre("genre", "curtain raiser"), TOPICS.genre("genre", "PRESS_RELEASE"))
    ] == ["Curtain_Raiser", "Press_Release"]
    assert TOPICS.genre("genre", "Notícia") is None
    assert TOPICS.genre("sttgenre", "1") is None


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("subj:04000000", ("subj", "04000000")),
        ("04000000", ("subj", "04000000")),
        ("20000002", ("medtop", "20000002")),
        ("http://cv.iptc.org/newscodes/mediatopic/20000002", ("mediatopic", "20000002")),
        ("https://cv.iptc.org/newscodes/subjectcode/04000000/", ("subjectcode", "04000000")),
        ("MEDTOP:20000002", ("medtop", "20000002")),
        ("Feature", ("", "Feature")),
        ("a:b:c", ("a", "b:c")),
        ("", ("", "")),
    ],
)
def test_a_literal_is_parted(literal: str, expected: tuple[str, str]) -> None:
    """Scheme and code of every spelling."""
    assert parted(literal) == expected


@pytest.mark.parametrize("line", ["thing\t1\tx", "topic\tabc\tx", "topic"])
def test_a_wrong_line_of_the_vocabulary_is_named(line: str) -> None:
    """The complaint has its number."""
    with pytest.raises(ConfigError, match="line 2"):
        vocabulary(f"# a comment\n{line}\n")


def test_a_topic_that_is_missing_is_named() -> None:
    """A mapping never points at nothing."""
    with pytest.raises(ConfigError, match="subject 04000000: 20000001 is no topic"):
        vocabulary("topic\t20000000\tx\nsubject\t04000000\ty\t20000001\n")


def test_a_category_of_two_rows_and_an_unknown_topic_are_refused() -> None:
    """The complaint names the row."""
    row = {"schemes": ["x"], "source": "a test", "topics": {"a": "20000002"}}
    for rows, words in (([row, row], "already taken"), ([{**row, "topics": {"a": "2"}}], "not known")):
        with pytest.raises(ConfigError, match=words):
            reading.topics(Entry("subjects.toml", "top level", {**TABLE, "category": rows}))


def test_whatever_a_code_means_is_in_use() -> None:
    """So that each has a topic at the top, and the feed's word counts before the model's."""
    topics, tree = KNOWLEDGE.topics, KNOWLEDGE.tree
    meant = {(topics.meant("medtop", code) or topics.topic(code)).code for code in topics.topics}
    meant |= {found.code for code in topics.subjects if (found := topics.meant("subj", code))}
    meant |= {found.code for code in topics.categories["dpasubject"] if (found := topics.meant("dpasubject", code))}
    assert [code for code in sorted(meant) if tree.top(code) is None] == []
