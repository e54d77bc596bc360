"""The words of the topic model as the teachers left them, made ready for training."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from topic_net import Array

from worker.classify.terms import Vocabulary, numbers
from worker.classify.topics import HEADLINE_WEIGHT, TEXT_MAX, WORDS_MAX

WIDTH = 80  # of a word's vector, by principal components
RARE = 1e-3  # words that are much rarer count fully
MEANT = 64  # columns of what words are in documents
MEANT_WEIGHT = 0.5  # of these columns beside those of the words by themselves
FORCE = 0.3  # that holds a word at what the encoder says of it alone
STEPS = 30
SEEN_MIN = 4  # documents that teach what a word is there
GUESSED = 0.7  # size of what is guessed for words of other languages

Bag = dict[int, float]


class Words(NamedTuple):
    """The vocabulary with a vector, a weight by rarity, a frequency and a language for each word."""

    numbers: Vocabulary
    vectors: Array
    rarity: Array
    frequencies: Array
    languages: tuple[str, ...]


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
    known = Vocabulary({word: number for number, word in enumerate(listed)})
    rarity = (RARE / (RARE + frequencies)).astype(np.float32)
    return Words(known, _components(vectors, seed), rarity, frequencies, tuple(languages.tolist()))


def bag(title: str, text: str, words: Words) -> Bag:
    """The known words of a story and their weights by place, as the worker counts them."""
    body = dict.fromkeys(numbers(text[:TEXT_MAX], words.numbers)[:WORDS_MAX], 1.0)
    return body | dict.fromkeys(numbers(title[:TEXT_MAX], words.numbers), HEADLINE_WEIGHT if body else 1.0)


def matrix(bags: Sequence[Bag], words: Words) -> Any:
    """Rows: texts; columns: words, weighted by place and rarity."""
    ends = np.cumsum([0, *map(len, bags)])
    columns = np.fromiter((number for bag in bags for number in bag), np.int32, int(ends[-1]))
    values = np.fromiter((value for bag in bags for value in bag.values()), np.float32, int(ends[-1]))
    return sparse.csr_matrix((values * words.rarity[columns], columns, ends), shape=(len(bags), len(words.rarity)))


# ---- what words are in documents


def with_meanings(words: Words, alone: Array, documents: Any, encoded: Array, seed: int) -> Words:
    """The words with vectors that also say what documents are that hold them.

    `alone`: the encoder's vectors of the English words, in their order; `documents`: rows of `matrix`; `encoded`: the
    encoder's vectors of the same documents.  A word's vector is drawn to where the mean over a document comes near the
    document's; those of other languages are guessed from their first vectors.
    """
    english = np.array([language == "en" for language in words.languages])
    first = np.zeros((len(english), alone.shape[1]), np.float32)
    first[english] = _unit(alone - alone.mean(0))
    total = np.asarray(documents.sum(1)).ravel()
    shares = (sparse.diags((1 / np.maximum(total, 1e-6)).astype(np.float32)) @ documents).tocsr()
    encoded = _unit(encoded - encoded.mean(0))
    axes = _axes(encoded, seed)[:MEANT].T
    meant = _drawn(shares, first @ axes, encoded @ axes)
    _guess_others(meant, english, np.asarray((shares > 0).sum(0)).ravel(), words.vectors)
    columns = meant * (MEANT_WEIGHT * words.vectors.std() / meant.std())
    return words._replace(vectors=_components(np.concatenate([words.vectors, columns], 1), seed))


def _drawn(shares: Any, first: Array, wanted: Array) -> Array:
    """The nearest vectors to `first` whose means are near `wanted`: least squares by conjugate gradients."""
    mean = shares @ first
    first = first * ((mean * wanted).sum() / (mean * mean).sum())
    back = shares.T.tocsr()
    left = back @ (wanted - shares @ first)
    moved, way, size = np.zeros_like(left), left.copy(), (left * left).sum(0)
    for _ in range(STEPS):
        pull = back @ (shares @ way) + FORCE * way
        step = size / np.maximum((way * pull).sum(0), 1e-12)
        moved += step * way
        left -= step * pull
        before, size = size, (left * left).sum(0)
        way = left + (size / np.maximum(before, 1e-20)) * way
    return np.asarray(first + moved, np.float32)


def _guess_others(meant: Array, english: Any, seen: Any, vectors: Array) -> None:
    """In place: a linear guess, fitted on the English words by how many documents hold them."""
    weight = (np.sqrt(np.minimum(seen, 50)) * english).astype(np.float32)[:, None]
    known = vectors * weight
    inner = known.T @ known + np.eye(vectors.shape[1], dtype=np.float32)
    guess = vectors @ np.linalg.solve(inner, known.T @ (meant * weight))
    guess *= GUESSED * meant[english & (seen >= SEEN_MIN)].std() / guess[english].std()
    meant[~english] = guess[~english]


def _unit(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)


def _axes(vectors: Array, seed: int) -> Array:
    """Principal directions of a sample."""
    chosen = np.random.default_rng(seed).choice(len(vectors), min(9_000, len(vectors)), replace=False)
    return np.asarray(np.linalg.svd(vectors[chosen], full_matrices=False)[2], np.float32)


def _components(vectors: Array, seed: int) -> Array:
    return vectors @ _axes(vectors, seed)[:WIDTH].T
