"""Recognises formats from bytes, and picks the first row that fits of a table (formats.FAMILIES)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from worker.envelope.payload import Opened
from worker.model import Reason, Rejected
from worker.wire import releases

HEAD: Final = 64 * 1024  # characters that are looked at
DAMAGE_MAX: Final = 0.1  # share of characters that decoding had to replace or take out before text is no text

_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})

_HTML_NAMES: Final = (
    "html|head|body|title|meta|link|base|script|style|noscript|template|frameset|main|article|section|nav|aside|header|footer"
    "|div|span|p|br|hr|h1|h2|h3|h4|h5|h6|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|tr|td|th|caption|figure|figcaption"
    "|blockquote|pre|center|font|form|img|picture|video|audio|iframe|a|b|i|u|em|strong|small|sub|sup|cite|time|address"
)
# <p>   </div>   <br/>   <a href="…   (opening or closing, of an HTML element)
_HTML_TAG: Final = re.compile(rf"</?(?:{_HTML_NAMES})(?=[\s/>])", re.IGNORECASE)
# <p>   <br>   <h2 class=…   </table>: tags that give text its structure; two of them are markup, one is a remark
_STRUCTURE: Final = re.compile(
    r"</?(?:html|head|body|p|br|div|h[1-6]|ul|ol|li|table|tr|td|article|section|main|blockquote)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
# <?xml … ?>   <!-- … -->   <!DOCTYPE … >   and white space, before the root
_PROLOG: Final = re.compile(
    r"""
    \s*+ (?: (?: <\?[^>]*+>
               | <!--(?:[^-]|-(?!->))*+-->
               | <!doctype[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+> ) \s*+ )*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
# <nitf:nitf xmlns…   the root's name without its prefix
_ROOT: Final = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>])")
_XML_SIGN: Final = re.compile(r"\s*+<\?xml\s|\sxmlns[:=]")
_HTML_SIGN: Final = re.compile(r"\s*+<!doctype\s+html", re.IGNORECASE)

# SYN SYN SOH, or a service letter and number up to US, with SOH or without: "\x01a0123\x1f"
ANPA_1312: Final = re.compile(rb"[\x00\s]{0,40}(?:\x16{1,8}\x01|\x01?[A-Za-z]\d{4}\s?\x1f)")
# ABC123 4 POL 250
IPTC_7901: Final = re.compile(rb"[\x00-\x20\x7f]*+[A-Za-z]{2,4}\d{2,5} \d [A-Za-z]{1,3} {1,3}\d{1,6}(?=\s)")
ZCZC: Final = re.compile(rb"\bZCZC\b")
# Subject: …   three of these lines in a row of header lines are an e-mail
_MAIL_LINE: Final = re.compile(
    r"(?:from|to|cc|date|subject|received|return-path|message-id|mime-version|reply-to|content-type"
    r"|content-transfer-encoding|dkim-signature|delivered-to|x-[\w-]{1,40}):\s",
    re.IGNORECASE,
)
# X-Anything-else: …
_HEADER_LINE: Final = re.compile(r"[A-Za-z][\w-]{1,60}:(?:\s|$)")
MAIL_HEAD: Final = 16 * 1024  # characters in which three of them stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One row: how it is recognised and called, and the format it is read as; None = refused as `name`."""

    name: str
    fits: Callable[[Opened], bool]
    reads: str | None = None


def sniff(opened: Opened, families: Sequence[Family]) -> str:
    """The format of the payload, the `reads` of a row.  May raise only Rejected(UNSUPPORTED_FORMAT)."""
    hinted = opened.labels.format
    if hinted:
        known = {family.reads for family in families if family.reads}
        if hinted in known:
            return hinted
        raise _unread(f"the format that the hint names (known: {', '.join(sorted(known))})")
    family = next((row for row in families if row.fits(opened)), None)
    if family is None:
        raise _unread("this payload, of no known format,")
    if family.reads is None:
        raise _unread(family.name)
    return family.reads


def _unread(what: str) -> Rejected:
    return Rejected(Reason.UNSUPPORTED_FORMAT, f"{what} is not read")


def root_of(opened: Opened) -> str:
    """The local name of the root element in lower case, or ""."""
    prolog = _PROLOG.match(opened.text, 0, HEAD)
    found = _ROOT.match(opened.text, prolog.end() if prolog else 0, HEAD)
    return found[1].lower() if found else ""


def is_xml(opened: Opened) -> bool:
    """An XML document: any root that is none of HTML and behaves as one (declaration, namespace, its own end tag)."""
    root = root_of(opened)
    if not root or _HTML_TAG.match(f"<{root}>"):
        return False
    return bool(_XML_SIGN.search(opened.text, 0, HEAD)) or _closes(root, opened.text)


def _closes(root: str, text: str) -> bool:
    return f"</{root}" in text[:HEAD].lower() or f"</{root}" in text[-HEAD:].lower()


def is_declared_xml(opened: Opened) -> bool:
    """An XML declaration before something that has no readable root."""
    return opened.text.lstrip()[:5] == "<?xml" and not root_of(opened)


def is_html(opened: Opened) -> bool:
    """A page or a fragment of one: begins with a doctype or an HTML tag, or holds two tags that structure text."""
    head = opened.text[:HEAD]
    start = head.lstrip()
    if _HTML_SIGN.match(head) or _HTML_TAG.match(start) or _HTML_TAG.match(f"<{root_of(opened)}>"):
        return True
    declared = opened.labels.content_type in _HTML_TYPES
    return len(_STRUCTURE.findall(head)) >= 2 or (declared and bool(_HTML_TAG.search(head)))


def is_mail(opened: Opened) -> bool:
    """Header lines of RFC 822 at the top, nothing else among them, three of which a mail is known by."""
    known = 0
    head = opened.text.lstrip()[:MAIL_HEAD]
    if not head[:1].isalpha():
        return False
    for line in head.split("\n"):
        if _MAIL_LINE.match(line):
            known += 1
        elif not line.strip() or not (line[0] in " \t" or _HEADER_LINE.match(line) or line.startswith("From ")):
            break
    return known >= 3


def is_zczc(opened: Opened) -> bool:
    """Teleprinter text: the start-of-message signal among the first 200 bytes."""
    return ZCZC.search(opened.data, 0, 200) is not None


def is_press_release(opened: Opened) -> bool:
    """A press release as newswires send it."""
    return releases.is_release(opened.text)


def is_rtf(opened: Opened) -> bool:
    """Rich Text Format."""
    return opened.text.lstrip()[:5].lower() == "{\\rtf"


def is_broken(opened: Opened) -> bool:
    """Bytes that no charset makes text of."""
    return opened.damaged > DAMAGE_MAX * (len(opened.text) + opened.damaged)


def is_text(opened: Opened) -> bool:
    """Whatever is left holds letters or figures, or is nothing that can be read."""
    return any(character.isalnum() for character in opened.text)


def has_shape(*shapes: str) -> Callable[[Opened], bool]:
    """A JSON document of one of the shapes that `envelope.shapes` names."""
    return lambda opened: opened.shape in shapes


def has_root(*names: str) -> Callable[[Opened], bool]:
    """An XML document whose root element has one of these local names, written in small letters."""
    wanted = frozenset(names)
    return lambda opened: root_of(opened) in wanted


def starts_with(pattern: re.Pattern[bytes]) -> Callable[[Opened], bool]:
    """Bytes that begin as the pattern says."""
    return lambda opened: pattern.match(opened.data) is not None
