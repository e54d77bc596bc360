"""English put into Pidgin by rule: the training text of the grammar that tells the two apart."""

from random import Random

import numpy as np
import pytest
from pidgin_material import PIECE, Pen, classes, led, pidgin, piece, rules, terse, verb_forms

from worker.classify.language_grammar import BARE, ENDS_ED, ENDS_ING, ENDS_S, grammar, leaning

RULES = rules()
TEXTS = ["the port closed and closes, closing the port", "they close the port and order boats, ordered by ordering"] * 3
FORMS = verb_forms(TEXTS, RULES)


def _many(text: str, *, terser: bool = False) -> set[str]:
    """What becomes of a text by chance."""
    pen = Pen(FORMS, RULES, Random(1))  # noqa: S311  no secret
    return {terse(text, pen) if terser else pidgin(text, pen) for _ in range(400)}


@pytest.mark.parametrize(
    ("form", "verb"),
    [("closing", "close"), ("closed", "close"), ("closes", "close"), ("ordered", "order"), ("sank", "sink")],
)
def test_forms_of_verbs(form: str, verb: str) -> None:
    """Of verbs that the texts hold in several forms, and of those in the table."""
    assert FORMS[form] == FORMS[verb] == verb


def test_a_word_that_only_ends_as_verbs_do_is_none() -> None:
    """Nor is one that the texts hold in one form."""
    assert "port" not in FORMS
    assert "morning" not in verb_forms(["a morning, some mornings, more"] * 3, RULES)


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Minister closes harbour", "Minister close harbour"),
        ("The boat has sunk", "Boat don sink"),
        ("Ports are closing", "Ports dey close"),
        ("Boats found in the river", "Boats find for di river"),
        ("He will not go", "E go no go"),
    ],
)
def test_what_may_become_of_english(text: str, one: str) -> None:
    """Among other things; a sentence begins with a capital still."""
    assert one.lower() in {line.lower() for line in _many(text)}


def test_some_headlines_are_led() -> None:
    """By a word that Pidgin's headlines begin with; fewer of English, which then is no sign."""
    assert any(line.startswith("How ") for line in _many("Boats sink"))
    pen = Pen(FORMS, RULES, Random(1))  # noqa: S311  no secret
    share = sum(led("Boats sink", pen) != "Boats sink" for _ in range(1000)) / 1000
    assert 0.08 < share < 0.16


def test_terse_english_is_without_articles_and_auxiliaries() -> None:
    """And in the present."""
    made = _many("The port was closed", terser=True)
    assert "port closed" in made
    assert "Ministers order boats" in _many("Ministers ordered boats", terser=True)
    assert "Minister orders boats" in _many("Minister ordered boats", terser=True)
    assert "Port to close" in _many("Port will close", terser=True)


def test_pieces_are_as_long_as_headlines() -> None:
    """Or as the text."""
    chance = Random(1)  # noqa: S311  no secret
    counts = {len(piece("boat " * 30, chance).split()) for _ in range(300)}
    assert counts == set(range(PIECE[0], PIECE[1] + 1))
    assert piece("two words", chance) == "two words"


def test_classes_are_by_endings() -> None:
    """And each small word is its own."""
    known = classes(FORMS, ["the", "for"])
    assert [known[form] for form in ("close", "closes", "closed", "closing")] == [BARE, ENDS_S, ENDS_ED, ENDS_ING]
    assert len({known["the"], known["for"], BARE, ENDS_S, ENDS_ED, ENDS_ING}) == 6


def test_a_regression_tells_what_it_was_trained_on() -> None:
    """In bytes, and as the worker reads them."""
    pytest.importorskip("scipy", reason="needs scipy: pip install '.[train]'")
    import pidgin_grammar  # noqa: PLC0415

    english, other = ["the minister closes the port"], ["minister close port for river"]
    known = classes(FORMS, ["the", "for"])
    point = pidgin_grammar.regression(pidgin_grammar.matrix([*english, *other], known), np.array([-1.0, 1.0]))
    packed = grammar(pidgin_grammar.packed(point, known))._replace(start=0.0)
    assert packed.weights.dtype == np.int8
    assert leaning(english[0].split(), packed) < 0 < leaning(other[0].split(), packed)
