"""The shared sets of real pages with their truths, and the scorer that came with them."""

import contextlib
import gzip
import importlib.util
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import trafilatura

# Sets of pages; a set without a body in its truth measures titles, authors and dates alone.
SETS: Final = ("scrapinghub", "fundus", "wcxb", "mozilla", "postlight", "trafilatura")
Truth = Mapping[str, Any]
Page = tuple[Truth, str]


def shared_folder() -> Path:
    """Where the shared material is looked for when no option says so."""
    return Path(os.environ.get("AGENCYFEED_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def scorer(shared: Path) -> Any:
    """The benchmark's own score.py as a module."""
    spec = importlib.util.spec_from_file_location("extraction_score", shared / "data" / "extraction" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages_of(shared: Path, name: str, every: int) -> Iterator[Page]:
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
