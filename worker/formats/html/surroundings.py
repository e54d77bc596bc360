"""What stands round the story on its page: lines above the lead and after the end, boxes of other stories."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from worker.article import Block, Related
from worker.formats.html import cues as html_cues
from worker.formats.html.page import Line
from worker.knowledge.page_words import PageWords
from worker.markup.lines import key_of
from worker.newsroom.boxes import reads_as_prose

FURNITURE_MAX = 20  # lines between headline and lead
AFTERWORD_MAX = 8  # lines after the last paragraph
FURNITURE_LINE_MAX = 500
STAMP_WORDS_MAX = 3  # beside a date that stands over a text without its headline
OPENING = 6
HEADING_NEAR = 12  # lines
BYLINE_MAX = 120
SECTION_MAX = 30
TITLE_MIN = 12
STANDFIRST_MAX = 4  # lines
STANDFIRST_WORDS_MIN = 5
STANDFIRST_LETTERS_MIN = 30  # where words are not parted
LINKED_MIN = 25  # characters of another story's title between paragraphs
ITEMS_MAX = 60  # of one box
EXCERPT_NEAR = 4  # lines between a linked heading and the text below it, or the next one
TEASER_MAX = 300  # characters
HEADLINE_MIN = 20  # of a linked heading that is no word of a menu
KEY_PREFIX = 60
WIDE_FROM = "\u2e80"  # Chinese, Japanese, Korean
FOLDED_MAX = 3  # letters that one beyond ASCII may be folded to: ΐ


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the story stands among a page's lines; each end is None where it was not found."""

    headline: int | None
    first: int | None
    last: int | None


def frame_of(lines: Sequence[Line], headline: str | None, body: Sequence[Block]) -> Frame:
    """The lines that hold the headline, the first and the last block of the body."""
    first = _find(lines, _first_key(body))
    last = next((found for key in _last_keys(body) if (found := _find_last(lines, key)) is not None), None)
    above = _titles(lines[:first], key_of(headline or "")) or _headings_near(lines, first)
    return Frame(above[-1] if above else None, first, last)


def _titles(lines: Sequence[Line], title: str) -> Sequence[int]:
    """The numbers of the lines that are the title, and of headings that hold it."""
    return [i for i, key in _keys_like(lines, title) if title in key and (lines[i].heading or key == title)]


def _keys_like(lines: Iterable[Line], wanted: str) -> Iterator[tuple[int, str]]:
    """The lines' numbers and keys, but of those that are too short to hold what is wanted: most are words of menus."""
    least, folded = len(wanted), len(wanted) // FOLDED_MAX
    for number, line in enumerate(lines if wanted else ()):
        text = line.text
        if len(text) >= (least if text.isascii() else folded):
            yield number, key_of(text)


def _headings_near(lines: Sequence[Line], first: int | None) -> Sequence[int]:
    """Headings right above the story: a page may print another headline than it declares."""
    return [i for i in range(max(0, (first or 0) - HEADING_NEAR), first or 0) if lines[i].heading]


def _first_key(body: Sequence[Block]) -> str:
    """What the line of the body's first block begins with."""
    return key_of(body[0].text.split("\n", 1)[0])[:KEY_PREFIX] if body else ""


def _last_keys(body: Sequence[Block]) -> Iterator[str]:
    """What the lines of the body's last few blocks end with, from the last on."""
    return (key_of(block.text.rsplit("\n", 1)[-1])[-KEY_PREFIX:] for block in reversed(body[-5:]))


def _find(lines: Sequence[Line], wanted: str) -> int | None:
    return next((i for i, key in _keys_like(lines, wanted) if key.startswith(wanted)), None)


def _find_last(lines: Sequence[Line], wanted: str) -> int | None:
    found = (len(lines) - 1 - i for i, key in _keys_like(reversed(lines), wanted) if key.endswith(wanted))
    return next(found, None)


def furniture_of(lines: Sequence[Line], frame: Frame, body: Sequence[Block], pages: PageWords) -> tuple[str, ...]:
    """Lines between headline and lead and right after the end that a later stage may read: bylines, dates, notices."""
    lead = key_of(body[0].text) if body else ""
    between = _between(lines, frame, body)
    after = (
        _until(lines[frame.last + 1 :], lambda x: _begins_other(x) or is_box_title(x, pages))
        if frame.last is not None
        else ()
    )
    kept = [*_readable(between, lead, pages)[:FURNITURE_MAX], *_readable(after, lead, pages)[:AFTERWORD_MAX]]
    return tuple(dict.fromkeys(kept))


