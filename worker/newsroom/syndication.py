"""Newsroom stage: how much of the article is an agency's, by the publisher's own words where there are any."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from worker.article import Article, Block, Flag, InfoSource, changed
from worker.knowledge.agencies import with_sources
from worker.knowledge.loading import Knowledge
from worker.knowledge.notices import NOTICE_MAX, ORDER, Notice
from worker.newsroom.endings import notice_in
from worker.newsroom.peeling import without_end
from worker.syndicated import Grade, Syndication

FIRST_BLOCKS, LAST_BLOCKS = 2, 8  # where notices stand

# … the minister said. (With inputs from PTI)   … (Except for the headline, this story …)
_BRACKET_END = re.compile(r"\s?(?P<end>\([^()]{8,500}\)\.?)$")
# Edited by Jo Bee (with inputs from PTI)
_BRACKET = re.compile(r"\([^()]{8,500}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A notice, its words, and where they stood."""

    notice: Notice
    text: str
    source: str


def judge(article: Article, knowledge: Knowledge) -> Article:
    """The article with `syndication`; the publisher's notices are out of the body."""
    said, body = _notices_of_body(article.body, knowledge)
    said += _notices_of_lines(article.furniture, "disclaimer", knowledge)
    said += _notices_of_lines(filter(None, [article.copyright_notice]), "copyright-notice", knowledge)
    spoken = min(said, key=lambda one: ORDER.index(one.notice.grade), default=None)
    named = [agency for one in said for agency in one.notice.agencies]
    sources = with_sources(article.info_sources, named, first="credit")
    grade, source = (spoken.notice.grade, spoken.source) if spoken else _grade_of(article)
    told = (
        {**article.field_sources, "syndication": source} if grade is not Grade.UNKNOWN else dict(article.field_sources)
    )
    if sources and "infoSources" not in told:
        told["infoSources"] = "disclaimer"
    return changed(
        article,
        body=body,
        info_sources=sources,
        flags=_flags(article, sources, knowledge),
        syndication=Syndication(
            grade=grade,
            agencies=tuple(dict.fromkeys(source.name for source in sources if source.code)),
            disclaimer=article.syndication.disclaimer or (spoken.text if spoken else None),
        ),
        field_sources=told,
    )


def _flags(article: Article, sources: Iterable[InfoSource], knowledge: Knowledge) -> tuple[Flag, ...]:
    """The article's, and whether who provides it is paid for what it sends."""
    codes = (source.code for source in sources if source.code and source.role == "provider")
    paid = any(agency.paid for code in codes if (agency := knowledge.agencies.coded(code)))
    return tuple(dict.fromkeys((*article.flags, Flag.PRESS_RELEASE))) if paid else article.flags


def _grade_of(article: Article) -> tuple[Grade, str]:
    """What byline and dateline say where no notice does."""
    if article.syndication.grade is not Grade.UNKNOWN:
        return article.syndication.grade, "byline"
    if article.dateline and article.dateline.agencies:
        return Grade.SYNDICATED, "dateline"
    if any(source.role == "provider" for source in article.info_sources):
        return Grade.SYNDICATED, article.field_sources.get("infoSources", "byline")
    if article.info_sources:
        return Grade.PARTLY, article.field_sources.get("infoSources", "byline")
    if any(person.rel == "author" for person in article.people):
        return Grade.ORIGINAL, "byline"
    return Grade.UNKNOWN, ""


def _notices_of_body(body: tuple[Block, ...], knowledge: Knowledge) -> tuple[list[_Said], tuple[Block, ...]]:
    """Notices among the first and last blocks, and the body without them; a body of nothing else stays."""
    said: list[_Said] = []
    kept: list[Block] = []
    for index, block in enumerate(body):
        near_end = index < FIRST_BLOCKS or index >= len(body) - LAST_BLOCKS
        found, rest = _notice_of_block(block, knowledge) if near_end else (None, block)
        said += [found] if found else []
        kept += [rest] if rest else []
    return (said, tuple(kept)) if kept else ([], body)


def _notice_of_block(block: Block, knowledge: Knowledge) -> tuple[_Said | None, Block | None]:
    """The notice that a block is, or holds in brackets behind its last sentence, and what is left of the block."""
    match = _BRACKET_END.search(block.text[-NOTICE_MAX:]) if ")" in block.text[-3:] else None
    notice = knowledge.notices.read(match["end"], knowledge.agencies) if match else None
    shortened = without_end(block, match["end"]) if match and notice else None
    if match and notice and shortened and shortened.text:
        return _Said(notice=notice, text=match["end"], source="disclaimer"), shortened
    notice = notice_in(block.text, knowledge)
    return (_Said(notice=notice, text=block.text, source="disclaimer"), None) if notice else (None, block)


def _notices_of_lines(lines: Iterable[str], source: str, knowledge: Knowledge) -> Iterator[_Said]:
    """Notices outside the body; of a byline that holds one in brackets only the brackets count as its words."""
    for line in lines:
        if len(line) > NOTICE_MAX:
            continue
        inner = ((match[0], knowledge.notices.read(match[0], knowledge.agencies)) for match in _BRACKET.finditer(line))
        found = [(text, notice) for text, notice in (*inner, (line, notice_in(line, knowledge))) if notice]
        if found:
            yield _Said(notice=found[0][1], text=found[0][0], source=source)
