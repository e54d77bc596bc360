"""What a text looks like where no word says what it is: results, questions and answers, a chronology, a brief ..."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from worker.article import Article, Block, ItemType, Signal
from worker.knowledge.dates import DateWords, fold
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge

BLOCKS_MAX: Final = 50  # of a text that are looked at
LINES_MAX: Final = 80
LINE_MAX: Final = 160  # characters of a row of figures, of a question that is a paragraph
DENSE_ROW_MAX, DIGITS_EVERY = 1_000, 12  # characters of a longer row, and in how many of them there must be a digit
ROWS_MIN, ROWS_SHARE = 5, 0.6  # rows of figures, and of all lines
TURNS_MIN, TURNS_SHARE = 3, 0.6  # questions, and their share of headings or turns
ASKED_SHARE: Final = 0.3  # of paragraphs that are questions
VOICE_MAX: Final = 50  # characters with the colon behind who speaks
DATED_MIN, DATED_SHARE = 5, 0.6
DATE_MAX: Final = 40  # characters in which it stands
LIST_MIN, LIST_SHARE = 5, 0.6
BRIEF_BLOCKS, BRIEF_MIN, BRIEF_MAX = 3, 60, 600  # paragraphs, characters of a script with letters
DENSE: Final = 2.5  # characters of letters that one of Chinese, Japanese or Korean is worth
MARKET_TEXT, MARKET_NAMES, MARKET_SHARES = 1_500, 2, 3
LIFE_TEXT: Final = 3_000

_DIGIT: Final = re.compile(r"\d")
# 3   115-111   1:0   12,50   63.
_FIGURE: Final = re.compile(r"(?<![^\W\d_])\d+(?:[.,:\-–/]\d+)*(?![^\W\d_])")
# 15:30   20.45 Uhr   18h00
_CLOCK: Final = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
# Rovers v Harbour   Rovers - Harbour   Rovers vs. Harbour   Rovers gegen Harbour   Rovers x Harbour
_VERSUS: Final = re.compile(r"[^\W\d_]\.?\s(?:v|vs|x|@|at|gegen|contra|contre|vastaan|против|[-–—])\.?\s[^\W\d_]")
# Q: …   Frage: …   MARA DAHL: …   问：…
_TURN: Final = re.compile(r"(?P<who>[^\s:：]{1,15}(?:\s[^\s:：]{1,15}){0,2})\s?[:：]\s?\S")
# 1987   1987:   2031-05-17
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d\b")
_QUESTION: Final = ("?", "？", "؟", "\u037e")
_DENSE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_DIGITS: Final = b"0123456789"
_AGE: Final = re.compile(r"(?<!\d)(?:[2-9]\d|1[01]\d)(?!\d)")
_OF_SHARES: Final = ("%", "cent", "zent", "cient", "शत")  # one of which each of these holds
_SHARES: Final = (
    *("%", " percent", " per cent", "prozent", "pour cent", "por ciento", "per cento", "por cento", "प्रतिशत"),
)


def form_of(article: Article, knowledge: Knowledge) -> str | None:
    """The form of the text, of knowledge.genres.SHAPES; None for a story like any other."""
    if article.type is not ItemType.TEXT or not article.body or article.status.signal in {Signal.KILL, Signal.ADVISORY}:
        return None
    blocks = article.body[:BLOCKS_MAX]
    return _table(blocks) or next((form for form, test in _TESTS if test(article, blocks, knowledge)), None)


def _lines(blocks: Sequence[Block]) -> list[str]:
    return [line for block in blocks for line in block.text.split("\n") if line.strip()][:LINES_MAX]


def _table(blocks: Sequence[Block]) -> str | None:
    """Fixtures or results: most lines are rows of games with their hours, or of figures."""
    rows, needed = _rows(blocks)
    games = sum(len(line) <= LINE_MAX and bool(_CLOCK.search(line) and _VERSUS.search(line)) for line in rows)
    if games >= max(ROWS_MIN - 1, needed):
        return "fixtures"
    return "results" if sum(map(_is_row, rows)) >= max(ROWS_MIN, needed) else None


def _rows(blocks: Sequence[Block]) -> tuple[Sequence[str], float]:
    """The lines that may be rows of figures, and how many must be; none where they are too few to make a table."""
    lines = _lines(blocks)
    needed = ROWS_SHARE * len(lines)
    rows: list[str] = []
    for left, line in zip(range(len(lines), 0, -1), lines, strict=True):
        if len(rows) + left < needed:
            return (), needed
        if _DIGIT.search(line) if len(line) <= LINE_MAX else _is_dense(line):
            rows.append(line)
    return rows, needed


def _is_row(line: str) -> bool:
    """A row of a table: two figures at least, one for every two other words, and no sentence."""
    figures = len(_FIGURE.findall(line))
    words = len(line.split())
    return figures >= 2 and 3 * figures >= words


def _is_dense(line: str) -> bool:
    """Names and figures of a whole heat in one line; a paragraph of a story is not worth a closer look."""
    letters = line.encode("utf-8", "surrogatepass")
    digits = len(letters) - len(letters.translate(None, _DIGITS))
    return len(line) <= DENSE_ROW_MAX and digits * DIGITS_EVERY >= len(line)


def _has_questions(_article: Article, blocks: Sequence[Block], _knowledge: Knowledge) -> bool:
    """Headings or short paragraphs that ask, or two voices that take turns."""
    headings = [block.text for block in blocks if block.tag in {"h2", "h3", "h4"}]
    asked = sum(text.rstrip().endswith(_QUESTION) for text in headings)
    if asked >= TURNS_MIN and asked >= TURNS_SHARE * len(headings):
        return True
    if len(blocks) < 2 * TURNS_MIN:
        return False
    if _answered(blocks) >= max(TURNS_MIN, ASKED_SHARE * len(blocks)):
        return True
    two = Counter(_voices(blocks)).most_common(2)
    turns = sum(count for _, count in two)
    return len(two) == 2 and two[1][1] >= TURNS_MIN and turns >= TURNS_SHARE * len(blocks)


def _voices(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        text = block.text
        spoken = text.find(":", 0, VOICE_MAX) > 0 or text.find("：", 0, VOICE_MAX) > 0
        if spoken and (match := _TURN.match(text)) is not None:
            yield match["who"]


def _answered(blocks: Sequence[Block]) -> int:
    """How many paragraphs are a question, and the next is none."""
    asks = [len(block.text) <= LINE_MAX and block.text.rstrip().endswith(_QUESTION) for block in blocks]
    return sum(asked and not again for asked, again in pairwise(asks))


def _is_chronology(_article: Article, blocks: Sequence[Block], knowledge: Knowledge) -> bool:
    """Most paragraphs begin with a year or a day."""
    needed = max(DATED_MIN, DATED_SHARE * len(blocks))
    figured = [block.text[:DATE_MAX] for block in blocks if _DIGIT.search(block.text, 0, DATE_MAX)]
    return len(figured) >= needed and sum(_begins_with_date(text, knowledge.dates) for text in figured) >= needed


def _begins_with_date(text: str, dates: DateWords) -> bool:
    if _YEAR.match(text):
        return True
    first, second, *_ = (word.strip(".,:-–") for word in (*text.split(maxsplit=2), "", ""))
    return _is_day(first, second, dates) or _is_day(second, first, dates)


def _is_day(figure: str, month: str, dates: DateWords) -> bool:
    return len(figure) <= 2 and figure.isdecimal() and fold(month) in dates.months


def _is_market_report(article: Article, blocks: Sequence[Block], knowledge: Knowledge) -> bool:
    """Names of indices and a run of per cents."""
    text = "\n".join([article.headline or "", *(block.text for block in blocks[:12])])[:MARKET_TEXT]
    small = text.lower()
    if any(sum(map(small.count, shares)) < MARKET_SHARES for shares in (_OF_SHARES, _SHARES)):
        return False
    key = f" {line_key(text)} "
    return sum(map(key.__contains__, knowledge.genres.markets)) >= MARKET_NAMES


def _is_obituary(article: Article, blocks: Sequence[Block], knowledge: Knowledge) -> bool:
    """A headline that says somebody died, and a text that tells the life; figures of dead have no age."""
    headline = (article.headline or "")[:200]
    if not knowledge.genres.tells_death(headline):
        return False
    key = f" {line_key(' '.join(block.text for block in blocks[:20])[:LIFE_TEXT])} "
    told = sum(map(key.__contains__, knowledge.genres.lives))
    return told >= (1 if _AGE.search(line_key(headline)) else 2)


def _is_list(_article: Article, blocks: Sequence[Block], _knowledge: Knowledge) -> bool:
    items = [block for block in blocks if block.tag == "li"]
    return len(items) >= LIST_MIN and _size(items) >= LIST_SHARE * _size(blocks)


def _is_brief(article: Article, blocks: Sequence[Block], _knowledge: Knowledge) -> bool:
    """A headline and a few sentences; an alert is none."""
    if not article.headline or article.status.signal is Signal.ALERT or len(blocks) > BRIEF_BLOCKS:
        return False
    dense = _DENSE.search(article.headline) is not None
    return BRIEF_MIN <= _size(blocks) * (DENSE if dense else 1) <= BRIEF_MAX


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


Test = Callable[[Article, Sequence[Block], Knowledge], bool]
_TESTS: Final[tuple[tuple[str, Test], ...]] = (
    ("questions", _has_questions),
    ("timeline", _is_chronology),
    ("market-report", _is_market_report),
    ("obituary", _is_obituary),
    ("list", _is_list),
    ("brief", _is_brief),
)
