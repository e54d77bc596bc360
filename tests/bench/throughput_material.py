"""What the throughput bench feeds: invented pages and texts, and real pages where the shared material is."""

import gzip
import os
from itertools import cycle, islice
from pathlib import Path

import pool_work

from worker.model import RawMessage

_SHARED = Path(os.environ.get("AGENCYFEED_SHARED", Path(__file__).resolve().parents[3] / "shared"))
_SIZES = range(40_000, 160_000)  # bytes; a news page of today without its pictures has about 80 KB
_DIFFERENT = 100


def kinds() -> tuple[str, ...]:
    """Invented pages and texts, and "real" pages when there are any."""
    return ("page", "real", "text") if (_SHARED / "data" / "extraction").is_dir() else ("page", "text")


def records(kind: str, count: int) -> list[RawMessage]:
    """Numbered records of a kind."""
    if kind != "real":
        return pool_work.records(kind, count)
    pages = _real_pages()
    return [
        RawMessage(topic="bench", partition=0, offset=number, timestamp_ms=1_715_000_000_000, value=page)
        for number, page in enumerate(islice(cycle(pages), count))
    ]


def _real_pages() -> list[bytes]:
    """One in five of the pages of usual size, so that every publisher is among them."""
    files = sorted((_SHARED / "data" / "extraction").rglob("*.html.gz"))
    pages = (gzip.decompress(file.read_bytes()) for file in files[::5])
    return list(islice((page for page in pages if len(page) in _SIZES), _DIFFERENT))
