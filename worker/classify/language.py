"""Stage `language`: the article's language as BCP 47, declared where the page or feed says so, else detected."""

import re

import pycld2

from worker.article import Article, changed
from worker.cleaning import safe
from worker.knowledge.loading import Knowledge

SAMPLE_MAX = 4_000  # characters are enough for certainty
SAMPLE_MIN = 40  # letters: below that the detector guesses
PERCENT_MIN = 70  # of the text in the one language

# en, en-GB, zh-Hant-TW, sr-Latn, es-419, pt_br, en_US.UTF-8
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[.@-].*)?$")
# blanks, figures and punctuation; vowel signs of Hindi are letters here
_NO_LETTER = re.compile(r"[\s0-9!-/:-@\[-`{-~]+")
# not languages: ISO 639-2 "undetermined", "multiple", "no linguistic content", and what templates leave behind
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis", "xx", "xxx"})
# three letters where BCP 47 wants two, codes that were withdrawn, and codes pycld2 has of its own
_CANONICAL = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld":
    "nl", "dut": "nl", "rus": "ru", "ara": "ar", "hin": "hi", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko",
    "tur": "tr", "pol": "pl", "ukr": "uk", "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr",
    "tl": "fil", "blu": "hmn", "cn": "zh", "jp": "ja", "gr": "el", "cz": "cs", "dk": "da",
}  # fmt: skip
# "English", "Deutsch": names where a code is due
_NAMES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español":
    "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands":
    "nl", "russian": "ru", "arabic": "ar", "hindi": "hi", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "turkish": "tr", "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "nb", "finnish": "fi", "bengali":
    "bn", "tamil": "ta", "urdu": "ur",
}  # fmt: skip


def language(article: Article, _knowledge: Knowledge) -> Article:
    """The article with its language normalised, or detected where none is declared; None where that is unsure."""
    declared = tag_of(article.language)
    if declared is not None:
        return article if declared == article.language else changed(article, language=declared)
    detected = detect(_sample(article))
    if detected is None:
        sources = {name: source for name, source in article.field_sources.items() if name != "language"}
        return article if article.language is None else changed(article, language=None, field_sources=sources)
    return changed(article, language=detected, field_sources={**article.field_sources, "language": "detected"})


def tag_of(declared: str | None) -> str | None:
    """`declared` as a BCP 47 tag: "en_US.UTF-8" gives "en-US"; None for anything that names no language."""
    text = (declared or "").strip()
    if name := _NAMES.get(text.casefold()):
        return name
    match = _TAG.match(text[:35].split(",")[0].strip())
    if match is None:
        return None
    code, script, region = match[1].lower(), match[2], match[3]
    if code in _NO_LANGUAGE:
        return None
    parts = (_CANONICAL.get(code, code), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part)


def detect(text: str) -> str | None:
    """The language of `text`, None where it is short, mixed or the detector is unsure."""
    sample = safe(text[:SAMPLE_MAX])  # pycld2 raises on control characters, lone surrogates, non-characters
    if _letters(sample[: 4 * SAMPLE_MIN]) < SAMPLE_MIN and _letters(sample) < SAMPLE_MIN:
        return None
    try:
        reliable, _, details = pycld2.detect(sample)
    except (pycld2.error, ValueError):  # UTF-8 it finds invalid for reasons of its own
        return None
    _, code, percent, _ = details[0]
    if not reliable or percent < PERCENT_MIN or code == "un":
        return None
    return tag_of(code)


def _letters(text: str) -> int:
    return len(_NO_LETTER.sub("", text))


def _sample(article: Article) -> str:
    lines = [article.headline or "", *(block.text for block in article.body)]
    taken: list[str] = []
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size >= SAMPLE_MAX:
            break
    return "\n".join(taken)