def _begins_other(line: Line) -> bool:
    """A link, or a heading long enough for another story's: what stands below it is not said of this one."""
    return line.href is not None or (line.heading and len(line.text) >= HEADLINE_MIN)


def standfirst_of(lines: Sequence[Line], frame: Frame) -> Sequence[str]:
    """What the page prints below the headline as its summary, and calls so; the body may begin with it."""
    if frame.headline is None or frame.first is None:
        return ()
    below = lines[frame.headline + 1 : frame.first + STANDFIRST_MAX]
    return [line.text for line in below if line.standfirst and _is_standfirst(line)][:STANDFIRST_MAX]


def _is_standfirst(line: Line) -> bool:
    long = len(line.text.split()) >= STANDFIRST_WORDS_MIN or len(line.text) >= STANDFIRST_LETTERS_MIN
    apart = html_cues.is_stamp(line.text) or html_cues.is_credit(line.text)
    return long and line.href is None and not apart


def above(lines: Sequence[Line], frame: Frame) -> Sequence[str]:
    """The few short lines over the headline; a date over the text where the page prints none that it declares."""
    if frame.headline is None:
        over = lines[frame.first - 1 : frame.first] if frame.first else ()
        return [line.text for line in over if html_cues.is_stamp(line.text, words_max=STAMP_WORDS_MAX)]
    near = lines[max(0, frame.headline - OPENING) : frame.headline]
    return [_spaced(line) for line in near if line.href is None and len(line.text) <= BYLINE_MAX]


def _between(lines: Sequence[Line], frame: Frame, body: Sequence[Block]) -> Sequence[Line]:
    """Lines from the headline to a little below the first block (a standfirst) that are not the body's."""
    if frame.headline is None or frame.first is None:
        return ()
    text = key_of(" ".join(block.text for block in body[:OPENING]))
    over = lines[frame.headline + 1 : frame.first]
    end = min(frame.first + OPENING, len(lines) if frame.last is None else frame.last)
    below = [line for line in lines[frame.first + 1 : end] if line.href is None]
    return [*over, *(line for line in below if len(line.text) <= BYLINE_MAX and key_of(line.text) not in text)]


def linked_within(lines: Sequence[Line], frame: Frame, body: Sequence[Block]) -> Iterator[Related]:
    """Other stories that lines between the body's paragraphs point to, each a link as a whole."""
    if frame.first is None or frame.last is None:
        return
    linked = [line for line in lines[frame.first : frame.last] if line.href is not None]
    texts = frozenset(key_of(block.text) for block in body) if linked else ()
    for line in linked:
        if len(line.text) >= LINKED_MIN and key_of(line.text) not in texts:
            yield Related(title=_title_in(line), section=None, url=line.href)


def _title_in(line: Line) -> str:
    """A link's text without the labels in front that stand in elements of their own: "Also read", a section."""
    *labels, title = [text for piece in line.pieces if (text := piece.strip())] or [line.text]
    short = all(len(label) <= SECTION_MAX and not label.endswith(",") for label in labels)
    return title if labels and short and len(title) >= TITLE_MIN and not title[0].islower() else line.text


def pointed_to_behind(lines: Sequence[Line], frame: Frame, pages: PageWords) -> Iterator[Related]:
    """Other stories that the lines right behind the body point to: "Also read: ..." and a link."""
    if frame.last is not None:
        for line in lines[frame.last + 1 : frame.last + 1 + AFTERWORD_MAX]:
            title = html_cues.pointed_to(line.text, pages)
            if title is None or line.href is None:
                return
            yield Related(title=title, section=None, url=line.href)


def _until(lines: Sequence[Line], stop: Callable[[Line], bool]) -> Sequence[Line]:
    end = next((i for i, line in enumerate(lines[: 2 * AFTERWORD_MAX]) if stop(line)), 2 * AFTERWORD_MAX)
    return lines[:end]


def _readable(lines: Sequence[Line], lead: str, pages: PageWords) -> list[str]:
    """Short lines that are no labels, no captions, and no cut-off copy of the lead."""
    return [
        _spaced(line)
        for line in lines
        if len(line.text) <= FURNITURE_LINE_MAX and not line.caption and not html_cues.is_label(line.text, pages)
        if not html_cues.pointed_to(line.text, pages) and not is_box_title(line, pages)
        if not lead.startswith(key_of(line.text.rstrip(" .…"))) or not key_of(line.text)
    ]


def _spaced(line: Line) -> str:
    """The line with blanks between the elements of a short one: "Jo Bee17 May 2024" are two."""
    return " ".join(" ".join(line.pieces).split()) if len(line.text) <= BYLINE_MAX else line.text


