"""What of a message is for publication: everything above the desks' notebook and "not for publication"."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from worker.knowledge.loading import Knowledge

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{2,40}")
# +46 31 555 0142   (212) 621-5555   212-621-5555   Tel: 0400 555
_PHONE: Final = re.compile(
    r"""
    \+\d[\d\s().-]{7,25} | \(\d{3}\)\s?\d{3}-\d{4} | (?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)
    | \b (?:tel|phone|fax|mob|mobile|ph|p|t|m) [.:] \s{0,3} [+(\d]
    """,
    re.VERBOSE | re.IGNORECASE,
)


def public(lines: Sequence[str], knowledge: Knowledge) -> Sequence[str]:
    """The lines up to the desks' own: notebook, contacts, whatever an agency tells its customers alone."""
    for at, row in enumerate(lines):
        line = row.strip()
        if line and (knowledge.wire.is_notebook(line) or knowledge.pages.is_private(line)):
            return lines[:at]
    return lines


def reaches_someone(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in the text."""
    return ("@" in text and _MAIL.search(text) is not None) or _PHONE.search(text) is not None


def ednote(notes: Iterable[str]) -> str | None:
    """The notes to editors that may go out: one that says whom to call is the desks' own."""
    return " ".join(note for note in notes if not reaches_someone(note)) or None
