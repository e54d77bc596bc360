r"""Reads the groups of an RTF file in one pass and linear time.

A library was tried (striprtf 0.0.35, regular expressions): it gives out hidden text (\v) and tracked deletions
(\deleted), loses what follows \bin, and gives no tables.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from worker.formats.rtf.state import Paragraph, Reading, Run
from worker.formats.rtf.words import (
    CHARACTERS,
    CHARSETS,
    CODE_PAGES,
    FAMILIES,
    KEPT,
    MULTIBYTE,
    PARAGRAPHS,
    SKIPPED,
    SYMBOLS,
)
from worker.model import Limits, Reason, Rejected

TITLE_MAX: Final = 300
FONTS_MAX: Final = 2_000

# \par   \u8364?   \'e9   \~   {   }   a run of text
_TOKEN: Final = re.compile(
    r"""
      \\ (?P<word>[a-zA-Z]{1,40}) (?P<number>-?\d{1,10})? [ ]?
    | \\' (?P<hex>[0-9a-fA-F]{2})
    | \\ (?P<symbol>[^a-zA-Z])
    | (?P<brace>[{}])
    | (?P<text>[^\\{}\r\n]+)
    | [\r\n]+ | \\
    """,
    re.VERBOSE,
)


def read(data: bytes, limits: Limits) -> Reading:
    """The file's paragraphs.  Raises Rejected(TOO_LARGE) for groups nested deeper than the limits allow."""
    source = data.decode("latin-1")
    reading = Reading(limits=limits)
    position = 0
    while (match := _TOKEN.match(source, position)) is not None:
        position = match.end()
        kind = match.lastgroup
        if kind == "text":
            _literal(reading, match["text"])
        elif kind == "hex":
            _byte(reading, int(match["hex"], 16))
        elif kind == "brace":
            _brace(reading, match["brace"])
        elif kind == "symbol":
            _symbol(reading, match["symbol"])
        elif kind in {"word", "number"}:
            position += _word(reading, match["word"].lower(), match["number"])
    _end_paragraph(reading)
    _end_row(reading)
    return reading


def _brace(reading: Reading, brace: str) -> None:
    _flush(reading)
    reading.ignorable, reading.to_skip = False, 0
    if brace == "{":
        if len(reading.stack) >= reading.limits.markup_max_depth:
            raise Rejected(Reason.TOO_LARGE, f"RTF groups nested deeper than {reading.limits.markup_max_depth}")
        reading.stack.append(reading.state)
    elif reading.stack:
        reading.state = reading.stack.pop()


def _literal(reading: Reading, text: str) -> None:
    if reading.to_skip:
        skipped = min(reading.to_skip, len(text))
        reading.to_skip -= skipped
        text = text[skipped:]
    if not text:
        return
    if text.isascii():
        _flush(reading)
        _write(reading, text)
    else:
        reading.raw += text.encode("latin-1")


def _byte(reading: Reading, value: int) -> None:
    if reading.to_skip:
        reading.to_skip -= 1
    elif not reading.state.skipped:
        reading.raw.append(value)


def _symbol(reading: Reading, symbol: str) -> None:
    if symbol == "*":
        reading.ignorable = True
    elif symbol in "\r\n":
        _paragraph(reading)
    elif reading.to_skip:
        reading.to_skip -= 1
    else:
        _flush(reading)
        _write(reading, SYMBOLS.get(symbol, ""))


def _flush(reading: Reading) -> None:
    """The bytes of a code page as text."""
    if reading.raw:
        codec = reading.fonts.get(reading.state.font) or reading.codec
        data = bytes(reading.raw)
        reading.raw.clear()
        _write(reading, _decoded(data, codec))


def _decoded(data: bytes, codec: str) -> str:
    """Bytes that are UTF-8 are read as such, whatever the file says; single bytes prove nothing."""
    if len(data) > 1 and codec not in MULTIBYTE:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return data.decode(codec, "replace")


def _write(reading: Reading, text: str) -> None:
    state = reading.state
    if state.collected == "title":
        reading.title = (reading.title + text)[:TITLE_MAX]
    if not text or state.skipped or state.hidden or state.deleted:
        return
    last = reading.runs[-1] if reading.runs else None
    run = Run(text, bold=state.bold, italic=state.italic)
    if last is not None and (last.bold, last.italic) == (run.bold, run.italic) and len(last.text) < 80:
        reading.runs[-1] = Run(last.text + text, bold=run.bold, italic=run.italic)
    else:
        reading.runs.append(run)


