"""Whether a piece of the raw document's text is in the output, in the body or in what is kept beside it."""

import re
from collections.abc import Sequence

from conformance_output import Seen, compact, plain

# What may stand between pieces: marks of the wire, dashes, brackets, the word before a name.
_JOINTS = re.compile(r"(?:by|von|par|por|di|af|av|od|\W|_)*")
_WORD = re.compile(r"\w+")
_LONG = 12


def begins(seen: Seen, wanted: str) -> bool:
    """The text is the body's beginning, or begins with what the output holds elsewhere and goes on as the body does."""
    goal, body = compact(wanted), compact(seen.body)
    pieces = _pieces(seen)
    if not body:
        return _covered(goal, pieces)
    return any(
        (body.startswith(goal[cut:]) or (goal[cut:].startswith(body) and _covered(goal[cut + len(body) :], pieces)))
        and _covered(goal[:cut], pieces)
        for cut in range(max(len(goal) - _LONG, 0) + 1)
        if cut < len(goal)
    )


def ends(seen: Seen, wanted: str) -> bool:
    """The text is the body's end, or ends with what was taken off it and is kept elsewhere."""
    goal, body = compact(wanted), compact(seen.body)
    pieces = _pieces(seen)
    for kept in range(len(goal), -1, -1):
        head, tail = goal[:kept], goal[kept:]
        rest = body.endswith(head) or (len(body) < len(head) and head.endswith(body))
        if (rest if kept else True) and _covered(tail, pieces, cut=kept == 0):
            return True
    return False


def holds(seen: Seen, wanted: str) -> bool:
    """The text stands somewhere in the document, in one piece or in several one after another."""
    goal = compact(wanted)
    return goal in compact(seen.body) or _covered(goal, [*_pieces(seen), compact(seen.body)])


def words(text: str) -> list[str]:
    """Words of a text, small letters."""
    return [word.casefold() for word in _WORD.findall(plain(text))]


def _pieces(seen: Seen) -> list[str]:
    """What the output holds beside the body, the longest first."""
    return sorted({piece for text in seen.outside if (piece := compact(text))}, key=len, reverse=True)


def _covered(goal: str, pieces: Sequence[str], *, cut: bool = False) -> bool:
    """Nothing is left of the text but joints when the pieces are taken out; `cut`: its beginning may be cut off."""
    if not goal or _JOINTS.fullmatch(goal):
        return True
    if any(goal in piece for piece in pieces):
        return True
    for piece in pieces:
        if len(piece) > 1:
            goal = goal.replace(piece, "\0")
    rest = [part for part in goal.split("\0") if not _JOINTS.fullmatch(part)]
    if cut and rest and goal.startswith(rest[0]):
        return not rest[1:] and any(piece.endswith(rest[0]) for piece in pieces)
    return not rest
