"""IPTC 7901: telegrams of European agencies, with a header line, STX, text, ETX, end line with the clock, EOT."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from worker.article import Article, Block, Flag, Headline, InfoSource, PubStatus, Signal, Status, Subject
from worker.cleaning import line as clean
from worker.knowledge.agencies import unique
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp
from worker.model import Document, Left, Reason, Rejected
from worker.wire import clock, heads, prose
from worker.wire.carriage import begun_by, decoded
from worker.wire.heads import Head
from worker.wire.public import ednote, public

STX: Final = "\x02"
ETX: Final = "\x03"
EOT: Final = "\x04"
END_LINES: Final = 6  # lines at a message's end among which its end line stands
SLUG_LINES: Final = 3

# eca0003 3 i 380  dpa 0045: service and number, priority, category, words, what the sender adds
_HEADER: Final = re.compile(
    r"""
    ^ [\x00-\x09\x0b-\x20\x7f]{0,40}
    (?P<service>[A-Za-z]{2,4}) (?P<sequence>\d{2,5}) [ ] (?P<priority>\d) [ ] (?P<category>[A-Za-z]{1,3}) [ ]{1,3}
    (?P<words>\d{1,6}) (?: [ ] (?P<tail>[^\n]{0,120}) )? $
    """,
    re.VERBOSE | re.MULTILINE,
)
# Utl.: Fähre am Steg: what APA prints under its headline
_SUBTITLE: Final = re.compile(r"Utl\.:\s")
_FRAMES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """An article for each message.  Raises Rejected where there is no header line."""
    text = decoded(document)
    headers = list(_HEADER.finditer(text))
    if not headers:
        raise Rejected(Reason.PARSE_ERROR, "no header line of an IPTC 7901 message")
    for header, end in begun_by(headers, text):
        yield _item(header, _split(text[header.end() : end].partition(EOT)[0]), document, knowledge)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A message without its header: the lines before its text, those of it, and those behind."""

    above: Sequence[str]
    text: Sequence[str]
    below: Sequence[str]
    cut: bool = False  # STX without ETX


def _split(message: str) -> _Parts:
    above, started, rest = message.partition(STX)
    if not started:
        above, rest = "", message
    text, ended, below = rest.partition(ETX)
    lines = [_FRAMES.sub("", row) for row in text.split("\n")]
    if started:
        return _Parts(above=_visible(above), text=lines, below=_visible(below) if ended else (), cut=not ended)
    slug, lines = _slug(lines)
    return _Parts(above=slug, text=lines, below=_visible(below) if ended else ())


def _visible(text: str) -> list[str]:
    return [line for row in text.split("\n") if (line := clean(_FRAMES.sub("", row)))]


def _slug(lines: list[str]) -> tuple[list[str], list[str]]:
    """The keywords above the text, where no STX parts them from it."""
    filled = [at for at, row in enumerate(lines) if row.strip()][:1]
    if filled and heads.is_slug(lines[filled[0]]):
        return [clean(lines[filled[0]])], lines[filled[0] + 1 :]
    return [], lines


def _item(header: re.Match[str], parts: _Parts, document: Document, knowledge: Knowledge) -> Article | Left:
    text = _without_margins(parts.text)
    head = heads.read(text, knowledge)
    when, footer, last = _ending(text, parts.below, document, knowledge)
    body = prose.blocks(public(text[head.start : last], knowledge))
    if body and (below := _SUBTITLE.match(body[0].text)) is not None:
        head, body = replace(head, subheadline=head.subheadline or body[0].text[below.end() :]), body[1:]
    if not (body or head.headline or _is_withdrawn(head.status)):
        return Left(reason=Reason.NO_ARTICLE, detail="an IPTC 7901 message without headline and text")
    return _article(_Message(header, parts, head, when, footer, tuple(body)), document, knowledge)


def _without_margins(lines: Sequence[str]) -> Sequence[str]:
    filled = [at for at, row in enumerate(lines) if row.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else ()


def _ending(
    text: Sequence[str], below: Sequence[str], document: Document, knowledge: Knowledge
) -> tuple[Timestamp | None, str | None, int]:
    """(the moment of the end line, the line, where the text ends): the line stands behind ETX, or is the last."""
    for row in below[:END_LINES]:
        if (when := clock.end_line(row, knowledge.dates, document.fetched_at)) is not None:
            return when, row, len(text)
    for at in range(len(text) - 1, max(-1, len(text) - 1 - END_LINES), -1):
        if (when := clock.end_line(text[at], knowledge.dates, document.fetched_at)) is not None:
            return when, clean(text[at]), at
    return None, None, len(text)


def _is_withdrawn(status: Status) -> bool:
    return status.signal is Signal.KILL


@dataclass(frozen=True, slots=True)
class _Message:
    """A message taken apart."""

    header: re.Match[str]
    parts: _Parts
    head: Head
    when: Timestamp | None
    footer: str | None
    body: tuple[Block, ...]


def _article(message: _Message, document: Document, knowledge: Knowledge) -> Article:
    head, when = message.head, message.when
    sources = _providers(message, knowledge)
    slug = next(iter(message.parts.above[:SLUG_LINES]), None) or head.slugline
    code = sources[0].code if sources else None
    scheme = "dpacat" if code == "dpa" else f"{code}-category" if code else "iptc7901-category"
    titles = [(head.headline, None), (head.subheadline, "subheadline")]
    priority = int(message.header["priority"])
    return Article(
        format=document.format,
        uri=_uri(message, code),
        version_created=when.when if when else None,
        pub_status=PubStatus.CANCELED if _is_withdrawn(head.status) else PubStatus.USABLE,
        status=head.status,
        urgency=priority or None,
        language=document.language,
        headlines=tuple(Headline(value=value, role=role) for value, role in titles if value),
        slugline=slug.rstrip("/ ") if slug else None,
        byline=head.byline,
        info_sources=sources,
        subjects=(Subject(literal=f"{scheme}:{message.header['category'].lower()}", creator="feed"),),
        ednote=ednote(head.notes, knowledge),
        body=message.body,
        publisher=document.publisher,
        flags=(Flag.TRUNCATED,) if message.parts.cut and message.footer is None else (),
        transmission=_transmission(message),
        received_at=document.fetched_at,
        field_sources={"versionCreated": when.source} if when else {},
    )


def _providers(message: _Message, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """Agencies that the header names; the text's own credit is the stages' to read."""
    words = (message.header["tail"] or "").split()
    footer = (message.footer or "").split()[:1]
    found = unique(agency for word in (*words, *footer) if (agency := knowledge.agencies.named(word)))
    return tuple(agency.source("credit" if at else "provider") for at, agency in enumerate(found))


def _uri(message: _Message, code: str | None) -> str | None:
    """Service, day and number: what the sender tells its messages apart by; none without a day."""
    if message.when is None:
        return None
    header = message.header
    day = f"{message.when.when:%Y%m%d}"
    return "-".join(filter(None, (code, header["service"].lower(), day, header["sequence"])))


def _transmission(message: _Message) -> dict[str, str]:
    header = message.header
    found = {name: header[name] for name in ("service", "sequence", "priority", "category", "words")}
    slug = message.parts.above
    rest = {
        "selector": clean(header["tail"] or ""),
        "keyword": slug[0] if slug else "",
        "take": " ".join(message.head.takes),
        "footer": message.footer or "",
    }
    return found | {name: value for name, value in rest.items() if value}
