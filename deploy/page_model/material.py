"""The pages a model is trained on: outline, what each page declares, labels by segment."""

import contextlib
import gzip
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from labels import shares, words_of
from numpy.typing import NDArray
from trafilatura.utils import decode_file

from worker.formats.html import metadata as html_metadata
from worker.formats.html import outline as html_outline
from worker.formats.html.copies import without_copies
from worker.formats.html.declared import Declared, declared_of
from worker.formats.html.json_ld import nodes_of
from worker.formats.html.outline import Outline
from worker.formats.html.places import page_of
from worker.knowledge.loading import load
from worker.markup import gate
from worker.markup.tree import tree_of
from worker.model import Limits, Rejected

SETS = ("scrapinghub", "fundus", "wcxb", "mozilla", "newspaper4k", "trafilatura", "postlight")
TABLES = load()
UNKNOWN = -1.0  # label of a segment that the truth says nothing about


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a set; `labels` are shares of the story's words, by segment, or `UNKNOWN`."""

    set: str
    id: str
    url: str | None
    host: str
    outline: Outline
    declared: Declared
    labels: NDArray[np.float32]
    words: NDArray[np.float32]  # by segment
    trust: NDArray[np.float32]  # by segment, what its label weighs
    body: str | None  # the true text; None where only snippets are known

    @property
    def texts(self) -> list[str]:
        """The segments' texts."""
        return [segment.text for segment in self.outline.segments]


def read(data: Path, workers: int = 1) -> list[Page]:
    """Every page of the sets under `data` that holds text and has a truth."""
    jobs = [(name, truth) for name in SETS for truth in truths_of(data / name)]
    one = partial(_page, data)
    if workers == 1:
        return [page for page in map(one, jobs) if page is not None]
    with ProcessPoolExecutor(workers) as pool:
        return [page for page in pool.map(one, jobs, chunksize=20) if page is not None]


def truths_of(folder: Path) -> Iterator[Mapping[str, Any]]:
    """What is known of the pages of a set; nothing where there is none."""
    path = folder / "truth.jsonl"
    for line in path.read_text("utf-8").split("\n") if path.is_file() else ():  # some hold U+2028
        if line.strip():
            yield json.loads(line)


def markup_of(data: Path, name: str, number: str) -> str:
    """The markup of a page of a set."""
    return _text_of(gzip.decompress((data / name / "pages" / f"{number}.html.gz").read_bytes()))


def _text_of(data: bytes) -> str:
    """A page's markup, UTF-8 or as it declares."""
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    decoded: str = decode_file(data)
    return decoded


def _page(data: Path, job: tuple[str, Mapping[str, Any]]) -> Page | None:
    logging.disable(logging.CRITICAL)
    name, truth = job
    snippets = truth.get("with") or truth.get("without") or truth.get("first13")
    if not truth.get("body") and not snippets:
        return None
    try:
        admitted = gate.admit(markup_of(data, name, truth["id"]), Limits())
    except Rejected:
        return None
    tree = tree_of(admitted.markup)
    if tree is None:
        return None
    found = html_metadata.read(page_of(tree, nodes_of(admitted.json_ld), truth.get("url")), TABLES)
    outline = html_outline.read(tree)
    texts = [segment.text for segment in outline.segments]
    if not texts:
        return None
    labels = _aligned(outline, truth["body"]) if truth.get("body") else _by_snippets(texts, truth)
    return Page(
        set=name,
        id=truth["id"],
        url=truth.get("url"),
        host=_host(truth),
        outline=outline,
        declared=declared_of(found),
        labels=np.array(labels, np.float32),
        words=np.array([len(words_of(text)) for text in texts], np.float32),
        trust=np.ones(len(texts), np.float32),
        body=truth.get("body"),
    )


def _aligned(outline: Outline, body: str) -> list[float]:
    """A copy of the story in one piece is nobody's: its paragraphs are what is looked for."""
    numbers = without_copies(outline, range(len(outline.segments)))
    found = dict(zip(numbers, shares([outline.segments[number].text for number in numbers], body), strict=True))
    return [found.get(number, 0.0) for number in range(len(outline.segments))]


def _by_snippets(texts: Sequence[str], truth: Mapping[str, Any]) -> list[float]:
    good = [_spaced(snippet) for snippet in (*(truth.get("with") or ()), truth.get("first13")) if snippet]
    bad = [_spaced(snippet) for snippet in truth.get("without") or ()]
    return [1.0 if _holds(text, good) else 0.0 if _holds(text, bad) else UNKNOWN for text in map(_spaced, texts)]


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _holds(text: str, snippets: Iterable[str]) -> bool:
    return any(snippet in text for snippet in snippets)


def _host(truth: Mapping[str, Any]) -> str:
    """What pages of one site have in common: the last three labels of the host, or the page itself."""
    host = urlsplit(truth.get("url") or "").hostname
    return ".".join(host.removeprefix("www.").split(".")[-3:]) if host else str(truth["id"])
