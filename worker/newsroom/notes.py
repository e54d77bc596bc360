"""Newsroom stage: takes remarks to editors off a text: notes, embargoes, status lines, machine translations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Final

from worker.article import Article, Block, Flag, PubStatus, Status, changed
from worker.knowledge.loading import Knowledge
from worker.newsroom import datelines, embargo
from worker.newsroom.public_blocks import public_blocks

OPENING, CLOSING = 5, 3  # blocks in which such remarks stand
LINE_MAX: Final = 40  # characters of a status line
NOTE_MAX: Final = 800

# (Adds details)   [Neu: 3. Absatz]
_BRACKETED: Final = re.compile(r"[(\[（［](?P<inside>[^\n]{3,800})[)\]）］]\s?[.=]?", re.DOTALL)
# ATTENTION - AJOUTE bilan ///
_END: Final = re.compile(r"\s?/{2,3}$")
_ENDS: Final = frozenset(".!?;。।")
_SENTENCES: Final = re.compile(r"(?<=[.!?。।;])\s+")


@dataclass(slots=True)
class _Taken:
    """What was taken off a text."""

    notes: list[str] = field(default_factory=list)
    embargoes: list[str] = field(default_factory=list)
    status: Status | None = None
    flags: list[Flag] = field(default_factory=list)


def read(article: Article, knowledge: Knowledge) -> Article:
    """The article with `ednote`, `embargoed_until`, flags and status from the lines round its text."""
    taken = _Taken()
    body = _stripped(article.body, taken, knowledge)
    furniture = tuple(line for line in article.furniture if not _take_note(line, taken, knowledge))
    noted = (line for note in taken.notes for line in _of_note(note, knowledge))
    lines = [*taken.embargoes, *noted, *_embargoes(article, knowledge)]
    changes = {**_embargoed(article, lines, knowledge)} if lines else {}
    if any(map(knowledge.notes.is_translation, _other_lines(article))):
        taken.flags.append(Flag.MACHINE_TRANSLATED)
    if taken.flags:
        changes["flags"] = tuple(dict.fromkeys((*article.flags, *taken.flags)))
    if body != article.body:
        changes["body"] = body
    if len(furniture) < len(article.furniture):
        changes["furniture"] = furniture
    if note := _ednote(article, [*taken.notes, *taken.embargoes], knowledge):
        changes["ednote"] = note
    if taken.status and article.status == Status():
        changes["status"] = taken.status
    return changed(article, **changes) if changes else article


def _stripped(body: tuple[Block, ...], taken: _Taken, knowledge: Knowledge) -> tuple[Block, ...]:
    """The body without such lines; of a body of nothing else what is public stays."""
    last = len(body) - CLOSING
    kept = tuple(
        block
        for at, block in enumerate(body)
        if not ((at < OPENING or at >= last) and _take(block.text, taken, knowledge, at))
    )
    if kept or Flag.MACHINE_TRANSLATED in taken.flags:
        return kept
    taken.notes, taken.embargoes = [], []
    return public_blocks(body, knowledge)


def _take(text: str, taken: _Taken, knowledge: Knowledge, at: int) -> bool:
    """Whether the block is such a remark; what it says is kept."""
    if len(text) > NOTE_MAX or not text:
        return False
    if (flag := _flag(text, knowledge, at)) is not None:
        taken.flags.append(flag)
        return True
    if at >= OPENING:
        return False
    if embargo.is_line(text.strip("*()[] "), knowledge):
        taken.embargoes.append(text.strip("*()[] "))
        return True
    if at < 3 and (status := _status_line(text, knowledge)) is not None:
        taken.status = taken.status or status
        return True
    return _take_note(text, taken, knowledge)


def _flag(text: str, knowledge: Knowledge, at: int) -> Flag | None:
    """What a line says of the whole text: that a machine translated it, that it was handed in."""
    if _is_translation(text, knowledge):
        return Flag.MACHINE_TRANSLATED
    return Flag.PRESS_RELEASE if at < OPENING and len(text) <= LINE_MAX and knowledge.notes.is_release(text) else None


def _take_note(text: str, taken: _Taken, knowledge: Knowledge) -> bool:
    note = _note(text, knowledge) if len(text) <= NOTE_MAX else None
    taken.notes += [note] if note else []
    return note is not None


def _is_translation(text: str, knowledge: Knowledge) -> bool:
    """A line that says so between stars or brackets, in capitals, or in a sentence of its own."""
    return len(text) <= 200 and knowledge.notes.is_translation(text) and len(_SENTENCES.split(text)) <= 2


def _status_line(text: str, knowledge: Knowledge) -> Status | None:
    """A line of nothing but status words: "EILMELDUNG", "1ST LEAD", "(Zusammenfassung)"."""
    line = text.strip("*+= ")
    if len(line) > LINE_MAX or not (line == line.upper() or line[:1] in "(["):
        return None
    return knowledge.status.take(line)


def _note(text: str, knowledge: Knowledge) -> str | None:
    """What a remark to editors says: "(ATTN: ADDS photo)", "Eds: With photos.", "(Adds details, quotes)"."""
    bracketed = _BRACKETED.fullmatch(text.strip())
    inside = bracketed["inside"].strip() if bracketed else text.strip()
    led = knowledge.notes.lead(inside)
    if led is not None:
        lead, rest = led
        return _END.sub("", rest if knowledge.notes.is_silent(lead) else inside) or None
    return inside if bracketed and knowledge.status.opens_note(inside) else None


def _other_lines(article: Article) -> Iterator[str]:
    yield from (one.value for one in article.descriptions)
    yield from filter(None, (article.ednote, article.usage_terms))


def _ednote(article: Article, notes: Iterable[str], knowledge: Knowledge) -> str | None:
    """The article's note and these, each once, as far as they are public; None where nothing is added."""
    have = article.ednote or ""
    public = (knowledge.contacts.public_note(note) for note in notes)
    new = [note for note in dict.fromkeys(filter(None, public)) if note not in have]
    return _joined([have, *new]) if new else None


