"""Text fit for output: nothing in it that a terminal, an editor or a JSON writer would trip over."""

import re
from typing import Final

# C0 without \t \n, DEL, C1; lone surrogates; bidi embeddings, overrides and isolates; line and paragraph separators,
# byte-order mark, interlinear marks and noncharacters.  Direction marks (LRM, RLM) and joiners stay: scripts need them.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]",
)
_C1: Final = re.compile("[\x80-\x9f]")
# "it\xe2\x80\x99s" -> "it’s": UTF-8 that was read as Latin-1 and encoded once more
_TWICE_ENCODED: Final = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def encoded_once(text: str) -> str:
    """`text` with letters that were encoded twice mended, where a control among them gives it away."""
    return _TWICE_ENCODED.sub(_once, text) if _C1.search(text) else text


def _once(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:  # an overlong form or half of a pair
        return found[0]


def safe(text: str) -> str:
    """`text` without control, bidi-override and non-characters; its lines stay."""
    return text if text.isprintable() else _UNSAFE.sub("", text)


def line(text: str) -> str:
    """`text` on one line, safe, runs of white space (line ends of every kind among it) as one space."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # most are: a printable text has no white space but spaces, and nothing unsafe
    return safe(" ".join(text.split()))


def paragraph_lines(text: str) -> str:
    """`text` with the lines and tabs it has and no blank line: a table or a poem keeps its rows."""
    if text.isprintable():
        return line(text)
    rows = ("\t".join(map(line, row.split("\t"))).strip() for row in text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, rows))
