"""Notes to editors that may be passed on.  What is private goes nowhere: telephone numbers of editors stand there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element

from worker.formats.newsml_g2.elements import Item, role_of, told
from worker.knowledge.loading import Knowledge
from worker.markup.blocks import blocks_of
from worker.markup.lines import clean_line

# The roles that dpa's vocabulary (g2.dpa.com/cv/ednoterole) and its exports have for notes to all customers.
PUBLIC_ROLES: Final = frozenset(
    {"editorialnote", "correction", "correctionshort", "genrenote", "picture", "edservice", "embargo", "localities"}
)
_CLOSING_LINE: Final = "closingline"  # "dpa abc yyzz n1 xy": initials, no note
# parts of a role's name that say "not for everyone", in any scheme
_PRIVATE_PARTS: Final = ("private", "notepad", "contact", "intern", "nonpublic", "confidential", "phone", "mail")


@dataclass(frozen=True, slots=True)
class Notes:
    """`ednote`: the public notes in one; `closing`: the initials under the story."""

    ednote: str | None
    closing: str | None


def notes(item: Item, knowledge: Knowledge) -> Notes:
    """The notes of an item."""
    elements = item.found.get("ednote", ())
    public = [text for element in elements if _is_public(element) for text in _lines(element, knowledge)]
    closing = (text for element in elements if role_of(element) == _CLOSING_LINE for text in _lines(element, knowledge))
    return Notes(ednote=" ".join(dict.fromkeys(public)) or None, closing=next(closing, None))


def _is_public(element: _Element) -> bool:
    """Without a constraint, and of a role that is none of those for the few; dpa's roles only when they are known."""
    if element.get("pubconstraint"):
        return False
    role = (element.get("role") or "").strip().lower()
    scheme, _, name = role.rpartition(":")
    if scheme.startswith("dpa"):
        return name in PUBLIC_ROLES
    return name != _CLOSING_LINE and not any(part in name for part in _PRIVATE_PARTS)


def _lines(note: _Element, knowledge: Knowledge) -> Iterator[str]:
    """The note's lines up to one that says it is not for publication, without what tells how to reach people."""
    blocks = [block.text for block in blocks_of(note)] if len(note) else (note.text or "").splitlines()
    for text in blocks:
        if knowledge.pages.is_private(text):
            return
        told_line = told(clean_line(text) or None)
        if told_line and (line := knowledge.contacts.public_note(told_line)):
            yield line
