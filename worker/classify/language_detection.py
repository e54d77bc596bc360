"""In which language a text is: by its script, by CLD2, and for Latin and Cyrillic letters by the model, too."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pycld2

from worker.classify.language_cues import told
from worker.classify.language_grammar import LINE
from worker.classify.language_grammar import leaning as tilt
from worker.classify.language_grammar import shipped as grammar
from worker.classify.language_model import Scores, scores, shares, shipped, words_of
from worker.classify.language_pair import leaning
from worker.classify.language_pair import shipped as pair
from worker.classify.language_tags import tag_of
from worker.cleaning import safe
from worker.knowledge.language_words import LanguageWords

SAMPLE_MAX: Final = 600  # characters are enough for certainty
LETTERS_MIN, SIGNS_MIN = 12, 4  # letters, and signs that are syllables or words, below which nothing is said
OWN_SHARE: Final = 0.5  # of the letters that the script must have
LONG: Final = 200  # letters of a text in which CLD2, where it is sure, needs no second opinion
ENOUGH: Final = 80  # letters, below which CLD2 is sure of languages as rare as Sango for the sake of names
CLD_WEIGHT: Final = 5.0  # what CLD2's word adds to the model's sum, in natural logarithms
# What a name from where Pidgin is spoken adds to its grammar's sum.  Of 1,777 English pieces that hold one, as long as
# headlines, 4 pass for Pidgin then, 1 without it.
AT_HOME: Final = 3.5
BY_SCRIPT, BY_CLD, BY_MODEL, BY_CUE, BY_GRAMMAR, UNSURE = 99, 96, 90, 85, 70, 60  # per cent
SIGNS: Final = ("Hani", "Kana", "Hang")
SYLLABLES: Final = (*SIGNS, "Ethi")  # a letter of theirs is worth two of others, beside Latin names
RULED: Final = ("Latn", "Cyrl")  # scripts that the model knows

# Beginnings of blocks of Unicode and their scripts; "" is no letter or no script that we tell.
_BLOCKS: Final = (
    *((0x0, ""), (0x41, "Latn"), (0x5B, ""), (0x61, "Latn"), (0x7B, ""), (0xAA, "Latn"), (0xAB, ""), (0xC0, "Latn")),
    *((0x2B0, ""), (0x370, "Grek"), (0x400, "Cyrl"), (0x530, "Armn"), (0x590, "Hebr"), (0x600, "Arab"), (0x700, "")),
    *((0x750, "Arab"), (0x780, "Thaa"), (0x7C0, ""), (0x8A0, "Arab"), (0x900, "Deva"), (0x980, "Beng")),
    *((0xA00, "Guru"), (0xA80, "Gujr"), (0xB00, "Orya"), (0xB80, "Taml"), (0xC00, "Telu"), (0xC80, "Knda")),
    *((0xD00, "Mlym"), (0xD80, "Sinh"), (0xE00, "Thai"), (0xE80, "Laoo"), (0xF00, "Tibt"), (0x1000, "Mymr")),
    (0x10A0, "Geor"),
    *((0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Cher"), (0x1400, "Cans"), (0x1680, ""), (0x1780, "Khmr")),
    *((0x1800, ""), (0x1E00, "Latn"), (0x1F00, "Grek"), (0x2000, ""), (0x2D30, "Tfng"), (0x2D80, "Ethi")),
    *((0x2DE0, ""), (0x3040, "Kana"), (0x3100, ""), (0x3400, "Hani"), (0x4DC0, ""), (0x4E00, "Hani"), (0xA000, "")),
    *((0xA640, "Cyrl"), (0xA6A0, ""), (0xAC00, "Hang"), (0xD7B0, ""), (0xF900, "Hani"), (0xFB00, "")),
    *((0xFB50, "Arab"), (0xFE00, ""), (0xFE70, "Arab"), (0xFF00, ""), (0xFF66, "Kana"), (0xFFA0, "")),
    *((0x20000, "Hani"), (0x323B0, "")),
)
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())
_NAMES: Final = sorted({script for _, script in _BLOCKS}, key=lambda name: (name not in {"", "Latn"}, name))
_WORTH: Final = np.array([2 if script in SYLLABLES else 1 for script in _NAMES])
_STARTS: Final = [start for start, _ in _BLOCKS]
# the number of the script of each character up to the last of them
_SCRIPT_OF: Final = np.repeat(
    np.array([_NAMES.index(script) for _, script in _BLOCKS], np.uint8), np.diff([*_STARTS, _STARTS[-1] + 1])
)


class Detection(NamedTuple):
    """A BCP 47 tag, how sure it is in per cent, the script and its letters in the sample."""

    code: str
    confidence: int
    script: str
    letters: int


def detect(text: str, words: LanguageWords) -> Detection | None:
    """The most probable language of `text`, however sure; None of a few letters, or of a script that we do not tell."""
    sample = safe(text[:SAMPLE_MAX])  # CLD2 raises on control characters, lone surrogates, non-characters
    script, letters = script_of(sample)
    if not script or letters < (SIGNS_MIN if script in SIGNS else LETTERS_MIN):
        return None
    if script in RULED:
        code, confidence = _by_letters(sample, script, letters, words)
    else:
        code, confidence = _by_script(sample, script, words)
    return Detection(code, confidence, script, letters)


def script_of(text: str) -> tuple[str, int]:
    """The script of half of the letters and more, by their worth, and how many; Chinese with kana is Japanese."""
    if text.isascii():
        letters = len(text.encode().translate(None, _NO_LETTERS))
        return ("Latn", letters) if letters else ("", 0)
    characters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    found = np.bincount(_SCRIPT_OF[np.minimum(characters, len(_SCRIPT_OF) - 1)], minlength=len(_NAMES))
    counts = dict(zip(_NAMES[1:], (found * _WORTH)[1:].tolist(), strict=True))
    if counts["Kana"] and 10 * counts["Kana"] >= counts["Hani"]:
        counts["Kana"] += counts.pop("Hani")
    script = max(counts, key=counts.__getitem__)  # Latin where two are as many
    most = counts[script]
    if not most or most < OWN_SHARE * sum(counts.values()):
        return "", 0
    return script, most // 2 if script in SYLLABLES else most


def _by_script(sample: str, script: str, words: LanguageWords) -> tuple[str, int]:
    """The only language of the script, else the one of its languages that CLD2 names, else the most usual."""
    languages = words.languages[script]
    if len(languages) == 1:
        return languages[0], BY_SCRIPT
    for code, reliable in _cld(sample):
        if script == "Hani" and code == "ja":  # which is never written without kana
            continue
        spoken = "ckb" if code == "ku" and script == "Arab" else code
        if spoken.partition("-")[0] in languages:
            return spoken, BY_CLD if reliable else UNSURE
    return languages[0], UNSURE


def _by_letters(sample: str, script: str, letters: int, words: LanguageWords) -> tuple[str, int]:
    """CLD2's language of a long text that it is sure of, else the model's best with CLD2's voice."""
    code, reliable = next(_cld(sample), ("", False))
    spoken = code.partition("-")[0]
    sure = reliable and letters >= LONG and words.may_be_in(spoken, script)
    if sure and not _doubtful(spoken, shipped().codes, words):
        best, confidence = spoken, BY_SCRIPT
    else:
        best, confidence = _by_model(sample, script, spoken, words)
        known = spoken in shipped().codes or not words.may_be_in(spoken, script)
        if reliable and not known and confidence < BY_MODEL and (letters >= ENOUGH or spoken in words.latin_too):
            return spoken, BY_CLD  # a language that only CLD2 knows, and is sure of
    cued = told(sample, best, words, unsure=confidence < BY_MODEL)
    if cued:
        return cued, BY_CUE
    return (grammar().code, BY_GRAMMAR) if best == grammar().over and _by_grammar(sample, words) else (best, confidence)


