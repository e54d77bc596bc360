"""Whether a piece of the raw document's text is in the output, in the body or in what is kept beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from conformance_output import Seen, compact, plain, strings

# What may stand between pieces: marks of the wire, dashes, brackets, the word before a name.
_JOINTS = re.compile(r"(?:by|von|par|por|di|af|av|od|source|mediarelease|zczc|nnnn|\W|_)*")
_WORD = re.compile(r"\w+")
_LONG = 12


def begins(seen: Seen, wanted: str) -> bool:
    """The text is the body's beginning, or begins with what the output holds elsewhere and goes on as the body does."""
    goal = compact(wanted)
    pieces = _pieces(seen)
    if _covered(_without_end(goal, _front(seen)), _front(seen)):
        return True
    return any(_begins(body, goal, pieces) for body in _bodies(seen))


def _begins(body: str, goal: str, pieces: Sequence[str]) -> bool:
    if not body:
        return _covered(goal, pieces)
    for cut in range(max(len(goal) - _LONG, 0) + 1):
        rest = goal[cut:]
        whole = rest.startswith(body) and _covered(rest[len(body) :], pieces)
        if rest and (body.startswith(rest) or whole) and _covered(goal[:cut], pieces):
            return True
    return False


def _bodies(seen: Seen) -> Iterator[str]:
    """The body as it is, without its dateline, and without what the other reading does not count as body."""
    body = compact(seen.body)
    yield body
    heads = [seen.get("agencyfeed.dateline.text") or "", *seen.beside]
    for head in map(compact, heads):
        if head and body.startswith(head):
            yield body[len(head) :].lstrip(".-:,/)")


def _front(seen: Seen) -> list[str]:
    """What stands in front of texts and is kept elsewhere: bylines, headlines, notes, the standfirst."""
    found = [*seen.people, *seen.values("headlines", "value"), *seen.values("descriptions", "value")]
    others = ("edNote", "agencyfeed.status", "agencyfeed.column", "altIds", "agencyfeed.dateline")
    found += [text for path in others for text in strings(seen.get(path))]
    return sorted({piece for text in found if (piece := compact(text))}, key=len, reverse=True)


def ends(seen: Seen, wanted: str) -> bool:
    """The text is the body's end, or ends with what was taken off it and is kept elsewhere."""
    goal, body = compact(wanted), compact(seen.body)
    pieces = _pieces(seen)
    for kept in range(len(goal), -1, -1):
        head, tail = goal[:kept], goal[kept:]
        rest = body.endswith(head) or (len(body) < len(head) and head.endswith(body))
        if (rest if kept else True) and _covered(tail, pieces, cut_start=kept == 0):
            return True
    return False


def holds(seen: Seen, wanted: str) -> bool:
    """The text stands somewhere in the document, in one piece or in several one after another."""
    goal = compact(wanted)
    return goal in compact(seen.body) or _covered(goal, [*_pieces(seen), compact(seen.body)])


def leaked(seen: Seen, private: Iterable[str]) -> list[str]:
    """Runs of words and addresses of private texts that stand in any document of the record."""
    have = compact(" ".join(seen.everything))
    return [secret for text in private for secret in _secrets(str(text)) if compact(secret) in have]


def _secrets(text: str) -> list[str]:
    """Runs of six words, and every word that is an address."""
    parts = plain(text).split()
    runs = [" ".join(parts[start : start + 6]) for start in range(0, max(len(parts) - 5, 0), 3)]
    return [*runs, *(word for word in parts if "@" in word and len(word) > 3)]


def words(text: str) -> list[str]:
    """Words of a text, small letters."""
    return [word.casefold() for word in _WORD.findall(plain(text))]


def _pieces(seen: Seen) -> list[str]:
    """What the output holds beside the body, the longest first."""
    return sorted({piece for text in seen.outside if (piece := compact(text))}, key=len, reverse=True)


def _covered(goal: str, pieces: Sequence[str], *, cut_start: bool = False) -> bool:
    """Nothing is left of the text but joints when the pieces are taken out; its beginning may be cut off."""
    if not goal or _JOINTS.fullmatch(goal):
        return True
    if any(goal in piece for piece in pieces):
        return True
    for piece in pieces:
        if len(piece) > 1:
            goal = goal.replace(piece, "\0")
    parts = goal.split("\0")
    rest = [part for part in parts if not _JOINTS.fullmatch(part)]
    if len(rest) != 1:
        return not rest
    return cut_start and goal.startswith(rest[0]) and any(piece.endswith(rest[0]) for piece in pieces)


def _without_end(goal: str, pieces: Sequence[str]) -> str:
    """The text without the beginning of a piece that it ends in: a given text is cut after so many characters."""
    for cut in range(len(goal) - _LONG):
        if any(piece.startswith(goal[cut:]) for piece in pieces):
            return goal[:cut]
    return goal