def _word(reading: Reading, word: str, number: str | None) -> int:
    r"""Carries out one control word; gives how many characters behind it are no RTF (\bin)."""
    value = int(number) if number else None
    if word == "u":
        _unicode(reading, value or 0)
        return 0
    if word == "bin":
        return max(0, min(value or 0, reading.limits.expanded_max_bytes))
    _flush(reading)
    reading.to_skip = 0
    if word in SKIPPED or (reading.ignorable and word not in KEPT):
        reading.state = replace(
            reading.state, skipped=True, collected="fonttbl" if word == "fonttbl" else reading.state.collected
        )
    elif word in CHARACTERS:
        _write(reading, CHARACTERS[word])
    elif word in PARAGRAPHS:
        _paragraph(reading)
    elif (act := _ACTS.get(word)) is not None:
        act(reading, value)
    elif word in FAMILIES:
        reading.codec = FAMILIES[word]
    reading.ignorable = False
    return 0


def _unicode(reading: Reading, value: int) -> None:
    code = value & 0xFFFF
    _flush(reading)
    reading.to_skip = reading.state.unicode_skip
    if 0xD800 <= code < 0xDC00:
        reading.surrogate = code
    elif 0xDC00 <= code < 0xE000:
        if reading.surrogate:
            _write(reading, chr(0x10000 + ((reading.surrogate - 0xD800) << 10) + code - 0xDC00))
        reading.surrogate = 0
    elif code:
        _write(reading, chr(code))


def _paragraph(reading: Reading) -> None:
    if not (reading.state.skipped or reading.state.hidden):
        _end_paragraph(reading)


def _end_paragraph(reading: Reading) -> None:
    _flush(reading)
    if reading.cells:  # a paragraph inside a cell
        reading.runs.append(Run(" "))
    elif reading.runs:
        reading.paragraphs.append(Paragraph(runs=reading.runs))
        reading.runs = []


def _cell(reading: Reading, _value: int | None) -> None:
    if not reading.state.skipped:
        reading.cells.append("".join(run.text for run in reading.runs))
        reading.runs = []


def _row(reading: Reading, _value: int | None) -> None:
    if not reading.state.skipped:
        _end_row(reading)


def _end_row(reading: Reading) -> None:
    if reading.cells:
        reading.paragraphs.append(Paragraph(cells=reading.cells))
        reading.cells = []
    if reading.runs:
        reading.paragraphs.append(Paragraph(runs=reading.runs))
        reading.runs = []


def _bold(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, bold=value != 0)


def _italic(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, italic=value != 0)


def _hidden(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, hidden=value != 0)


def _deleted(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, deleted=value != 0)


def _plain(reading: Reading, _value: int | None) -> None:
    reading.state = replace(reading.state, bold=False, italic=False, hidden=False, deleted=False)


def _code_page(reading: Reading, value: int | None) -> None:
    reading.codec = CODE_PAGES.get(value or 0, reading.codec)


def _unicode_skip(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, unicode_skip=max(0, min(value or 0, 10)))


def _font(reading: Reading, value: int | None) -> None:
    reading.state = replace(reading.state, font=value if value is not None else -1)


def _font_charset(reading: Reading, value: int | None) -> None:
    if reading.state.collected == "fonttbl" and len(reading.fonts) < FONTS_MAX:
        reading.fonts[reading.state.font] = CHARSETS.get(value or 0, "")


def _title(reading: Reading, _value: int | None) -> None:
    if reading.state.skipped and len(reading.stack) >= 2:
        reading.state = replace(reading.state, collected="title")


_ACTS: Final[Mapping[str, Callable[[Reading, int | None], None]]] = {
    "b": _bold,
    "i": _italic,
    "v": _hidden,
    "deleted": _deleted,
    "plain": _plain,
    "ansicpg": _code_page,
    "uc": _unicode_skip,
    "f": _font,
    "deff": _font,
    "fcharset": _font_charset,
    "cell": _cell,
    "nestcell": _cell,
    "row": _row,
    "nestrow": _row,
    "title": _title,
}
