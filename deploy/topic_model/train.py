"""Trains the topic model and writes it to config/.

    python deploy/topic_model/train.py DATA --vectors WORDS.npz           train, write config/topic_model.*
    python deploy/topic_model/train.py DATA --vectors WORDS.npz --held    hold sets back, print figures, fit the curve

DATA holds the sets as <name>.jsonl.gz and taxonomy/; WORDS.npz is made by word_vectors.py.  Needs: .[train]
"""

import argparse
import json
import os
import sys
import time
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import topic_net as net
from scipy import sparse
from topic_material import TEXTS, Seed, concepts, records, seeds
from topic_net import Array, Rows
from topic_words import Words, read_words

from worker.classify.terms import numbers, runs
from worker.classify.topics import HEADLINE_WEIGHT, TEXT_MAX, WORDS_MAX, WORDS_MIN
from worker.knowledge import topic_tree

CONFIG = Path(__file__).parents[2] / "config"
VERSION = "2026.11.30"
SEED = 3
EPOCHS = 12
TOPS = tuple(f"{number:02}000000" for number in range(1, 18))
FREQUENT = 6e-4  # a seed that is more frequent in English tells nothing
SHARES = {"wce": 0.35, "huffpost": 0.12, "uscongress": 0.08, "sib200": 0.08, "taxonomy": 0.12, "seeds": 0.25}
BALANCE = 0.6  # 0: topics as frequent as in the set, 1: all alike
MIXED = 0.7  # share of the seeds' opinion in the target of a labelled text: stories are often two things
DRAWN = 250  # texts that are drawn of a topic's English seeds; of another language's a fifth
BACKGROUND = 3_000  # of the most frequent English words, among which seeds are thrown
_TREE = topic_tree.shipped()
LENGTHS = (1, 2, 4, 8)  # texts that are joined to fit the curve for long stories
HELD = 5  # every fifth story of wce, with --held
# fitted by --held on sets that were not trained on; "sure", "also", "below" are probabilities of what is given
CURVE = {"slope": 0.481, "power": 0.3, "words": 200, "sure": 0.4, "also": 0.25, "below": 0.4}


class Part(NamedTuple):
    """Texts of one source: words, topic at the top, all codes that hold for it; empty where only the top is known."""

    name: str
    words: list[dict[int, float]]
    tops: list[str]
    codes: list[frozenset[str]]


def main() -> int:
    """Trains, or holds back and measures; exit code 0."""
    parser = argparse.ArgumentParser(description="trains the topic model")
    parser.add_argument("data", type=Path)
    parser.add_argument("--vectors", type=Path, required=True, help="made by word_vectors.py")
    parser.add_argument("--held", action="store_true", help="hold sets back, print figures, write nothing")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    start = time.perf_counter()
    words = read_words(given.vectors, SEED)
    parts = [*_texts(given.data, words), _concepts(given.data, words), _drawn(words)]
    print(f"{sum(len(part.tops) for part in parts)} texts, {time.perf_counter() - start:.0f} s", flush=True)
    if given.held:
        _hold(parts, words, given.epochs)
    else:
        _ship(parts, words, given.epochs)
    print(f"{time.perf_counter() - start:.0f} s")
    return 0


# ---- texts


def _bag(title: str, text: str, words: Words) -> dict[int, float]:
    body = dict.fromkeys(numbers(runs(text[:TEXT_MAX]), words.numbers)[:WORDS_MAX], 1.0)
    return body | dict.fromkeys(numbers(runs(title[:TEXT_MAX]), words.numbers), HEADLINE_WEIGHT if body else 1.0)


def _texts(data: Path, words: Words) -> Iterable[Part]:
    for name in (*TEXTS, "sib200"):
        rows = [(_bag(one.title, one.text, words), one.topic) for one in records(data, name)]
        rows = [(bag, topic) for bag, topic in rows if len(bag) >= WORDS_MIN]
        yield Part(name, [bag for bag, _ in rows], [topic for _, topic in rows], [frozenset()] * len(rows))


def _concepts(data: Path, words: Words) -> Part:
    rows = [
        (bag, concept.path)
        for concept in concepts(data)
        for text, _ in concept.texts
        if (bag := _bag(text.partition("\n")[0], text.partition("\n")[2], words))
    ]
    return Part("taxonomy", [bag for bag, _ in rows], [path[0] for _, path in rows], [frozenset(p) for _, p in rows])


