"""Plain text: an auto-published page (menu, headline, byline, teaser, body, notice, other stories) or a story alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from worker.article import Article, Block, Description, Headline
from worker.formats.text.lines import paragraphs
from worker.knowledge.loading import Knowledge
from worker.model import Document, Reason, Rejected
from worker.newsroom import boxes, datelines, endings, printed_bylines
from worker.words import word_count

# between the steps of a path
_STEPS = re.compile(r"\s?[>›»/|·•]\s?")

# BC-EU--Summit, 1st Ld   AM-SOC--League Glance: an American agency's keyword above the headline
_SLUG = re.compile(r"(?:BC|AM|PM)-[A-Z]{2,6}--\S")

TOP_MAX = 40  # lines above the story
PROSE_MIN = 120  # characters: no headline is longer
SENTENCE_MIN = 20
HEADLINE_MAX = 300
HEADLINE_WORDS_MIN = 3  # a line of fewer is a word of the menu, where a longer one follows
STANDFIRST_WORDS_MIN = 5


def parse(document: Document, knowledge: Knowledge) -> Iterable[Article]:
    """The text's one article; `Rejected` where it is blank or holds nothing but a page's furniture."""
    text = document.text if document.text is not None else document.data.decode("utf-8", "replace")
    lines = paragraphs(text)
    if not lines:
        raise Rejected(Reason.EMPTY_INPUT, "text is blank")
    slug, lines = (lines[0], lines[1:]) if len(lines) > 1 and _SLUG.match(lines[0]) else (None, lines)
    top = _top(lines, knowledge)
    parted = boxes.part(tuple(Block(text=line) for line in lines[top.start :]), knowledge)
    if not _tells(parted.body, knowledge):
        top, parted = _without_body(top, parted)
    article = _article(document, top, parted)
    if slug is None:
        return (article,)
    return (replace(article, slugline=slug, field_sources={**article.field_sources, "slugline": "text"}),)


def _without_body(top: "_Top", parted: boxes.Parted) -> tuple["_Top", boxes.Parted]:
    """Lines above a last byline are the story, a page's headline is an alert, a line alone the story; or `Rejected`."""
    if top.standfirst:
        story = tuple(Block(text=line) for line in top.standfirst)
        return replace(top, standfirst=()), replace(parted, body=(*story, *parted.body))
    words = _words(top.headline) if top.headline and word_count(top.headline) else 0
    if top.headline is None or words < (HEADLINE_WORDS_MIN if top.headed else 1):
        raise Rejected(Reason.NO_ARTICLE, "text holds no story: menus, prompts, notices and titles of others only")
    if top.headed:
        return top, parted
    return replace(top, headline=None), replace(parted, body=(Block(text=top.headline), *parted.body))


def _tells(body: Sequence[Block], knowledge: Knowledge) -> bool:
    """Whether any line of the body is the story's."""
    return any(
        not knowledge.pages.is_furniture(block.text)
        and not knowledge.pages.is_section(block.text)
        and not endings.ends_story(block.text, knowledge)
        for block in body
    )


