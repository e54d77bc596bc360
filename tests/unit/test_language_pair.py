"""The second opinion on Xhosa and Zulu: sums of longer runs of letters."""

import numpy as np
import pytest

from worker.classify.language_detection import detect
from worker.classify.language_model import numbers, scores
from worker.classify.language_model import shipped as model
from worker.classify.language_pair import RUNS, Pair, leaning, shipped
from worker.knowledge.loading import load

WORDS = load().languages
# invented, and held by none of the words in config/languages.toml
XHOSA = "Uqwalaselo lwendlela entsha luqalile kusasa, watsho usihlalo."
ZULU = "Ukubuyekezwa kwendlela entsha kuqalile ekuseni, kusho usihlalo."


def _pair(**weights: int) -> Pair:
    """Of runs at their place in a text that holds no other of that size there."""
    found = {int(numbers(run, RUNS[: len(run)])[_start(run)]): weight for run, weight in weights.items()}
    order = sorted(found)
    return Pair(("xh", "zu"), np.array(order, np.uint32), np.array([found[key] for key in order], np.int8), 0.5)


def _start(run: str) -> int:
    """Where the run as a whole stands among the runs of " run ": after all shorter ones, and the one with the blank."""
    return sum(len(run) + 2 - size + 1 for size in RUNS[: len(run) - 1]) + 1


@pytest.mark.parametrize(
    ("text", "sum_"),
    [("ab", 1.5), ("AB", 1.5), ("xabx", 1.5), ("abc", 1.0), ("ab, ab abc", 4.0), ("a b", 0.0), ("", 0.0), ("q", 0.0)],
)
def test_the_weights_of_known_runs_are_summed(text: str, sum_: float) -> None:
    """Each time they stand within a word, in either case; what is not known adds nothing."""
    assert leaning(text, _pair(ab=3, abc=-1)) == sum_


def test_xhosa_and_zulu_lean_apart() -> None:
    """Beyond what the model itself could say against it, as its sums have it."""
    assert leaning(XHOSA, shipped()) > 10
    assert leaning(ZULU, shipped()) < -10


@pytest.mark.parametrize(("text", "code"), [(XHOSA, "xh"), (ZULU, "zu")])
def test_a_headline_is_told(text: str, code: str) -> None:
    """Without any word of the table."""
    found = detect(text, WORDS)
    assert found is not None
    assert found.code == code


def test_the_pair_overrules_the_model() -> None:
    """A headline in Xhosa that the shorter runs take for Zulu."""
    text = "Inkundla igwebe indoda iminyaka elishumi"
    known = model()
    sums, _ = scores(text, known)
    assert known.codes[int(sums.argmax())] == "zu"
    found = detect(text, WORDS)
    assert found is not None
    assert found.code == "xh"


def test_runs_are_in_order_and_of_two_languages_of_the_model() -> None:
    """Which is how they are looked up."""
    pair = shipped()
    assert (np.diff(pair.runs.astype(np.int64)) > 0).all()
    assert len(pair.weights) == len(pair.runs)
    assert {detect(text, WORDS).code for text in (XHOSA, ZULU)} == set(pair.codes)  # type: ignore[union-attr]
