"""The training of the language model and of its pair: their arithmetic beside the worker's."""

import math

import numpy as np
import pair
import pytest
import train_languages
from language_material import Sentence

from worker.classify.language_model import model, scores, shares
from worker.classify.language_pair import leaning

XHOSA = {"a": 0.5, "b": 0.4, "ab": 0.8}  # of the last letter after those before it
ZULU = {"a": 0.5, "b": 0.1, "ab": 0.1}


@pytest.mark.parametrize(
    ("run", "chance"),
    [("a", 0.5), ("ab", 0.8), ("bb", 0.4 * 0.4), ("bab", 0.8 * 0.4), ("bbb", 0.4 * 0.4**2)],
)
def test_a_chance_after_letters_that_are_not_known(run: str, chance: float) -> None:
    """Is that after fewer letters, two fifths for each that is left off."""
    assert pair.logarithm(run, XHOSA) == pytest.approx(math.log(chance))


def test_the_chance_of_a_letter_that_is_not_known() -> None:
    """Is the least, however many stand before it."""
    assert pair.logarithm("c", XHOSA) == pair.logarithm("abc", XHOSA) == pair.UNKNOWN


def test_runs_say_what_shorter_ones_have_not_said() -> None:
    """Their weights add up to the ratio of the chances, where a run was counted often."""
    found = pair.weights(XHOSA, ZULU)
    assert found["a"] == 0
    assert found["b"] == pytest.approx(math.log(4), abs=1e-4)
    assert found["ab"] == pytest.approx(math.log(8) - math.log(4), abs=1e-4)


def test_a_run_that_was_counted_as_often_as_the_doubt_counts_by_half() -> None:
    """Ten are expected of it in both samples together."""
    rare = pair.DOUBT / pair.LETTERS[0]
    assert pair.weights({"a": rare}, {})["a"] == pytest.approx((math.log(rare) - pair.UNKNOWN) / 2)


@pytest.mark.parametrize(("text", "sum_"), [("a", 12.7), ("AB b", 12.7 - 4.0), ("c", 0.0), ("c a", 12.7), ("ba", 12.7)])
def test_the_worker_reads_what_is_packed(text: str, sum_: float) -> None:
    """Weights in steps of the largest's 127th; what is less than half a step is no run of the file."""
    packed = pair.packed({"a": 12.7, "ab": -4.0, "b": 0.0, "c": 0.04}, 1.0)
    assert len(packed.runs) == 2
    assert leaning(text, packed) == pytest.approx(sum_)
    assert leaning(text, pair.packed({"a": 12.7, "ab": -4.0}, 2.0)) == pytest.approx(2 * sum_)


def test_the_share_of_right_pieces_is_the_mean_of_both_languages() -> None:
    """A pair that says one language of everything is right of a half."""
    rows = [Sentence(0, "xh", "Latn", "a b"), *[Sentence(number, "zu", "Latn", "a b") for number in range(5)]]
    assert pair.right(rows, pair.packed({"a": 127.0}, 1.0), 1e6) == 0.5


def test_headlines_are_the_beginnings_of_sentences() -> None:
    """Of each sentence one for each size."""
    row = Sentence(0, "xh", "Latn", " ".join("abcdefghij"))
    assert [len(text.split()) for text, _ in pair.pieces([row])] == list(pair.WINDOWS)


def test_a_model_tells_the_languages_it_was_trained_on() -> None:
    """Each weight is a byte, and the calibration makes the right languages more probable than another."""
    lines = {"en": "the harbour of the town", "de": "der Hafen und die Stadt", "ru": "порт и город"}
    rows = [Sentence(0, code, "Cyrl" if code == "ru" else "Latn", line) for code, line in lines.items()]
    arrays = train_languages.trained(rows)
    known = model(arrays)
    assert known.codes == ("de", "en", "ru")
    assert np.abs(arrays["weights"]).max() == 127
    assert train_languages.right(rows, known) == 1.0
    english = scores(lines["en"], known)
    least, best = train_languages.HEATS[0], train_languages.best_heat(rows, known)
    cold, hot = (shares(*english, "Latn", known._replace(heat=heat))[1] for heat in (least, best))
    assert hot > cold > 0.5
