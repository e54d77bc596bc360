"""The words of the topic model as the teacher step left them, made ready for training."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from topic_net import Array

from worker.classify.terms import Vocabulary

WIDTH = 80  # of a word's vector, by principal components
RARE = 1e-3  # words that are much rarer count fully


class Words(NamedTuple):
    """The vocabulary with a vector, a weight by rarity and a frequency for each word."""

    numbers: Vocabulary
    vectors: Array
    rarity: Array
    frequencies: Array


def read_words(path: Path, seed: int) -> Words:
    """Vectors centred by language, so that words of one meaning meet; then their principal components."""
    with np.load(path) as given:
        vectors, languages = given["vectors"].astype(np.float32), given["languages"]
        listed, frequencies = given["words"].tolist(), given["frequencies"].astype(np.float32)
    for language in set(languages.tolist()):
        of_it = languages == language
        if of_it.sum() > 30:
            vectors[of_it] -= vectors[of_it].mean(0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    sample = np.random.default_rng(seed).choice(20_000, 6_000, replace=False)
    _, _, axes = np.linalg.svd(vectors[sample], full_matrices=False)
    known = {word: number for number, word in enumerate(listed)}
    return Words(known, vectors @ axes[:WIDTH].T, (RARE / (RARE + frequencies)).astype(np.float32), frequencies)
