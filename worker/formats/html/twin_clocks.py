"""The zone of a page's own clocks: the same moment as the page writes it elsewhere.

Publishers' programs declare UTC, or no zone at all, beside the newsroom's wall clock in marks for readers and in data
for scripts: `<time datetime="2020-02-24T21:25:54-05:00">February 24, 2020</time>` of a story of 2020-02-25T02:25:54Z.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import chain
from typing import Any, Final

from worker.formats.html.dates import machine_date
from worker.formats.html.metadata import Metadata
from worker.formats.html.places import Page
from worker.formats.html.written_dates import address_day
from worker.knowledge.loading import Knowledge
from worker.knowledge.open_times import UNDECLARED

ELSEWHERE: Final = ", zone written elsewhere"
TIMES_MAX: Final = 50  # elements
NODES_MAX: Final = 50
HITS_MAX: Final = 64  # clocks of that minute and second in the markup
STAMP_MAX: Final = 48  # characters
_DATES: Final = ("datePublished", "dateModified", "dateCreated", "uploadDate")  # of schema.org
_BEFORE: Final = len("2024-05-17T17")
_SECONDS: Final = slice(16, 19)  # 2024-05-17T17:50:00

# the plus as JavaScript and markup may escape it
_PLUS: Final = re.compile(r"\\u002[bB]|&#43;")


def placed(metadata: Metadata, page: Page, markup: str, knowledge: Knowledge) -> Metadata:
    """The metadata with its times on the newsroom's wall, where the page writes the same moment with an offset.

    The tree holds no scripts: all of the `markup` is looked through only where the address names another day than the
    publication in UTC.
    """
    first, newest = metadata.first_created, metadata.version_created
    day = address_day(metadata.canonical_url, knowledge) if first else None
    is_off = first is not None and day not in {None, first.date()}
    moved: dict[str, Any] = {}
    for name, when in (("first_created", first), ("version_created", newest)):
        source = metadata.sources.get(name, "")
        if when is not None and _is_movable(when, source):
            texts = chain(_stamps(page), _around(when, markup) if is_off else ())
            if (twin := _twin(when, texts, is_open=source.endswith(UNDECLARED))) is not None:
                moved[name] = twin
    told = {name: f"{metadata.sources[name].removesuffix(UNDECLARED)}{ELSEWHERE}" for name in moved}
    return replace(metadata, sources={**metadata.sources, **told}, **moved) if moved else metadata


def _is_movable(when: datetime, source: str) -> bool:
    """In UTC, or said without a zone and no day alone."""
    return not when.utcoffset() and not (source.endswith(UNDECLARED) and when.time() == time.min)


def _stamps(page: Page) -> Iterator[str]:
    """What the page tells machines in time elements, meta elements and JSON-LD."""
    yield from (element.get("datetime") or "" for element in page.named["time"][:TIMES_MAX])
    yield from (value for values in page.meta.values() for value in values if len(value) <= STAMP_MAX)
    values = (node.get(name) for node in page.nodes[:NODES_MAX] for name in _DATES)
    yield from (value for value in values if isinstance(value, str))


def _around(when: datetime, markup: str) -> Iterator[str]:
    """Where the markup has that minute and second."""
    clock, at = f":{when:%M:%S}", 0
    for _ in range(HITS_MAX):
        at = markup.find(clock, at) + 1
        if not at:
            return
        begin = max(0, at - 1 - _BEFORE)
        yield markup[begin : begin + STAMP_MAX]


def _twin(when: datetime, texts: Iterable[str], *, is_open: bool) -> datetime | None:
    """The same moment, or the same clock where its zone is open, with an offset of its own."""
    seconds = f":{when:%S}"
    twins = (machine_date(_PLUS.sub("+", text[:STAMP_MAX])) for text in texts if text[_SECONDS] == seconds)
    on_walls = (one for one, _ in filter(None, twins) if one.utcoffset())  # UTC is what programs write for everybody
    return next((one for one in on_walls if (one.replace(tzinfo=UTC) if is_open else one) == when), None)
