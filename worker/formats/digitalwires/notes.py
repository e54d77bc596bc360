"""Reads what an entry says to newsrooms and lets through what a newsroom would print: nothing of its notepad.

Of the editorial notes only those that the entry says may be published, in roles that tell readers something, and
without sentences that hold an address or a telephone number.
"""

import re
from collections.abc import Iterator
from typing import Final

from worker.article import Related
from worker.knowledge.loading import Knowledge
from worker.markup.links import http_url
from worker.members.reading import Fields, first_line, line, objects, text
from worker.members.values import public_note

PUBLIC_NOTES: Final = ("embargo", "correction", "correctionshort", "editorialnote", "edservice")
CLOSING_LINE: Final = "closingline"
NOTES_MAX: Final = 2_000  # characters of all notes together

# <a href="https://dpaq.de/x">Exhibition</a>   in the box of links
_LINK: Final = re.compile(r'<a href="([^"<>]{1,2000})">([^<>]{1,500})</a>')


def notes(entry: Fields, knowledge: Knowledge, *roles: str) -> Iterator[str]:
    """Notes that may be published, in the order of `roles`."""
    given = objects(entry.get("ednotes"))
    for role in roles:
        for note in given:
            if note.get("is_publishable") is not True or (first_line(note, "role") or "").rpartition(":")[2] != role:
                continue
            if (words := public_note(note.get("ednote"), knowledge)) is not None:
                yield words


def ednote(entry: Fields, knowledge: Knowledge) -> str | None:
    """All notes for readers."""
    return " ".join(notes(entry, knowledge, *PUBLIC_NOTES))[:NOTES_MAX] or None


def links(entry: Fields, most: int) -> tuple[Related, ...]:
    """The links for readers under the text."""
    found = (
        Related(title=line(words) or url, url=url)
        for href, words in _LINK.findall(text(entry.get("linkbox_html")) or "")
        if (url := http_url(href, None))
    )
    return tuple(found)[:most]
