"""E-mail: a story sent as RFC 822 and MIME.  Addresses, signatures, quoted mails and lists' footers go nowhere."""

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from typing import Final
from urllib.parse import quote

from worker.article import Article, Block, Headline, InfoSource
from worker.cleaning import line as clean
from worker.envelope import charset
from worker.knowledge.loading import Knowledge
from worker.knowledge.timestamps import read_timestamp
from worker.markup.fragment import html_blocks
from worker.model import Document, Left, Limits, Reason, Rejected
from worker.wire import prose

PARTS_MAX: Final = 100
DEPTH_MAX: Final = 10
HEADER_MAX: Final = 4_000  # characters of one header that are read
NAME_MAX: Final = 80

_BOUNDARY: Final = re.compile(rb"boundary\s{0,4}=", re.IGNORECASE)
# Re: Fwd: AW:
_REPLY: Final = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s{0,2}:\s{0,4}){1,5}", re.IGNORECASE)
_ID: Final = re.compile(r"<?([^\s<>]{1,250}@[^\s<>]{1,250})>?")
# On Mon, 1 Jan at 10:00, Jo Bee wrote:   Am 1. Januar schrieb Jo Bee:   -----Original Message-----
_QUOTES: Final = re.compile(
    r"""
    (?: on | am | le | el | il | op | den | em )\b .{5,200}
        (?: wrote | schrieb .{0,80} | a\ écrit | escribió | ha\ scritto | schreef .{0,80} | skrev .{0,80} | escreveu )
        \s? :
    | -{2,8} \s? (?: original\ message | forwarded\ message | ursprüngliche\ nachricht | message\ d'origine )
        .{0,40}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# You received this message because …   Unsubscribe   To unsubscribe from this list   Sent from my iPhone
_FOOTER: Final = re.compile(
    r"""
    you\ (?:are\ receiv|received\ this|have\ received\ this) | (?:to\ )?unsubscribe\b | sent\ from\ my\ | abmelden\b
    | this\ (?:e-?mail|message)\ (?:and\ any|is\ intended|may\ contain|was\ sent) | diese\ e-?mail\ (?:enthält|wurde)
    | manage\ your\ subscription | _{10} | se\ désabonner | darse\ de\ baja
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNATURE: Final = frozenset({"--", "-- "})
_NO_STORY: Final = frozenset({"head"})


def parse(document: Document, knowledge: Knowledge) -> Iterator[Article | Left]:
    """The mail's one story.  Raises Rejected: TOO_LARGE for a flood of parts, NO_ARTICLE without subject and text."""
    data = document.data.lstrip()
    if len(_BOUNDARY.findall(data)) > PARTS_MAX:
        raise Rejected(Reason.TOO_LARGE, f"a mail of more than {PARTS_MAX} parts in one another")
    try:
        mail = message_from_bytes(data, policy=compat32)
    except RecursionError as exc:
        raise Rejected(Reason.TOO_LARGE, "a mail of parts too deep in one another") from exc
    body = _text_of(mail, knowledge.limits, 0)
    story = mail if body else _forwarded(mail)
    body = body or _text_of(story, knowledge.limits, 0)
    headline = clean(_REPLY.sub("", _header(mail, "subject"), count=1)) or None
    if not (body or headline):
        raise Rejected(Reason.NO_ARTICLE, "a mail without subject and text")
    yield _article(mail, headline, body, document, knowledge)


def _article(
    mail: Message, headline: str | None, body: tuple[Block, ...], document: Document, knowledge: Knowledge
) -> Article:
    sender = clean(parseaddr(_header(mail, "from"))[0])
    sender = sender if len(sender) <= NAME_MAX and "@" not in sender else ""
    providers = _providers(mail, knowledge, sender)
    when = read_timestamp(_header(mail, "date"))
    language = _header(mail, "content-language").split(",")[0].strip() or document.language
    return Article(
        format=document.format,
        uri=_uri(mail),
        version_created=when.when if when else None,
        urgency=knowledge.urgency.of("words", _header(mail, "importance")),
        language=language,
        headlines=(Headline(value=headline),) if headline else (),
        byline=None if knowledge.agencies.named(sender) else sender or None,
        info_sources=providers,
        keywords=tuple(word for text in _header(mail, "keywords").split(",") if (word := clean(text))),
        body=body,
        canonical_url=document.url,
        publisher=document.publisher,
        received_at=document.fetched_at,
        field_sources={"versionCreated": when.source} if when else {},
    )


def _providers(mail: Message, knowledge: Knowledge, sender: str) -> tuple[InfoSource, ...]:
    for name in (sender, clean(_header(mail, "organization"))):
        if (agency := knowledge.agencies.named(name)) is not None:
            return (agency.source("provider"),)
    return ()


def _uri(mail: Message) -> str | None:
    """RFC 2392: the Message-ID as a URI."""
    match = _ID.fullmatch(_header(mail, "message-id").strip())
    if match is None or match[1].lower() == parseaddr(_header(mail, "from"))[1].lower():
        return None
    return f"mid:{quote(match[1], safe='@._-+=$!')}"


def _header(mail: Message, name: str) -> str:
    """A header in words: encoded words and raw bytes of any charset decoded; "" where there is none."""
    raw = next((value for key, value in mail.raw_items() if key.lower() == name), "")[:HEADER_MAX]
    try:
        pieces = decode_header(raw) if "=?" in raw else [(raw, None)]
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    return "".join(_words(piece, label) for piece, label in pieces)


def _words(piece: bytes | str, label: str | None) -> str:
    if isinstance(piece, str):
        if piece.isascii():
            return piece
        piece = piece.encode("ascii", "surrogateescape") if _is_raw(piece) else piece.encode("utf-8", "replace")
    return charset.decode(piece, [("header", label)] if label else []).text


def _is_raw(text: str) -> bool:
    return all(character.isascii() or "\udc80" <= character <= "\udcff" for character in text)


def _text_of(part: Message, limits: Limits, depth: int) -> tuple[Block, ...]:
    """The text of a part: of alternatives HTML before plain text, else the first part that has any."""
    if depth > DEPTH_MAX or _is_attached(part):
        return ()
    if not part.is_multipart():
        return _leaf(part, limits)
    if part.get_content_maintype() == "message":
        return ()
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    if part.get_content_subtype() == "alternative":
        children = sorted(children, key=_rank)
    found = (_text_of(child, limits, depth + 1) for child in children)
    return next(filter(None, found), ())


def _rank(part: Message) -> int:
    kind = part.get_content_type()
    return 2 if kind == "text/plain" else 1 if kind != "text/html" else 0


def _is_attached(part: Message) -> bool:
    return str(part.get("content-disposition", "")).lstrip().lower().startswith("attachment")


def _forwarded(mail: Message) -> Message:
    """The mail or the text that a mail without text of its own has attached."""
    for count, part in enumerate(mail.walk()):
        if count > PARTS_MAX:
            break
        if part is mail or part.get_content_maintype() != "text":
            continue
        del part["content-disposition"]
        return part
    return mail


def _leaf(part: Message, limits: Limits) -> tuple[Block, ...]:
    kind = part.get_content_type()
    if kind not in {"text/html", "text/plain"}:
        return ()
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ()
    label = part.get_param("charset")
    text = charset.decode(payload, [("header", label)] if isinstance(label, str) else []).text
    if kind == "text/html":
        return tuple(_own(list(html_blocks(text, limits, skipped=_NO_STORY))))
    return tuple(prose.blocks(_own_lines(_flowed(text.split("\n"), part))))


def _flowed(lines: Sequence[str], part: Message) -> Iterator[str]:
    """RFC 3676: a line that ends with a blank goes on in the next."""
    if str(part.get_param("format") or "").lower() != "flowed":
        yield from lines
        return
    open_lines: list[str] = []
    for line in lines:
        open_lines.append(line)
        if not line.endswith(" ") or line in _SIGNATURE:
            yield "".join(open_lines)
            open_lines = []
    yield "".join(open_lines)


def _own_lines(lines: Iterator[str]) -> Iterator[str]:
    """What the sender wrote: no signature, nothing quoted, no footer of a list."""
    for line in lines:
        if line.rstrip("\r") in _SIGNATURE or _ends_mail(line.strip()):
            return
        if not line.startswith(">"):
            yield line


def _own(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.text.strip() in _SIGNATURE or _ends_mail(block.text):
            return
        yield block


def _ends_mail(line: str) -> bool:
    return _QUOTES.fullmatch(line[:300]) is not None or _FOOTER.match(line) is not None
