"""Plain text inside an element as paragraphs: hard-wrapped wire copy, parted by indents or blank lines."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from worker.article import Block
from worker.cleaning import paragraph_lines
from worker.markup.lines import clean_line

# Berlin     12    14   |   a tab: columns
_COLUMNS: Final = re.compile(r"\S(?:\t| {3,})\S")
ROWS_MIN: Final = 2


def paragraphs(text: str) -> tuple[Block, ...]:
    """The paragraphs; a run of lines with columns stays as it is."""
    return tuple(block for lines in _runs(text.split("\n")) if (block := _block(lines)) is not None)


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each paragraph: a blank line ends one, an indented line begins one where others are not indented."""
    indents = _indents(lines[1:])
    run: list[str] = []
    for line in lines:
        starts = indents and line[:2].isspace()
        if (starts or not line.strip()) and run:
            yield run
            run = []
        if line.strip():
            run.append(line)
    if run:
        yield run


def _indents(lines: Sequence[str]) -> bool:
    """Some lines are indented and some are not; where all are, that is how the XML is laid out."""
    kinds = {line[0].isspace() for line in lines if line.strip()}
    return len(kinds) == 2


def _block(lines: Sequence[str]) -> Block | None:
    if sum(1 for line in lines if _COLUMNS.search(line.strip())) >= ROWS_MIN:
        return Block(tag="pre", text=paragraph_lines("\n".join(lines)))
    text = clean_line(" ".join(lines))
    return Block(text=text) if text else None
