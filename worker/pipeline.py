"""The core in one piece: a raw record in, articles or one reasoned outcome out.  The only place that times stages."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, TypeVar

from worker import warming
from worker.article import Article
from worker.classify import genre, language, media_topics, places, section, subjects, urgency
from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES, PARSERS
from worker.formats.html import parser as html
from worker.formats.ninjs import encoder as ninjs
from worker.knowledge.loading import Knowledge
from worker.model import (
    DeadLetter,
    Dropped,
    EncodedArticle,
    Handled,
    Hints,
    Left,
    Outcome,
    Published,
    RawMessage,
    Reason,
    Rejected,
    Skipped,
    SkipReason,
)
from worker.newsroom import (
    boilerplate,
    dateline,
    identity,
    notes,
    privacy,
    related,
    site_zones,
    status,
    syndication,
)
from worker.newsroom import credits as credit_lines
from worker.sniff import sniff

Stage = Callable[[Article, Knowledge], Article]
T = TypeVar("T")

STAGES: Final[tuple[tuple[str, Stage], ...]] = (
    ("privacy", privacy.withhold),
    ("notes", notes.read),
    ("boilerplate", boilerplate.strip),
    ("related", related.strip),
    ("credits", credit_lines.read),
    ("dateline", dateline.read),
    ("syndication", syndication.judge),
    ("status", status.read),
    ("subjects", subjects.subjects),
    ("genre", genre.genre),
    ("urgency", urgency.urgency),
    ("language", language.language),
    ("site_zones", site_zones.place),
    ("places", places.places),
    ("media_topics", media_topics.media_topics),
    ("section", section.section),
    ("identity", identity.identify),
)

NO_HINTS: Final = Hints()
DETAIL_MAX_BYTES: Final = 512


class _Journey:
    """Where one record is on its way, and what each part of the way took."""

    def __init__(self) -> None:
        self.stage = "envelope"  # as DeadLetter.stage
        self.format: str | None = None
        self._clock = "envelope"
        self._since = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def enter(self, clock: str, stage: str | None = None) -> None:
        """From here on time counts for `clock` (a key of Handled.stage_seconds)."""
        now = time.perf_counter()
        self._seconds[self._clock] = self._seconds.get(self._clock, 0.0) + now - self._since
        self._clock, self._since, self.stage = clock, now, stage or clock

    def seconds(self) -> tuple[tuple[str, float], ...]:
        """Seconds by clock, in order of first entry."""
        self.enter(self._clock, self.stage)
        return tuple(self._seconds.items())


def process(raw: RawMessage, knowledge: Knowledge, hints: Hints = NO_HINTS) -> list[Article]:
    """The finished articles of a record.  May raise Rejected; what a stage raises by mistake comes through."""
    journey = _Journey()
    drafts, _ = _drafts(raw, knowledge, hints, journey)
    return [_refined(draft, knowledge, journey) for draft in drafts]


def refined(draft: Article, knowledge: Knowledge) -> Article:
    """What all stages make of a parser's article, for those who call the parser themselves."""
    return _refined(draft, knowledge, _Journey())


def handle(raw: RawMessage, knowledge: Knowledge, hints: Hints = NO_HINTS) -> Handled:
    """The one outcome of a record, whatever it holds.  Never raises an Exception."""
    journey = _Journey()
    outcome = _outcome(raw, knowledge, hints, journey)
    return Handled(outcome=outcome, format=journey.format, stage_seconds=journey.seconds())


def look(raw: RawMessage, knowledge: Knowledge, hints: Hints = NO_HINTS) -> Handled:
    """What `handle` would take the record for, without reading it: its format, or why it has none.  Never raises."""
    if raw.value is None:
        return handle(raw, knowledge, hints)
    journey = _Journey()

    def looked() -> Published:
        opened = open_envelope(raw, knowledge.limits, hints)
        journey.enter("sniff")
        journey.format = sniff(opened, FAMILIES)
        return Published(articles=())

    return Handled(outcome=_guarded(journey, looked), format=journey.format, stage_seconds=journey.seconds())


def _outcome(raw: RawMessage, knowledge: Knowledge, hints: Hints, journey: _Journey) -> Outcome:
    if raw.value is None:
        return Skipped(reason=SkipReason.TOMBSTONE, detail="null value: a deletion marker")
    found = _guarded(journey, partial(_drafts, raw, knowledge, hints, journey))
    if isinstance(found, DeadLetter):
        return found
    drafts, dropped = found
    if not drafts:
        return _without_articles(journey, dropped)
    encoded = partial(_encoded, raw=raw, knowledge=knowledge, journey=journey)
    results = [_guarded(journey, partial(encoded, draft, item=item)) for item, draft in enumerate(drafts)]
    return _summed(results, dropped)


