"""The paragraphs of a plain text: lines cleaned, and those that a wire has broken at its width joined again."""

import re
from collections.abc import Sequence
from itertools import pairwise

from worker.cleaning import line as clean

WIDTH_MAX = 100  # of hard-wrapped text
WIDTH_MIN = 40
SAMPLE = 400  # lines that tell whether a text is wrapped
WRAPPED_SHARE = 0.3
RUNNING_MIN = 2  # lines that go on in the next one

# a sentence's or title's end: the next line starts anew
_ENDS = re.compile(r"[.!?:;…\"”’»)।。！？」』】=+<>]$")
_INDENT = re.compile(r"[ \t\u00a0\u3000]{2,}|\t")


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs in order, one line each, none blank."""
    lines = text.splitlines()
    width = _width(lines)
    if width is None:
        return [line for raw in lines if (line := _cleaned(raw))]
    return _joined(lines, width)


def _cleaned(raw: str) -> str:
    """The line clean; most lines are already."""
    return raw.strip() if raw.isascii() and raw.isprintable() and "  " not in raw else clean(raw)


def _width(lines: Sequence[str]) -> int | None:
    """The width at which the text was broken, None where every line is a paragraph.

    Broken lines are as long as the next word lets them, and go on in the middle of a sentence, often in small letters.
    """
    sample = [line.rstrip() for line in lines[:SAMPLE]]
    width = max(map(len, sample), default=0)
    if not WIDTH_MIN <= width <= WIDTH_MAX:
        return None
    pairs = [(above, below.strip()) for above, below in pairwise(sample) if above and below.strip()]
    full = [(above, below) for above, below in pairs if _was_full(above, below, width)]
    if len(full) < 2 or len(full) < WRAPPED_SHARE * len(pairs):
        return None
    running = sum(1 for above, below in full if _runs_on(above, below))
    return width if running >= max(RUNNING_MIN, WRAPPED_SHARE * len(full)) else None


def _runs_on(above: str, below: str) -> bool:
    """Whether a sentence goes on in the next line; in scripts without capitals both sides of the break are of them."""
    first = below.lstrip("\"'“‘«»„(")[:1]
    if _ENDS.search(above) or not first or first.isupper():
        return False
    return first.islower() or not first.isalpha() or not (above[-1].islower() or above[-1].isupper())


def _was_full(above: str, below: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted (a slack of some characters, for hyphenation)."""
    first = below.strip().split(" ", 1)[0][:20]
    return len(above.rstrip()) + 1 + len(first) > width - 4 and len(above.strip()) >= width // 2


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Runs of broken lines as one paragraph; a blank line, an indented one or room for another word end a run."""
    runs: list[list[str]] = []
    above = ""
    for raw in lines:
        line = _cleaned(raw)
        if line and above and _was_full(above, line, width) and not _INDENT.match(raw):
            runs[-1].append(line)
        elif line:
            runs.append([line])
        above = line
    return [" ".join(run) for run in runs]
