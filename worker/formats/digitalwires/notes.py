"""Reads what an entry says to newsrooms and lets through what a newsroom would print: nothing of its notepad.

Of the editorial notes only those that the entry says may be published, in roles that tell readers something, and
without an address or a telephone number.
"""

import re
from collections.abc import Iterator
from typing import Final

from worker.article import Related
from worker.markup.links import http_url
from worker.members.reading import Fields, first_line, line, objects, text

PUBLIC_NOTES: Final = ("embargo", "correction", "correctionshort", "editorialnote", "edservice")
CLOSING_LINE: Final = "closingline"
NOTES_MAX: Final = 2_000  # characters of all notes together

# krefting@…   +49 30 2852   0049 30   what a note for readers never has
_REACHABLE: Final = re.compile(r"@|\+\s?[0-9]{2}|\b00[1-9][0-9]|\bTel(?:efon)?\b", re.IGNORECASE)
# <a href="https://dpaq.de/x">Exhibition</a>   in the box of links
_LINK: Final = re.compile(r'<a href="([^"<>]{1,2000})">([^<>]{1,500})</a>')


def notes(entry: Fields, *roles: str) -> Iterator[str]:
    """Notes that may be published, in the order of `roles`."""
    given = objects(entry.get("ednotes"))
    for role in roles:
        for note in given:
            words = line(note.get("ednote"))
            if note.get("is_publishable") is not True or not words or _REACHABLE.search(words):
                continue
            if (first_line(note, "role") or "").rpartition(":")[2] == role:
                yield words


def ednote(entry: Fields) -> str | None:
    """All notes for readers."""
    return " ".join(notes(entry, *PUBLIC_NOTES))[:NOTES_MAX] or None


def links(entry: Fields, most: int) -> tuple[Related, ...]:
    """The links for readers under the text."""
    found = (
        Related(title=line(words) or url, url=url)
        for href, words in _LINK.findall(text(entry.get("linkbox_html")) or "")
        if (url := http_url(href, None))
    )
    return tuple(found)[:most]