def is_box_title(line: Line, pages: PageWords) -> bool:
    """A label over links to other stories."""
    return line.href is None and html_cues.is_related_label(line.text, pages)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Other stories that a page's boxes point to; `section` is what a box's title calls the page's own."""

    related: tuple[Related, ...]
    section: str | None


def boxes_of(lines: Sequence[Line], pages: PageWords) -> Boxes:
    """What the page's boxes of related stories hold, each item with the section that it names."""
    related: list[Related] = []
    sections: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        begins = line.href is None and line.text[0] in html_cues.FRONT_LETTERS and _is_front(lines, index)
        if begins or is_box_title(line, pages):
            sections.extend(_own_section(lines[index], pages))
            items, index = _box(lines, index + 1, pages)
            related += items
        else:
            index += 1
    return Boxes(tuple(related), next(iter(sections), None))


def _is_front(lines: Sequence[Line], index: int) -> bool:
    """A heading like "More from the Harbour Post" with titles below it: they are long, or headings themselves."""
    if not html_cues.is_front(lines[index].text):
        return False
    below = next((line for line in lines[index + 1 : index + 1 + EXCERPT_NEAR] if line.href is not None), None)
    return below is not None and (below.heading or len(below.text) >= LINKED_MIN)


def _own_section(title: Line, pages: PageWords) -> Iterator[str]:
    """The section in "International Related Stories", which is the page's own."""
    heading = pages.heading(title.text)
    if heading is not None and heading.section is not None:
        yield heading.section


def _box(lines: Sequence[Line], start: int, pages: PageWords) -> tuple[list[Related], int]:
    """Items from `start` on, and where the box ends: at a line that is neither link nor a short label of one."""
    items: list[Related] = []
    section: str | None = None
    index = start
    while index < len(lines) and len(items) < ITEMS_MAX and not is_box_title(lines[index], pages):
        line = lines[index]
        end = _end_of_link(lines, index)
        if line.href is None and (len(line.text) > SECTION_MAX or line.heading):
            if line.heading or reads_as_prose(line.text):
                if items and not line.heading and _is_excerpt(lines, index):
                    index += 1
                    continue
                break
            items.append(Related(title=line.text, section=section))  # a title that is no link
            section = None
        elif line.href is None or (end == index + 1 and pages.is_section(line.text)):
            section = _section(line.text, pages)
        else:
            items.extend(_item(lines[index:end], section, pages))
            section = None
        index = end
    return items, index


def _is_excerpt(lines: Sequence[Line], index: int) -> bool:
    """A text below a linked heading that another one follows: of a story told in short, in a row of such."""
    above = lines[max(0, index - EXCERPT_NEAR) : index]
    below = lines[index + 1 : index + 1 + EXCERPT_NEAR]
    if any(len(line.text) > TEASER_MAX for line in (lines[index], *below)):
        return False
    return all(
        any(line.heading and line.href and len(line.text) >= HEADLINE_MIN for line in near) for near in (above, below)
    )


def _end_of_link(lines: Sequence[Line], index: int) -> int:
    """Behind the last of the lines that are one link together."""
    href = lines[index].href
    return next((i for i in range(index + 1, len(lines)) if href is None or lines[i].href != href), len(lines))


def _item(lines: Sequence[Line], section: str | None, pages: PageWords) -> Iterator[Related]:
    """The heading of one link, else its longest line, is the title, a short one beside it names the section."""
    title = max(lines, key=lambda line: (line.heading and _width(line.text) >= TITLE_MIN, len(line.text)))
    beside = (label for line in lines if line is not title and (label := _section(line.text, pages)))
    text, inner = title.text, None
    if len(title.pieces) == 2 and len(title.pieces[0]) <= SECTION_MAX and len(title.pieces[1]) >= TITLE_MIN:
        inner, text = _section(title.pieces[0], pages), title.pieces[1].strip()
    if _width(text) >= TITLE_MIN and not (title.href or "").startswith("#"):
        yield Related(title=text, section=inner or next(beside, section), url=title.href)


def _width(text: str) -> int:
    """Characters, each of a script whose words are few signs for two."""
    return len(text) if text.isascii() else len(text) + sum(sign >= WIDE_FROM for sign in text)


def _section(text: str, pages: PageWords) -> str | None:
    """`text` where it may name a section: a word or three without figures."""
    line = text.strip().rstrip(":")
    short = 0 < len(line) <= SECTION_MAX and len(line.split()) <= 3
    return line if short and not any(c.isdigit() for c in line) and not html_cues.is_label(line, pages) else None
