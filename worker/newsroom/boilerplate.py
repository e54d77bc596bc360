"""Newsroom stage: takes what the page adds out of the body.

App prompts, advertisements, share and subscribe lines, the headline again, teasers that are the lead cut off.
"""

from worker.article import Article, Block, Flag, changed
from worker.knowledge.keys import line_key
from worker.knowledge.loading import Knowledge

OPENING = 4  # blocks in which headline and teaser are looked for
TEASER_MAX = 600  # characters
TEASER_KEY_MIN = 20
LABEL_MAX = 30  # characters of a count, of a date's label
FIRST = 6  # characters that a teaser has in common with its lead, letter for letter
_STARS = " ★☆⭐✩✭\ufe0f"  # of a rating
_PROSE = frozenset({"p", "h2", "h3", "h4", "blockquote"})  # an item of a list may be the name of a web site


def strip(article: Article, knowledge: Knowledge) -> Article:
    """The article without furniture in its body; nothing else is changed."""
    body = [
        block
        for index, block in enumerate(article.body)
        if not _is_furniture(block, knowledge)
        and not (article.format == "html" and index < OPENING and _says_nothing(block, knowledge))
    ]
    if Flag.HEADLINE_DERIVED not in article.flags:
        body = _without_headline(body, article.headline)
    body = _without_teaser(body)
    return article if len(body) == len(article.body) else changed(article, body=tuple(body))


def _is_furniture(block: Block, knowledge: Knowledge) -> bool:
    return not block.text.strip(_STARS) or (block.tag in _PROSE and knowledge.pages.is_furniture(block.text))


def _says_nothing(block: Block, knowledge: Knowledge) -> bool:
    """Nothing but a count, or "Published" and "Updated" whose dates stand elsewhere."""
    text = block.text if block.tag == "p" and len(block.text) <= LABEL_MAX else ""
    key = line_key(text)
    counted = len(text) > 1 and text.isdecimal()  # a lone figure may number a part of the text
    return counted or key in knowledge.bylines.published or key in knowledge.bylines.updated


def _without_headline(body: list[Block], headline: str | None) -> list[Block]:
    """The body without a first line that is the headline again, with its label or without: "Press release: …"."""
    if not headline or len(body) < 2 or len(body[0].text) > 2 * len(headline):
        return body
    behind = headline.partition(": ")[2]
    return body[1:] if line_key(body[0].text) in {line_key(headline), behind and line_key(behind)} else body


def _without_teaser(body: list[Block]) -> list[Block]:
    """The body without a block of the opening that one of the blocks behind it begins with."""
    for index, block in enumerate(body[:OPENING]):
        if len(block.text) <= TEASER_MAX and any(_repeats(block, later) for later in body[index + 1 : index + OPENING]):
            return [*body[:index], *body[index + 1 :]]
    return body


def _repeats(teaser: Block, lead: Block) -> bool:
    """Whether `teaser` is `lead` cut off (mostly behind a word, with dots), or the same."""
    if teaser.text[:FIRST].casefold() != lead.text[:FIRST].casefold():
        return False  # keys are dear
    cut = teaser.text.rstrip(" .…[]")
    key = line_key(cut)
    if len(key) < TEASER_KEY_MIN or len(cut) > len(lead.text):
        return False
    return line_key(lead.text[: len(cut) + 40]).startswith(key)
