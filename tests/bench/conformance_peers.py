"""Other libraries on the same files, held against the same facts: files read, facts right, articles a second."""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from conformance_exempt import NO_COUNTERPART
from conformance_judges import JUDGES
from conformance_judging import listed
from conformance_output import Json, Seen, chosen, see

from worker import pipeline
from worker.knowledge.loading import Knowledge
from worker.model import RawMessage

_READERS: Final = Path(__file__).with_name("peer_readers.py")
# Library -> folders of files that it is for.
LIBRARIES: Final[Mapping[str, tuple[str, ...]]] = {
    "newsmlg2": ("newsml_g2",),
    "pynewsml": ("newsml1",),
    "feedparser": ("rss", "atom"),
}
_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One reader on the files of one library."""

    reader: str
    files: int
    read: int
    facts: Counter[str]
    documents: int
    seconds: float


def table(
    shared: Path, rows: Sequence[Json], disputes: Collection[tuple[str, str]], python: str, knowledge: Knowledge
) -> Iterator[str]:
    """Each library and this worker on the same files and facts, as lines of a table; disputed facts are left out."""
    rows = [
        {**row, "expected": {key: one for key, one in row["expected"].items() if (row["file"], key) not in disputes}}
        for row in rows
    ]
    yield (
        f"\n{'library':<12}{'reader':<12}{'files':>7}{'read':>7}{'right':>8}{'wrong':>8}{'missing':>9}"
        f"{'share':>8}{'articles/s':>12}"
    )
    for library, formats in LIBRARIES.items():
        own = [row for row in rows if row["format"] in formats]
        theirs = _theirs(library, shared, own, python, knowledge)
        if isinstance(theirs, str):
            yield f"{library:<12}{theirs}"
            continue
        yield from (_line(library, row) for row in (theirs, _ours(shared, own, knowledge)))


def _line(library: str, row: Row) -> str:
    judged = sum(row.facts.values())
    share = row.facts["right"] / judged if judged else 0.0
    speed = f"{row.documents / row.seconds:>12.0f}" if row.seconds else f"{'-':>12}"
    counts = "".join(f"{row.facts[name]:>{width}}" for name, width in (("right", 8), ("wrong", 8), ("missing", 9)))
    return f"{library:<12}{row.reader:<12}{row.files:>7}{row.read:>7}{counts}{share:>8.1%}{speed}"


def _theirs(library: str, shared: Path, rows: Sequence[Json], python: str, knowledge: Knowledge) -> Row | str:
    files = [str(_path(shared, row)) for row in rows]
    ran = subprocess.run([python, str(_READERS), library, *files], capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"not there: {ran.stderr.strip().splitlines()[-1] if ran.stderr else python}"
    found = list(map(json.loads, ran.stdout.splitlines()))
    facts: Counter[str] = Counter()
    for row, one in zip(rows, found, strict=True):
        ours = see(_path(shared, row).read_bytes(), knowledge)
        seen = replace(ours, documents=tuple(map(_filled, one["documents"] or ())))
        facts += _judged(row, seen, skipped=not ours.documents)
    read = [one for one in found if one["documents"]]
    return Row(
        library,
        len(files),
        len(read),
        facts,
        sum(len(one["documents"]) for one in read),
        sum(one["seconds"] for one in read),
    )


def _ours(shared: Path, rows: Sequence[Json], knowledge: Knowledge) -> Row:
    facts: Counter[str] = Counter()
    seconds, documents, read = 0.0, 0, 0
    for row in rows:
        data = _path(shared, row).read_bytes()
        seen = see(data, knowledge)
        facts += _judged(row, seen, skipped=not seen.documents)
        read += not seen.outcome.startswith("dead")
        documents += len(seen.documents)
        seconds += _seconds(data, knowledge)
    return Row("agencyfeed", len(rows), read, facts, documents, seconds)


def _seconds(data: bytes, knowledge: Knowledge) -> float:
    """The whole way from bytes to output documents, stages included."""
    raw = RawMessage(topic="bench", partition=0, offset=0, timestamp_ms=1_795_000_000_000, value=data)
    since = time.process_time()
    for _ in range(_ROUNDS):
        pipeline.handle(raw, knowledge)
    return (time.process_time() - since) / _ROUNDS


def _judged(row: Json, seen: Seen, *, skipped: bool) -> Counter[str]:
    """Verdicts on the file's expected facts; a file that is no article has none."""
    facts: Counter[str] = Counter()
    if skipped:
        return facts
    expected: Json = row["expected"]
    seen = chosen(seen, [expected.get("guid") or "", expected.get("uri") or ""])
    for key, value in expected.items():
        if key not in JUDGES or key in NO_COUNTERPART or not listed(value) or key in {"items_n", "item_kinds"}:
            continue
        right, got = JUDGES[key](seen, value) if seen.documents else (False, None)
        facts["right" if right else "wrong" if got else "missing"] += 1
    return facts


def _filled(document: Any) -> Json:
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def _path(shared: Path, row: Json) -> Path:
    return shared / "data" / "formats" / "fixtures" / str(row["file"])