def _summed(results: list[EncodedArticle | DeadLetter], dropped: list[Dropped]) -> Outcome:
    """One outcome of all items: published when any of them is, else the first item's dead letter."""
    articles = tuple(result for result in results if isinstance(result, EncodedArticle))
    letters = [result for result in results if isinstance(result, DeadLetter)]
    if not articles:
        return letters[0]
    return Published(articles=articles, dropped=(*dropped, *((letter.reason, letter.detail) for letter in letters)))


def _without_articles(journey: _Journey, dropped: list[Dropped]) -> Outcome:
    """Dead letter when an item was lost, skipped when every item was rightly none of ours."""
    for reason, detail in dropped:
        if isinstance(reason, Reason):
            return DeadLetter(reason=reason, stage=journey.stage, detail=_bounded(detail))
    for reason, detail in dropped:
        if isinstance(reason, SkipReason):
            return Skipped(reason=reason, detail=_bounded(detail))
    return DeadLetter(reason=Reason.NO_ARTICLE, stage=journey.stage, detail="the document holds no news item")


def _drafts(
    raw: RawMessage, knowledge: Knowledge, hints: Hints, journey: _Journey
) -> tuple[list[Article], list[Dropped]]:
    """What the parser makes of the record, and what it had to leave out."""
    opened = open_envelope(raw, knowledge.limits, hints)
    journey.enter("sniff")
    journey.format = sniff(opened, FAMILIES)
    journey.enter("parse", f"parse:{journey.format}")
    parsed = PARSERS[journey.format](opened.document(journey.format), knowledge)
    return _taken(parsed, knowledge.limits.articles_max)


def _taken(parsed: Iterable[Article | Left], most: int) -> tuple[list[Article], list[Dropped]]:
    """Up to `most` articles; a parser that gives up half-way loses the rest, not what it already gave."""
    drafts: list[Article] = []
    dropped: list[Dropped] = []
    try:
        for item in parsed:
            if len(drafts) + len(dropped) >= most:
                dropped.append((Reason.TOO_LARGE, f"more than {most} items in one record"))
                break
            if isinstance(item, Left):
                dropped.append((item.reason, item.detail))
            else:
                drafts.append(item)
    except Rejected as exc:
        if not drafts:
            raise
        dropped.append((exc.reason, exc.detail))
    return drafts, dropped


def _refined(draft: Article, knowledge: Knowledge, journey: _Journey) -> Article:
    for name, stage in STAGES:
        journey.enter("newsroom", f"stage:{name}")
        draft = stage(draft, knowledge)
    return draft


def _encoded(draft: Article, *, raw: RawMessage, item: int, knowledge: Knowledge, journey: _Journey) -> EncodedArticle:
    article = _refined(draft, knowledge, journey)
    journey.enter("encode")
    return ninjs.encode(article, raw, item, knowledge.rules)


def _guarded(journey: _Journey, work: Callable[[], T]) -> T | DeadLetter:
    """What `work` gives, or the dead letter of what stopped it.  No text of the payload gets into one."""
    try:
        return work()
    except Rejected as exc:
        return DeadLetter(reason=exc.reason, stage=journey.stage, detail=_bounded(exc.detail))
    except MemoryError:
        return DeadLetter(
            reason=Reason.MEMORY_EXCEEDED,
            stage=journey.stage,
            detail="the record needs more memory than a child may use",
            error_class="MemoryError",
        )
    except Exception as exc:  # noqa: BLE001 - the border of the core: one bug costs one record, and is counted
        return DeadLetter(
            reason=Reason.INTERNAL_ERROR,
            stage=journey.stage,
            detail="the worker failed on this record; its message is not kept, it could hold text of the payload",
            error_class=type(exc).__name__,
        )


def _bounded(detail: str) -> str:
    return detail.encode("utf-8", "replace")[:DETAIL_MAX_BYTES].decode("utf-8", "ignore")


def warm(knowledge: Knowledge) -> None:
    """Runs every lazy path once, so that a child forked afterwards needs no file and no first-time second."""
    html.warm()
    for raw in warming.records():
        handle(raw, knowledge)