def _by_grammar(sample: str, words: LanguageWords) -> bool:
    """Whether a headline is in the grammar's language; a name of where that is spoken speaks for it."""
    if len(sample) > LINE:
        return False
    tokens = words_of(sample.lower())
    at_home = not words.home(grammar().code).isdisjoint(tokens)
    return tilt(tokens, grammar()) + AT_HOME * at_home > 0


def _by_model(sample: str, script: str, spoken: str, words: LanguageWords) -> tuple[str, int]:
    known = shipped()
    sums, count = scores(sample, known)
    sums = sums + _ahead(known.codes, spoken, words)
    chances = shares(sums, count, script, known)
    best = int(chances.argmax())
    if known.codes[best] in pair().codes:
        chances = shares(_leant(sums, sample, known.codes), count, script, known)
        best = int(chances.argmax())
    return known.codes[best], min(BY_SCRIPT, round(100 * float(chances[best])))


def _leant(sums: Scores, sample: str, codes: Sequence[str]) -> Scores:
    """With what the pair's own runs say, half for its one language and half against the other."""
    first, second = pair().codes
    half = leaning(sample, pair()) / 2
    return sums + np.array([half * ((code == first) - (code == second)) for code in codes], np.float32)


@lru_cache(maxsize=256)
def _doubtful(code: str, codes: Sequence[str], words: LanguageWords) -> bool:
    """Whether the language is taken for others that the model tells from it; Pidgin is told by its words alone."""
    return any(code in group and len(group.intersection(codes)) > 1 for group in words.groups)


@lru_cache(maxsize=256)
def _ahead(codes: Sequence[str], spoken: str, words: LanguageWords) -> Scores:
    """What usual languages, the one that CLD2 names and those it takes for it, have before the first letter."""
    voiced = {spoken, *words.taken_for(spoken)}
    return np.array([words.ahead.get(code, 0.0) + CLD_WEIGHT * (code in voiced) for code in codes], np.float32)


def _cld(sample: str) -> Iterator[tuple[str, bool]]:
    """CLD2's languages, the best first, and whether it is sure of its best."""
    try:
        reliable, _, details = pycld2.detect(sample, bestEffort=True)
    except (pycld2.error, ValueError):  # UTF-8 it finds invalid for reasons of its own
        return
    for _, code, _, _ in details:
        if code != "un" and (tag := tag_of(code)) is not None:
            yield ("nb" if tag == "no" else tag), reliable
