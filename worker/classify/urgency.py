"""Stage `urgency`: how urgent an alert is whose feed gives it no figure.

1. The feed's own figure or word stands, on the scale of config/urgency.toml that its parser names.
2. Else an item that the status stage found to be an alert (headline, slugline, take or code say so, config/status.toml)
   has the urgency of the most urgent of its words: flash 1, alert 2, urgent 3 (the scale "words"); of words that the
   scale does not know, or of a code alone, 2.
3. Any other item has none: nothing is guessed from a text.
"""

from collections.abc import Iterator
from typing import Final

from worker.article import Article, Signal, changed
from worker.knowledge.keys import line_key, undotted
from worker.knowledge.loading import Knowledge

SCALE: Final = "words"
ALERT: Final = 2
WORD_SURE, ALERT_SURE = 95, 80  # per cent: a word of the scale, an alert alone
WORDS_MAX: Final = 3  # of a word of the scale
LABEL_MAX: Final = 80  # characters


def urgency(article: Article, knowledge: Knowledge) -> Article:
    """The article with the urgency of its alert; the same where its feed gives one, or where it is none."""
    if article.urgency is not None or article.status.signal is not Signal.ALERT:
        return article
    found = [
        figure
        for word in _words(article.status.label or "")
        if (figure := knowledge.urgency.of(SCALE, word)) is not None and not word.isdigit()
    ]
    return changed(
        article,
        urgency=min(found, default=ALERT),
        urgency_confidence=WORD_SURE if found else ALERT_SURE,
        field_sources={**article.field_sources, "urgency": "status"},
    )


def _words(label: str) -> Iterator[str]:
    """Every run of a few words of a label ("URGENT UPDATE 2-", "US--APNewsAlert")."""
    tokens = undotted(line_key(label[:LABEL_MAX])).split()
    for size in range(1, WORDS_MAX + 1):
        yield from (" ".join(tokens[start : start + size]) for start in range(len(tokens) - size + 1))
