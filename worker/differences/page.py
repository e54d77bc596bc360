"""A comparison as one HTML page that needs nothing beside itself: texts side by side, what differs marked."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import Any, Final

import orjson

from worker.differences.comparison import Change, Difference, Tally
from worker.differences.report import lines

TEXT_MAX: Final = 20_000  # characters of a value that are compared word by word
# a word with the space behind it; a character of scripts that have no spaces
_WORD: Final = re.compile(r"[\u2e80-\u9fff]|[^\s\u2e80-\u9fff]+\s*|\s+")

_HEAD: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>agencyfeed diff</title>
<style>
:root { color-scheme: light dark; --line: #8884; --out: #d33c; --in: #2a2c; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; max-width: 90rem; padding: 0 1rem; }
pre { overflow-x: auto; }
section { border-top: 1px solid var(--line); margin-top: 1.5rem; }
h2 { font-size: 1.05rem; overflow-wrap: anywhere; }
h2 small { font-weight: normal; opacity: .75; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: start; vertical-align: top; }
td { overflow-wrap: anywhere; white-space: pre-wrap; }
th:first-child { width: 14rem; overflow-wrap: anywhere; }
del { background: var(--out); text-decoration: none; } ins { background: var(--in); text-decoration: none; }
</style></head><body>
"""


def page(tally: Tally, shown: Sequence[Difference], names: tuple[str, str]) -> Iterator[str]:
    """The page in pieces; `names` are those of A and B."""
    yield _HEAD
    yield f"<h1>{escape(names[0])} and {escape(names[1])}</h1>\n"
    yield f"<pre>{escape(chr(10).join(lines(tally, ())))}</pre>\n"
    left_out = tally.changed + tally.missing + tally.new - len(shown)
    if left_out > 0:
        yield f"<p>The first {len(shown)} differences; {left_out} more are not shown.</p>\n"
    for difference in shown:
        yield _section(difference)
    yield "</body></html>\n"


def _section(difference: Difference) -> str:
    output = difference.one
    about = escape(f"{output.agency}, {output.format}, {output.tree.get('uri', output.kind.value)}")
    head = f"<section><h2>{escape(output.name)} <small>{about}</small></h2>\n"
    if difference.old is None or difference.new is None:
        where, tree = ("B", output.tree) if difference.old is None else ("A", output.tree)
        return f"{head}<p>Only in {where}.</p><pre dir='auto'>{escape(_text(tree)[:TEXT_MAX])}</pre></section>\n"
    rows = "".join(_row(change) for change in difference.changes)
    return f"{head}<table><tr><th>field</th><th>A</th><th>B</th></tr>\n{rows}</table></section>\n"


def _row(change: Change) -> str:
    old, new = marked(_text(change.old), _text(change.new))
    return f"<tr><th>{escape(change.path)}</th><td dir='auto'>{old}</td><td dir='auto'>{new}</td></tr>\n"


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def marked(old: str, new: str) -> tuple[str, str]:
    """Both texts escaped, words that are only in one of them marked."""
    if len(old) + len(new) > TEXT_MAX:  # word by word would take too long
        return _marked(old.splitlines(keepends=True), new.splitlines(keepends=True))
    return _marked(_WORD.findall(old), _WORD.findall(new))


def _marked(old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    left: list[Iterable[str]] = []
    right: list[Iterable[str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new).get_opcodes():
        left.append(_piece(old[i1:i2], "" if tag == "equal" else "del"))
        right.append(_piece(new[j1:j2], "" if tag == "equal" else "ins"))
    return "".join(chain.from_iterable(left)), "".join(chain.from_iterable(right))


def _piece(words: Sequence[str], mark: str) -> list[str]:
    text = escape("".join(words))
    return [f"<{mark}>{text}</{mark}>" if mark and text else text]
