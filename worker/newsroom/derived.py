"""A headline for an article that came without: the first sentence of its text."""

import re
from typing import Final

from worker.article import Article
from worker.knowledge.loading import Knowledge
from worker.newsroom import datelines

LENGTH_MAX: Final = 160  # characters
LOOKED_AT: Final = 600
WORD_MIN: Final = 3  # letters before a full stop: "Mr.", "a.m." and initials end no sentence
_PROSE: Final = frozenset({"p", "h2", "h3", "h4", "blockquote", "pre", "li"})

# … on Friday. The …   …。   … شد؟
_STOP: Final = re.compile(r"(?P<word>[^\s.。！？]{0,80})(?P<stop>[.!?।؟]['\"”’»)]?(?=\s|$)|[。！？])")


def headline_of(article: Article, knowledge: Knowledge) -> str | None:
    """The sentence without dateline and full stop, cut behind a word where it is long; None without any text."""
    for block in article.body:
        text = " ".join(block.text[:LOOKED_AT].split()) if block.tag in _PROSE else ""
        prefix = datelines.read(text, knowledge) if text else None
        story = text[prefix.end :] if prefix and (prefix.agencies or prefix.day) else text
        if any(map(str.isalpha, story)):
            return _shortened(_sentence(story.strip()))
    return None


def _sentence(text: str) -> str:
    for match in _STOP.finditer(text):
        stop = match["stop"][0]
        if stop != "." or len(match["word"].strip("\"'“‘«(")) >= WORD_MIN:
            end = match.start("stop") if stop in ".।。" else match.end()
            return text[:end].rstrip()
    return text.rstrip(" =+").removesuffix(".")


def _shortened(sentence: str) -> str:
    if len(sentence) <= LENGTH_MAX:
        return sentence
    cut = sentence[:LENGTH_MAX]
    return f"{cut.rpartition(' ')[0] or cut}…"
