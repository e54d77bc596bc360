"""ANPA 1312, the American wire: SYN SYN SOH, two header lines, STX, lines marked ^ or TAB, ETX, end line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from worker.article import Article, Block, Description, Flag, Headline, InfoSource, PubStatus, Signal, Status, Subject
from worker.cleaning import line as clean
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import Timestamp
from worker.model import Document, Left, Reason, Rejected
from worker.wire import clock, heads
from worker.wire.carriage import begun_by, decoded
from worker.wire.public import ednote

STX: Final = "\x02"
ETX: Final = "\x03"
EOT: Final = "\x04"
SUMMARY_MIN: Final = 60  # characters: a shorter line of the head is a second headline

# V4644\x1f-----: service level, number, selector; SYN SYN SOH in front may have got lost
_HEADER: Final = re.compile(
    r"(?:\x16{1,8}\x01?|\x01|^)(?P<service>[A-Za-z])(?P<sequence>\d{4})\x1f(?P<selector>[\w-]{0,12})[^\n\x02]{0,80}(?=\n|\x02|\Z)",
    re.MULTILINE,
)
# r z\x13\x11 BC-BKN--Heat-Hawks 1stLd-Writethru   02-20 0500
_KEYWORDS: Final = re.compile(
    r"""
    (?P<priority>[A-Za-z]) [ ] (?P<category>[A-Za-z]) (?P<text>[\x13\x14]?) (?P<form>[\x11\x12]?) [ ]{0,3}
    (?: (?P<cycle>[A-Z]{2})- )? (?P<keyword>\S{0,60}) (?P<rest>[^\n]{0,120})
    """,
    re.VERBOSE | re.IGNORECASE,
)
# 02-20 0500: behind the take key
_DATE: Final = re.compile(r"\d{1,2}-\d{1,2}")
# BC-BKN--Heat-Hawks, 1st Ld-Writethru,416   AP-Top-Entertainment-Headlines,0176
_SLUG: Final = re.compile(r"(?:AM|PM|BC|AP)-\S", re.IGNORECASE)
# *9006   the number of a desk's request, in front of the slug
_NUMBER: Final = re.compile(r"\*\d{1,8}")
# AP Photo GATK105, GATK106   AP Graphic   AP Video
_MEDIA: Final = re.compile(r"(?:with )?AP (?:photos?|graphics?|videos?|interactives?|audio)\b", re.IGNORECASE)
_EDS: Final = re.compile(r"\(?\s?Eds?:", re.IGNORECASE)
# AP Sports Writer   Associated Press Writers: the line below a byline
_RANK: Final = re.compile(r"(?:AP|Associated Press|For The Associated Press)\b", re.IGNORECASE)
_END: Final = re.compile(r"(?P<sign>[<=])\s*$")
_HALF: Final = re.compile(r"(?<![^\d;\s])\{(?![\w{])|(?<=\d)\{")
_DASH: Final = re.compile(r"(?<=\s)_(?=\s)")
_CONTROLS: Final = re.compile(r"[\x00-\x07\x0b-\x1f\x7f]")


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """An article for each message.  Raises Rejected where there is no header line."""
    text = decoded(document)
    headers = list(_HEADER.finditer(text))
    if not headers:
        raise Rejected(Reason.PARSE_ERROR, "no header line of an ANPA 1312 message")
    for header, end in begun_by(headers, text):
        yield _item(header, text[header.end() : end].partition(EOT)[0], document, knowledge)


@dataclass(slots=True)
class _Copy:
    """A message's lines, sorted."""

    slug: str | None = None
    titles: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    byline: str | None = None
    rows: list[list[str]] = field(default_factory=list)  # of the table under way
    body: list[Block] = field(default_factory=list)
    started: bool = False  # the text has begun


@dataclass(frozen=True, slots=True)
class _Message:
    """A message taken apart."""

    header: re.Match[str]
    keywords: re.Match[str] | None
    rest: Mapping[str, str]
    copy: _Copy
    when: Timestamp | None
    footer: str | None
    status: Status
    ended: bool


