"""The block model: how probable it is that each segment of a page is the story's.

Residual dilated convolutions over the segments that a sieve lets through, in reading order, with what they have as a
whole (the mean of all, and that of those which a gate lets through) fed back in between.  Weights and lexicons are data
(config/page_model.*), made by deploy/page_model/train_pages.py.
"""

import json
import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np

from worker.formats.html.declared import Declared
from worker.formats.html.features import Inputs, Reader, features, reader
from worker.formats.html.measures import Matrix
from worker.formats.html.outline import Outline
from worker.formats.html.sieve import Sieve
from worker.knowledge.arrays import arrays_of

DILATIONS: Final = (1, 2, 4, 8)
WHOLE_BEFORE: Final = 2  # the convolution that first sees the page as a whole
GATED_MIN: Final = 1e-3  # keeps the mean of a page on which no gate opens finite
ALIKE: Final = 0.35  # what the odds of all segments of one template (captions, a list's headings) count in each one's
LOGIT_MAX: Final = 9.2  # of 0.9999: no segment outweighs all others of its template
CHOSEN_MIN: Final = 0.5  # probability of a segment that is taken
KEPT_MIN: Final = 0.85  # of one that is kept whatever it looks like
SURE_MAX: Final = 0.9999


class Model(NamedTuple):
    """Lexicons as a reader of features, the net's weights, and the curve that makes a confidence of an expected F1."""

    reader: Reader
    weights: Mapping[str, Matrix]
    slope: float
    offset: float


class Choice(NamedTuple):
    """The numbers of the segments that are the story's, and how probable it is that their F1 is .9 or more."""

    segments: list[int]
    confidence: float
    kept: frozenset[int] = frozenset()  # those of the segments that the model is sure of


@cache
def shipped() -> Model:
    """The model in config/, read once: before a worker forks."""
    config = files("worker.config")
    data = json.loads(config.joinpath("page_model.json").read_text("utf-8"))
    groups = tomllib.loads(config.joinpath("page_classes.toml").read_text("utf-8"))
    weights = {name: array.astype(np.float32) for name, array in arrays_of("page_model.npz").items()}
    sieve = Sieve(weights.pop("sieve_container"), weights.pop("sieve_segment"), float(weights.pop("sieve_offset")))
    return Model(reader(sieve, data, list(groups.values())), weights, **data["calibration"])


def choose(outline: Outline, declared: Declared, model: Model) -> Choice:
    """The story's segments by the model; none, and no confidence, of a page without text."""
    if not outline.segments:
        return Choice([], 0.0)
    inputs = features(outline, declared, model.reader)
    chances = probabilities(model.weights, inputs)
    chosen, kept = (inputs.segments[chances > least].tolist() for least in (CHOSEN_MIN, KEPT_MIN))
    read = [outline.segments[number].text for number in inputs.segments.tolist()]
    words = np.array([text.count(" ") + 1 for text in read], np.float32)
    expected = expected_f1(chances, words)
    return Choice(chosen, confidence(expected, model.slope, model.offset), frozenset(kept))


def expected_f1(chances: Matrix, words: Matrix) -> float:
    """The F1 that the chosen words have if each segment's probability is right."""
    chosen = chances > CHOSEN_MIN
    right = chances * words
    return float(2 * right[chosen].sum() / (words[chosen].sum() + right.sum() + 1e-6))


def confidence(expected: float, slope: float, offset: float) -> float:
    """Logistic calibration, to two decimals; its two numbers are fitted on pages whose hosts the model had not seen."""
    sure = min(max(expected, 1 - SURE_MAX), SURE_MAX)
    odds: float = (sure / (1 - sure)) ** slope * math.exp(offset)
    return round(odds / (1 + odds), 2)


def probabilities(weights: Mapping[str, Matrix], inputs: Inputs) -> Matrix:
    """Between 0 and 1, one a row of `features`: a template's segments are judged a little by each other."""
    logits = np.clip(_logits(weights, inputs.rows), -LOGIT_MAX, LOGIT_MAX)
    common = np.asarray(np.bincount(inputs.kinds, logits) / np.bincount(inputs.kinds), np.float32)
    return _logistic(logits + ALIKE * (common[inputs.kinds] - logits))


def _logits(weights: Mapping[str, Matrix], rows: Matrix) -> Matrix:
    hidden = np.maximum(rows @ weights["w"] + weights["b"], 0)
    for number, dilation in enumerate(DILATIONS):
        if number == WHOLE_BEFORE:
            gate = _logistic(hidden @ weights["gate_w"] + weights["gate_b"])
            gated = (hidden * gate).sum(0) / (gate.sum() + GATED_MIN)
            whole = np.concatenate([hidden.mean(0), gated])
            hidden += np.maximum(whole @ weights["whole_w"] + weights["whole_b"], 0)
        before, here, after = weights[f"conv{number}_w"]
        seen = hidden @ here + weights[f"conv{number}_b"]
        if len(hidden) > dilation:
            seen[dilation:] += hidden[:-dilation] @ before
            seen[:-dilation] += hidden[dilation:] @ after
        hidden += np.maximum(seen, 0, out=seen)
    hidden = np.maximum(hidden @ weights["out_w"] + weights["out_b"], 0)
    logits: Matrix = (hidden @ weights["last_w"] + weights["last_b"])[:, 0]
    return logits


def _logistic(logits: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)
