"""Names the format of a payload by one table: what is read, and what is only recognised to be refused by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from worker.envelope import shapes
from worker.envelope.payload import Opened
from worker.model import Reason, Rejected

HEAD: Final = 64 * 1024  # characters that are looked at
DAMAGE_MAX: Final = 0.1  # share of characters that decoding had to replace or take out before text is no text

FORMATS: Final = frozenset({"html", "text"})  # what a hint may name: the keys of formats.PARSERS
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

# SYN SYN SOH, or SOH and a service-level word up to US: "\x01 a 0123 \x1f"
_ANPA: Final = re.compile(rb"\x16\x16\x01|\x01[a-z]\d{4}.{0,20}\x1f", re.DOTALL)
# ABC123 4 POL 250
_IPTC_7901: Final = re.compile(rb"[\x7f\r\n\x01]*+[A-Za-z]{2,4}\d{2,5} \d [A-Za-z]{1,3} \d{1,6} ")
_ZCZC: Final = re.compile(rb"\bZCZC\b")
# Subject: …   three of these lines in a row of header lines are an e-mail
_MAIL_LINE: Final = re.compile(
    r"(?:from|to|cc|date|subject|received|return-path|message-id|mime-version|reply-to|content-type"
    r"|content-transfer-encoding|dkim-signature|delivered-to|x-[\w-]{1,40}):\s",
    re.IGNORECASE,
)

_XML_FAMILIES: Final = {
    "newsml": "NewsML 1.x",
    "newsmessage": "NewsML-G2",
    "newsitem": "NewsML-G2",
    "packageitem": "NewsML-G2",
    "planningitem": "NewsML-G2 planning",
    "conceptitem": "NewsML-G2 concept",
    "knowledgeitem": "NewsML-G2 knowledge",
    "catalogitem": "NewsML-G2 catalog",
    "nitf": "NITF",
    "rss": "RSS",
    "feed": "Atom",
    "rdf": "RSS 1.0 (RDF)",
    "rbnews": "RBNews XML",
    "svg": "an SVG picture",
    "sitemapindex": "a sitemap",
    "urlset": "a sitemap",
    "opml": "OPML",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One row: `reads` is a key of formats.PARSERS, None = recognised and refused as `name`."""

    name: str
    fits: Callable[[Opened], bool]
    reads: str | None = None


def sniff(opened: Opened) -> str:
    """The format of the payload, a key of formats.PARSERS.  May raise only Rejected(UNSUPPORTED_FORMAT)."""
    hinted = opened.labels.format
    if hinted in FORMATS:
        return hinted
    if hinted:
        raise _unread(f"the format that the hint names (known: {', '.join(sorted(FORMATS))})")
    family = next((row for row in FAMILIES if row.fits(opened)), None)
    if family is None:
        raise _unread("this payload, of no known format,")
    if family.reads is None:
        raise _unread(_xml_name(opened) if family.name == _XML else family.name)
    return family.reads


def _unread(what: str) -> Rejected:
    return Rejected(Reason.UNSUPPORTED_FORMAT, f"{what} is not read")


def _root(opened: Opened) -> str:
    """The local name of the root element in lower case, or ""."""
    text = opened.text[:HEAD]
    prolog = _PROLOG.match(text)
    found = _ROOT.match(text, prolog.end() if prolog else 0)
    return found[1].lower() if found else ""


def _xml_name(opened: Opened) -> str:
    return _XML_FAMILIES.get(_root(opened), "XML with a root element of no known feed format")


def _is_xml(opened: Opened) -> bool:
    """An XML document: a known root, or any root that behaves as one (declaration, namespace, its own end tag)."""
    root = _root(opened)
    if not root or _HTML_TAG.match(f"<{root}>"):
        return False
    return root in _XML_FAMILIES or bool(_XML_SIGN.search(opened.text, 0, HEAD)) or _closes(root, opened.text)


def _closes(root: str, text: str) -> bool:
    return f"</{root}" in text[:HEAD].lower() or f"</{root}" in text[-HEAD:].lower()


def _is_declared_xml(opened: Opened) -> bool:
    """An XML declaration before something that has no readable root."""
    return opened.text.lstrip()[:5] == "<?xml" and not _root(opened)


def _is_html(opened: Opened) -> bool:
    """A page or a fragment of one: begins with a doctype or an HTML tag, or holds two tags that structure text."""
    head = opened.text[:HEAD]
    start = head.lstrip()
    if _HTML_SIGN.match(head) or _HTML_TAG.match(start) or _HTML_TAG.match(f"<{_root(opened)}>"):
        return True
    declared = opened.labels.content_type in _HTML_TYPES
    return len(_STRUCTURE.findall(head)) >= 2 or (declared and bool(_HTML_TAG.search(head)))


def _is_mail(opened: Opened) -> bool:
    lines = opened.text.lstrip()[:4096].split("\n")[:4]
    return sum(1 for line in lines if _MAIL_LINE.match(line)) >= 3


def _is_broken(opened: Opened) -> bool:
    return opened.damaged > DAMAGE_MAX * (len(opened.text) + opened.damaged)


def _is_text(opened: Opened) -> bool:
    """Whatever is left holds letters or figures, or is nothing that can be read."""
    return any(character.isalnum() for character in opened.text)


def _json(shape: str) -> Callable[[Opened], bool]:
    return lambda opened: opened.shape == shape


_XML: Final = "XML"
FAMILIES: Final = (
    Family(name="ninjs 2 or 3 JSON", fits=_json("ninjs 2 or 3")),
    Family(name="ninjs 1 JSON", fits=_json("ninjs 1")),
    Family(name="WordPress REST JSON", fits=_json("WordPress REST")),
    Family(name="AP Media JSON", fits=_json("AP Media")),
    Family(name="JSON Feed", fits=_json("JSON Feed")),
    Family(name="NewsAPI-like JSON", fits=_json("a NewsAPI-like list")),
    Family(name="a JSON list of items", fits=_json("a list of items")),
    Family(name="schema.org JSON-LD without its page", fits=_json("schema.org JSON-LD")),
    Family(name="article JSON of no known format", fits=_json("article JSON")),
    Family(name="a JSON list of envelopes", fits=_json(shapes.ENVELOPE)),
    Family(
        name="JSON that is neither an envelope nor a known feed format", fits=lambda opened: opened.shape is not None
    ),
    Family(name="ANPA 1312 wire copy", fits=lambda opened: bool(_ANPA.match(opened.data))),
    Family(name="IPTC 7901 wire copy", fits=lambda opened: bool(_IPTC_7901.match(opened.data))),
    Family(name="teleprinter text (ZCZC)", fits=lambda opened: bool(_ZCZC.search(opened.data, 0, 200))),
    Family(name="RTF", fits=lambda opened: opened.text.lstrip()[:5].lower() == "{\\rtf"),
    Family(name=_XML, fits=_is_xml),
    Family(name="XML without a root element", fits=_is_declared_xml),
    Family(name="HTML", fits=_is_html, reads="html"),
    Family(name="binary data of an unknown kind", fits=_is_broken),
    Family(name="an e-mail", fits=_is_mail),
    Family(name="plain text", fits=_is_text, reads="text"),
)
