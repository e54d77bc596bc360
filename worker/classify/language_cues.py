"""Words that prove a language which is written with those of another: Pidgin beside English, Xhosa beside Zulu."""

from itertools import pairwise
from typing import Final

from worker.classify.language_model import words_of
from worker.knowledge.language_words import Cue, LanguageWords

CUE_EVERY: Final = 50  # words of a text, for each of which one more word of its own must prove a language


def told(sample: str, best: str, words: LanguageWords, *, unsure: bool) -> str | None:
    """The language of the first cue that overrules `best`, any language where that is `unsure`; None for no cue."""
    cues = [cue for cue in words.cues if unsure or best in cue.over]
    if not cues:
        return None
    tokens = words_of(sample.replace("n't", "nt").replace("n’t", "nt"))  # the "don" of "don't" is no word of Pidgin's
    pairs = map(" ".join, pairwise(tokens if len(tokens) <= CUE_EVERY else ()))  # a longer text has words enough
    there = words.telling.intersection(tokens) | words.telling.intersection(pairs)
    needed = 1 + len(tokens) // CUE_EVERY
    return next((cue.code for cue in cues if _tells(cue, best, sample, there, needed)), None)


def _tells(cue: Cue, best: str, sample: str, there: frozenset[str], needed: int) -> bool:
    """Whether there are `needed` words of its own, one more against a language that is not written with them."""
    own = len(cue.words & there)
    if best not in cue.over:
        return own > needed
    if own < needed and cue.marks is not None:
        own += len(frozenset(cue.marks.findall(sample)))
    return own >= needed or len(cue.few & there) > needed
