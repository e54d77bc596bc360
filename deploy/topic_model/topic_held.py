"""What the topic model makes of sources, and of a fifth of one, that it was not trained on; the curve that fits it."""

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import topic_net as net
from topic_net import Array
from topic_parts import TOPS, Part
from topic_words import Bag, Words, matrix

LENGTHS = (1, 2, 4, 8)  # texts that are joined to fit the curve for long stories
DRAWN = 1_000  # of each source
FIFTH = 5
SOURCES = frozenset({"huffpost", "uscongress"})

Train = Callable[[Sequence[Part]], net.Weights]


def hold(parts: Sequence[Part], words: Words, train: Train, most: float, seed: int) -> None:
    """Prints figures of what was held back, and the curve; `most`: words beyond which the curve is level."""
    seen, held = _parted(parts)
    weights = train(seen)
    for part in held:
        print(_figures(part, _logits(weights, part, words)))
    long = [_lengthened(part, times, seed) for part in held for times in LENGTHS]
    logits = np.concatenate([_logits(weights, part, words) for part in long])
    truth = np.array([TOPS.index(top) for part in long for top in part.tops])
    _print_curve(logits, truth, np.array([min(len(bag), most) for part in long for bag in part.words]))


def _parted(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    seen: list[Part] = []
    held: list[Part] = []
    for part in parts:
        chosen = [_is_held(part.name, bag) for bag in part.words]
        for into, flag in ((seen, False), (held, True)):
            kept = [number for number, one in enumerate(chosen) if one is flag]
            if kept:
                pick: Any = [[column[number] for number in kept] for column in part[1:]]
                into.append(Part(part.name, *pick))
    return seen, held


def _is_held(name: str, bag: Bag) -> bool:
    """By a hash of the words: a story that is told twice is held back twice."""
    return name in SOURCES or (name == "wce" and zlib.crc32(repr(sorted(bag)).encode()) % FIFTH == 0)


def _logits(weights: net.Weights, part: Part, words: Words) -> Array:
    return net.logits(weights, matrix(part.words, words), words.vectors)


def _figures(part: Part, logits: Array) -> str:
    truth, guess = np.array([TOPS.index(top) for top in part.tops]), logits.argmax(1)
    hit, label, said = (np.bincount(one, minlength=len(TOPS)) for one in (truth[truth == guess], truth, guess))
    scores = (2 * hit / np.maximum(label + said, 1))[label > 0]
    accuracy = (guess == truth).mean()
    return f"{part.name:<11} {len(truth)} texts, accuracy {accuracy:.3f}, macro-F1 {np.mean(scores):.3f}"


def _lengthened(part: Part, times: int, seed: int) -> Part:
    """As long stories are: texts of one topic joined, every fourth of them of any topic."""
    rng = np.random.default_rng(seed)
    alike = {top: [n for n, one in enumerate(part.tops) if one == top] for top in set(part.tops)}
    chosen = rng.choice(len(part.tops), min(DRAWN, len(part.tops)), replace=False).tolist()
    bags = []
    for number in chosen:
        bag = dict(part.words[number])
        for turn in range(1, times):
            other = rng.integers(len(part.tops)) if turn % 4 == 1 else rng.choice(alike[part.tops[number]])
            bag |= part.words[int(other)]
        bags.append(bag)
    return Part(part.name, bags, [part.tops[number] for number in chosen], [frozenset()] * len(bags))


def _print_curve(logits: Array, truth: Array, words: Array) -> None:
    """Slope and power of the temperature with the least surprise."""
    best = (np.inf, 0.0, 0.0)
    for power in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        for slope in np.geomspace(0.1, 3, 40):
            heat = slope * words[:, None] ** power
            chances = net.softmax(logits * heat)[np.arange(len(truth)), truth]
            best = min(best, (float(-np.log(np.maximum(chances, 1e-9)).mean()), float(slope), power))
    print("calibration: surprise {:.3f} slope {:.3f} power {:.1f}".format(*best))
