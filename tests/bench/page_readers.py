"""Readers of this environment: the worker's core, and trafilatura as it can be asked.

`PYTHON page_readers.py NAME` is one of them in a process of its own, spoken to as page_protocol says.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "page_model"))

import page_protocol
import trafilatura
import worker_reader
from htmldate.extractors import external_date_parser
from page_protocol import Found, Reader

from worker import pipeline
from worker.knowledge.loading import load


def reference_reader(page: str, url: str | None) -> Found:
    """Trafilatura with its own metadata."""
    found: Any = trafilatura.bare_extraction(page, url=url, with_metadata=True)
    if found is None:
        return {}
    return {"body": found.text, "title": found.title, "authors": found.author, "date": found.date}


def _reference() -> Reader:
    """The reference, its date parser loaded as our own reader's is before anything is measured: more than a second."""
    external_date_parser("5. Mai 2024 um halb drei", "%Y-%m-%d")
    return reference_reader


def _agencyfeed() -> Reader:
    knowledge = load()
    pipeline.warm(knowledge)
    return partial(worker_reader.read, knowledge=knowledge)


def _body_alone(**options: Any) -> Reader:
    def read(page: str, url: str | None) -> Found:
        found: Any = trafilatura.bare_extraction(page, url=url, with_metadata=False, **options)
        return {} if found is None else {"body": found.text}

    return read


OURS: Final = "agencyfeed"
REFERENCE: Final = "trafilatura-metadata"  # every speed stands beside its own in the same run
DEFAULT: Final = "trafilatura"
READERS: Final[Mapping[str, Callable[[], Reader]]] = {
    OURS: _agencyfeed,
    REFERENCE: _reference,
    DEFAULT: _body_alone,
    "trafilatura-fast": lambda: _body_alone(fast=True),
    "trafilatura-precision": lambda: _body_alone(favor_precision=True),
}


if __name__ == "__main__":
    page_protocol.serve(READERS[sys.argv[1]])
