"""The training of the topic model; the worker runs the same arithmetic (worker/classify/topics.py)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

HIDDEN = 96
BATCH = 512
RATE = 3e-3
WORDS_KEPT = 0.7  # a model that leans on one word fails where it is missing
UNITS_KEPT = 0.8
NOISE = 0.03
DIRECT = 5.0  # how much a word's own scores count beside its vector
DECAY = {"w1": 1e-4, "w2": 1e-3, "direct": 1e-3}
BELOW_STEPS = 150

Array = NDArray[np.float32]
Weights = dict[str, Array]


class Rows(NamedTuple):
    """Texts: weighted words (sparse), target shares, weights of texts in training."""

    words: Any
    target: Array
    weight: Array


class Adam:
    """Adaptive steps with decoupled decay of weights."""

    def __init__(self, weights: Weights) -> None:
        self.weights, self.count = weights, 0
        self.first = {name: np.zeros_like(value) for name, value in weights.items()}
        self.second = {name: np.zeros_like(value) for name, value in weights.items()}

    def step(self, slopes: Weights, rate: float) -> None:
        """One step down, in place."""
        self.count += 1
        for name, slope in slopes.items():
            self.first[name] += 0.1 * (slope - self.first[name])
            self.second[name] += 0.01 * (slope * slope - self.second[name])
            size = np.sqrt(self.second[name] / (1 - 0.99**self.count)) + 1e-8
            change = self.first[name] / (1 - 0.9**self.count) / size + DECAY.get(name, 0.0) * self.weights[name]
            self.weights[name] -= (rate * change).astype(np.float32)


def softmax(logits: Array) -> Array:
    """Shares by row."""
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


def means(words: Any, vectors: Array) -> tuple[Any, Array]:
    """Words as shares of their text, and the text's vector of length 1."""
    total = np.asarray(words.sum(1)).ravel()
    shares = sparse.diags((1 / np.where(total > 0, total, 1)).astype(np.float32)) @ words
    mean = shares @ vectors
    return shares, mean / np.sqrt((mean * mean).sum(1, keepdims=True) + 1e-6)


def logits(weights: Weights, words: Any, vectors: Array) -> Array:
    """Of the topics at the top."""
    shares, mean = means(words, vectors)
    hidden = np.maximum(mean @ weights["w1"] + weights["b1"], 0)
    return np.asarray(hidden @ weights["w2"] + weights["b2"] + DIRECT * (shares @ weights["direct"]), np.float32)


def train(rows: Rows, vectors: Array, direct: Array, epochs: int, seed: int) -> Weights:
    """Deterministic for one seed and version of numpy; `direct`: what each word says of each topic to begin with."""
    rng = np.random.default_rng(seed)
    width, tops = vectors.shape[1], rows.target.shape[1]
    weights = {
        "w1": (rng.normal(size=(width, HIDDEN)) * np.sqrt(2 / width) * 3).astype(np.float32),
        "b1": np.zeros(HIDDEN, np.float32),
        "w2": (rng.normal(size=(HIDDEN, tops)) / np.sqrt(HIDDEN)).astype(np.float32),
        "b2": np.zeros(tops, np.float32),
        "direct": direct.astype(np.float32).copy(),
    }
    descent, texts = Adam(weights), len(rows.weight)
    steps = epochs * (texts // BATCH)
    for number in range(steps):
        chosen = rng.choice(texts, BATCH, p=rows.weight)
        slopes = _slopes(weights, rows.words[chosen], rows.target[chosen], vectors, rng)
        descent.step(slopes, RATE * 0.5 * (1 + np.cos(np.pi * number / steps)))
    return weights


def joined(members: Sequence[Weights]) -> Weights:
    """One net that says the mean of what the members say: their hidden units side by side."""
    share = np.float32(1 / len(members))
    return {
        "w1": np.concatenate([one["w1"] for one in members], 1),
        "b1": np.concatenate([one["b1"] for one in members]),
        "w2": np.concatenate([one["w2"] for one in members]) * share,
        "b2": np.asarray(sum(one["b2"] for one in members) * share, np.float32),
        "direct": np.asarray(sum(one["direct"] for one in members) * share, np.float32),
    }


def _slopes(weights: Weights, words: Any, target: Array, vectors: Array, rng: np.random.Generator) -> Weights:
    """Of the cross-entropy, with words and units dropped."""
    words = words.copy()
    words.data *= rng.random(words.nnz) < WORDS_KEPT
    shares, mean = means(words, vectors)
    mean = mean + rng.normal(size=mean.shape).astype(np.float32) * NOISE
    raw = mean @ weights["w1"] + weights["b1"]
    kept = (rng.random(raw.shape) < UNITS_KEPT) / UNITS_KEPT
    hidden = np.maximum(raw, 0) * kept
    found = softmax(hidden @ weights["w2"] + weights["b2"] + DIRECT * (shares @ weights["direct"]))
    wrong = (found - target) / len(target)
    back = (wrong @ weights["w2"].T) * kept * (raw > 0)
    return {
        "w1": mean.T @ back,
        "b1": back.sum(0),
        "w2": hidden.T @ wrong,
        "b2": wrong.sum(0),
        "direct": DIRECT * np.asarray(shares.T @ wrong),
    }


def train_below(mean: Array, target: Array, known: Array, seed: int) -> Weights:
    """One logistic regression for each topic below, on the texts whose top is its own (`known` 1, else 0)."""
    rng = np.random.default_rng(seed)
    weights = {
        "w3": (rng.normal(size=(mean.shape[1], target.shape[1])) * 0.1).astype(np.float32),
        "b3": np.zeros(target.shape[1], np.float32),
    }
    few, many = (known * target).sum(0), (known * (1 - target)).sum(0)
    share = known * np.where(target > 0, np.sqrt(many / np.maximum(few, 1)), 1)  # what is rare counts for more
    share /= np.maximum(share.sum(0), 1)
    descent = Adam(weights)
    for number in range(BELOW_STEPS):
        wrong = share * (1 / (1 + np.exp(-(mean @ weights["w3"] + weights["b3"]))) - target)
        descent.step(
            {"w3": mean.T @ wrong + 1e-4 * weights["w3"], "b3": wrong.sum(0)}, 0.3 * (1 - number / BELOW_STEPS)
        )
    return weights
