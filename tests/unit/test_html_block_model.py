"""The block model as it is shipped: its inputs fit, its output is a probability, its confidence is monotonous."""

import itertools

import numpy as np
import pytest
from trafilatura.utils import load_html

from worker.formats.html import outline as html_outline
from worker.formats.html.block_model import choose, confidence, expected_f1, probabilities, shipped
from worker.formats.html.declared import Declared, declared_of
from worker.formats.html.features import features
from worker.formats.html.metadata import Metadata
from worker.formats.html.outline import Outline

STORY = (
    "The harbour of Lindesund will be dredged from June, the port authority said on Friday after a long debate.",
    "Fishermen fear for the herring season, which begins in the same month and feeds half of the town.",
    "The work is due to end in the autumn, said Per Dahl, who speaks for the authority, and costs nine million.",
)
MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "Sports", "Politics", "Weather", "Contact")
)
PAGE = f"""<html><body><nav class="menu"><ul>{MENU}</ul></nav><article class="article-body"><h1>Harbour works start</h1>
{"".join(f"<p>{text}</p>" for text in STORY)}</article>
<aside class="newsletter"><p>Sign up for our newsletter</p></aside>
<footer><p>© Nordblatt. All rights reserved</p></footer>
</body></html>"""


def _outline(page: str) -> Outline:
    return html_outline.read(load_html(page))


def test_the_story_is_chosen() -> None:
    """Paragraphs of the article, no menu, no headline, no prompt, no footer."""
    outline = _outline(PAGE)
    found = choose(outline, Declared(titles=("Harbour works start",), headline="Harbour works start"), shipped())
    assert tuple(outline.segments[number].text for number in found.segments) == STORY
    assert found.confidence > 0.6
    assert found.kept <= frozenset(found.segments)
    assert found.kept


def test_inputs_fit_the_weights() -> None:
    """The matrix is as wide as the first layer is high, and every number is finite."""
    model = shipped()
    rows = features(_outline(PAGE), Declared(), model.reader).rows
    assert rows.shape[1] == len(model.weights["w"])
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    "page", ["<p>x</p>", "<br>x", "<table><tr><td>x</td></tr></table>", "<h1>x</h1><a href=y>z</a>"]
)
def test_a_page_of_one_line_has_probabilities(page: str) -> None:
    """The shortest pages go the whole way."""
    model = shipped()
    chances = probabilities(
        model.weights, features(_outline(f"<html><body>{page}</body></html>"), Declared(), model.reader)
    )
    assert ((chances >= 0) & (chances <= 1)).all()


def test_segments_of_one_template_are_judged_by_each_other() -> None:
    """The odds of segments that stand alike are drawn together; one that stands alone keeps its own."""
    model = shipped()
    inputs = features(_outline(PAGE), Declared(), model.reader)
    apart = probabilities(model.weights, inputs._replace(kinds=np.arange(len(inputs.rows))))
    alike = probabilities(model.weights, inputs._replace(kinds=np.zeros(len(inputs.rows), np.int64)))
    assert apart.min() < alike.min()
    assert alike.max() < apart.max()


def test_what_a_page_calls_itself_is_the_same_for_all_its_segments() -> None:
    """The last columns: types and declared fields, each between 0 and 1."""
    metadata = Metadata(types=frozenset({"newsarticle"}), authors=("Jo Bee",), article_body="x" * 9_000)
    declared = declared_of(metadata)
    assert sum(declared.traits) == 3
    rows = features(_outline(PAGE), declared, shipped().reader).rows
    assert (rows[:, -len(declared.traits) :] == np.array(declared.traits, np.float32)).all()


def test_a_page_without_text_has_no_story() -> None:
    """Nothing is chosen, and nothing is sure."""
    assert choose(Outline(), Declared(), shipped()) == ([], 0.0, frozenset())


def test_expected_f1() -> None:
    """By words: a sure choice of all there is has 1, a page on which nothing is chosen 0."""
    words = np.array([10, 5], np.float32)
    assert expected_f1(np.array([1, 0], np.float32), words) == pytest.approx(1, abs=1e-4)
    assert expected_f1(np.array([0.4, 0.1], np.float32), words) == 0
    assert expected_f1(np.array([0.8, 0.5], np.float32), words) == pytest.approx(2 * 8 / (10 + 10.5), abs=1e-4)


def test_confidence_rises_with_what_is_expected() -> None:
    """From nearly 0 to nearly 1, in both directions finite."""
    model = shipped()
    curve = [confidence(expected, model.slope, model.offset) for expected in np.linspace(0, 1, 21).tolist()]
    assert all(low <= high for low, high in itertools.pairwise(curve))
    assert curve[0] < 0.05
    assert curve[-1] > 0.99