def _item(header: re.Match[str], message: str, document: Document, knowledge: Knowledge) -> Article | Left:
    above, started, rest = message.partition(STX)
    if not started:
        above, _, rest = message.lstrip("\n").partition("\n")
    text, etx, below = rest.partition(ETX)
    keywords = _KEYWORDS.match(above.strip("\n"))
    lines = text.split("\n")
    when, footer, last = _ending(lines, below, document, knowledge)
    ended = bool(etx) or footer is not None
    copy = _copy(lines[:last], knowledge)
    _flush(copy)
    tail = _tail(keywords["rest"]) if keywords else {}
    status = _status(keywords, tail, copy, knowledge)
    if not (copy.body or copy.titles or status.signal is Signal.KILL):
        return Left(reason=Reason.NO_ARTICLE, detail="an ANPA 1312 message without headline and text")
    return _article(_Message(header, keywords, tail, copy, when, footer, status, ended), document, knowledge)


def _tail(rest: str) -> Mapping[str, str]:
    """What stands behind the keyword: take key, date, word count; nothing where the last two are not there."""
    words = rest.split()
    if len(words) < 2 or not (_DATE.fullmatch(words[-2]) and words[-1].isdecimal()):
        return {}
    return {"take": " ".join(words[:-2]), "date": words[-2], "words": words[-1]}


def _ending(
    lines: Sequence[str], below: str, document: Document, knowledge: Knowledge
) -> tuple[Timestamp | None, str | None, int]:
    """(the moment of the end line, the line, where the text ends)."""
    for row in below.split("\n")[:3]:
        if (when := clock.ap_end_line(_CONTROLS.sub("", row), knowledge.dates, document.fetched_at)) is not None:
            return when, clean(row), len(lines)
    for at in range(len(lines) - 1, max(-1, len(lines) - 6), -1):
        row = _CONTROLS.sub("", lines[at])
        if (when := clock.ap_end_line(row, knowledge.dates, document.fetched_at)) is not None:
            return when, clean(row), at
    return None, None, len(lines)


def _copy(lines: Sequence[str], knowledge: Knowledge) -> _Copy:
    copy = _Copy()
    for row in lines:
        if "\x08" in row:
            copy.started = True
            copy.rows.append(_cells(row))
        elif row.lstrip(" ")[:1] == "^":
            for piece in row.split("^")[1:]:
                _place_marked(piece, copy, knowledge)
        elif knowledge.pages.is_private(row):
            break
        elif text := _printed(row):
            _add(copy, "p", text[:-1].rstrip() if text[-1] in "<=" else text)
    return copy


def _cells(row: str) -> list[str]:
    """A row of a table: ; between cells, ^ at the first where it is empty, DLE for a fixed blank."""
    return [_printed(cell).lstrip("^") for cell in row.replace("\x08", "").replace("\x10", "").split(";")]


def _printed(text: str) -> str:
    """A line as it is printed: { is a half, _ between blanks a dash, `` and '' are quotes."""
    line = " ".join(text.split()) if text.isascii() and text.isprintable() else clean(_CONTROLS.sub("", text))
    if "_" in line:
        if not line.strip("_ "):
            return "–" if line == "_" else ""
        line = _DASH.sub("—", line)
    if "``" in line or "''" in line:
        line = line.replace("``", "“").replace("''", "”")
    return _HALF.sub("½", line) if "{" in line else line


def _add(copy: _Copy, tag: str, text: str) -> None:
    if text:
        _flush(copy)
        copy.started = True
        copy.body.append(Block(tag=tag, text=text))


def _flush(copy: _Copy) -> None:
    """The rows under way as one table."""
    if copy.rows:
        cells = "".join(
            "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in copy.rows
        )
        copy.body.append(Block(tag="table", text="\n".join("\t".join(row) for row in copy.rows), html=cells))
        copy.rows = []


def _place_marked(piece: str, copy: _Copy, knowledge: Knowledge) -> None:
    """A line behind ^: of the head while its sign ends it ("<" or "="), else a paragraph; later a subhead."""
    end = _END.search(piece)
    text = _printed(_END.sub("", piece))
    if not text or _NUMBER.fullmatch(text):
        return
    if copy.started or (end is None and copy.titles):
        _add(copy, "h3" if end else "p", text)
    elif _SLUG.match(text):
        copy.slug = copy.slug or text
    elif _EDS.match(text) or _MEDIA.match(text):
        copy.notes.append(text)
    else:
        _place_line(text, copy, knowledge)


