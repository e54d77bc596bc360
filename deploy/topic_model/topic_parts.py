"""The material of the topic model source by source, as bags of words with their topics."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from topic_material import TEXTS, Record, Seed, Story, concepts, records, seeds, stories
from topic_words import Bag, Words, bag

from worker.classify.terms import runs
from worker.classify.topics import WORDS_MIN
from worker.knowledge import topic_tree

TOPS = tuple(f"{number:02}000000" for number in range(1, 18))
FREQUENT = 6e-4  # a seed that is more frequent in English tells nothing
DRAWN = 250  # texts that are drawn of a topic's English seeds; of another language's a fifth
BACKGROUND = 3_000  # of the most frequent English words, among which seeds are thrown
TREE = topic_tree.shipped()


class Part(NamedTuple):
    """Texts of one source: words, topic at the top, all codes that hold for it; empty where only the top is known."""

    name: str
    words: list[Bag]
    tops: list[str]
    codes: list[frozenset[str]]


def parts(data: Path, words: Words, seed: int) -> list[Part]:
    """All that is trained on."""
    return [
        *(_labelled(name, records(data, name), words) for name in (*TEXTS, "sib200")),
        _concepts(data, words),
        _labelled("stories", (one for one in stories() if one.language == "en"), words),
        _labelled("stories, other", (one for one in stories() if one.language != "en"), words),
        _drawn(words, seed),
    ]


def _labelled(name: str, given: Iterable[Record | Story], words: Words) -> Part:
    rows = ((bag(one.title, one.text, words), one.topic) for one in given)
    known = [(found, topic) for found, topic in rows if len(found) >= WORDS_MIN]
    return Part(name, [one for one, _ in known], [topic for _, topic in known], [frozenset()] * len(known))


def _concepts(data: Path, words: Words) -> Part:
    rows = [
        (found, concept.path)
        for concept in concepts(data)
        for text, _ in concept.texts
        if (found := bag(text.partition("\n")[0], text.partition("\n")[2], words))
    ]
    return Part("taxonomy", [one for one, _ in rows], [path[0] for _, path in rows], [frozenset(p) for _, p in rows])


def _drawn(words: Words, start: int) -> Part:
    """Handfuls of a topic's seeds, thrown among frequent words in English."""
    rng = np.random.default_rng(start)
    english = np.array([number for number, language in enumerate(words.languages) if language == "en"])
    frequent = english[np.argsort(-words.frequencies[english])[:BACKGROUND]]
    part = Part("seeds", [], [], [])
    for seed in seeds():
        known = known_seeds(seed, words)
        for _ in range(DRAWN if seed.language == "en" else DRAWN // 5):
            chosen = dict.fromkeys(rng.choice(known, rng.integers(2, 12)).tolist(), 1.0)
            if seed.language == "en":
                chosen |= dict.fromkeys(rng.choice(frequent, rng.integers(0, 8)).tolist(), 1.0)
            part.words.append(chosen)
            part.tops.append(top(seed.code))
            part.codes.append(frozenset(TREE.path(seed.code)))
    return part


def known_seeds(seed: Seed, words: Words) -> list[int]:
    """The numbers of its words, but for what every text holds."""
    pieces = (piece for word in seed.words for piece in runs(word))
    found = (words.numbers[piece] for piece in pieces if piece in words.numbers)
    return [number for number in found if words.frequencies[number] < FREQUENT]


def top(code: str) -> str:
    """Read off the tree of IPTC that stands in config/."""
    return TREE.top(code) or ""