def _article(document: Document, top: "_Top", parted: boxes.Parted) -> Article:
    told = {"headlines": "text"} if top.headline else {}
    told |= {"section": "related-heading"} if parted.section else {}
    told |= {"related": "body"} if parted.related else {}
    envelope = {"language": document.language, "publisher": document.publisher}
    return Article(
        format=document.format,
        language=document.language,
        headlines=(Headline(value=top.headline),) if top.headline else (),
        descriptions=tuple(Description(value=line, role="summary") for line in top.standfirst),
        body=parted.body,
        related=parted.related,
        section=parted.section,
        furniture=top.furniture,
        canonical_url=document.url,
        publisher=document.publisher,
        received_at=document.fetched_at,
        field_sources=told | {name: "envelope" for name, value in envelope.items() if value},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Top:
    """What stands above the story; `start` is the story's first line, `headed`: a byline or menu marks it as a page."""

    headline: str | None = None
    standfirst: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    start: int = 0
    headed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """Lines of the top by number: bylines and dates, menu words, the first line of prose (or the top's end)."""

    bylines: tuple[int, ...]
    menu: frozenset[int]
    prose: int

    def holds(self, index: int) -> bool:
        """A line that is byline or menu."""
        return index in self.menu or index in self.bylines


def _top(lines: Sequence[str], knowledge: Knowledge) -> _Top:
    marks = _marks(lines, knowledge)
    first_byline = marks.bylines[0] if marks.bylines else marks.prose
    above = [index for index in range(min(first_byline, marks.prose)) if index not in marks.menu]
    above = above or [index for index in range(first_byline, marks.prose) if not marks.holds(index)]
    headline = _headline(lines, above, menu=bool(marks.menu))
    if headline is None:
        start = _start(marks, -1)
        return _Top(furniture=tuple(lines[:start] if marks.bylines else ()), start=start, headed=bool(marks.bylines))
    start = _start(marks, headline)
    between = [index for index in range(headline + 1, start) if index not in marks.menu and index not in marks.bylines]
    standfirst = [index for index in between if _is_standfirst(lines[index])]
    furniture = [index for index in range(start) if index != headline and index not in standfirst]
    return _Top(
        headline=lines[headline],
        standfirst=tuple(lines[index] for index in standfirst),
        furniture=tuple(lines[index] for index in furniture),
        start=start,
        headed=bool(marks.bylines) or bool(marks.menu),
    )


def _is_standfirst(line: str) -> bool:
    """Words enough, and no note to editors: "(Adds quote, background)"."""
    return word_count(line) >= STANDFIRST_WORDS_MIN and not (line[0] in "([" and line[-1] in ")]")


def _start(marks: _Marks, headline: int) -> int:
    """The story's first line: behind headline and last byline, and the menu words that follow without a gap."""
    last = max(marks.bylines[-1], headline) if marks.bylines else headline
    while last + 1 in marks.menu:
        last += 1
    return last + 1


def _marks(lines: Sequence[str], knowledge: Knowledge) -> _Marks:
    """Goes down from the first line to the first of prose, or to a heading over other stories."""
    found: list[int] = []
    menu: set[int] = set()
    for index, line in enumerate(lines[:TOP_MAX]):
        if knowledge.pages.heading(line) is not None:
            return _Marks(bylines=tuple(found), menu=frozenset(menu), prose=index)
        if knowledge.pages.is_furniture(line) or knowledge.pages.is_section(line):
            menu.add(index)
        elif _has_dateline(line, knowledge):  # before paths: "أبوظبي في 4 مايو / وام / …"
            return _Marks(bylines=tuple(found), menu=frozenset(menu), prose=index)
        elif _is_path(line, knowledge):
            menu.add(index)
        elif printed_bylines.printed(line, knowledge) is not None:
            found.append(index)
        elif is_prose(line) and not _heads(lines, index, knowledge):
            return _Marks(bylines=tuple(found), menu=frozenset(menu), prose=index)
    return _Marks(bylines=tuple(found), menu=frozenset(menu), prose=min(len(lines), TOP_MAX))


def _is_path(line: str, knowledge: Knowledge) -> bool:
    """Whether the line is a path through the site: "Home > World > Asia", "Accueil | Monde"."""
    steps = [step for step in _STEPS.split(line) if step.strip()] if len(line) <= PROSE_MIN else []
    pages = knowledge.pages
    if len(steps) > 1 and all(pages.is_furniture(step) or pages.is_section(step) for step in steps[:2]):
        return True
    return len(line) <= PROSE_MIN and any(line.count(sign) >= 2 for sign in (" > ", " › ", " » ", " / "))


def _heads(lines: Sequence[str], index: int, knowledge: Knowledge) -> bool:
    """Whether a long line is a headline all the same: the byline stands right under it."""
    return (
        index + 1 < len(lines)
        and len(lines[index]) <= HEADLINE_MAX
        and printed_bylines.printed(lines[index + 1], knowledge) is not None
    )


def is_prose(line: str) -> bool:
    """A paragraph of a story rather than a headline: long, or a sentence with its full stop."""
    if len(line) >= PROSE_MIN:
        return True
    return len(line) >= SENTENCE_MIN and boxes.reads_as_prose(line) and word_count(line) >= STANDFIRST_WORDS_MIN


def _has_dateline(line: str, knowledge: Knowledge) -> bool:
    """A dateline with text behind it, or a whole one on a line of its own."""
    prefix = datelines.read(line, knowledge)
    if prefix is None or not (prefix.agencies or prefix.day):
        return False
    return prefix.end < len(line) or bool(prefix.agencies and prefix.places and prefix.day)


def _headline(lines: Sequence[str], above: Sequence[int], *, menu: bool) -> int | None:
    """The first line with enough words for a headline, else the last there is; two words will do under no menu."""
    long = [index for index in above if _words(lines[index]) >= HEADLINE_WORDS_MIN]
    if above and not menu and _words(lines[above[0]]) == HEADLINE_WORDS_MIN - 1 and not _is_longer(lines, above):
        return above[0]
    return next(iter(long), above[-1] if above else None)


def _is_longer(lines: Sequence[str], above: Sequence[int]) -> bool:
    """Whether a headline of more words stands right under the first line: that one is then a word of the menu."""
    return len(above) > 1 and _words(lines[above[1]]) >= STANDFIRST_WORDS_MIN and not is_prose(lines[above[1]])


def _words(line: str) -> int:
    """Words of a line; two signs of a script without spaces count as one."""
    spaced = len(line.split())
    return spaced if spaced > 2 else max(spaced, (word_count(line) + 1) // 2)
