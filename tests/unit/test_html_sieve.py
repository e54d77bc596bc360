"""The first look at a page: what is let through to the block model, and what the model is told of the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.formats.html.block_model import shipped
from worker.formats.html.declared import Declared
from worker.formats.html.features import features
from worker.formats.html.measures import bits, measures_of
from worker.formats.html.outline import Outline, read
from worker.formats.html.sieve import LEAST, look_at, passing, weighed
from worker.formats.html.text_features import KnownTokens, summed, tokens_of, word_reader, words_of
from worker.markup.tree import tree_of

STORY = [
    f"The ferry to Lindesund sailed {number} times in a storm on Friday, the port authority said after a long debate."
    for number in range(2, 12)
]
MENU = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(120))
PAGE = f"""<html><head><title>Ferry</title></head><body><nav class="menu"><ul>{MENU}</ul></nav>
<article><h1>The ferry sails in a storm</h1>{"".join(f"<p>{text}</p>" for text in STORY)}</article>
<footer><ul>{MENU}</ul></footer></body></html>"""


def _outline(page: str) -> Outline:
    tree = tree_of(page)
    assert tree is not None
    return read(tree)


def _passed(outline: Outline) -> list[int]:
    measures = measures_of(outline)
    passed: list[int] = passing(weighed(look_at(measures), measures.at, shipped().reader.sieve)).tolist()
    return passed


def test_the_story_passes_and_long_menus_do_not() -> None:
    """Every paragraph goes on; of 240 links in menu and footer few do."""
    outline = _outline(PAGE)
    texts = [outline.segments[number].text for number in _passed(outline)]
    assert [text for text in texts if text in STORY] == STORY
    assert len(texts) < 60


def test_a_short_page_passes_whole() -> None:
    """There is nothing to be saved on a page of a few lines."""
    outline = _outline(f"<html><body><nav>{MENU[:600]}</nav><p>{STORY[0]}</p></body></html>")
    assert _passed(outline) == list(range(len(outline.segments)))


@given(st.lists(st.floats(-20, 20, width=32), min_size=1, max_size=80))
def test_some_always_pass(scores: list[float]) -> None:
    """All from 0 on, and the best of the others up to what a short page has."""
    passed = passing(np.array(scores, np.float32)).tolist()
    assert passed == sorted(passed)
    assert {number for number, score in enumerate(scores) if score >= 0} <= set(passed)
    assert len(passed) >= min(LEAST, len(scores))


def test_the_model_sees_the_gaps() -> None:
    """A row a segment that passes; what was held back before and behind is a number of its neighbours."""
    outline = _outline(PAGE)
    inputs = features(outline, Declared(), shipped().reader)
    assert inputs.segments.tolist() == _passed(outline)
    assert len(inputs.rows) == len(inputs.kinds) == len(inputs.segments)
    held = np.diff(inputs.segments, prepend=-1) > 1
    gaps = [column for column in inputs.rows.T if ((column > 0) == held).all()]
    assert held.any()
    assert gaps


@pytest.mark.parametrize(("value", "wanted"), [(0, [0, 0, 0]), (5, [1, 0, 1]), (1 << 40, [0, 0, 0])])
def test_bits(value: int, wanted: list[int]) -> None:
    """The lowest first, higher ones than asked for left out."""
    assert bits(np.array([value]), 3).tolist() == [wanted]


@given(
    st.lists(
        st.sampled_from(["article", "Body", "SHARE", "c-entry__SocialBar", "x1", "ab", "-", " ", "Ünder"]), max_size=40
    )
)
def test_known_tokens_of_names(parts: list[str]) -> None:
    """Numbers of the known ones of `tokens_of`, in order, each once, whether it is asked the first time or again."""
    known = ("article", "share", "social", "ab")
    tokens = KnownTokens(known)
    names = "".join(parts)
    for _ in range(2):
        assert list(tokens.among(names)) == [known.index(token) + 1 for token in tokens_of(names) if token in known]


@given(
    st.lists(
        st.sampled_from(["The", "ferry", "FERRY", "pier", "12", "a_b", " ", ",", "-", "ü", "\x1c", "É", "x" * 20]),
        max_size=40,
    )
)
def test_words_of_a_text_are_read_as_they_are_learned(parts: list[str]) -> None:
    """In ASCII or beyond, asked for the first time or again: the log-odds of all that `words_of` gives."""
    lexicon = {"the": -1.0, "ferry": 1.0, "#": 0.25, "a_b": 2.0, "ü": 0.5, "x" * 16: 3.0, "^ferry": -2.0, "pier$": 4.0}
    read = word_reader(lexicon)
    text = "".join(parts)
    for _ in range(2):
        assert read(text) == summed([lexicon[word] for word in words_of(text) if word in lexicon])
