"""How well and how fast HTML pages are read: a table over the shared sets of real pages.

    python tests/bench/extraction_quality.py [--shared DIR] [--every N] [--set NAME]..

For each set: body F1 (4-token shingles), exact bodies, exact titles, authors (a name in common; signed: as published),
dates (same day), and pages per CPU second, of this worker's core and of trafilatura.bare_extraction(with_metadata=True)
in the same run.
"""

import argparse
import contextlib
import functools
import gzip
import importlib.util
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura

from worker import pipeline
from worker.formats.html import parser as html
from worker.knowledge.loading import Knowledge, load
from worker.model import Document, Rejected

SETS = ("scrapinghub", "fundus", "wcxb", "postlight")
Prediction = dict[str, Any]
Reader = Callable[[str, str | None], Prediction]


@dataclass(frozen=True, slots=True)
class Row:
    """One reader's figures on one set; a figure is None where the set has no truth for it."""

    pages: int
    f1: float | None
    exact: float | None
    title: float | None
    authors: float | None
    signed: float | None  # by people and agencies, as published
    date: float | None
    per_second: float


def scorer(shared: Path) -> Any:
    """The benchmark's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("extraction_score", shared / "data" / "extraction" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def our_reader(knowledge: Knowledge) -> Reader:
    """Parser and newsroom stages as a reader; `authors` as the page names them, `signed` as they are published."""

    def read(page: str, url: str | None) -> Prediction:
        try:
            (draft,) = html.parse(Document(data=b"", text=page, format="html", url=url), knowledge)
        except Rejected:
            return {}
        article = functools.reduce(lambda made, stage: stage[1](made, knowledge), pipeline.STAGES, draft)
        when = article.first_created or article.version_created
        return {
            "body": "\n".join(block.text for block in article.body),
            "title": article.headline,
            "authors": draft.byline,
            "signed": [*(person.name for person in article.people), *(source.name for source in article.info_sources)],
            "date": when.isoformat() if when else None,
        }

    return read


def reference_reader(page: str, url: str | None) -> Prediction:
    """Trafilatura with its own metadata."""
    found: Any = trafilatura.bare_extraction(page, url=url, with_metadata=True)
    if found is None:
        return {}
    return {"body": found.text, "title": found.title, "authors": found.author, "date": found.date}


def pages_of(shared: Path, name: str, every: int) -> Iterator[tuple[Mapping[str, Any], str]]:
    """(truth, page) of every n-th page of a set."""
    folder = shared / "data" / "extraction" / name
    for truth in scorer(shared).load(folder / "truth.jsonl")[::every]:
        data = gzip.decompress((folder / "pages" / f"{truth['id']}.html.gz").read_bytes())
        yield truth, _decoded(data)


def _decoded(data: bytes) -> str:
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode("utf-8")
    decoded: str = trafilatura.utils.decode_file(data)
    return decoded


def measure(score: Any, pages: Sequence[tuple[Mapping[str, Any], str]], read: Reader) -> Row:
    """One reader over the pages of one set."""
    predictions = []
    spent = 0.0
    for truth, page in pages:
        start = time.process_time()
        found = read(page, truth.get("url"))
        spent += time.process_time() - start
        predictions.append({"id": truth["id"], **found})
    result = score.score([truth for truth, _ in pages], predictions, 0)
    names = [{"id": row["id"], "authors": row.get("signed")} for row in predictions]
    signed = score.score([{"id": truth["id"], "authors": truth.get("authors")} for truth, _ in pages], names, 0)
    figure = {name: result.get(name, {}) for name in ("body", "title", "authors", "date")}
    return Row(
        pages=len(pages),
        f1=figure["body"].get("f1"),
        exact=figure["body"].get("accuracy"),
        title=figure["title"].get("exact"),
        authors=figure["authors"].get("loose"),
        signed=signed.get("authors", {}).get("loose") if any("signed" in row for row in predictions) else None,
        date=figure["date"].get("exact"),
        per_second=len(pages) / max(spent, 1e-9),
    )


def _line(name: str, reader: str, row: Row) -> str:
    figures = [row.f1, row.exact, row.title, row.authors, row.signed, row.date]
    cells = "".join(f"{'-' if figure is None else f'{figure:.3f}':>9}" for figure in figures)
    return f"{name:<12}{reader:<13}{row.pages:>6}{cells}{row.per_second:>9.1f}"


def main() -> int:
    """Prints the table; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else None)
    default = os.environ.get("AGENCYFEED_SHARED", str(Path(__file__).resolve().parents[3] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default))
    parser.add_argument("--every", type=int, default=1, help="only every n-th page")
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pipeline.warm(load())
    score = scorer(arguments.shared)
    print(
        f"{'set':<12}{'reader':<13}{'pages':>6}{'F1':>9}{'exact':>9}{'title':>9}{'authors':>9}{'signed':>9}{'date':>9}{'pages/s':>9}"
    )
    for name in arguments.sets or SETS:
        pages = list(pages_of(arguments.shared, name, arguments.every))
        for reader, read in (("agencyfeed", our_reader(load())), ("trafilatura", reference_reader)):
            print(_line(name, reader, measure(score, pages, read)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
