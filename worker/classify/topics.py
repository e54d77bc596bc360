"""The topic model: how probable it is that a text is about each IPTC media topic.

A text is the mean of its words' vectors, weighted by how rare they are.  One hidden layer, and what each word says of
itself, make of it a share for each of the topics at the top; beneath them a logistic layer tells what lies below.
Vectors and weights are data (config/topic_model.*), made by deploy/topic_model/train_topics.py; config/topic_model.md
says of what.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from worker.classify.terms import Vocabulary, numbers
from worker.knowledge.arrays import arrays_of

TEXT_MAX: Final = 3_000  # characters that are read: the topic of a story stands at its beginning
WORDS_MAX: Final = 400  # known words of them
HEADLINE_WEIGHT: Final = 2.0  # of a word of the headline, beside one of the text
WORDS_MIN: Final = 2  # different known words, below which nothing is said
LAYERS: Final = ("w1", "b1", "w2", "b2", "w3", "b3")

Matrix = NDArray[np.float32]


class Model(NamedTuple):
    """`codes`: the topics at the top, then those below; `above` says for each of these the number of its top."""

    version: str
    codes: tuple[str, ...]
    tops: int
    above: tuple[int, ...]
    words: Vocabulary
    vectors: NDArray[np.int8]  # words x width; the last columns are what a word itself says of each top
    scale: Matrix  # of each column
    rarity: Matrix  # weight of each word
    first: tuple[Matrix, Matrix]  # weights and biases: the hidden layer, beside it the logistic one
    second: tuple[Matrix, Matrix]
    curve: Mapping[str, float]  # calibration


@cache
def shipped() -> Model:
    """The model in config/, read once: before a worker forks."""
    about = json.loads(files("worker.config").joinpath("topic_model.json").read_text("utf-8"))
    return model(about, arrays_of("topic_model.npz"))


def model(about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Model:
    """Of what the two files hold; layers are kept as 16-bit floats there."""
    codes = tuple(about["codes"])
    tops = sum(code[2:] == "000000" for code in codes)
    w1, b1, w2, b2, w3, b3 = (arrays[name].astype(np.float32) for name in LAYERS)
    return Model(
        version=about["version"],
        codes=codes,
        tops=tops,
        above=tuple(map(codes.index, about["above"])),
        words=Vocabulary({word: number for number, word in enumerate(about["words"].split())}),
        vectors=arrays["vectors"],
        scale=arrays["scale"].astype(np.float32),
        rarity=arrays["rarity"].astype(np.float32),
        first=(np.hstack([w1, w3]), np.concatenate([b1, b3])),
        second=(w2, b2),
        curve=about["calibration"],
    )


def chances(headline: Sequence[str], text: Iterable[str], known: Model) -> Sequence[float]:
    """How probable every topic of the model is, in its order; nothing of a text with hardly a word that it knows.

    `headline`: lines whose words count double; `text`: paragraphs, of which the first TEXT_MAX characters are read.
    """
    found = words_of(headline, text, known)
    return probabilities(found, known) if len(found) >= WORDS_MIN else ()


def words_of(headline: Sequence[str], text: Iterable[str], known: Model) -> dict[int, float]:
    """The known words of a text and their weights by place; a word that comes again counts once."""
    body = dict.fromkeys(numbers(_beginning(text), known.words)[:WORDS_MAX], 1.0)
    above = numbers(_beginning(headline), known.words)[:WORDS_MAX]
    return body | dict.fromkeys(above, HEADLINE_WEIGHT)


def probabilities(found: Mapping[int, float], known: Model) -> list[float]:
    """Calibrated, one a topic of the model; `found` has at least one word."""
    rows = np.fromiter(found, np.intp, len(found))
    weights = np.fromiter(found.values(), np.float32, len(found)) * known.rarity.take(rows)
    whole = (weights @ known.vectors.take(rows, 0).astype(np.float32)) * (known.scale / weights.sum())
    mean, direct = whole[: -known.tops], whole[-known.tops :]
    mean /= math.sqrt(mean @ mean + 1e-6)
    layer = mean @ known.first[0] + known.first[1]
    size = len(known.second[0])
    tops = np.maximum(layer[:size], 0) @ known.second[0] + known.second[1] + direct
    shares = _shares(tops.tolist(), len(found), known.curve)
    # what lies below a top is a part of its share: the logistic function, without its overflow
    below = zip(layer[size:].tolist(), known.above, strict=True)
    return shares + [shares[top] * (0.5 + 0.5 * math.tanh(0.5 * logit)) for logit, top in below]


def _shares(logits: Sequence[float], words: int, curve: Mapping[str, float]) -> list[float]:
    """Of the tops, by a temperature that falls with the words there are; so few are sooner summed without numpy."""
    cold = curve["slope"] * min(words, curve["words"]) ** curve["power"]
    most = max(logits)
    parts = [math.exp((logit - most) * cold) for logit in logits]
    whole = sum(parts)
    return [part / whole for part in parts]


def _beginning(lines: Iterable[str]) -> str:
    taken: list[str] = []
    size = 0
    for line in lines:
        if size >= TEXT_MAX:
            break
        taken.append(line[: TEXT_MAX - size])
        size += len(line)
    return "\n".join(taken)
