"""Takes the sign-off off the end of a body."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape

from worker.article import Block
from worker.knowledge.contacts import ADDRESS
from worker.knowledge.loading import Knowledge
from worker.newsroom import house_signs
from worker.newsroom.endings import notice_in
from worker.newsroom.signoffs import CONTACT, INITIAL_MAX, SignOff, read

LAST_BLOCKS = 8  # that are looked at, counted from the end
SIGN_OFF_LINES_MAX = 6
STAMP_MAX = 22  # characters of a line that is a sign-off under another: 26/05/2024 14:10:22

# The text ends here. (ANI)   … ends here. hh/ts   … ends here. --IANS ms/vd   … ends here. Enditem
_BEHIND = re.compile(
    r"(?P<sign>[.!?।。۔…]['\"”’»)]?)\s?(?P<end>\(\S[^()]{0,25}\)\.?|[-–—]{1,2}\s?\S{2,12}(?:\s\S{2,12}){0,2}|[A-Z]{2,6}(?:\s[A-Z]{2,4}){1,4}|\S{2,24})$"
)
# "… of this (ANI)": a bracket needs no sentence's end before it
_BRACKET_BEHIND = re.compile(r"\s(?P<end>\([^\s()]{2,20}\)\.?)$")
# jo.bee@site.example
_MAIL = re.compile(ADDRESS)
# the line "Contact: jo.bee@site.example"
_DESK = re.compile(rf"(?:Contact|Contacto|Kontakt|E-?mail)\s?:\s?{ADDRESS}", re.IGNORECASE)
_CLOSINGS = ("</strong>", "</em>", "</u>")
# jo.bee@site.example   https://site.example/story
_ADDRESS = re.compile(r"(?:@|://|www\.)\S{2,}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peeled:
    """A body without its sign-off; `text` is the sign-off as printed, None where there was none."""

    body: tuple[Block, ...]
    text: str | None = None
    found: tuple[SignOff, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tail:
    """What was taken so far, and the numbers of the blocks that are gone as a whole."""

    lines: list[str] = field(default_factory=list)
    found: list[SignOff] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)

    def take(self, line: str, sign_off: SignOff) -> None:
        """Adds what stands above the rest."""
        self.lines.insert(0, line)
        self.found.insert(0, sign_off)


def peel(body: tuple[Block, ...], knowledge: Knowledge) -> Peeled:
    """Takes the sign-off from the end of the body; notices behind it stay for the stage that reads them."""
    last = len(body)
    tail = _Tail()
    for index in range(last - 1, max(0, last - LAST_BLOCKS) - 1, -1):
        text = body[index].text
        if notice_in(text, knowledge) is not None or knowledge.pages.is_furniture(text):
            continue
        within = index and len(tail.lines) < SIGN_OFF_LINES_MAX
        sign_off = (read(text, knowledge) or _below(text, body[:index], knowledge)) if within else None
        if sign_off is None:
            return _peel_paragraph(body, index, tail, knowledge)
        tail.dropped.add(index)
        tail.take(_without_addresses(text), sign_off)
    return _peeled(body, tail)


def _without_addresses(text: str) -> str:
    """The line as it may be shown: addresses of editors are no one's business."""
    line = _MAIL.sub("", CONTACT.sub("", text)).strip() if "@" in text else text.strip()
    return "" if line.endswith(":") else line


def _below(text: str, above: tuple[Block, ...], knowledge: Knowledge) -> SignOff | None:
    """A line that is a sign-off under what stands above it: a name again, initials, figures."""
    if len(text) > STAMP_MAX:
        desk = _DESK.fullmatch(text) is not None and _is_signed(above, text, knowledge)
        return SignOff() if desk else None
    printed = above[-1].text
    signed = _is_signed(above, text, knowledge)
    again = signed and len(text) <= INITIAL_MAX and text in printed.split()
    return SignOff() if again or house_signs.stands_below(text, printed, knowledge, signed=signed) else None


def _is_signed(above: tuple[Block, ...], text: str, knowledge: Knowledge) -> bool:
    """Whether a sign-off, or a paragraph with one behind it, stands above; the same initials between count for none."""
    for block in reversed(above[-SIGN_OFF_LINES_MAX:]):
        if block.text != text:
            return read(block.text, knowledge) is not None or _behind(block.text, knowledge) is not None
    return False


def _peeled(body: Iterable[Block], tail: _Tail) -> Peeled:
    kept = tuple(block for index, block in enumerate(body) if index not in tail.dropped)
    return Peeled(body=kept, text="\n".join(filter(None, tail.lines)) or None, found=tuple(tail.found))


def _peel_paragraph(body: tuple[Block, ...], index: int, tail: _Tail, knowledge: Knowledge) -> Peeled:
    """The same, with what stands behind the last sentence of the last paragraph."""
    block = body[index]
    found = _behind(block.text, knowledge)
    shortened = without_end(block, found[0]) if found else None
    if found is None or shortened is None:
        return _peeled(body, tail)
    tail.take(*found)
    return _peeled((*body[:index], shortened, *body[index + 1 :]), tail)


def _behind(text: str, knowledge: Knowledge) -> tuple[str, SignOff] | None:
    """What stands behind the last sentence of a paragraph, as printed and as a sign-off."""
    if (credit := house_signs.behind(text)) is not None and (sign_off := read(credit, knowledge)) is not None:
        return credit, sign_off
    end = text[-60:]
    match = None if _ADDRESS.search(end) else _BEHIND.search(end) or _BRACKET_BEHIND.search(end)
    sign_off = read(match["end"], knowledge) if match else None
    if match and sign_off is None and house_signs.is_pair(match["end"]):
        sign_off = SignOff()
    if match is None or sign_off is None or len(match["end"]) >= len(text.strip()):
        return None
    return None if _explains(end[: match.start("end")], sign_off, knowledge) else (match["end"], sign_off)


def _explains(before: str, sign_off: SignOff, knowledge: Knowledge) -> bool:
    """Whether the agency's name stands before its initials in brackets: "… said the Press Trust of India (PTI)."."""
    named = knowledge.agencies.mentioned(before)
    return bool(named) and not before.rstrip().endswith((".", "!", "?", "।")) and named[-1] in sign_off.agencies


def without_end(block: Block, end: str) -> Block | None:
    """The block without these last characters; None where its markup does not end with them."""
    text = block.text.removesuffix(end).rstrip()
    if block.html is None:
        return replace(block, text=text)
    cut = (_cut(block.html.rstrip(), printed) for printed in (end, escape(end, quote=False)))
    html = next((one for one in cut if one is not None), None)
    return None if html is None else replace(block, text=text, html=html)


def _cut(html: str, end: str) -> str | None:
    """The markup without these last characters, and without the emphasis that held nothing else."""
    closed: list[str] = []
    while (tag := next(filter(html.endswith, _CLOSINGS), None)) is not None:
        html = html.removesuffix(tag)
        closed.append(tag)
    if not html.endswith(end):
        return None
    html = html.removesuffix(end)
    while closed and html.endswith(opened := closed[-1].replace("/", "")):
        html = html.removesuffix(opened)
        closed.pop()
    return html.rstrip() + "".join(reversed(closed))
