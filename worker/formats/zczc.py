"""Teleprinter text from ZCZC to NNNN: fields by mark (# $ : % * @), plain telegrams, racing fields and results."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from worker.article import Article, Block, Entity, Flag, Headline, InfoSource, PubStatus, Signal, Status, Subject
from worker.cleaning import line as clean
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp
from worker.model import Document, Left, Reason, Rejected
from worker.wire import clock, heads, prose
from worker.wire.carriage import begun_by, decoded
from worker.wire.heads import Head
from worker.wire.public import ednote, public

MARKS_MIN: Final = 2  # fields: a single "$" begins a sum of money
END_LINES: Final = 4

_START: Final = re.compile(r"\bZCZC\b[ \t]{0,8}(?P<rest>[^\n]{0,80})")
_STOP: Final = re.compile(r"\bN{4}\b|\x04")
# FMG000   AAP   ABC123 4 pol 240
_LINE: Final = re.compile(r"(?P<service>[A-Za-z]{2,8}) ?(?P<sequence>\d{2,5})?(?:\s.{0,60})?")
# %A   #Legionella_BC1   $Headline: the marks of AAP's editors; & is the writer's login and goes nowhere
_FIELD: Final = re.compile(r"(?P<mark>[%#$:&*@^~!])(?P<value>.{0,400})")
# YY TDR: where the telegram is routed to
_ROUTE: Final = re.compile(r"[A-Z]{1,4}(?: [A-Z0-9]{1,6}){1,3}")
# RACING : Fields for Thursday
_LABELLED: Final = re.compile(r"(?P<label>[A-Z]{3,20})\s{0,3}:\s{1,3}(?P<title>\S.{0,200})")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CODE: Final = re.compile(r"\d{8}")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """An article for each telegram.  Raises Rejected where none begins."""
    text = decoded(document)
    starts = list(_START.finditer(text))
    if not starts:
        raise Rejected(Reason.PARSE_ERROR, "no start of a teleprinter telegram")
    for start, end in begun_by(starts, text):
        stop = _STOP.search(text, start.end(), end)
        item = _item(start, text[start.end() : stop.start() if stop else end], document, knowledge)
        open_ended = stop is None and end == len(text)
        yield replace(item, flags=(Flag.TRUNCATED,)) if open_ended and isinstance(item, Article) else item


@dataclass(frozen=True, slots=True)
class _Telegram:
    """A telegram taken apart."""

    line: re.Match[str] | None
    fields: Mapping[str, str]
    label: str | None
    route: str | None
    head: Head
    when: Timestamp | None
    footer: str | None


def _item(start: re.Match[str], message: str, document: Document, knowledge: Knowledge) -> Article | Left:
    rows = _trimmed([_CONTROLS.sub("", row) for row in message.split("\n")])
    fields, rows = _fields(rows)
    route, rows = _route(rows)
    when, footer, rows = _ending(rows, document, knowledge)
    label, head = (None, Head()) if fields else _head(rows, knowledge)
    body = tuple(prose.blocks(public(rows[head.start :], knowledge)))
    telegram = _Telegram(_LINE.fullmatch(clean(start["rest"])), fields, label, route, head, when, footer)
    status = _status(telegram, knowledge)
    if not (body or head.headline or fields.get("$") or status.signal is Signal.KILL):
        return Left(reason=Reason.NO_ARTICLE, detail="a teleprinter telegram without headline and text")
    return _article(telegram, body, status, document, knowledge)


def _trimmed(rows: list[str]) -> list[str]:
    filled = [at for at, row in enumerate(rows) if row.strip()]
    return rows[filled[0] : filled[-1] + 1] if filled else []


def _fields(rows: list[str]) -> tuple[dict[str, str], list[str]]:
    """The fields that the telegram begins with, and the lines behind them; the first of a mark counts."""
    found: dict[str, str] = {}
    count = 0
    while count < len(rows) and (match := _FIELD.fullmatch(rows[count].strip())) is not None:
        found.setdefault(match["mark"], clean(match["value"]))
        count += 1
    return (found, _trimmed(rows[count:])) if count >= MARKS_MIN else ({}, rows)


def _route(rows: list[str]) -> tuple[str | None, list[str]]:
    """The line of addresses above a plain telegram."""
    if len(rows) > 1 and _ROUTE.fullmatch(clean(rows[0])):
        return clean(rows[0]), _trimmed(rows[1:])
    return None, rows


def _ending(
    rows: list[str], document: Document, knowledge: Knowledge
) -> tuple[Timestamp | None, str | None, list[str]]:
    for at in range(len(rows) - 1, max(-1, len(rows) - 1 - END_LINES), -1):
        if (when := clock.end_line(rows[at], knowledge.dates, document.fetched_at)) is not None:
            return when, clean(rows[at]), rows[:at]
    return None, None, rows


def _head(rows: Sequence[str], knowledge: Knowledge) -> tuple[str | None, Head]:
    """(label, head): a labelled line is slugline and headline in one, else what stands above the text."""
    match = _LABELLED.fullmatch(clean(rows[0])) if rows else None
    if match is not None:
        return match["label"], Head(slugline=match["title"], headline=match["title"], start=1)
    return None, heads.read(rows, knowledge)


def _status(telegram: _Telegram, knowledge: Knowledge) -> Status:
    if not telegram.fields:
        return telegram.head.status
    return heads.status_of((telegram.fields.get(mark, "") for mark in ":#$"), knowledge)


def _article(
    telegram: _Telegram, body: tuple[Block, ...], status: Status, document: Document, knowledge: Knowledge
) -> Article:
    fields, head, when = telegram.fields, telegram.head, telegram.when
    headline = fields.get("$") or head.headline
    places = [name for name in (fields.get("@", ""),) if name]
    return Article(
        format=document.format,
        uri=_uri(telegram),
        version_created=when.when if when else None,
        pub_status=PubStatus.CANCELED if status.signal is Signal.KILL else PubStatus.USABLE,
        status=status,
        language=document.language,
        headlines=(Headline(value=headline),) if headline else (),
        slugline=(fields.get("#") or head.slugline or "").rstrip("/ ") or None,
        byline=head.byline,
        places=tuple(Entity(name=name, code=f"aap-place:{name}") for name in places),
        info_sources=_providers(telegram, knowledge),
        subjects=tuple(_subjects(telegram, knowledge)),
        ednote=ednote(head.notes, knowledge),
        body=body,
        publisher=document.publisher,
        transmission=_transmission(telegram),
        received_at=document.fetched_at,
        field_sources={"versionCreated": when.source} if when else {},
    )


def _providers(telegram: _Telegram, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    service = telegram.line["service"] if telegram.line else ""
    agency = knowledge.agencies.named(service)
    return (agency.source("provider"),) if agency else ()


def _subjects(telegram: _Telegram, knowledge: Knowledge) -> Iterator[Subject]:
    category = telegram.fields.get("%")
    if category:
        yield Subject(literal=f"anpa-category:{category.lower()}", creator="feed")
    code = telegram.fields.get("*", "")
    if _CODE.fullmatch(code):
        yield Subject(literal=f"subj:{code}", creator="feed")
    labelled = knowledge.wire.labels.get(telegram.label or "")
    if labelled:
        yield Subject(name=(telegram.label or "").capitalize(), literal=f"subj:{labelled}", creator="feed")


def _uri(telegram: _Telegram) -> str | None:
    """Service, day and number; none where any is missing."""
    line, when = telegram.line, telegram.when
    if line is None or line["sequence"] is None or when is None:
        return None
    return f"{line['service'].lower()}-{when.when:%Y%m%d}-{line['sequence']}"


def _transmission(telegram: _Telegram) -> dict[str, str]:
    line, fields = telegram.line, telegram.fields
    found = {
        "service": (line["service"] if line else None) or "",
        "sequence": (line["sequence"] if line else None) or "",
        "selector": telegram.route or "",
        "category": fields.get("%", ""),
        "keyword": fields.get("#", "") or telegram.label or "",
        "take": fields.get(":", "") or " ".join(telegram.head.takes),
        "footer": telegram.footer or "",
    }
    return {name: value for name, value in found.items() if value}