def _joined(notes: Iterable[str]) -> str:
    """The notes in one line; a semicolon stands where none ends a sentence."""
    parts = list(filter(None, notes))
    return " ".join(part if part[-1] in _ENDS or part is parts[-1] else f"{part};" for part in parts)


def _embargoes(article: Article, knowledge: Knowledge) -> Iterator[str]:
    """Embargoes that headlines, keywords and notes speak of."""
    for line in filter(None, (article.slugline, article.title, article.headline)):
        if embargo.is_line(line, knowledge):
            yield line
    yield from _of_note(article.ednote or "", knowledge)


def _of_note(note: str, knowledge: Knowledge) -> Iterator[str]:
    """The note, or those of its sentences, that say so: "Eds: This story is embargoed until 6 p.m. EDT on Friday."."""
    led = knowledge.notes.lead(note)
    for text in (note, led[1]) if led else (note,):
        for line in dict.fromkeys((text, *_SENTENCES.split(text[: 10 * NOTE_MAX]))):
            if line and embargo.is_line(bare := line.strip("*()[] "), knowledge):
                yield bare


def _embargoed(article: Article, lines: Iterable[str], knowledge: Knowledge) -> dict[str, object]:
    """Until when; withheld where no line can be read."""
    if article.embargoed_until is not None:
        return {}
    reference = article.version_created or article.first_created or article.received_at
    ends = filter(None, (embargo.until(line, reference, _house(article, knowledge), knowledge) for line in lines))
    end: datetime | None = next(ends, None)
    if end is not None:
        return {"embargoed_until": end, "field_sources": {**article.field_sources, "embargoedUntil": "ednote"}}
    return {"pub_status": PubStatus.WITHHELD} if article.pub_status is PubStatus.USABLE else {}


def _house(article: Article, knowledge: Knowledge) -> tzinfo | None:
    """The zone of the article's agency, which its dateline may be the first to name."""
    names = [source.name for source in article.info_sources if source.code]
    for block in article.body[:OPENING] if not names else ():
        prefix = datelines.read(block.text, knowledge)
        names += prefix.agencies if prefix else ()
    agencies = map(knowledge.agencies.named, names)
    return next((agency.zone for agency in agencies if agency and agency.zone), None)
