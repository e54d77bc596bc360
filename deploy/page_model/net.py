"""The training of the block model's net; the worker runs the same net in numpy (worker/formats/html/block_model.py).

Pages are laid one behind the other into batches of one size, with empty rows between them that no convolution reaches
across: one program is compiled, and next to nothing is computed for padding.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from worker.formats.html.block_model import DILATIONS, GATED_MIN, WHOLE_BEFORE
from worker.formats.html.features import Inputs

WIDTH: Final = 64
CONVENTIONS: Final = 3  # inputs that tell whose truth a page is scored by
KNOWN: Final = 0.5  # share of the pages in training that are told their convention
ROWS: Final = 2048  # segments a batch
PAGES: Final = 48  # at most in a batch
LENGTH_MAX: Final = 1536  # segments; longer pages are cut
GAP: Final = max(DILATIONS)
FEATURES_KEPT: Final = 0.9
UNITS_KEPT: Final = 230  # of 256
RATE: Final = 3e-3
AVERAGED: Final = 0.995  # of the weights' running mean, which is what is kept
WARM_UP: Final = 10  # steps that the mean forgets sooner

Array = NDArray[np.float32]
Weights = dict[str, Any]


class Example(NamedTuple):
    """One page: inputs, target and weight by row, whose truth it is scored by."""

    inputs: Inputs
    target: Array
    weight: Array
    convention: int


class Batch(NamedTuple):
    """Pages laid out: by row the features, target, weight, number of the page, and 1, or 0 where none is."""

    rows: Array
    target: Array
    weight: Array
    page: NDArray[np.int32]
    present: Array


def initial(key: Any, inputs: int) -> Weights:
    """Weights to begin with."""
    keys = iter(jax.random.split(key, 12))

    def drawn(*shape: int, scale: float = 1.0) -> Any:
        return jax.random.normal(next(keys), shape) * np.sqrt(2 / np.prod(shape[:-1])) * scale

    weights = {
        "w": drawn(inputs, WIDTH),
        "gate_w": drawn(WIDTH, 1, scale=0.3),
        "whole_w": drawn(2 * WIDTH, WIDTH, scale=0.5),
        "out_w": drawn(WIDTH, WIDTH),
        "last_w": drawn(WIDTH, 1, scale=0.3),
    } | {f"conv{number}_w": drawn(3, WIDTH, WIDTH, scale=0.5) for number in range(len(DILATIONS))}
    biases = {name[:-1] + "b": jnp.zeros(value.shape[-1]) for name, value in weights.items()}
    return weights | biases


def logits(weights: Weights, rows: Any, pages: Any, present: Any, noise: Any = None) -> Any:
    """By row; `pages`: rows x pages, one-hot; units are dropped where `noise` is given: layers x rows x width bytes."""

    def dropped(hidden: Any, number: int) -> Any:
        return hidden if noise is None else jnp.where(noise[number] < UNITS_KEPT, hidden * (256 / UNITS_KEPT), 0)

    mask = present[:, None]
    hidden = dropped(jax.nn.relu(rows @ weights["w"] + weights["b"]) * mask, 0)
    for number, dilation in enumerate(DILATIONS):
        if number == WHOLE_BEFORE:
            gate = jax.nn.sigmoid(hidden @ weights["gate_w"] + weights["gate_b"]) * mask
            mean = pages.T @ hidden / (pages.T @ mask + 1e-6)
            gated = pages.T @ (hidden * gate) / (pages.T @ gate + GATED_MIN)
            whole = jax.nn.relu(jnp.concatenate([mean, gated], -1) @ weights["whole_w"] + weights["whole_b"])
            hidden = (hidden + pages @ whole) * mask
        nothing = jnp.zeros((dilation, WIDTH))
        before, here, after = weights[f"conv{number}_w"]
        seen = jnp.concatenate([nothing, hidden[:-dilation]]) @ before + hidden @ here
        seen += jnp.concatenate([hidden[dilation:], nothing]) @ after + weights[f"conv{number}_b"]
        hidden = dropped((hidden + jax.nn.relu(seen)) * mask, number + 1)
    hidden = jax.nn.relu(hidden @ weights["out_w"] + weights["out_b"])
    return (hidden @ weights["last_w"] + weights["last_b"])[:, 0]


def _loss(weights: Weights, batch: Batch, noise: Any) -> Any:
    """Cross-entropy by words and by segments, and the F1 that the chosen words would have; a page's mean."""
    pages = (batch.page[:, None] == jnp.arange(PAGES)).astype(jnp.float32)
    found = logits(weights, batch.rows, pages, batch.present, noise)
    chance = jax.nn.sigmoid(found)
    entropy = optax.sigmoid_binary_cross_entropy(found, batch.target)
    words = batch.weight * batch.present
    even = jnp.minimum(batch.weight, 3) * batch.present
    chosen, true = (chance * words) @ pages, (batch.target * words) @ pages
    lost = 1 - (2 * ((chance * batch.target * words) @ pages) + 1) / (chosen + true + 1)
    by_words = (entropy * words) @ pages / (words @ pages + 1e-6)
    by_segments = (entropy * even) @ pages / (even @ pages + 1e-6)
    return (by_words + by_segments + lost).sum() / (batch.page.max() + 1)


