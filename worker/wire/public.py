"""What of a message is for publication: everything above the desks' notebook and "not for publication"."""

from collections.abc import Iterable, Sequence

from worker.knowledge.loading import Knowledge


def public(lines: Sequence[str], knowledge: Knowledge) -> Sequence[str]:
    """The lines up to the desks' own: notebook, contacts, whatever an agency tells its customers alone."""
    for at, row in enumerate(lines):
        line = row.strip()
        if line and knowledge.pages.begins_private(line):
            return lines[:at]
    return lines


def ednote(notes: Iterable[str], knowledge: Knowledge) -> str | None:
    """The notes to editors that may go out, in one: what says whom to call is the desks' own."""
    return " ".join(filter(None, map(knowledge.contacts.public_note, notes))) or None
