"""Press releases as newswires send them in text: source, number, headline, dateline, text, notes on the sender."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from worker.article import AltId, Article, Block, Dateline, Flag, Headline, InfoSource
from worker.cleaning import line as clean
from worker.knowledge.agencies import Agency
from worker.knowledge.contacts import Contacts
from worker.knowledge.dates import completed, find_days
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp, read_timestamp
from worker.model import Document, Left, Reason, Rejected
from worker.wire import prose, releases
from worker.wire.carriage import decoded

HEADING_MAX: Final = 60  # characters of a heading between paragraphs
CONTACT_LINES_MAX: Final = 8
CONTACT_WIDTH_MAX: Final = 90
SOURCE_MAX: Final = 120

_NOT_TEXT: Final = re.compile(
    r"""
    \s{0,8} (?: MEDIA[ ]RELEASE\b | AsiaNet\s{1,4}\d | SOURCE\s{0,2}[:\-–]?\s | View[ ](?:source|original)
             | To[ ]view[ ]the[ ]original | Cision[ ]View | NEWS[ ]RELEASE$ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Photo - http://…   Logo: https://…   Video -   (the address below)
_MEDIA: Final = re.compile(
    r"""
    \s{0,8} (?:photos?|logo|video|images?|infographic|attachments?|multimedia) \s? (?:\d{1,2}|available)? \s?
    (?:[-–:]|at) \s* (?P<rest>.*) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\s{0,8}\[?\s?(?:https?://|www\.)\S+\s?\]?\s*")
# Contact   Media Contacts:   For media inquiries:   PRESS CONTACT
_CONTACT: Final = re.compile(
    r"""
    \s{0,8} (?:for[ ])? (?:media|press|investor|company|corporate|further)? \s? (?:relations[ ])?
    (?:contacts?|inquiries|enquiries|contact[ ]information)\b \s{0,3} (?:details)? \s{0,3} (?::.*)? $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ASKED: Final = re.compile(r"\s{0,8}(?:for|contact|please contact|enquiries|inquiries|media)\b", re.IGNORECASE)
_ENDS: Final = re.compile(r"""[.:;,!?"”')]$""")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The release.  Raises Rejected where nothing of it is left."""
    rows = [row.rstrip() for row in decoded(document).split("\n")]
    text = "\n".join(rows)
    dateline = releases.DATELINE.search(text)
    above, below = _parted(text, dateline)
    head = _head(above, knowledge)
    body = tuple(_body(below, knowledge.contacts))
    if not (body or head.headline):
        raise Rejected(Reason.NO_ARTICLE, "a press release without headline and text")
    yield _article(head, dateline, body, text, document, knowledge)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The lines above the dateline."""

    headline: str | None = None
    subheadline: str | None = None
    embargo: str | None = None


def _parted(text: str, dateline: re.Match[str] | None) -> tuple[list[str], list[str]]:
    """The lines above the dateline and those of the text; a dateline with text behind it is part of the text."""
    if dateline is None:
        number = releases.NUMBER.search(text)
        head, _, rest = text[number.end() if number else 0 :].lstrip("\n").partition("\n\n")
        return head.split("\n"), rest.split("\n")
    rest = text[dateline.end() :]
    alone = not rest.partition("\n")[0].strip()
    return text[: dateline.start()].split("\n"), (rest if alone else text[dateline.start() :]).split("\n")


def _head(rows: Sequence[str], knowledge: Knowledge) -> _Head:
    """The headline: the first group of lines, on one, that is no source, number, embargo or "FOR IMMEDIATE RELEASE"."""
    groups = [
        " ".join(clean(row) for row in group)
        for group in prose.groups(row for row in rows if not (_NOT_TEXT.match(row) or releases.SOURCE.match(row)))
    ]
    embargoes = [group for group in groups if knowledge.notes.is_embargo(group)]
    titles = [group for group in groups if not (group in embargoes or knowledge.notes.is_release(group))]
    first, second = next(iter(titles), None), titles[1] if len(titles) > 1 else None
    return _Head(headline=first, subheadline=second, embargo=next(iter(embargoes), None))


def _body(rows: Sequence[str], known: Contacts) -> Iterator[Block]:
    """The text without media, addresses of files and those whom editors may call: they are no part of the story."""
    wrapped = prose.width(rows)
    contacts = False
    for group in prose.groups(_without_media(rows)):
        kept, contacts = _without_contacts(group, known, after_heading=contacts)
        blocks = prose.of_group(kept, wrapped) if kept else []
        if len(group) == len(blocks) == 1 and _is_heading(blocks[0].text):
            yield Block(tag="h3", text=blocks[0].text)
        else:
            yield from (_unheaded(blocks[0]), *blocks[1:]) if blocks else ()


def _unheaded(block: Block) -> Block:
    """A first line "About Jo Bee Inc" over its paragraph is a heading too."""
    return Block(tag="h3", text=block.text) if _is_heading(block.text) and block.text.startswith("About ") else block


def _is_heading(text: str) -> bool:
    return len(text) <= HEADING_MAX and text[:1].isupper() and not _ENDS.search(text)


def _without_media(rows: Sequence[str]) -> Iterator[str]:
    """The lines but those that name a picture or the place of one, and the notes of the newswire."""
    for row in rows:
        media = _MEDIA.match(row)
        if media is not None and (not media["rest"] or _ADDRESS.match(media["rest"])):
            continue
        if not _ADDRESS.fullmatch(row) and not _NOT_TEXT.match(row):
            yield row


def _without_contacts(group: list[str], known: Contacts, *, after_heading: bool) -> tuple[list[str], bool]:
    """The group's lines that are text, and whether it was a heading over contacts that follow."""
    for at, row in enumerate(group):
        if _CONTACT.fullmatch(row):
            return group[:at], at + 1 == len(group)
    if len(group) <= CONTACT_LINES_MAX and any(map(known.reaches_someone, group)):
        short = all(len(row) <= CONTACT_WIDTH_MAX for row in group)
        asked = _ASKED.match(group[0]) is not None
        labelled = sum(1 for row in group if len(row) < CONTACT_WIDTH_MAX // 2) > len(group) // 2
        if after_heading or asked or (short and labelled):
            return [], after_heading
    return group, False


def _article(
    head: _Head,
    dateline: re.Match[str] | None,
    body: tuple[Block, ...],
    text: str,
    document: Document,
    knowledge: Knowledge,
) -> Article:
    number = releases.NUMBER.search(text, 0, releases.HEAD_MAX)
    name = (number["media"] or f"PR{number['asianet']}").upper() if number else None
    when = _day(dateline, document, knowledge)
    titles = [(head.headline, None), (head.subheadline, "subheadline")]
    return Article(
        format=document.format,
        uri=f"asianet-{name}" if name else None,
        version_created=when.when if when else None,
        language=document.language,
        headlines=tuple(Headline(value=value, role=role) for value, role in titles if value),
        info_sources=_sources(dateline, text, knowledge),
        ednote=head.embargo,
        body=body,
        alt_ids=(AltId(role="release-number", value=name),) if name else (),
        dateline=_alone(dateline, text),
        flags=(Flag.PRESS_RELEASE,),
        canonical_url=document.url,
        publisher=document.publisher,
        received_at=document.fetched_at,
        field_sources={"versionCreated": "dateline, day only"} if when else {},
    )


def _alone(dateline: re.Match[str] | None, text: str) -> Dateline | None:
    """The dateline where it is a line of its own."""
    if dateline is None or text[dateline.end() :].partition("\n")[0].strip():
        return None
    return Dateline(text=clean(dateline[0]))


def _day(dateline: re.Match[str] | None, document: Document, knowledge: Knowledge) -> Timestamp | None:
    days = find_days(dateline["place"], knowledge.dates) if dateline else []
    day = completed(days[-1], document.fetched_at) if days else None
    return read_timestamp(day.isoformat()) if day else None


def _sources(dateline: re.Match[str] | None, text: str, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """The newswire that sends it, and who pays for it."""
    wire = clean(dateline["slashed"] or dateline["bracketed"]) if dateline else ""
    agency = knowledge.agencies.named(wire) or _first(knowledge, wire)
    provider = (agency.source("provider"),) if agency else (InfoSource(name=wire, role="provider"),) if wire else ()
    named = releases.SOURCE.search(text)
    payer = clean(named["name"]) if named else ""
    return (*provider, InfoSource(name=payer, role="source")) if 0 < len(payer) <= SOURCE_MAX else provider


def _first(knowledge: Knowledge, wire: str) -> Agency | None:
    return next(iter(knowledge.agencies.mentioned(wire.replace("-", " "))), None)
