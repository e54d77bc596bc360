"""The article's text as ninjs bodies: plain text with a paragraph a line, and HTML of a closed list of elements."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from worker.article import Block
from worker.cleaning import paragraph_lines, safe
from worker.words import word_count

# what a parser's allow-list leaves: words, &amp; entities, <em>, <br>, <a href="https://site.example/">
_INLINE: Final = re.compile(
    r"""
    (?: [^<>]++
      | </?(?:em|strong|b|i|u|code|sub|sup|del|tr|td|th)>
      | <br> | </a>
      | <a[ ]href="(?:https?|mailto):[^"<>]*+">
    )*+
    """,
    re.VERBOSE,
)
_TAGS: Final = frozenset({"p", "h2", "h3", "h4", "li", "blockquote", "pre", "table"})


def bodies(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Both bodies of the same text, with the same counts; none when the blocks hold no text.

    `charCount` counts the characters of the paragraphs, not the line ends between them; `wordCount` what stands between
    spaces, and in scripts without spaces each character (`words.word_count`).
    """
    rows = [(block, text) for block in blocks if (text := paragraph_lines(block.text))]
    if not rows:
        return []
    plain = "\n".join(text for _, text in rows)
    counts = {"charCount": len(plain) - plain.count("\n"), "wordCount": word_count(plain)}
    return [
        {"role": "main", "contentType": "text/plain", **counts, "value": plain},
        {"role": "main", "contentType": "text/html", **counts, "value": _html(rows)},
    ]


def _html(rows: Sequence[tuple[Block, str]]) -> str:
    """The blocks as elements, one a line; list items that follow one another make one list."""
    lines: list[str] = []
    in_list = False
    for block, text in rows:
        if in_list is not (block.tag == "li"):
            lines.append("</ul>" if in_list else "<ul>")
            in_list = not in_list
        lines.append(_element(block, text))
    return "\n".join([*lines, "</ul>"] if in_list else lines)


def _element(block: Block, text: str) -> str:
    tag = block.tag if block.tag in _TAGS else "p"
    return f"<{tag}>{_inner_html(block, text, tag)}</{tag}>"


def _inner_html(block: Block, text: str, tag: str) -> str:
    """The block's own markup when it is nothing but the closed list: the last gate before text leaves the worker."""
    markup = safe(block.html) if block.html else ""
    if markup and _INLINE.fullmatch(markup):
        return markup
    if "\n" not in text and tag != "table":
        return escape(text, quote=False)
    rows = [escape(row, quote=False) for row in text.split("\n")]
    if tag == "table":
        return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in rows)
    return ("\n" if tag == "pre" else "<br>").join(rows)