def _drawn(words: Words) -> Part:
    """Handfuls of a topic's seeds, thrown among frequent words in English."""
    rng = np.random.default_rng(SEED)
    english = np.argsort(-words.frequencies[:12_000])[:BACKGROUND]
    part = Part("seeds", [], [], [])
    for seed in seeds():
        known = _known(seed, words)
        for _ in range(DRAWN if seed.language == "en" else DRAWN // 5):
            bag = dict.fromkeys(rng.choice(known, rng.integers(2, 12)).tolist(), 1.0)
            if seed.language == "en":
                bag |= dict.fromkeys(rng.choice(english, rng.integers(0, 8)).tolist(), 1.0)
            part.words.append(bag)
            part.tops.append(_top(seed.code))
            part.codes.append(frozenset(_TREE.path(seed.code)))
    return part


def _known(seed: Seed, words: Words) -> list[int]:
    parts = (part for word in seed.words for part in runs(word))
    found = (words.numbers[part] for part in parts if part in words.numbers)
    return [number for number in found if words.frequencies[number] < FREQUENT]


def _top(code: str) -> str:
    """Read off the tree of IPTC that stands in config/."""
    return _TREE.top(code) or ""


def _matrix(bags: Sequence[dict[int, float]], words: Words) -> Any:
    ends = np.cumsum([0, *map(len, bags)])
    columns = np.fromiter((number for bag in bags for number in bag), np.int32, int(ends[-1]))
    values = np.fromiter((value for bag in bags for value in bag.values()), np.float32, int(ends[-1]))
    return sparse.csr_matrix((values * words.rarity[columns], columns, ends), shape=(len(bags), len(words.rarity)))


# ---- training


def _opinions(words: Words) -> Array:
    """Words x tops: what the seeds say of a word, shared among its topics."""
    found = np.zeros((len(words.rarity), len(TOPS)), np.float32)
    for seed in seeds():
        if seed.code in TOPS:
            found[_known(seed, words), TOPS.index(seed.code)] = 1
    return found / np.maximum(found.sum(1, keepdims=True), 1)


def _rows(parts: Sequence[Part], words: Words, said: Array) -> Rows:
    matrix = sparse.vstack([_matrix(part.words, words) for part in parts]).tocsr()
    truth = np.eye(len(TOPS), dtype=np.float32)[[TOPS.index(top) for part in parts for top in part.tops]]
    heard = matrix @ said
    total = heard.sum(1, keepdims=True)
    heard = np.where(total > 0, heard / np.maximum(total, 1e-6), truth)
    is_seed = np.array([part.name == "seeds" for part in parts for _ in part.tops])[:, None]
    target = np.where(is_seed, truth, (1 - MIXED) * truth + MIXED * heard).astype(np.float32)
    weight = np.concatenate([_weights(part) for part in parts])
    return Rows(matrix, target, weight / weight.sum())


def _weights(part: Part) -> Array:
    tops = np.array([TOPS.index(top) for top in part.tops])
    weight = 1 / np.bincount(tops, minlength=len(TOPS))[tops] ** BALANCE
    return np.asarray(SHARES[part.name] * weight / weight.sum(), np.float32)


def _below(parts: Sequence[Part], words: Words) -> tuple[tuple[str, ...], net.Weights]:
    """The topics below the top that have seeds: by IPTC's texts, drawn seeds, and seeds in the labelled stories."""
    own: dict[str, set[int]] = {}
    for seed in seeds():
        for code in _TREE.path(seed.code)[:-1]:
            own.setdefault(code, set()).update(_known(seed, words))
    codes = tuple(sorted(own))
    tops = np.array([_top(code) for code in codes])
    bags = [bag for part in parts for bag in part.words]
    target = np.array(
        [
            [code in held if held else not own[code].isdisjoint(bag) for code in codes]
            for part in parts
            for bag, held in zip(part.words, part.codes, strict=True)
        ],
        np.float32,
    )
    is_top = np.array([top for part in parts for top in part.tops])[:, None] == tops
    told = np.array([len(held) != 1 for part in parts for held in part.codes])[
        :, None
    ]  # a drawn top says nothing below
    _, mean = net.means(_matrix(bags, words), words.vectors)
    return codes, net.train_below(mean, target, (is_top & told).astype(np.float32), SEED)


# ---- results


def _hold(parts: Sequence[Part], words: Words, epochs: int) -> None:
    """Without huffpost, uscongress and a fifth of wce: figures of these, and the curve that fits them."""
    seen, held = [], []
    for part in parts:
        chosen = [_is_held(part.name, bag) for bag in part.words]
        for into, flag in ((seen, False), (held, True)):
            kept = [number for number, one in enumerate(chosen) if one is flag]
            if kept:
                pick = [[column[number] for number in kept] for column in part[1:]]
                into.append(Part(part.name, *pick))  # type: ignore[arg-type]
    said = _opinions(words)
    weights = net.train(_rows(seen, words, said), words.vectors, said, epochs, SEED)
    for part in held:
        truth = np.array([TOPS.index(top) for top in part.tops])
        right = net.logits(weights, _matrix(part.words, words), words.vectors).argmax(1) == truth
        recalls = [right[truth == top].mean() for top in set(truth.tolist())]
        print(f"{part.name:<11} {len(truth)} texts, accuracy {right.mean():.3f}, mean recall {np.mean(recalls):.3f}")
    long = [_lengthened(part, times) for part in held for times in LENGTHS]
    logits = np.concatenate([net.logits(weights, _matrix(part.words, words), words.vectors) for part in long])
    truth = np.array([TOPS.index(top) for part in long for top in part.tops])
    _print_curve(logits, truth, np.array([len(bag) for part in long for bag in part.words]))


def _lengthened(part: Part, times: int) -> Part:
    """As long stories are: texts of one topic joined, every fourth of them of any topic."""
    rng = np.random.default_rng(SEED)
    alike = {top: [n for n, one in enumerate(part.tops) if one == top] for top in set(part.tops)}
    chosen = rng.choice(len(part.tops), min(DRAWN * 4, len(part.tops)), replace=False).tolist()
    bags = []
    for number in chosen:
        bag = dict(part.words[number])
        for turn in range(1, times):
            other = rng.integers(len(part.tops)) if turn % 4 == 1 else rng.choice(alike[part.tops[number]])
            bag |= part.words[int(other)]
        bags.append(bag)
    return Part(part.name, bags, [part.tops[number] for number in chosen], [frozenset()] * len(bags))


def _is_held(name: str, bag: dict[int, float]) -> bool:
    """By a hash of the words: a story that is told twice is held back twice."""
    key = zlib.crc32(repr(sorted(bag)).encode())
    return name in {"huffpost", "uscongress"} or (name == "wce" and key % HELD == 0)


def _print_curve(logits: Array, truth: Array, words: Array) -> None:
    """Slope and power of the temperature with the least surprise."""
    best = (np.inf, 0.0, 0.0)
    for power in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        for slope in np.geomspace(0.1, 3, 40):
            heat = slope * np.minimum(words, CURVE["words"])[:, None] ** power
            chances = net.softmax(logits * heat)[np.arange(len(truth)), truth]
            best = min(best, (float(-np.log(np.maximum(chances, 1e-9)).mean()), float(slope), power))
    print("calibration: surprise {:.3f} slope {:.3f} power {:.1f}".format(*best))


def _ship(parts: Sequence[Part], words: Words, epochs: int) -> None:
    said = _opinions(words)
    weights = net.train(_rows(parts, words, said), words.vectors, said, epochs, SEED)
    codes, below = _below(parts, words)
    table = np.concatenate([words.vectors, net.DIRECT * weights.pop("direct")], 1)
    scale = np.abs(table).max(0) / 127
    layers = {name: value.astype(np.float16) for name, value in (weights | below).items()}
    np.savez_compressed(
        CONFIG / "topic_model.npz",
        vectors=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        rarity=words.rarity.astype(np.float16),
        **layers,  # type: ignore[arg-type]
    )
    about = {
        "version": VERSION,
        "codes": [*TOPS, *codes],
        "above": [_top(code) for code in codes],
        "calibration": CURVE,
        "words": " ".join(words.numbers),
    }
    (CONFIG / "topic_model.json").write_text(json.dumps(about, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
