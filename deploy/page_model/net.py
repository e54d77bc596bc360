"""The training of the block model's net; the worker runs the same net in numpy (worker/formats/html/block_model.py)."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from worker.formats.html.block_model import DILATIONS, WHOLE_BEFORE

WIDTH = 64
CONVENTIONS = 3  # inputs that tell whose truth a page is scored by
KNOWN = 0.5  # share of the pages in training that are told their convention
LENGTHS = (96, 192, 384, 768, 1536)  # segments; pages are padded to one of them, longer ones are cut
BATCH = 3072  # segments
FEATURES_KEPT = 0.9
UNITS_KEPT = 0.9
RATE = 3e-3
AVERAGED = 0.995  # of the weights' running mean, which is what is kept

Array = NDArray[np.float32]
Weights = dict[str, Any]


class Example(NamedTuple):
    """One page: rows of features, target and weight by row, the one-hot convention."""

    rows: Array
    target: Array
    weight: Array
    convention: int


def initial(key: Any, inputs: int) -> Weights:
    """Weights to begin with."""
    keys = iter(jax.random.split(key, 12))

    def drawn(*shape: int, scale: float = 1.0) -> Any:
        return jax.random.normal(next(keys), shape) * np.sqrt(2 / np.prod(shape[:-1])) * scale

    weights = {
        "w": drawn(inputs, WIDTH),
        "whole_w": drawn(2 * WIDTH, WIDTH, scale=0.5),
        "out_w": drawn(WIDTH, WIDTH),
        "last_w": drawn(WIDTH, 1, scale=0.3),
    } | {f"conv{number}_w": drawn(3, WIDTH, WIDTH, scale=0.5) for number in range(len(DILATIONS))}
    biases = {name[:-1] + "b": jnp.zeros(value.shape[-1]) for name, value in weights.items()}
    return weights | biases


def _shifted(hidden: Any, by: int) -> tuple[Any, Any]:
    before = jnp.pad(hidden, ((0, 0), (by, 0), (0, 0)))[:, :-by]
    return before, jnp.pad(hidden, ((0, 0), (0, by), (0, 0)))[:, by:]


def logits(weights: Weights, rows: Any, present: Any, key: Any = None) -> Any:
    """Pages x segments; units are dropped where a key is given."""
    keys = jax.random.split(key, 5) if key is not None else None

    def dropped(hidden: Any, number: int) -> Any:
        if keys is None:
            return hidden
        return hidden * jax.random.bernoulli(keys[number], UNITS_KEPT, hidden.shape) / UNITS_KEPT

    mask = present[..., None]
    hidden = dropped(jax.nn.relu(rows @ weights["w"] + weights["b"]) * mask, 0)
    for number, dilation in enumerate(DILATIONS):
        if number == WHOLE_BEFORE:
            mean = hidden.sum(1) / mask.sum(1)
            largest = jnp.where(mask > 0, hidden, -1e9).max(1)
            whole = jnp.concatenate([mean, largest], -1) @ weights["whole_w"] + weights["whole_b"]
            hidden = (hidden + jax.nn.relu(whole)[:, None]) * mask
        before, after = _shifted(hidden, dilation)
        parts = weights[f"conv{number}_w"]
        seen = before @ parts[0] + hidden @ parts[1] + after @ parts[2] + weights[f"conv{number}_b"]
        hidden = dropped((hidden + jax.nn.relu(seen)) * mask, number + 1)
    hidden = jax.nn.relu(hidden @ weights["out_w"] + weights["out_b"])
    return (hidden @ weights["last_w"] + weights["last_b"])[..., 0]


def _loss(weights: Weights, batch: tuple[Any, ...], key: Any) -> Any:
    """Cross-entropy by words and by segments, and the F1 that the chosen words would have."""
    rows, target, weight, present = batch
    first, second = jax.random.split(key)
    rows = rows * jax.random.bernoulli(first, FEATURES_KEPT, (rows.shape[0], 1, rows.shape[2]))
    found = logits(weights, rows, present, second)
    chance = jax.nn.sigmoid(found)
    entropy = optax.sigmoid_binary_cross_entropy(found, target)
    words = weight * present
    even = jnp.minimum(weight, 3) * present
    agreed = (chance * target * words).sum(1)
    lost = 1 - (2 * agreed + 1) / ((chance * words).sum(1) + (target * words).sum(1) + 1)
    by_words = (entropy * words).sum(1) / words.sum(1)
    by_segments = (entropy * even).sum(1) / even.sum(1)
    return (by_words + by_segments + lost).mean()


def train(examples: Sequence[Example], epochs: int, seed: int) -> dict[str, Array]:
    """Weights for rows with `CONVENTIONS` more columns.  Deterministic for one seed, machine and version of jax."""
    rng = np.random.default_rng(seed)
    key = jax.random.PRNGKey(seed)
    weights = initial(key, examples[0].rows.shape[1] + CONVENTIONS)
    steps = epochs * sum(1 for _ in _batches(examples, np.random.default_rng(0)))
    rate = optax.cosine_onecycle_schedule(steps, RATE, 0.1)
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=1e-3))
    state = optimiser.init(weights)
    mean = weights

    @jax.jit  # type: ignore[untyped-decorator]
    def step(weights: Weights, mean: Weights, state: Any, batch: tuple[Any, ...], key: Any) -> Any:
        slope = jax.grad(_loss)(weights, batch, key)
        change, state = optimiser.update(slope, state, weights)
        weights = optax.apply_updates(weights, change)
        mean = jax.tree_util.tree_map(lambda old, new: AVERAGED * old + (1 - AVERAGED) * new, mean, weights)
        return weights, mean, state

    for epoch in range(epochs):
        for batch in _batches(examples, rng):
            key, drop = jax.random.split(key)
            weights, mean, state = step(weights, mean, state, batch, drop)
        if sys.stderr.isatty():
            print(f"\repoch {epoch + 1} of {epochs}", end="", file=sys.stderr, flush=True)
    return {name: np.asarray(value, np.float32) for name, value in mean.items()}


def _batches(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[tuple[Array, ...]]:
    jobs: list[tuple[int, list[Example]]] = []
    shorter = 0
    for length in LENGTHS:
        last = length == LENGTHS[-1]
        alike = [one for one in examples if shorter < len(one.rows) and (last or len(one.rows) <= length)]
        order = rng.permutation(len(alike))
        size = max(2, BATCH // length)
        jobs += [(length, [alike[i] for i in order[k : k + size]]) for k in range(0, len(alike), size)]
        shorter = length
    for index in rng.permutation(len(jobs)):
        length, alike = jobs[index]
        yield _padded(length, alike, rng)


def _padded(length: int, examples: Sequence[Example], rng: np.random.Generator) -> tuple[Array, ...]:
    size = max(2, BATCH // length)
    width = examples[0].rows.shape[1]
    rows = np.zeros((size, length, width + CONVENTIONS), np.float32)
    target = np.zeros((size, length), np.float32)
    weight = np.full((size, length), 1e-3, np.float32)
    present = np.zeros((size, length), np.float32)
    present[:, 0] = 1e-6
    for number, one in enumerate(examples):
        count = min(length, len(one.rows))
        rows[number, :count, :width] = one.rows[:count]
        if rng.random() < KNOWN:
            rows[number, :count, width + one.convention] = 1
        target[number, :count] = one.target[:count]
        weight[number, :count] = one.weight[:count]
        present[number, :count] = 1
    return rows, target, weight, present


def fixed(weights: dict[str, Array], convention: int | None) -> dict[str, Array]:
    """The weights with one convention, or none told, built in: they take rows of features alone."""
    table = weights["w"]
    inputs = len(table) - CONVENTIONS
    told = table[inputs + convention] if convention is not None else 0
    return weights | {"w": table[:inputs], "b": weights["b"] + told}
