"""Puts the tags of broken XML in order before a parser goes on: a lost end tag may not swallow the next item."""

import re
from collections import Counter
from typing import Final

# <item a="b">   <br/>   </item>   or what opens a stretch without tags: <![CDATA[   <!--   <?
_PIECE: Final = re.compile(
    r"""
      (?P<opener> <!\[CDATA\[ | <!-- | <\? )
    | < (?P<end>/?) (?P<name>[A-Za-z_][\w.:-]*+) (?P<rest> (?: [^<>"'] | "[^"<]*+" | '[^'<]*+' )*+ ) >
    """,
    re.VERBOSE,
)
_CDATA: Final = "<![CDATA["
_CLOSERS: Final = {_CDATA: "]]>", "<!--": "-->", "<?": "?>"}


def balanced(text: str) -> tuple[str, int]:
    """(`text` in which every end tag closes its own start tag, how many elements were still open at its end).

    An end tag closes what stands open inside its element; one that nothing was opened for is dropped.
    """
    pieces: list[str] = []
    stack: list[str] = []
    open_names: Counter[str] = Counter()
    written = position = 0  # what is in `pieces`, where the next tag is looked for
    while match := _PIECE.search(text, position):
        name, opener = match["name"], match["opener"]
        if opener:
            position = text.find(_CLOSERS[opener], match.end()) + len(_CLOSERS[opener])
            if position < match.end():
                text = text[: match.start()] + _cut_stretch(text[match.start() :])
                break
            continue
        pieces.append(text[written : match.start()])
        written = position = match.end()
        if not match["end"]:
            pieces.append(match[0])
            if not match["rest"].endswith("/"):
                stack.append(name)
                open_names[name] += 1
        elif open_names[name]:
            pieces.append(_closed(stack, open_names, name))
    pieces += [_without_cut_tag(text[written:]), *(f"</{name}>" for name in reversed(stack))]
    return "".join(pieces), len(stack)


def _closed(stack: list[str], open_names: Counter[str], name: str) -> str:
    """The end tags up to that of `name`."""
    tags = []
    while True:
        inner = stack.pop()
        open_names[inner] -= 1
        tags.append(f"</{inner}>")
        if inner == name:
            return "".join(tags)


def _cut_stretch(tail: str) -> str:
    """The words of a CDATA section without an end; nothing of a comment or an instruction without one."""
    return f"{tail.rstrip(']')}]]>" if tail.startswith(_CDATA) else ""


def _without_cut_tag(tail: str) -> str:
    """`tail` up to a tag that breaks off."""
    last = tail.rfind("<")
    return tail[:last] if last >= 0 and ">" not in tail[last:] else tail
