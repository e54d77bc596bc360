"""Newsroom stage: what the article does to its story, by its headline, keyword and notes where its codes do not say."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from worker.article import Article, Flag, Headline, PubStatus, Signal, Status, changed
from worker.knowledge.loading import Knowledge
from worker.knowledge.status_words import RANKS
from worker.newsroom import embargo, labels
from worker.newsroom.derived import headline_of
from worker.newsroom.labels import Labelled
from worker.newsroom.public_blocks import public_blocks

OPENING, CLOSING = 2, 2  # blocks of a text that may speak of it
PLEA_MAX, PLEA_BLOCKS_MAX = 900, 6  # characters and blocks of a text that may be nothing but a plea to drop a story
LINE_MAX: Final = 120  # characters of a headline under labels
FOR_EDITORS: Final = frozenset({Signal.KILL, Signal.ADVISORY})  # whose text makes no headline
CLEAN: Final = "clean"  # role of the headline without its labels
NEW: Final = Status()

# BC-US--Lindesund-Harbour,3rd Ld-Writethru   the parts of a keyword
_PARTS: Final = re.compile(r"\s?[,;]\s?")


def read(article: Article, knowledge: Knowledge) -> Article:
    """The article with status, column, a clean headline; one without any headline gets the beginning of its text."""
    if not article.headlines:
        article = _with_derived(article, knowledge)
    labelled = _labelled(article.headline, article, knowledge) if article.headline else None
    status = _status(article, labelled, knowledge)
    bare = status.signal not in FOR_EDITORS and _is_bare(article, labelled, knowledge)
    if bare and (derived := _below(article) or headline_of(article, knowledge)):
        labelled = replace(labelled or Labelled(clean=""), clean=derived)
        article = _flagged(article)
    pub_status = PubStatus.CANCELED if status.signal is Signal.KILL else article.pub_status
    body = public_blocks(article.body, knowledge) if status.signal is Signal.ADVISORY else article.body
    if labelled is None and (status, pub_status, body) == (article.status, article.pub_status, article.body):
        return article
    return changed(
        article,
        body=body,
        status=status,
        pub_status=pub_status,
        headlines=_headlines(article, labelled),
        column=article.column or (labelled.column if labelled else None),
    )


def _labelled(line: str, article: Article, knowledge: Knowledge) -> Labelled | None:
    """What the line's labels say; on a page of no agency one word kills nothing: "KILL" is a film's title."""
    agencies = _agencies(article)
    labelled = labels.read(line, knowledge, agencies)
    status = labelled.status if labelled and article.format == "html" and not agencies else None
    kills = status is not None and status.signal is Signal.KILL and " " not in (status.label or "")
    return None if kills else labelled


def _agencies(article: Article) -> frozenset[str]:
    return frozenset(source.code for source in article.info_sources if source.code)


def _is_bare(article: Article, labelled: Labelled | None, knowledge: Knowledge) -> bool:
    """Whether the headline holds no word of the story: labels alone, or until when it is under embargo."""
    return labelled.alone if labelled else bool(article.headline and embargo.is_line(article.headline, knowledge))


def _below(article: Article) -> str | None:
    """The line under such a headline, where it reads like one."""
    lines = (one.value for one in article.descriptions if len(one.value) <= LINE_MAX and one.value[-1:].isalnum())
    return next(lines, None)


def _status(article: Article, labelled: Labelled | None, knowledge: Knowledge) -> Status:
    """The feed's own word, completed by print; else the strongest of what print says."""
    said = list(_said(article, labelled, knowledge))
    given = article.status
    if given.signal is Signal.NEW and article.pub_status is PubStatus.CANCELED:
        given = replace(given, signal=Signal.KILL)
    if given.signal is Signal.ADVISORY and (kill := next((one for one in said if one.signal is Signal.KILL), None)):
        return kill  # "ACHTUNG" above "Bitte verwenden Sie die Meldung … nicht"
    if given.signal is not Signal.NEW:
        same = next((status for status in said if status.signal is given.signal and status.number), None)
        return replace(given, number=same.number) if same and given.number is None else given
    return min(said, key=lambda status: RANKS.index(status.signal), default=given)


def _said(article: Article, labelled: Labelled | None, knowledge: Knowledge) -> Iterator[Status]:
    words = knowledge.status
    if labelled and labelled.status:
        yield labelled.status
    parts = _PARTS.split(article.slugline[:200])[1:] if article.slugline else []
    takes = map(words.take, (*parts, *filter(None, (article.transmission.get("take"),))))
    noted = words.noted(article.ednote, knowledge.notes)
    yield from filter(None, (_above(article, knowledge), *takes, noted, *_told(article, knowledge)))


def _told(article: Article, knowledge: Knowledge) -> Iterator[Status | None]:
    """What the first and last lines of the text say."""
    blocks = article.body
    for block in (*blocks[:OPENING], *blocks[max(OPENING, len(blocks) - CLOSING) :]):
        yield knowledge.status.told(block.text)
    if sum(len(block.text) for block in blocks[:PLEA_BLOCKS_MAX]) <= PLEA_MAX and len(blocks) <= PLEA_BLOCKS_MAX:
        own = _own(article, knowledge)
        yield from (knowledge.status.pleaded(block.text, own) for block in blocks)


def _own(article: Article, knowledge: Knowledge) -> Callable[[str], bool]:
    """Whether words name the article's agency; any agency where none is credited."""
    credited = _agencies(article)

    def names_it(words: str) -> bool:
        codes = {agency.code for agency in knowledge.agencies.mentioned(f"{words} {words.upper()}")}
        return not codes.isdisjoint(credited) if credited else bool(codes)

    return names_it


def _above(article: Article, knowledge: Knowledge) -> Status | None:
    """What the only line above the headline of a plain text says: "URGENTE"; of many lines each may be a menu's."""
    if article.format != "text" or len(article.furniture) != 1:
        return None
    return labels.alone(article.furniture[0], knowledge, _agencies(article))


def _headlines(article: Article, labelled: Labelled | None) -> tuple[Headline, ...]:
    """The headlines as printed, and the clean one where it is another."""
    known = any(headline.role == CLEAN for headline in article.headlines)
    if labelled is None or known or labelled.clean == article.headline:
        return article.headlines
    return (*article.headlines, Headline(value=labelled.clean, role=CLEAN))


def _with_derived(article: Article, knowledge: Knowledge) -> Article:
    derived = headline_of(article, knowledge)
    if derived is None:
        return article
    sources = {**article.field_sources, "headline": "body"}
    return _flagged(changed(article, headlines=(Headline(value=derived),), field_sources=sources))


def _flagged(article: Article) -> Article:
    return changed(article, flags=tuple(dict.fromkeys((*article.flags, Flag.HEADLINE_DERIVED))))
