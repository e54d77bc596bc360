"""Puts the tags of broken XML in order before a parser goes on: a lost end tag may not swallow the next item."""

import re
from collections import Counter
from typing import Final

# <![CDATA[ ]]>   <!-- -->   <? ?>   <item a="b">   <br/>   </item>: what a text of markup is made of
_PIECE: Final = re.compile(
    r"""
      <!\[CDATA\[ (?: [^\]] | \](?!\]>) )*+ \]\]>
    | <!-- (?: [^-] | -(?!->) )*+ -->
    | <\? [^>]*+ >
    | < (?P<end>/?) (?P<name>[A-Za-z_][\w.:-]*+) (?P<rest> (?: [^<>"'] | "[^"<]*+" | '[^'<]*+' )*+ ) >
    """,
    re.VERBOSE,
)
_CDATA: Final = "<![CDATA["


def balanced(text: str) -> tuple[str, int]:
    """(`text` in which every end tag closes its own start tag, how many elements were still open at its end).

    An end tag closes what stands open inside its element; one that nothing was opened for is dropped.
    """
    text, tail = _cut_tail(text)
    pieces: list[str] = []
    stack: list[str] = []
    open_names: Counter[str] = Counter()
    position = 0
    for match in _PIECE.finditer(text):
        name = match["name"]
        if name is None:
            continue
        pieces.append(text[position : match.start()])
        position = match.end()
        if not match["end"]:
            pieces.append(match[0])
            if not match["rest"].endswith("/"):
                stack.append(name)
                open_names[name] += 1
        elif open_names[name]:
            pieces.append(_closed(stack, open_names, name))
    pieces += [text[position:], tail, *(f"</{name}>" for name in reversed(stack))]
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


def _cut_tail(text: str) -> tuple[str, str]:
    """`text` up to a tag or a comment that breaks off; of a CDATA section that does, its words."""
    section = text.rfind(_CDATA)
    if section >= 0 and "]]>" not in text[section:]:
        return text[:section], f"{text[section:].rstrip(']')}]]>"
    comment = text.rfind("<!--")
    if comment >= 0 and "-->" not in text[comment:]:
        return text[:comment], ""
    last = text.rfind("<")
    return (text[:last], "") if last >= 0 and ">" not in text[last:] else (text, "")
