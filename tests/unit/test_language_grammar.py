"""Pidgin without a word of its own, told from English by its grammar."""

import numpy as np
import pytest

from worker.classify.language import ADOPT_SURE
from worker.classify.language_cues import told
from worker.classify.language_detection import detect
from worker.classify.language_grammar import BITS, LEAST, LINE, MOST, Grammar, leaning, runs, shipped
from worker.classify.language_model import words_of
from worker.knowledge.loading import load

WORDS = load().languages
# invented, and without any word of the table
PIDGIN = (
    "Minister reveal why ferry sink for river",
    "Harbour master resign after ferry accident kill ten for Lagos",
    "How storm destroy fishing boat for lake",
    "Captain explain how ferry take sink for lake",
)
ENGLISH = (
    "Minister reveals why ferry sank in river",
    "Harbour master resigns after ferry accident kills ten in Lagos",
    "How airlines cut costs",
    "Police arrest five fishermen in harbour market",
    "Ferry operators seek help for island harbours",
    "Harbour closed after storm, ferries to return by Friday",
    "Nigerian harbour workers demand more pay",
)


def _grammar(**weights: int) -> Grammar:
    """Of words alone."""
    known = np.zeros(1 << BITS, np.int8)
    for word, weight in weights.items():
        known[runs([word], {})[0]] = weight
    return Grammar("pcm", "en", {}, known, 0.5, -1.0)


def test_words_with_weights_are_summed() -> None:
    """From the start on, each time they stand there."""
    known = _grammar(harbour=4, ferry=-1)
    assert leaning(["harbour", "open", "again"], known) == 1.0
    assert leaning(["harbour", "ferry", "harbour"], known) == 2.5


def test_runs_are_of_words_and_of_their_classes() -> None:
    """The word, it beside what is before and behind it, and these alone, by two and by three."""
    assert len(runs(["ferry", "sinks"], {})) == 2 + 3 + 3 + 3 + 2
    known, other = runs(["port", "sinks"], {"sinks": 3}), runs(["lake", "sinks"], {"sinks": 3})
    alike = known == other
    assert alike[-5:].all()  # classes alone
    assert not alike.all()


@pytest.mark.parametrize("count", [0, LEAST - 1, MOST + 1])
def test_a_word_or_two_and_a_long_text_say_nothing(count: int) -> None:
    """The one holds too little, the other a word of its own."""
    assert leaning(["for"] * count, shipped()) == 0.0


@pytest.mark.parametrize("text", PIDGIN)
def test_a_headline_in_pidgin_is_told(text: str) -> None:
    """Not by a word of the table, and not so surely that it becomes the language of an article without one."""
    assert told(text, "en", WORDS, unsure=False) is None
    found = detect(text, WORDS)
    assert found is not None
    assert found.code == "pcm"
    assert found.confidence < ADOPT_SURE


@pytest.mark.parametrize("text", ENGLISH)
def test_a_headline_in_english_stays_so(text: str) -> None:
    """Verbs without an ending behind several persons, "to" and "by", names of places."""
    assert (found := detect(text, WORDS)) is not None
    assert found.code == "en"


def test_a_name_of_where_it_is_spoken_speaks_for_it() -> None:
    """As the same headline of another town does not."""
    line = "Court order harbour master to pay ferry workers for {}"
    at_home, abroad = (detect(line.format(town), WORDS) for town in ("Abuja", "Norrvik"))
    assert at_home is not None
    assert abroad is not None
    assert (at_home.code, abroad.code) == ("pcm", "en")


def test_a_text_longer_than_a_line_is_not_asked() -> None:
    """Its words are not even taken apart."""
    text = f"{PIDGIN[0]}. " * 5
    assert len(text) > LINE
    assert (found := detect(text, WORDS)) is not None
    assert found.code == "en"


def test_the_table_of_names_is_in_small_letters() -> None:
    """As headlines are read."""
    assert WORDS.home("pcm")
    assert all(words_of(name) == [name.lower()] for name in WORDS.home("pcm"))
    assert WORDS.home("de") == frozenset()