def _place_line(text: str, copy: _Copy, knowledge: Knowledge) -> None:
    if copy.titles and heads.is_byline(text, knowledge):
        copy.byline = copy.byline or text
    elif copy.byline:
        if not _RANK.match(text):
            _add(copy, "h3", text)
    elif not copy.titles:
        copy.titles.append(text)
    elif len(text) >= SUMMARY_MIN:
        copy.summary.append(text)
    else:
        copy.titles.append(text)


def _status(keywords: re.Match[str] | None, tail: Mapping[str, str], copy: _Copy, knowledge: Knowledge) -> Status:
    """What take key, keyword and the words above the headline say, the strongest first."""
    words = knowledge.status
    slug = (copy.slug or "").split(",")
    found = [
        words.take(tail.get("take", "")),
        words.keyword(keywords["keyword"]) if keywords else None,
        words.keyword(slug[0]),
        *(words.take(part.strip()) for part in slug[1:]),
        *(words.take(title) for title in copy.titles[:1]),
    ]
    given = [status for status in found if status is not None]
    strongest = [status for status in given if status.signal is not Signal.UPDATE] or given
    return strongest[0] if strongest else Status()


def _article(message: _Message, document: Document, knowledge: Knowledge) -> Article:
    copy, when, keywords = message.copy, message.when, message.keywords
    keyword = keywords["keyword"] if keywords else ""
    return Article(
        format=document.format,
        uri=_uri(message),
        title=copy.slug,
        version_created=when.when if when else None,
        pub_status=PubStatus.CANCELED if message.status.signal is Signal.KILL else PubStatus.USABLE,
        status=message.status,
        urgency=knowledge.urgency.of("anpa1312", keywords["priority"]) if keywords else None,
        language=document.language,
        headlines=tuple(
            Headline(value=value, role="subheadline" if at else None) for at, value in enumerate(copy.titles[:2])
        ),
        slugline=keyword or None,
        byline=copy.byline,
        info_sources=_providers(message, knowledge),
        subjects=_subjects(keywords, keyword, knowledge),
        descriptions=tuple(Description(value=text, role="summary") for text in copy.summary[:1]),
        ednote=ednote(copy.notes, knowledge),
        body=(*(Block(tag="h3", text=text) for text in copy.titles[2:]), *copy.body),
        publisher=document.publisher,
        flags=() if message.ended else (Flag.TRUNCATED,),
        transmission=_transmission(message),
        received_at=document.fetched_at,
        field_sources={"versionCreated": when.source} if when else {},
    )


def _subjects(keywords: re.Match[str] | None, keyword: str, knowledge: Knowledge) -> tuple[Subject, ...]:
    if keywords is None:
        return ()
    category = Subject(literal=f"anpa-category:{keywords['category'].lower()}", creator="feed")
    sport = knowledge.wire.subjects.get(keyword.partition("-")[0].upper())
    return (category, Subject(literal=f"subj:{sport}", creator="feed")) if sport else (category,)


def _providers(message: _Message, knowledge: Knowledge) -> tuple[InfoSource, ...]:
    """The agency whose end line it is: "AP-WF-…"."""
    agency = knowledge.agencies.named((message.footer or "").partition("-")[0])
    return (agency.source("provider"),) if agency else ()


def _uri(message: _Message) -> str | None:
    """Service, day and number; none without a day."""
    if message.when is None:
        return None
    sender = (message.footer or "").partition("-")[0].lower()
    header = message.header
    return f"{sender}-{header['service']}-{message.when.when:%Y%m%d}-{header['sequence']}"


def _transmission(message: _Message) -> dict[str, str]:
    header, keywords, rest = message.header, message.keywords, message.rest
    found = {"service": header["service"], "sequence": header["sequence"], "selector": header["selector"]}
    if keywords is not None:
        found |= {name: keywords[name] for name in ("priority", "category", "keyword")}
        found["format"] = "tabular" if keywords["form"] == "\x12" else "text"
    found |= {**rest, "footer": message.footer or ""}
    return {name: value for name, value in found.items() if value}
