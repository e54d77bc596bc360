"""The control words of RTF 1.9.1 that decide what is text: destinations, characters, code pages."""

from collections.abc import Mapping
from typing import Final

# Groups whose text is no text of the story: tables of the file, furniture of pages, notes, tracked deletions, fields.
SKIPPED: Final = frozenset(
    {
        "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl",
        "generator", "info", "pict", "object", "objdata", "nonshppict", "shpinst", "sp", "header", "headerl", "headerr",
        "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation", "atnid", "atnauthor", "atndate",
        "atnref", "atnicn", "fldinst", "datafield", "themedata", "colorschememapping", "latentstyles", "datastore",
        "xmlnstbl", "bkmkstart", "bkmkend", "tc", "xe", "private", "docvar", "userprops", "template", "pntext", "pn",
        "mmath", "listtext", "passwordhash", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "background", "company",
        "falt", "panose", "do", "shptxt",
    }
)  # fmt: skip
# Behind \*: these hold text of the story all the same.
KEPT: Final = frozenset({"fldrslt", "ud", "htmltag", "mhtmltag"})
CHARACTERS: Final[Mapping[str, str]] = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "lbr": "\n", "softline": "\n",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS: Final[Mapping[str, str]] = {"~": " ", "-": "", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
PARAGRAPHS: Final = frozenset({"par", "sect", "page", "column", "softpage"})
# \fcharset of the font table
CHARSETS: Final[Mapping[int, str]] = {
    0: "cp1252", 1: "", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
# \ansicpg: Python has a codec of nearly every number
CODE_PAGES: Final[Mapping[int, str]] = {
    number: f"cp{number}"
    for number in (437, 850, 852, 855, 857, 858, 860, 862, 863, 865, 866, 874, 932, 949, 1250, 1251, 1252)
} | {number: f"cp{number}" for number in range(1253, 1259)} | {
    936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8", 819: "cp1252", 28591: "cp1252",
}  # fmt: skip
FAMILIES: Final[Mapping[str, str]] = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
MULTIBYTE: Final = frozenset({"cp932", "cp949", "gb18030", "big5hkscs", "utf-8"})
