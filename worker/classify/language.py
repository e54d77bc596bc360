"""Stage `language`: the article's language as BCP 47, declared where the page or feed says so, else detected.

A declaration is believed.  It is overruled only where it is obviously wrong, that is where the text
- is in a script that the declared language is never written in (`html lang="en"` over Hindi), or
- is a page, which takes its language from a template, and is so surely another one (OVERRULE_SURE per cent) over so
  many letters (OVERRULE_LETTERS), that is not alike (config/languages.toml: Serbian and Croatian, Norwegian's two ...).
  A feed says it of each item, and lists of results are hardly in any language.
Both are then shown, as they are where the detector disagrees and is not believed.
"""

from typing import Final

from worker.article import Article, changed
from worker.classified import LanguageCheck
from worker.classify.language_detection import SAMPLE_MAX, Detection, detect
from worker.classify.language_model import words_of
from worker.classify.language_tags import tag_of
from worker.knowledge.language_words import LanguageWords
from worker.knowledge.loading import Knowledge

ADOPT_SURE: Final = 80  # per cent, below which a text without a declaration has no language
SCRIPT_LETTERS: Final = 40  # of a script that contradicts
OVERRULE_SURE, OVERRULE_LETTERS = 97, 200
# Characters at the beginning that may bear a declaration out.  Of 2,879 stories in 19 languages none was surely another
# language by these than by SAMPLE_MAX; by 300 five were: Lingala that begins with a French quotation.
BEARING_OUT: Final = 400
TELLING: Final = 160  # characters of a text that needs no headline to tell


def language(article: Article, knowledge: Knowledge) -> Article:
    """The article with its language normalised, or detected; None where that is unsure."""
    if article.language_check is not None:  # our own output, read again
        return article
    declared = tag_of(article.language)
    if declared is None:
        return _adopted(article, _undeclared(article, knowledge.languages))
    detected = _heard(_sample(article, _text(article)), declared, knowledge.languages)
    check = _disagreement(declared, detected, knowledge.languages, _by_template(article))
    if check is None:
        return article if declared == article.language else changed(article, language=declared)
    if not check.overruled:
        return changed(article, language=declared, language_check=check)
    source = f"detected, over {article.field_sources.get('language', 'feed')}"
    sources = {**article.field_sources, "language": source}
    return changed(article, language=check.detected, language_check=check, field_sources=sources)


def _undeclared(article: Article, words: LanguageWords) -> Detection | None:
    """By the text alone where it is sure: sites print headlines in their own language above others' texts."""
    text = _text(article)
    alone = detect(text, words) if TELLING <= len(text) < SAMPLE_MAX else None
    return alone if alone and alone.confidence >= ADOPT_SURE else detect(_sample(article, text), words)


def _heard(sample: str, declared: str, words: LanguageWords) -> Detection | None:
    """What the detector says of the sample, or of its beginning where that agrees with the declaration.

    None, too, where the beginning is full of the small words of the declared language: a third of a detector's time.
    """
    named = declared.partition("-")[0]
    if named in words.small and words.is_full_of(named, words_of(sample[:BEARING_OUT].lower())):
        return None
    first = detect(sample[:BEARING_OUT], words)
    if len(sample) <= BEARING_OUT or (first is not None and _agrees(declared, first, words)):
        return first
    return detect(sample, words)


def _agrees(declared: str, detected: Detection, words: LanguageWords) -> bool:
    named, found = declared.partition("-")[0], detected.code.partition("-")[0]
    return detected.confidence >= ADOPT_SURE and words.alike(named, found)


def _adopted(article: Article, detected: Detection | None) -> Article:
    """The detected language where it is sure enough."""
    if detected is None or detected.confidence < ADOPT_SURE:
        sources = {name: source for name, source in article.field_sources.items() if name != "language"}
        return article if article.language is None else changed(article, language=None, field_sources=sources)
    return changed(
        article,
        language=detected.code,
        language_check=LanguageCheck(detected=detected.code, confidence=detected.confidence),
        field_sources={**article.field_sources, "language": "detected"},
    )


def _by_template(article: Article) -> bool:
    """A page says its language, and nobody who sent it."""
    return article.format == "html" and article.field_sources.get("language") != "envelope"


def _disagreement(
    declared: str, detected: Detection | None, words: LanguageWords, by_template: bool
) -> LanguageCheck | None:
    """What the detector says against a declaration; None where it agrees, or is not sure itself."""
    if detected is None or detected.confidence < ADOPT_SURE:
        return None
    if _agrees(declared, detected, words):
        return None
    named = declared.partition("-")[0]
    foreign = detected.letters >= SCRIPT_LETTERS and not words.may_be_in(named, detected.script)
    sure = detected.confidence >= OVERRULE_SURE and detected.letters >= OVERRULE_LETTERS
    return LanguageCheck(
        declared=declared,
        detected=detected.code,
        confidence=detected.confidence,
        overruled=foreign or (by_template and sure),
    )


def _sample(article: Article, text: str) -> str:
    """The beginning of the text, with the headline before a short one."""
    return text if len(text) >= SAMPLE_MAX else f"{article.headline or ''} {text}".strip()


def _text(article: Article) -> str:
    """The beginning of the text below the headline."""
    taken: list[str] = []
    size = 0
    for block in article.body:
        taken.append(block.text)
        size += len(block.text)
        if size >= SAMPLE_MAX:
            break
    return " ".join(taken)