_OPTIMISER = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(), optax.add_decayed_weights(1e-3))


@cache
def _step() -> Any:
    """One step of training, compiled once for all trainings."""

    def step(state: tuple[Any, ...], batch: Batch, noise: Any, rate: float, averaged: float) -> tuple[Any, ...]:
        weights, mean, moments = state
        slope = jax.grad(_loss)(weights, batch, noise)
        change, moments = _OPTIMISER.update(slope, moments, weights)
        weights = jax.tree_util.tree_map(lambda old, by: old - rate * by, weights, change)
        mean = jax.tree_util.tree_map(lambda old, new: averaged * old + (1 - averaged) * new, mean, weights)
        return weights, mean, moments

    return jax.jit(step)


def train(
    examples: Sequence[Example], epochs: int, seed: int, start: Mapping[str, Array] | None = None
) -> dict[str, Array]:
    """Weights for rows with `CONVENTIONS` more columns, from `start` on where it is given.

    Deterministic for one seed, machine and version of jax.
    """
    rng = np.random.default_rng(seed)
    weights = (
        dict(start) if start else initial(jax.random.PRNGKey(seed), examples[0].inputs.rows.shape[1] + CONVENTIONS)
    )
    count = sum(1 for _ in _layouts(examples, range(len(examples))))
    rates = optax.cosine_onecycle_schedule(epochs * (count + 1), RATE, 0.1)
    state = (weights, weights, _OPTIMISER.init(weights))
    done = 0
    for epoch in range(epochs):
        for numbers in _layouts(examples, rng.permutation(len(examples))):
            noise = rng.integers(0, 256, (len(DILATIONS) + 1, ROWS, WIDTH), np.uint8)
            averaged = min(AVERAGED, (done + 1) / (done + WARM_UP))
            batch = _batch([examples[number] for number in numbers], rng)
            state = _step()(state, batch, noise, float(rates(done)), averaged)
            done += 1
        if sys.stderr.isatty():
            print(f"\repoch {epoch + 1} of {epochs}", end="", file=sys.stderr, flush=True)
    return {name: np.asarray(value, np.float32) for name, value in state[1].items()}


def _layouts(examples: Sequence[Example], order: Any) -> Iterator[list[int]]:
    """Numbers of the examples of each batch."""
    numbers: list[int] = []
    size = 0
    for number in order:
        length = min(len(examples[number].target), LENGTH_MAX) + GAP
        if numbers and (size + length > ROWS or len(numbers) == PAGES):
            yield numbers
            numbers, size = [], 0
        numbers.append(int(number))
        size += length
    if numbers:
        yield numbers


def _batch(examples: Sequence[Example], rng: np.random.Generator) -> Batch:
    width = examples[0].inputs.rows.shape[1]
    rows = np.zeros((ROWS, width + CONVENTIONS), np.float32)
    target, weight, present = np.zeros((3, ROWS), np.float32)
    page = np.full(ROWS, -1, np.int32)
    start = 0
    for number, one in enumerate(examples):
        end = start + min(len(one.target), LENGTH_MAX)
        rows[start:end, :width] = one.inputs.rows[: end - start] * (rng.random(width) < FEATURES_KEPT)
        if rng.random() < KNOWN:
            rows[start:end, width + one.convention] = 1
        target[start:end] = one.target[: end - start]
        weight[start:end] = one.weight[: end - start]
        present[start:end] = 1
        page[start:end] = number
        start = end + GAP
    return Batch(rows, target, weight, page, present)


def fixed(weights: Mapping[str, Array], convention: int | None) -> dict[str, Array]:
    """The weights with one convention, or none told, built in: they take rows of features alone."""
    table = weights["w"]
    inputs = len(table) - CONVENTIONS
    told = table[inputs + convention] if convention is not None else 0
    return {**weights, "w": table[:inputs], "b": weights["b"] + told}
