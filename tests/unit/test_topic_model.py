"""The topic model: words of all scripts, the arithmetic, and what holds for any text."""

import math
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.classify.terms import Vocabulary, numbers, runs
from worker.classify.topics import TEXT_MAX, WORDS_MIN, chances, model, shipped, words_of

MODEL = shipped()
WORDS = Vocabulary({"port": 0, "hafen": 1, "हिन्दी": 2, "港口": 3, "工程": 4, "கடல்": 5})


def _best(headline: str, *text: str) -> str:
    return max(zip(chances([headline], text, MODEL), MODEL.codes, strict=True))[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Port's works, 2031", ["the", "port", "s", "works"]),
        ("l’été d'un port", ["l", "été", "d", "un", "port"]),
        ("हिन्दी में। कीमत", ["हिन्दी", "में", "कीमत"]),
        ("ውድድር፡ዋንጫ።", ["ውድድር", "ዋንጫ"]),
        ("港口工程，Hafen开始", ["港口工程", "hafen", "开始"]),
        ("ميناء، البحر؟", ["ميناء", "البحر"]),
    ],
)
def test_words_are_parted_as_their_script_parts_them(text: str, words: list[str]) -> None:
    """Vowel signs stay, punctuation of every script goes, stretches without blanks stay whole."""
    assert runs(text) == words


@pytest.mark.parametrize(
    ("word", "found"),
    [("port", [0]), ("hafens", [1]), ("hafenstadt", []), ("ports", []), ("新港口和工程", [3, 4]), ("港", []), ("", [])],
)
def test_inflected_words_are_found_by_their_stem_and_unspaced_ones_by_their_pieces(word: str, found: list[int]) -> None:
    """Up to four letters are cut, five are left."""
    assert numbers(word, WORDS) == found


@pytest.mark.parametrize(
    ("headline", "text", "code"),
    [
        ("Lindesund edge rivals in extra time", "The striker scored twice in the cup final.", "15000000"),
        ("Zentralbank hebt Leitzins an", "Die Inflation und die Kurse an der Börse beunruhigen Anleger.", "04000000"),
        ("अदालत ने आरोपी को सजा सुनाई", "पुलिस ने उसे मार्च में गिरफ्तार किया था।", "02000000"),
        ("Wizara ya afya yatangaza chanjo", "Hospitali zimepokea wagonjwa wa surua.", "07000000"),
        ("中国股市大跌", "投资者抛售股票，银行利率上升。", "04000000"),
    ],
)
def test_plain_stories_are_told_apart_in_many_languages(headline: str, text: str, code: str) -> None:
    """One model for all of them."""
    assert _best(headline, text) == code


@pytest.mark.parametrize("text", ["", "2031 12:30 – 1,5", "ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾ ᛁᛃᛇᛈ", "𐌰𐌱𐌲 𐌳𐌴𐌵", "\ud800\udfff", "a b c"])
def test_a_text_without_known_words_is_given_nothing(text: str) -> None:
    """Unknown scripts, figures and noise: the model abstains."""
    assert chances([text], [text], MODEL) == ()


def test_the_arithmetic_is_what_the_card_says() -> None:
    """Mean of the words by rarity and place, one hidden layer, shares of the tops, and below them a part of theirs."""
    about = {
        "version": "1",
        "codes": ["01000000", "02000000", "20000082"],
        "above": ["02000000"],
        "words": "harbour thief",
        "calibration": {"slope": 1.0, "power": 0.0, "words": 9},
    }
    eye = np.eye(2, dtype=np.float32)
    arrays = {
        "vectors": np.array([[100, 0, 0, 0], [0, 100, 0, 100]], np.int8),  # and 1 for the second top by the word alone
        "scale": np.array([0.01, 0.01, 0.01, 0.01]),
        "rarity": np.array([1.0, 0.5]),
        "w1": eye,
        "b1": np.zeros(2),
        "w2": eye,
        "b2": np.zeros(2),
        "w3": np.zeros((2, 1)),
        "b3": np.zeros(1),
    }
    found = chances(["thief"], ["harbour harbour"], model(about, arrays))
    share = 1 / (1 + math.exp(0.5))  # both words weigh 1, by 2 x 0.5 and 1 x 1: half of what the second says of itself
    assert found == pytest.approx([share, 1 - share, (1 - share) / 2], abs=1e-5)


def test_only_the_beginning_is_read() -> None:
    """What stands behind the first characters changes nothing."""
    text = ["The striker scored twice in the cup final. " * 100]
    assert sum(map(len, text)) > TEXT_MAX
    assert chances([], text, MODEL) == chances([], [*text, "Police arrested a suspect."], MODEL)


def test_time_grows_no_faster_than_the_text() -> None:
    """A hundred times the text takes less than a hundred times as long: a bound on the work, whatever the script."""
    for letters in ("harbour ", "港口工程", "हिन्दी ", "x" * 50):
        start = time.process_time()
        chances([letters * 20_000], [letters * 20_000], MODEL)
        assert time.process_time() - start < 0.5


TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(["police", "Tor", "election", "बाढ़", "股市", "\u202e", "ß", "'"])
).map(" ".join)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_parted_as_all_text_is(text: str) -> None:
    """The quick way for ASCII is no other way."""
    assert runs(text) == runs(f"{text} é")[:-1]


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_any_text_gives_shares_or_nothing(headline: str, text: list[str]) -> None:
    """Total and deterministic; the shares of the tops add up to one, nothing below is more than what it belongs to."""
    found = chances([headline], text, MODEL)
    assert chances([headline], text, MODEL) == found
    if found:
        tops = found[: MODEL.tops]
        assert sum(tops) == pytest.approx(1, abs=1e-4)
        below = zip(MODEL.above, found[MODEL.tops :], strict=True)
        assert all(0 <= share <= tops[top] + 1e-6 for top, share in below)
    else:
        assert len(words_of([headline], text, MODEL)) < WORDS_MIN


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_stories_do_not_hear_each_other(texts: list[str]) -> None:
    """The order of records changes nothing."""

    def asked(given: list[str]) -> list[Sequence[float]]:
        return [chances([], [text], MODEL) for text in given]

    assert asked(texts) == asked(texts[::-1])[::-1]


def test_the_shipped_model_is_small_and_knows_all_seventeen() -> None:
    """Vectors of one byte, every code of the vocabulary, every word once."""
    assert MODEL.codes[:17] == tuple(f"{number:02}000000" for number in range(1, 18))
    assert MODEL.vectors.nbytes < 9_000_000
    assert len(MODEL.words) == len(MODEL.vectors) == len(MODEL.rarity)
