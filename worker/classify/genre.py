"""Stage `genre`: the genres of a story that its newsroom's words name, else the one that its text looks like.

What the feed's codes say stands first and is the subjects stage's work.  Then, each with its source and confidence: the
headline's label, slugline and keywords, section, address; and where all of these are silent, the shape of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from worker.article import Article, Flag, Signal, Subject, changed
from worker.classify import shape
from worker.classify.address import folders
from worker.knowledge.byline_words import UNSPACED_FROM
from worker.knowledge.genres import Found, GenreWords
from worker.knowledge.loading import Knowledge
from worker.newsroom.labels import BEHIND, DIVIDER, FRONT, in_capitals, opens
from worker.newsroom.status import CLEAN

GENRES_MAX: Final = 4  # beside the feed's own
LABEL_MAX: Final = 45  # characters
TEXT_MAX: Final = 300  # of a headline, slugline or section that are looked at
PARTS_MAX: Final = 20
CLOSING_MAX: Final = 200  # characters of a last line that says whose opinion it was
# Formats of publishers, whose keywords are tags: "Poll" is what a story is about there.
TAGGED: Final = frozenset({"html", "text", "rss", "atom", "json_feed", "wordpress_json", "news_api"})
KEYWORDS_MAX: Final = 50
WORDS_MAX: Final = 3  # at the end of a part of a slugline

# BC-SOC--Harbour League Results   Hafen/Interview   US-Film-Review-Lighthouse
_SLUG: Final = re.compile(r"[-/,;_]+")
# News / Opinion   Sport > Results   Opinion, News
_SECTION: Final = re.compile(r"\s*[/>»›|,;:]\s*")
# … | Opinion   … – as it happened   … - Leder
_LAST: Final = re.compile(r"\s(?:[|–—]|-{1,2})\s(?P<label>[^|–—]{2,30})$")

# TRIBUNE. Les ports …   RÉCIT. …: capitals alone
_STOPPED: Final = re.compile(r"(?P<label>[^\W\d_][^.:]{3,30})\.\s(?=\S)")
# 2. Zusammenfassung
_COUNTED: Final = re.compile(r"\d{1,2}\.\s")

# what any of these dividers holds
_DIVIDES: Final = re.compile(r"[:：.|/–—―+!-]")
_BRACKETS: Final = (")", "]", "）", "］", "】")

# UPDATE 2-   WRAPUP 3-
_FIGURES: Final = re.compile(r"\d+")

Told = tuple[str, str, Found]  # source, kind of word, what it names


def genre(article: Article, knowledge: Knowledge) -> Article:
    """The article with genres added; the same where nothing tells one."""
    words = knowledge.genres
    known = {one.literal for one in article.genres}
    added: dict[str | None, Subject] = {}
    for source, kind, found in _told(article, words):
        _add(added, found, source, words.confidence[kind])
    _add(added, _flagged(article, words), "status", 100)
    if not added and not any(map(_is_judged, article.genres)):
        form = shape.form_of(article, knowledge)
        confidence, found = words.shapes[form] if form else (0, ())
        _add(added, found, "shape", confidence)
    new = tuple(islice((one for literal, one in added.items() if literal not in known), GENRES_MAX))
    return changed(article, genres=(*article.genres, *new)) if new else article


def _add(added: dict[str | None, Subject], found: Found, source: str, confidence: int) -> None:
    for one in found:
        added.setdefault(one.literal, replace(one, creator=source, confidence=confidence))


def _is_judged(genre: Subject) -> bool:
    """Whether a genre of the feed says how the story is told; "Current" and what IPTC does not know say too little."""
    literal = genre.literal or ""
    return (
        literal.startswith(("genre:", "form:")) and bool(genre.uri or genre.confidence) and literal != "genre:Current"
    )


def _told(article: Article, words: GenreWords) -> Iterator[Told]:
    if headline := _headline(article):
        yield from _of_headline(headline, words)
    if label := article.status.label:
        yield "headline", "capitals", words.named("capitals", _FIGURES.sub("", label[:LABEL_MAX]))
    if article.column:
        found = words.named("capitals", article.column) or words.named("labels", article.column)
        yield "column", "capitals", found
    yield from _of_slugs(article, words)
    if article.section:
        section = article.section[:TEXT_MAX]
        for part in (section, *_SECTION.split(section)[:PARTS_MAX]):
            yield "section", "sections", words.named("sections", part)
    if article.body and len(closing := article.body[-1].text) <= CLOSING_MAX:
        yield "shape", "closings", words.closed(closing)
    for folder in folders(article):
        yield "url", "folders", words.named("folders", folder)


def _is_tagged(article: Article) -> bool:
    """Of pages alone our output says where keywords came from: they are tags when it is read back, too."""
    return article.format in TAGGED or "keywords" in article.field_sources


def _of_slugs(article: Article, words: GenreWords) -> Iterator[Told]:
    for slug in dict.fromkeys(filter(None, (article.slugline, article.transmission.get("keyword")))):
        for part in _SLUG.split(slug[:TEXT_MAX])[:PARTS_MAX]:
            yield "slugline", "slugs", _at_end(part, words)
    for word in () if _is_tagged(article) else article.keywords[:KEYWORDS_MAX]:
        yield "keyword", "slugs", words.named("slugs", word[:LABEL_MAX])


def _headline(article: Article) -> str:
    """Without its words of status, where the status stage took them off."""
    clean = next((one.value for one in article.headlines if one.role == CLEAN), None)
    return (clean or article.headline or "")[:TEXT_MAX].strip()


def _of_headline(headline: str, words: GenreWords) -> Iterator[Told]:
    if headline[:1] > UNSPACED_FROM:  # 訃報 港の画家
        yield "headline", "labels", words.named("labels", headline.partition(" ")[0])
    for label, glued in _labels(headline):
        capitals = in_capitals(label)
        found = words.named("labels", label) if not glued or capitals else ()
        if not found and capitals:
            found = words.named("capitals", label)
        yield "headline", "labels", found
    yield "headline", "openings", words.opened(headline)
    yield "headline", "phrases", words.held(headline)


def _labels(headline: str) -> Iterator[tuple[str, bool]]:
    """What may be a label before or behind the headline, and whether only a hyphen without blanks parts it."""
    if (front := FRONT.match(headline)) is not None:
        yield front["label"], False
    divided = _DIVIDES.search(headline) is not None  # a tenth of what looking for dividers takes
    for divider in islice(DIVIDER.finditer(headline, 0, LABEL_MAX), 3) if divided else ():
        glued = divider[0].strip() in {"-", "–", "/"} and divider[0][0] != " "
        if divider.start() and (not glued or opens(headline[divider.end() :])):
            yield _COUNTED.sub("", headline[: divider.start()], count=1), glued
    if divided and (stopped := _STOPPED.match(headline)) is not None and in_capitals(stopped["label"]):
        yield stopped["label"], False
    if len(headline) <= LABEL_MAX:
        yield headline, False
    if headline.endswith(_BRACKETS) and (behind := BEHIND.search(headline[-LABEL_MAX:])) is not None:
        yield behind["label"], False
    if divided and (last := _LAST.search(headline[-LABEL_MAX:])) is not None:
        yield last["label"], False


def _at_end(part: str, words: GenreWords) -> Found:
    """What the last words of a slugline's part name: the longest that do."""
    tokens = part.split()
    for size in range(min(WORDS_MAX, len(tokens)), 0, -1):
        if found := words.named("slugs", " ".join(tokens[-size:])):
            return found
    return ()


def _flagged(article: Article, words: GenreWords) -> Found:
    """What earlier stages know: paid copy, notes to editors."""
    if Flag.PRESS_RELEASE in article.flags:
        return (words.genres["Press_Release"],)
    if article.status.signal is Signal.ADVISORY:
        return (words.genres["Advisory"],)
    return ()
