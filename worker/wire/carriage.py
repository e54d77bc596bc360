"""The bytes of a wire as text with its control characters, which frame messages and mark fields."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from worker.envelope.charset import SINGLE_BYTE
from worker.model import Document

# M\x81ller   caf\x82: a letter of DOS code pages between letters; cp1252 has signs of print there, of which the
# apostrophes 91 and 92 stand between letters too
_DOS: Final = re.compile(rb"[\x80-\x84\x87-\x90\x93-\x95\x97-\x99\xa0-\xa5\xe1](?<=[A-Za-z].)(?=[a-z])")
_WINDOWS: Final = re.compile(rb"[\xc0-\xd6\xd8-\xe0\xe2-\xf6\xf8-\xff](?<=[A-Za-z].)(?=[a-z])")


def decoded(document: Document) -> str:
    r"""The payload's text, `\n` for every line end, control characters kept."""
    charset = document.charset or "utf-8"
    if document.charset_source == "detected" and charset in SINGLE_BYTE and _is_dos(document.data):
        charset = "cp850"
    text = document.data.decode(charset, "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def begun_by(marks: Sequence[re.Match[str]], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each mark that begins a message, and where that one ends at the latest: at the next, or with the text."""
    return zip(marks, [*(mark.start() for mark in marks[1:]), len(text)], strict=True)


def _is_dos(data: bytes) -> bool:
    """Whether its letters beyond ASCII are those of code page 437 or 850."""
    return len(_DOS.findall(data)) > len(_WINDOWS.findall(data))
