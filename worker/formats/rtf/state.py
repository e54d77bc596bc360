"""An RTF file under way: what a group hands down, the text with its look, paragraphs and rows."""

from dataclasses import dataclass, field

from worker.model import Limits


@dataclass(frozen=True, slots=True)
class State:
    """What a group hands to the groups in it."""

    skipped: bool = False
    hidden: bool = False  # \v
    deleted: bool = False  # tracked changes
    bold: bool = False
    italic: bool = False
    unicode_skip: int = 1  # \uc: signs behind \u that stand for it in old readers
    font: int = -1
    collected: str = ""  # "title" or "fonttbl": groups that are read for what they hold


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Paragraph:
    r"""Runs up to \par, or the cells of a row."""

    runs: list[Run] = field(default_factory=list)
    cells: list[str] | None = None


@dataclass(slots=True)
class Reading:
    """A file under way; `paragraphs` and `title` are what comes of it."""

    limits: Limits
    paragraphs: list[Paragraph] = field(default_factory=list)
    title: str = ""
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    state: State = State()
    stack: list[State] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)  # bytes of a code page, not decoded yet
    ignorable: bool = False  # behind \*
    to_skip: int = 0  # signs that follow \u
    surrogate: int = 0  # the first half of a pair
