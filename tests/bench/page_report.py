"""The report of badly read pages, as HTML that needs nothing beside it."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlsplit

from page_alignment import Line, Pair, aligned

_CALM: Final = 2  # lines without a difference that are shown round one with
_STYLE: Final = """
body{font:14px/1.45 system-ui,sans-serif;margin:1.5em auto;max-width:1500px;padding:0 1em;color:#222}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.2em .5em}
.id{white-space:nowrap}.text td{width:50%;border-bottom:1px solid #eee}.text{table-layout:fixed;overflow-wrap:anywhere}
.missing{background:#ffe0dc}.extra{background:#dcecff}.missing mark{background:#ff9d8f}.extra mark{background:#8fc4ff}
mark{background:#ffd479}.bar{background:#c0392b;height:.7em}.rail{background:#ddd;width:12em}
h2{border-top:2px solid #999;padding-top:.6em;margin-top:2em}.off{color:#b00}summary{color:#777;cursor:pointer}
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field beside the text, wanted and found; `right` is None where there is no truth."""

    name: str
    wanted: str
    found: str
    right: bool | None


@dataclass(frozen=True, slots=True)
class Case:
    """A page as it was read."""

    id: str
    url: str | None
    f1: float
    precision: float
    recall: float
    notes: str  # path, confidence, why it failed
    wanted: str
    found: str
    fields: Sequence[Field]


def report(title: str, cases: Sequence[Case]) -> Iterator[str]:
    """The report in pieces: a table of contents with bars, then page by page."""
    yield f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
    yield '<p><span class="missing">missing</span> <span class="extra">extra</span>: as the scorer counts 4-token '
    yield "shingles; marked words are those that it does not find on the other side.</p><table>"
    yield from map(_entry, cases)
    yield "</table>"
    for case in cases:
        yield from _page(case)
    yield "</body></html>\n"


def _entry(case: Case) -> str:
    wrong = " ".join(field.name for field in case.fields if field.right is False)
    return (
        f'<tr><td class="id"><a href="#{escape(case.id)}">{escape(case.id)}</a></td><td>{case.f1:.3f}</td>'
        f'<td><div class="rail"><div class="bar" style="width:{case.f1:.1%}"></div></div></td>'
        f'<td class="off">{escape(wrong)}</td><td>{_link(case.url)}</td></tr>\n'
    )


def _link(url: str | None) -> str:
    if url is None:
        return ""
    if not web(url):
        return escape(url)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>'


def web(url: str) -> bool:
    """Whether an address may be followed: a truth's may be anything."""
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        return False


def _page(case: Case) -> Iterator[str]:
    yield f'<h2 id="{escape(case.id)}">{escape(case.id)}</h2><p>{_link(case.url)}</p>'
    yield f"<p>F1 {case.f1:.3f}, precision {case.precision:.3f}, recall {case.recall:.3f} {escape(case.notes)}</p>"
    yield "<table><tr><th></th><th>wanted</th><th>found</th></tr>"
    yield from map(_field, case.fields)
    yield '</table><table class="text"><tr><th>wanted</th><th>found</th></tr>'
    yield from rows(aligned(case.wanted, case.found))
    yield "</table>\n"


def _field(field: Field) -> str:
    off = ' class="off"' if field.right is False else ""
    cells = "".join(f'<td dir="auto"{off}>{escape(text)}</td>' for text in (field.wanted, field.found))
    return f"<tr><th>{escape(field.name)}</th>{cells}</tr>\n"


def rows(pairs: Sequence[Pair]) -> Iterator[str]:
    """Rows of lines; a long run without a difference is folded."""
    for differs, run in itertools.groupby(_near(pairs), key=lambda one: one[0]):
        lines = [_row(pair) for _, pair in run]
        if differs or len(lines) <= 1:
            yield from lines
        else:
            inside = "".join(lines)
            yield f'<tr><td colspan="2"><details><summary>{len(lines)} lines alike</summary><table class="text">'
            yield f"{inside}</table></details></td></tr>\n"


def _near(pairs: Sequence[Pair]) -> Iterable[tuple[bool, Pair]]:
    """Each pair, and whether it has a difference or stands next to one that has."""
    off = [any(line is not None and line.share < 1 for line in pair) for pair in pairs]
    return ((any(off[max(0, i - _CALM) : i + _CALM + 1]), pair) for i, pair in enumerate(pairs))


def _row(pair: Pair) -> str:
    left, right = (_cell(line, name) for line, name in zip(pair, ("missing", "extra"), strict=True))
    return f"<tr>{left}{right}</tr>\n"


def _cell(line: Line | None, name: str) -> str:
    if line is None:
        return "<td></td>"
    text = "".join(escape(one.text) if one.found else f"<mark>{escape(one.text)}</mark>" for one in line.pieces)
    off = f' class="{name}"' if line.off else ""
    return f'<td dir="auto"{off}>{text}</td>'
