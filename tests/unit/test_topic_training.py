"""The training of the topic model: its seeds, and its arithmetic beside the worker's."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from worker.classify.topics import Model, probabilities, shipped
from worker.knowledge.topic_tree import shipped as tree

SEEDS = tomllib.loads((Path(__file__).parents[2] / "deploy" / "topic_model" / "seeds.toml").read_text("utf-8"))


def test_seeds_are_words_of_topics_in_use() -> None:
    """All of the 17, each language a code, each word once in its row, and every topic of the model has some."""
    codes = tree().above
    assert set(SEEDS) <= set(codes)
    assert set(SEEDS) == set(shipped().codes)
    for rows in SEEDS.values():
        for language, words in rows.items():
            assert re.fullmatch("[a-z]{2}", language)
            assert len(set(words.split())) == len(words.split())


def test_the_worker_computes_what_was_trained() -> None:
    """The same shares of the tops for the same weights, but for the byte that a number is stored in."""
    sparse = pytest.importorskip("scipy.sparse", reason="needs scipy: pip install '.[train]'")
    net = pytest.importorskip("topic_net", reason="deploy/topic_model")
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(30, 6)).astype(np.float32)
    weights = {
        "w1": rng.normal(size=(6, 9)), "b1": rng.normal(size=9), "w2": rng.normal(size=(9, 3)),
        "b2": rng.normal(size=3), "direct": rng.normal(size=(30, 3)),
    }  # fmt: skip
    weights = {name: value.astype(np.float32) for name, value in weights.items()}
    found = {3: 1.0, 4: 2.0, 17: 1.0}
    words = sparse.csr_matrix((list(found.values()), list(found), [0, 3]), shape=(1, 30), dtype=np.float32)
    wanted = net.softmax(net.logits(weights, words, vectors))[0]
    assert probabilities(found, _stored(net.DIRECT, vectors, weights))[:3] == pytest.approx(wanted, abs=0.03)


def _stored(direct: float, vectors: np.ndarray, weights: dict[str, np.ndarray]) -> Model:
    table = np.concatenate([vectors, direct * weights["direct"]], 1)
    scale = np.abs(table).max(0) / 127
    return Model(
        version="1",
        codes=("01000000", "02000000", "03000000"),
        tops=3,
        above=np.zeros(0, np.intp),
        words={},
        vectors=np.round(table / scale).astype(np.int8),
        scale=scale,
        rarity=np.ones(30, np.float32),
        layers=weights | {"w3": np.zeros((6, 0), np.float32), "b3": np.zeros(0, np.float32)},
        curve={"slope": 1.0, "power": 0.0, "words": 60},
    )
