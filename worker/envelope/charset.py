"""Turns payload bytes into text: byte-order marks, declarations, the lies among them, and unlabelled legacy text."""

import codecs
import encodings.aliases
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from worker.cleaning import encoded_once

PRESCAN_BYTES: Final = 1024  # HTML standard: "prescan a byte stream to determine its encoding"
LATE_META_BYTES: Final = 64 * 1024  # HTML standard: a later <meta> still changes the encoding while parsing
DETECT_BYTES: Final = 4096  # of text around the first non-ASCII bytes; detection costs 1-10 ms a KB

# Labels of the Encoding Standard (encoding.spec.whatwg.org) that mean a superset of what they say.
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
}
_LABELS: Final = {
    "x-sjis": "shift_jis",
    "windows-31j": "cp932",
    "gb_2312-80": "gb2312",
    "x-gbk": "gbk",
    "x-euc-jp": "euc_jp",
    "x-big5": "big5",
    "big5-hkscs": "big5hkscs",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "ks_c_5601": "euc_kr",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "iso-8859-8-i": "iso8859-8",
    "ansi": "cp1252",
    "x-user-defined": "cp1252",
}
_WINDOWS: Final = tuple(f"cp{page}" for page in range(1250, 1258))
SINGLE_BYTE: Final = frozenset(
    {*_WINDOWS, "cp1258", "cp874", "cp866", "cp437"}
    | {"cp850", "koi8-r", "koi8-u", "mac_roman", "mac-roman", "mac-cyrillic", "kz1048"}
    | {f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
)
MULTI_BYTE: Final = frozenset(
    {"utf-8", "gb18030", "cp949", "cp932", "big5hkscs", "euc_jp", "iso2022_jp", "johab", "hz"}
    | {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"},
)
CODECS: Final = SINGLE_BYTE | MULTI_BYTE  # an allow-list: "declared as" rot13, base64, utf-7 or idna is no declaration

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# <meta charset="utf-8">   <meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">
_META: Final = re.compile(
    rb"""
    <meta (?=[\s/]) [^>]{0,512}?        # a meta element, attributes in any order
    (?<![\w-]) charset \s{0,8} = \s{0,8}
    ["']? \s{0,8} ([\w.:()-]{1,40})     # the label, quoted or not
    """,
    re.VERBOSE | re.IGNORECASE,
)
# <?xml version="1.0" encoding="ISO-8859-15"?>
_XML_DECLARATION: Final = re.compile(
    rb"""
    \s{0,64} <\?xml [^>]{0,200}? \s encoding \s{0,8} = \s{0,8}
    ["'] ([A-Za-z][\w.:-]{0,39}) ["']
    """,
    re.VERBOSE,
)
# Control characters that text never means: C0 without \t \n, DEL, C1, and the noncharacters U+FFFE, U+FFFF
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# All of these end a line; the pair first.  Form feed and vertical tab do in wire copy, U+2028 and NEL in pasted text.
_LINE_ENDS: Final = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
# The UTF-8 of both, looked for among what is left of a text when its ASCII is gone: little, mostly
_ORDINARY: Final = bytes((*b"\t\n", *range(32, 127)))
_ENDS_LEFT: Final = re.compile(rb"[\r\x0b\x0c]|\xc2\x85|\xe2\x80[\xa8\xa9]")
_CONTROLS_LEFT: Final = re.compile(
    rb"[\x00-\x08\x0e-\x1f\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xef(?:\xbb\xbf|\xbf[\xbe\xbf])"
)
# The UTF-8 of a letter of UTF-8 that was read as Latin-1, and what parts its text from the next: damage is judged apart
_TWICE_LEFT: Final = re.compile(rb"\xc3[\x82-\xb4]\xc2[\x80-\x9f]")
_PARTS: Final = re.compile(r"(?<=[<>\n])")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# Bytes that no text of one byte a character holds: half of a UTF-16 character, mostly
_LOW: Final = re.compile(rb"[\x00-\x08]")

# The letters beyond ASCII of languages written in cp1252.  charset-normalizer tells scripts apart well (375 of 375
# samples) but Western Europe badly (65 of 117: Finnish as mac_roman, Portuguese as cp1250), so these are asked first.
_WESTERN: Final = tuple(
    frozenset(letters + "“”‘’‚„–—…«»‹›€°£©®™·•´²½\xa0\u00ad")
    for letters in (
        "äöüßéèàáç",  # German
        "àâæçéèêëîïôœùûüÿ",  # French
        "áéíñóúü¿¡ªºç",  # Spanish
        "ãõáâàéêíóôúüçªº",  # Portuguese
        "àèéìíòóùîº",  # Italian
        "åäöæøéüèàá",  # Danish, Finnish, Norwegian, Swedish
        "áðéíóúýþæö",  # Icelandic
        "éëïóöüèêàç",  # Dutch
        "àçèéíïòóúü·",  # Catalan
    )
)
# Rare codecs that only ever win by mistake are left out of the contest.
_DETECTED: Final = (
    *(*_WINDOWS, "iso8859_2", "iso8859_5", "koi8_r"),
    *("koi8_u", "cp866", "tis_620", "gb18030", "big5hkscs", "euc_jp", "cp932", "cp949", "iso2022_jp"),
)

Declared = tuple[str, str]  # (source, label): ("header", "ISO-8859-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Clean text; `charset` and `source` as in model.Document, `damaged` = characters replaced or taken out."""

    text: str
    charset: str
    source: str
    damaged: int


def decode(data: bytes, declared: Iterable[Declared] = ()) -> Decoded:
    """The text of `data`; undecodable bytes become U+FFFD and are counted, nothing is ever raised."""
    mark, charset, source = _choose(data, declared)
    data = data[mark:]
    text = data.decode(charset, "replace")
    replaced = 0
    if "\ufffd" in text:
        replaced = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if charset == "utf-8" else 0)
    same = charset == "utf-8" and not replaced
    cleaned, taken_out = _cleaned(text, data if same else text.encode("utf-8", "surrogatepass"))
    return Decoded(text=cleaned, charset=charset, source=source, damaged=replaced + taken_out)


def clean(text: str) -> tuple[str, int]:
    r"""`text` with `\n` for every line end and without control characters, and how many those were."""
    return _cleaned(text, text.encode("utf-8", "surrogatepass"))


def _cleaned(text: str, data: bytes) -> tuple[str, int]:
    """`clean`, looking at the UTF-8 of the text: many times faster than any search of the text itself."""
    left = data.translate(None, _ORDINARY)
    if _TWICE_LEFT.search(left):
        text = "".join(map(encoded_once, _PARTS.split(text)))
        left = text.encode("utf-8", "surrogatepass").translate(None, _ORDINARY)
    if _ENDS_LEFT.search(left):
        for end in _LINE_ENDS:
            text = text.replace(end, "\n")
    return _CONTROLS.subn("", text) if _CONTROLS_LEFT.search(left) else (text, 0)


def codec_of(label: str) -> str | None:
    """The codec that a declared label stands for: `iso-8859-1` is cp1252, `utf7` is none."""
    name = label.strip().strip("\"'").lower()
    return _KNOWN.get(_key(_LABELS.get(name, name)))


_SEPARATORS: Final = str.maketrans("-.: ", "____")


def _key(name: str) -> str:
    return name.translate(_SEPARATORS)


def _known() -> dict[str, str]:
    """Codecs by every name they have.

    `codecs.lookup` is not asked at run time: it imports a module per label and keeps every label it ever saw.
    """
    known: dict[str, str] = {}
    for name in (*CODECS, *_SUPERSETS, "latin_1"):
        found = codecs.lookup(name).name
        known[_key(name)] = known[_key(found)] = _SUPERSETS.get(found, found)
    aliases = encodings.aliases.aliases.items()
    return {**{alias: known[_key(module)] for alias, module in aliases if _key(module) in known}, **known}


_KNOWN: Final = _known()


def _choose(data: bytes, declared: Iterable[Declared]) -> tuple[int, str, str]:
    """(length of the byte-order mark, codec, source)."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return len(mark), charset, "bom"
    if wide := _wide(data):
        return 0, wide, "detected"
    for source, label in (*declared, *_prescan(data[:PRESCAN_BYTES])):
        charset = codec_of(label) or ""
        if charset and (fitting := _fitting(data, charset)):
            return 0, fitting, source if fitting == charset else "utf-8"
    return 0, *_undeclared(data)


def _fitting(data: bytes, charset: str) -> str | None:
    """`charset`, or utf-8 where the bytes prove it, or None where they disprove the declaration."""
    if charset in SINGLE_BYTE:
        return "utf-8" if not data.isascii() and _decodes(data, "utf-8") else charset
    if charset.startswith(("utf-16", "utf-32")):
        return charset if _decodes(data, charset) and (_LOW.search(data) or not _decodes(data, "utf-8")) else None
    if _decodes(data, charset) or (charset == "utf-8" and _mostly_utf8(data)):
        return charset
    if charset == "utf-8":
        return None
    return "utf-8" if _decodes(data, "utf-8") else charset


def _prescan(head: bytes) -> list[Declared]:
    """What the markup says about itself; a UTF-16 named in ASCII bytes cannot be true (HTML standard: read UTF-8)."""
    found = _XML_DECLARATION.match(head) or _META.search(head)
    if found is None:
        return []
    label = found[1].decode("ascii", "replace")
    return [("declared", "utf-8" if label.lower().startswith(("utf-16", "utf-32")) else label)]


def _undeclared(data: bytes) -> tuple[str, str]:
    """(codec, source) of bytes that nothing was said about, or nothing true."""
    if _decodes(data, "utf-8") or _mostly_utf8(data):
        return "utf-8", "utf-8"
    late = _META.search(data, 0, LATE_META_BYTES)
    if late and (charset := codec_of(late[1].decode("ascii", "replace"))) and charset in CODECS - {"utf-8"}:
        return charset, "declared"
    return _detected(data), "detected"


def _detected(data: bytes) -> str:
    """The likeliest legacy codec of a sample that starts at the first non-ASCII byte; cp1252 when unsure."""
    first = _HIGH.search(data)
    start = max(0, first.start() - 64) if first else 0
    sample = data[start : start + DETECT_BYTES]
    letters = frozenset(sample.decode("cp1252", "replace").lower())
    foreign = frozenset(letter for letter in letters if not letter.isascii())
    if any(foreign <= alphabet for alphabet in _WESTERN):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=list(_DETECTED), enable_fallback=False).best()
    return (codec_of(best.encoding) or "cp1252") if best is not None else "cp1252"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:PRESCAN_BYTES]
    pairs = len(head) // 2
    if pairs < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.6 and odd < pairs * 0.1 else None


def _decodes(data: bytes, charset: str) -> bool:
    """True when not a byte of `data` contradicts `charset`."""
    try:
        data.decode(charset)
    except (UnicodeDecodeError, ValueError):
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few broken bytes (cut text, pasted bytes): two good sequences for each bad one.

    Legacy text holds hardly any sequence that is good UTF-8 by chance.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good >= bad * 2
