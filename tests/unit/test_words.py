"""Words of any script: what separates, what belongs together, what counts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.words import normal_tokens, word_count


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The workers' party — “again”!", ["the", "workers", "party", "again"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("Lindesund™, ½ kilo, Ⅷ", ["lindesundtm", "1", "2", "kilo", "viii"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("co\u00adop\u200beration", ["cooperation"]),
        ("भारत-पाक समझौता", ["भारत", "पाक", "समझौता"]),
        ("Tiếng Việt", ["tiếng", "việt"]),
        ("港の工事", ["港", "の", "工", "事"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("snake_case", ["snake", "case"]),
        ("— … !", []),
    ],
)
def test_words_are_compared_without_case_width_and_punctuation(text: str, tokens: list[str]) -> None:
    """Combining marks stay with their word; scripts without spaces fall into characters."""
    assert normal_tokens(text) == tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's 5 o'clock - now.", 4),
        ("", 0),
        ("— • —", 0),
        ("भारत और पाकिस्तान", 3),
        ("港の工事は六月", 7),
        ("NHKの報道", 4),
    ],
)
def test_words_are_counted_as_word_processors_do(text: str, count: int) -> None:
    """What stands between spaces and holds a letter or figure; each character where there are no spaces."""
    assert word_count(text) == count


@pytest.mark.parametrize("marks", ["\u0301\u0316\u0327", "\u094d\u093c", "\u0e48\u0e38", "\U0001d165\U0001d16d"])
def test_stacked_marks_are_linear(marks: str) -> None:
    """Normalisation alone would sort them for minutes."""
    started = time.process_time()
    normal_tokens("a" + marks * (400_000 // len(marks)))
    assert time.process_time() - started < 1.0


@given(st.text(max_size=40))
def test_a_word_is_the_same_in_any_company(text: str) -> None:
    """Texts with few letters beyond ASCII are read another way than those with many."""
    assert normal_tokens(f"{text} {'x' * 400}") == [*normal_tokens(text), "x" * 400]


@given(st.text(st.characters(max_codepoint=0x52F) | st.sampled_from("“”’…–—•€™🙂\u2028\u3000"), max_size=40))
def test_a_word_holds_a_letter_or_figure(text: str) -> None:
    """Signs alone are none, in ASCII and beyond."""
    assert word_count(text) == sum(any(map(str.isalnum, word)) for word in text.split())


def test_texts_of_very_many_signs_are_read_word_by_word() -> None:
    """No pass over the text for each of thousands of signs: what they part and what counts is the same."""
    signs = "".join(map(chr, range(0x2190, 0x2400)))
    text = " ".join(f"{sign}a{sign} {sign}" for sign in signs)
    assert normal_tokens(text) == ["a"] * len(signs)
    assert word_count(text) == len(signs)
