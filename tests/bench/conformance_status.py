"""Lines that say what an item does to its story, held against what the stages read of them where they can stand."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from worker import pipeline
from worker.article import Article, Block, Flag, Headline, PubStatus, Signal
from worker.knowledge.loading import Knowledge
from worker.model import RawMessage

Row = Mapping[str, Any]
_BODY: Final = Block(text="The town of Ellery opened its old canal on Friday, the mayor said in the morning.")
_SIGNALS: Final = {
    "update": Signal.UPDATE,
    "lead": Signal.UPDATE,
    "correction": Signal.CORRECTION,
    "correction_note": Signal.CORRECTION,
    "advance/urgent": Signal.ALERT,
}


def is_right(row: Row, knowledge: Knowledge) -> bool:
    """In one of the places where such a line stands it is read as it is meant."""
    return any(_reads(row["expected"], made) for made in _places(row["text"], knowledge))


def is_composed(row: Row) -> bool:
    """No line of a feed: a description of a document's metadata, which golden cases have."""
    return str(row.get("seen_in", "")).startswith("composed")


def _places(text: str, knowledge: Knowledge) -> Iterator[Article]:
    """As headline, as first line of the text, as a note, as a take key, and above the text of a wire message."""
    plain = Headline(value="Canal opens in Ellery")
    yield pipeline.refined(Article(format="newsml_g2", headlines=(Headline(value=text),), body=(_BODY,)), knowledge)
    yield pipeline.refined(Article(format="text", headlines=(plain,), body=(Block(text=text), _BODY)), knowledge)
    yield pipeline.refined(Article(format="newsml_g2", headlines=(plain,), ednote=text, body=(_BODY,)), knowledge)
    slug = {"take": text, "keyword": text}
    yield pipeline.refined(
        Article(format="anpa1312", headlines=(plain,), slugline=text, transmission=slug, body=(_BODY,)), knowledge
    )
    yield from pipeline.process(RawMessage(topic="t", partition=0, offset=0, value=_wire(text)), knowledge)


def _wire(text: str) -> bytes:
    """An IPTC 7901 message with the lines between its keyword and its text."""
    lines = text.rstrip(" =").replace("\n", "\r\n")
    head = "\x01eca0312 4 wi 512 dpa 0042\r\n\r\n\x02Canal/Ellery/\r\n"
    return f"{head}{lines} =\r\n\r\n   {_BODY.text}\r\n\x03171250 GMT May 24".encode()


def _reads(wanted: Row, made: Article) -> bool:
    """Every expectation about the line holds."""
    return all(_EXPECTATIONS[key](made, value) for key, value in wanted.items() if key in _EXPECTATIONS)


def _status(made: Article, wanted: str) -> bool:
    if wanted == "embargo":
        return made.pub_status is PubStatus.WITHHELD or made.embargoed_until is not None
    if wanted == "extra":
        return made.status.label == "EXTRA"
    return made.status.signal is _SIGNALS[wanted]


def _headline(made: Article, wanted: str) -> bool:
    """The headline ends in the words without tag and status; what stands before them is known."""
    found = made.headline or ""
    return wanted in found and (found.startswith(wanted) or bool(made.column or made.status.label))


_EXPECTATIONS: Final[Mapping[str, Callable[[Article, Any], bool]]] = {
    "status": _status,
    "n": lambda made, wanted: made.status.number == wanted,
    "lead": lambda made, wanted: made.status.signal is Signal.UPDATE and made.status.number == wanted,
    "column": lambda made, wanted: made.column == wanted and made.status.signal is Signal.NEW,
    "slug": lambda made, wanted: wanted in (made.column, made.slugline),
    "headline": _headline,
    "ednote": lambda made, wanted: (
        bool(made.ednote) if wanted is True else wanted in (made.headline or made.ednote or "")
    ),
    "machine_translated": lambda made, wanted: (Flag.MACHINE_TRANSLATED in made.flags) is wanted,
    "attribution": lambda made, wanted: made.status.signal is Signal.NEW and wanted in (made.headline or ""),
}
