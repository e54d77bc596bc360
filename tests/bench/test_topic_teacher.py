"""The bench of the topic model's teacher: its linear layer, what it is trained on, what both are measured on."""

from pathlib import Path

import numpy as np
import pytest
import topic_teacher
from topic_figures import Text, figures
from topic_teacher import TOPS, Known


def _cloud(tops: list[int], seed: int) -> np.ndarray:
    """Vectors of length 1 that differ by topic, as an encoder's do: mostly alike."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(len(tops), 24)) * 0.1
    vectors[:, 20] += 1
    vectors[np.arange(len(tops)), tops] += 0.4
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def test_the_layer_tells_topics_that_the_vectors_tell() -> None:
    """Of vectors it was not trained on; a topic it has never been shown is not guessed."""
    tops = [number % 16 for number in range(320)]
    head = topic_teacher.trained(_cloud(tops, 1), Known([], np.array(tops), np.full(len(tops), 1 / len(tops))))
    given = [Text("", "", (TOPS[number],), "en") for number in range(16)]
    said = topic_teacher.judged(given, head, _cloud(list(range(16)), 2))
    assert figures(said).accuracy == 1
    assert all(1 / 17 < one.probability <= 1 for one in said)
    assert TOPS[16] not in {one.guess for one in said}


@pytest.mark.shared
def test_it_is_trained_on_what_the_topic_model_is_trained_on(shared: Path) -> None:
    """All stories and the samples, each source with its share."""
    known = topic_teacher.material(shared / "data" / "classify")
    drawn = sum(most for most, _ in topic_teacher.SOURCES.values())
    assert len(known.texts) == len(known.tops) == len(known.weight) > drawn
    shares = topic_teacher.STORIES_SHARE + sum(share for _, share in topic_teacher.SOURCES.values())
    assert known.weight.sum() == pytest.approx(shares)


@pytest.mark.shared
def test_the_sample_is_the_same_every_time(shared: Path) -> None:
    """And no larger than asked for; a smaller set is taken whole."""
    first = topic_teacher.measured(shared, "masakhanews fr", 50)
    assert first == topic_teacher.measured(shared, "masakhanews fr", 50)
    assert len(first) == 50
    assert len(topic_teacher.measured(shared, "sib200 hi", 400)) == 87
