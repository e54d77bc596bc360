"""Which of a page's lines are bylines though nothing marks them as one, and which begin a story."""

from dataclasses import replace
from functools import lru_cache

from worker.article import Person
from worker.knowledge.dates import find_days
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge
from worker.newsroom import bylines, datelines
from worker.newsroom.bylines import FIGURES, Byline, opening
from worker.newsroom.names import proper
from worker.words import word_count

PRINTED_MAX = 160
_SENTENCE_ENDS = ("!", "?", "。", "！", "？", "।", "؟", "۔")  # a full stop may end a name
BARE_MIN, JOINED_MAX = 2, 30  # characters
LAST_WORD_MIN = 3  # letters: "Jr.", "a.m.", "U.S." and initials end no sentence
STORY_WORDS_MIN = 4  # behind a dateline: the story has begun


def printed(line: str, knowledge: Knowledge) -> Byline | None:
    """A line that nothing marks as a byline, read as one; None where it is a sentence, a title or anything else."""
    return _printed(line, knowledge) if len(line) <= PRINTED_MAX else None


@lru_cache(maxsize=64)  # parser and stage ask for the same lines
def _printed(line: str, knowledge: Knowledge) -> Byline | None:
    if not _hinted(line, knowledge) or knowledge.pages.is_furniture(line) or knowledge.genres.opened(line):
        return None  # "PRESS DIGEST - Lindesund Times - May 17" is a headline
    byline = bylines.read(line, knowledge)
    if byline is None:
        return None
    byline = _with_pen_names(byline)
    return byline if _is_byline(byline, line) and not begins_story(line, knowledge) else None


def begins_story(line: str, knowledge: Knowledge) -> bool:
    """Whether the line is a dateline with the story behind it, rather than names and dates alone."""
    prefix = datelines.read(line, knowledge)
    if prefix is None or not (prefix.agencies or prefix.day):
        return False
    if prefix.end >= len(line) and prefix.agencies and prefix.places and prefix.day:
        return True  # "MADRID 3 Jun. (EUROPA PRESS) -" above its text
    rest = line[prefix.end :]
    for day in find_days(rest, knowledge.dates)[::-1]:
        rest = f"{rest[: day.start]} {rest[day.end :]}"
    return word_count(FIGURES.sub("", rest)) >= STORY_WORDS_MIN and opening(rest, knowledge)[0] == 0


def _with_pen_names(byline: Byline) -> Byline:
    """A name of one word is one where "By" stands before it and a date behind: "By Lune | May 17, 2024"."""
    if not (byline.explicit and byline.dated and byline.strange):
        return byline
    names = [text for text in byline.strange if text.isalpha() and text[0].isupper()]
    if len(names) < len(byline.strange):
        return byline
    return replace(byline, people=(*byline.people, *(Person(name=proper(name)) for name in names)), strange=())


def _hinted(line: str, knowledge: Knowledge) -> bool:
    """A cheap look: without figures, "By", an agency's name or "staff" a line is no byline."""
    named = line.replace("-", " ") if len(line) <= JOINED_MAX else line  # TT-AFP
    if FIGURES.search(line) or opening(line, knowledge)[0] or knowledge.agencies.hinted(named):
        return True
    key = line_key(line)
    if not line.isascii() and key.rpartition(" ")[2] in knowledge.bylines.ranks:
        return True
    return key in knowledge.bylines.nobody or knowledge.bylines.hinted(key)


def _is_byline(byline: Byline, line: str) -> bool:
    if byline.strange or (_ends_sentence(line) and (byline.people or not (byline.dated or byline.agencies))):
        return False  # a sentence
    if line.endswith((":", "：")) and not byline.explicit:
        return False  # "May 4 (Reuters) - Lindesund Lines Ltd:" above what the company says
    if byline.dated and not (byline.labelled or byline.explicit) and line.endswith(_SENTENCE_ENDS):
        return False  # 船が戻ったと述べた。 - no line of dates ends so
    if byline.dated:
        return True
    if byline.explicit:
        return bool(byline.people or byline.agencies or byline.others or byline.desks)
    return bool(byline.agencies or byline.desks) and BARE_MIN <= len(line) <= PRINTED_MAX // 2


def _ends_sentence(line: str) -> bool:
    text = line.rstrip("\"'”’»)")
    if text.endswith("."):
        last = text.rpartition(" ")[2][:-1]
        return (len(last) >= LAST_WORD_MIN or not last.isascii()) and "." not in last
    return text.endswith(_SENTENCE_ENDS)
