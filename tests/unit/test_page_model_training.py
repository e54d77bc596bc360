"""Training material of the block model: labels by alignment, lexicons of sites, and the net beside its numpy twin."""

import json
from pathlib import Path

import figures
import labels
import numpy as np
import pytest
from lexicons import Lexicon

from worker.formats.html.block_model import probabilities
from worker.formats.html.declared import Declared
from worker.formats.html.features import Inputs
from worker.formats.html.outline import Outline

TRUTH = """The harbour will be dredged from June, the authority said.
Why now?
Fishermen fear for the herring season this year.
The harbour will be dredged again in ten years, they say."""


def test_segments_of_the_truth_are_labelled() -> None:
    """Long ones by their words in order, short ones by the gap they stand in; menus and teasers are not."""
    segments = {
        "Home": 0,
        "Harbour works: what the town must know about the plan": 0,
        "The harbour will be dredged from June, the authority said.": 1,
        "Why now?": 1,
        "Subscribe to our newsletter to read more of this": 0,
        "Fishermen fear for the herring season this year.": 1,
        "The harbour will be dredged again in ten years, they say.": 1,
        "Why not?": 0,
    }
    assert [round(share) for share in labels.shares(list(segments), TRUTH)] == list(segments.values())


def test_a_paragraph_that_comes_twice_is_the_story_once() -> None:
    """A teaser with the words of the lead above the story is not a second lead."""
    lead = "The harbour will be dredged from June, the authority said."
    assert sum(map(round, labels.shares([lead, lead, *TRUTH.split("\n")[1:]], TRUTH))) == 4


def test_a_truth_without_words_labels_nothing() -> None:
    """Neither an empty truth nor an empty page is an error."""
    assert labels.shares(["one two three four five"], "") == [0]
    assert labels.shares([], TRUTH) == []


def test_each_site_has_one_voice_and_none_on_its_own_pages() -> None:
    """A word that three sites agree on scores, not one that a single site prints on every page."""
    said = {host: {"story": 1.0} | ({"own": 1.0} if host == "a" else {}) for host in "abcd"}
    lexicon = Lexicon("own", said)
    scores = lexicon.scores(("story", "own", "never"))
    assert scores.keys() == {"story"}
    assert scores["story"] > 1
    assert 0 < lexicon.scores(("story",), said["a"])["story"] < scores["story"]


def test_numpy_gives_what_the_trained_net_gives() -> None:
    """The worker's arithmetic is the training's."""
    pytest.importorskip("jax", reason="needs jax: pip install '.[train]'")
    import jax  # noqa: PLC0415
    import net  # noqa: PLC0415

    weights = net.initial(jax.random.PRNGKey(0), 7 + net.CONVENTIONS)
    rows = np.random.default_rng(0).normal(size=(40, 7)).astype(np.float32)
    told = np.concatenate([rows, np.tile(np.array([0, 1, 0], np.float32), (40, 1))], axis=1)
    whole = np.ones((40, 1), np.float32)
    wanted = jax.nn.sigmoid(net.logits(weights, told, whole, whole[:, 0]))
    fixed = net.fixed({name: np.asarray(value) for name, value in weights.items()}, 1)
    assert np.allclose(probabilities(fixed, Inputs(rows, np.arange(40), np.arange(40))), wanted, atol=2e-4)


def test_predictions_of_the_folds_are_lines_for_the_bench(tmp_path: Path) -> None:
    """One file as published, one of the model alone; the confidence is the calibrated one."""
    pytest.importorskip("jax", reason="needs jax: pip install '.[train]'")
    import folds  # noqa: PLC0415
    from material import Page  # noqa: PLC0415

    none = np.zeros(0, np.float32)
    page = Page(
        set="s", id="p1", url=None, host="h", outline=Outline(), declared=Declared(), labels=none, words=none,
        trust=none, body=TRUTH,
    )  # fmt: skip
    published = {"body": "published", "title": "Harbour works"}
    folds.write([folds.Held(page, "a", 0.9, published, "alone")], tmp_path / "p.jsonl", 1.0, 0.0)
    lines = {path.name: json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()}
    assert lines == {
        "p.jsonl": {"id": "p1", "body": "published", "title": "Harbour works", "confidence": 0.9},
        "p.alone.jsonl": {"id": "p1", "body": "alone", "confidence": 0.9},
    }


def test_figures_of_the_folds_are_a_row_a_set(tmp_path: Path) -> None:
    """F1 and exact bodies with deviations, fields where the truth has them; pinned to four digits."""

    class Score:
        """The benchmark's scorer as far as it is asked."""

        @staticmethod
        def score(
            truths: list[dict[str, str]], found: list[dict[str, str]], rounds: int
        ) -> dict[str, dict[str, float]]:
            """Of two pages one is exact."""
            assert len(truths) == len(found) == 2
            body = {"f1": 2 / 3, "f1_std": 0.1 if rounds else 0.0, "accuracy": 0.5}
            return {"body": body, "title": {"exact": 1.0, "loose": 1.0}}

    pages = [{"id": "p1"}, {"id": "p2"}]
    row = figures.row_of(Score, pages, pages, pages)
    assert row["exact_deviation"] == pytest.approx(0.5 / 2**0.5)
    assert "authors" not in row
    head, line = figures.lines({"fundus": row})
    assert line.split() == ["fundus", "2", "0.6667", "±0.100", "0.500", "±0.35", "0.6667", "0.50", "1.000", "-", "-"]
    assert head.split()[-3:] == ["title", "authors", "date"]
    figures.write({"fundus": row}, tmp_path / "pinned.json")
    assert json.loads((tmp_path / "pinned.json").read_text("utf-8"))["fundus"]["f1"] == 0.6667


def test_sets_are_told_in_one_order() -> None:
    """The large benchmarks first; what holds snippets alone has no row."""
    assert figures.by_set(["wcxb", "postlight", "scrapinghub", "wcxb"]) == ["scrapinghub", "wcxb"]
