"""The training of the topic model: its seeds and stories, and its arithmetic beside the worker's."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from worker.classify.topics import Model, model, probabilities, shipped
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


def test_stories_stand_under_topics_at_the_top() -> None:
    """All of the 17 have some in English, each language is a code, no story stands twice, and each has a headline."""
    material = pytest.importorskip("topic_material", reason="needs deploy/topic_model")
    told = list(material.stories())
    assert {one.topic for one in told if one.language == "en"} == {f"{number:02}000000" for number in range(1, 18)}
    assert all(re.fullmatch("[a-z]{2}", one.language) and one.title for one in told)
    assert len({(one.title, one.text) for one in told}) == len(told)


def test_the_worker_computes_what_was_trained() -> None:
    """The same shares of the tops for the same weights, but for the byte that a number is stored in."""
    sparse = pytest.importorskip("scipy.sparse", reason="needs scipy: pip install '.[train]'")
    net = pytest.importorskip("topic_net", reason="needs deploy/topic_model")
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
    about = {
        "version": "1",
        "codes": ["01000000", "02000000", "03000000"],
        "above": [],
        "words": "",
        "calibration": {"slope": 1.0, "power": 0.0, "words": 60},
    }
    arrays = {
        "vectors": np.round(table / scale).astype(np.int8),
        "scale": scale,
        "rarity": np.ones(30),
        "w3": np.zeros((6, 0)),
        "b3": np.zeros(0),
    }
    return model(about, weights | arrays)


def test_joined_nets_say_the_mean_of_what_they_say() -> None:
    """One net with the hidden units of all: its logits are the mean of theirs."""
    sparse = pytest.importorskip("scipy.sparse", reason="needs scipy: pip install '.[train]'")
    net = pytest.importorskip("topic_net", reason="needs deploy/topic_model")
    rng = np.random.default_rng(1)
    shapes = {"w1": (6, 9), "b1": (9,), "w2": (9, 3), "b2": (3,), "direct": (30, 3)}
    members = [{name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()} for _ in range(3)]
    words = sparse.csr_matrix(rng.random((5, 30)).astype(np.float32))
    vectors = rng.normal(size=(30, 6)).astype(np.float32)
    wanted = np.mean([net.logits(one, words, vectors) for one in members], 0)
    assert net.logits(net.joined(members), words, vectors) == pytest.approx(wanted, abs=1e-4)


def test_texts_are_embedded_once(tmp_path: Path) -> None:
    """What the file holds is not asked for again; each text has its own vector, in the order given."""
    documents = pytest.importorskip("document_vectors", reason="needs deploy/topic_model")
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], np.float32)

    cache = tmp_path / "documents.npz"
    documents.embedded(["a", "bbb"], cache, encode)
    found = documents.embedded(["cc", "bbb", "a", "cc"], cache, encode)
    assert sorted(asked) == ["a", "bbb", "cc"]
    assert found[:, 0].tolist() == [2, 3, 1, 2]


def test_words_take_the_meaning_of_their_documents() -> None:
    """Two words of like documents come near each other, and a foreign word near those of the English one it is like."""
    sparse = pytest.importorskip("scipy.sparse", reason="needs scipy: pip install '.[train]'")
    topic_words = pytest.importorskip("topic_words", reason="needs deploy/topic_model")
    rng = np.random.default_rng(2)
    first = np.concatenate([np.eye(6), np.eye(6)[:1]]).astype(np.float32)  # the seventh is the first, elsewhere
    words = topic_words.Words(
        topic_words.Vocabulary(), first, np.ones(7, np.float32), np.ones(7, np.float32), (*["en"] * 6, "da")
    )
    groups = [(0, 1, 2), (3, 4, 5)]
    chosen = rng.integers(2, size=200)
    rows = np.zeros((200, 7), np.float32)
    for row, group in zip(rows, chosen, strict=True):
        row[rng.choice(groups[group], 2, replace=False)] = 1
    encoded = np.eye(8, dtype=np.float32)[chosen] + rng.normal(size=(200, 8)).astype(np.float32) * 0.05
    alone = rng.normal(size=(6, 8)).astype(np.float32)
    found = topic_words.with_meanings(words, alone, sparse.csr_matrix(rows), encoded, 0).vectors
    assert found[0] @ found[1] > found[0] @ found[3]
    assert found[6] @ found[1] > found[6] @ found[3]
