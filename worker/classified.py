"""What classification says of an article beside its subjects: who told a genre, the topic it decided, the language."""

from dataclasses import dataclass
from typing import Final

# What told a genre where no code of the feed did: `Subject.creator` of such a genre, which has a confidence.
GENRE_SOURCES: Final = frozenset(
    {"headline", "column", "slugline", "keyword", "section", "url", "status", "shape"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDecision:
    """Which of the 17 topics at the top a story is, and who said so."""

    code: str | None  # 8 digits of a media topic; None: nobody is sure
    name: str | None = None  # in the article's language where the vocabulary has it, else in English
    by: str | None = None  # feed, section, model
    agreed: bool | None = None  # whether all who spoke gave it; None where one alone spoke
    model: str | None = None  # version of the model that was asked
    guesses: tuple[tuple[str, int], ...] = ()  # its most probable topics and their confidence, sure or not


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageCheck:
    """What the text's own letters say of its language: `confidence` in per cent.

    `declared` is there where feed or page say another; `overruled` where they are not believed.
    """

    detected: str
    confidence: int
    declared: str | None = None
    overruled: bool = False
