"""How well and how fast HTML pages are read: a table over the shared sets of real pages.

    python tests/bench/extraction_quality.py [--shared DIR] [--every N] [--set NAME].. [--reader NAME]..
            [--peers PYTHON] [--picture OUT.png] [--confidence] [--predictions FILE] [--boot 1000] [--timeout 30]

For each set: body F1 (4-token shingles) and exact bodies, with their standard deviations over draws of the pages; exact
titles, authors (a name in common; signed: as published), dates (same day); pages per CPU second, CPU milliseconds a
page, and how many times faster than trafilatura with metadata in the same run.  Every reader runs in a process of its
own, fresh for each set, in turns of a few pages; a page that takes longer than --timeout, or kills its reader, has
failed.  `warm` is the
second reading of the same pages in the same process, held against trafilatura's second.

`--peers PYTHON` is an interpreter that has what page_peers.txt lists; the crate rs-trafilatura comes along where cargo
is there, and without --peers where `--reader` names it.  `--predictions FILE`: a line of JSON a page (id, body, title,
authors, date, confidence) of a reader that is not run, as cross-validation gives them; `--confidence` then judges that
one.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import page_confidence
import page_readers
from page_confidence import Judged
from page_figures import Row
from page_measuring import LISTED, Measured, judged, listed, measured, warm
from page_parties import NAMES, Party, parties
from page_sets import SETS, pages_of, scorer, shared_folder

_PICTURE: Final = Path(__file__).with_name("page_picture.py")


def table(found: Measured, rows: Mapping[str, Row]) -> Iterator[str]:
    """A line a reader, the paths that our own took, and why readers failed."""
    second = warm(page_readers.REFERENCE)
    for reader, row in rows.items():
        against = rows.get(second if reader in {second, warm(page_readers.OURS)} else page_readers.REFERENCE)
        yield _line(found.name, reader, row, against)
        if row.lead_optional:
            f1, exact = row.lead_optional
            yield f"{found.name:<12}{'  standfirst in or out':<39}{f1:>8.3f}{exact:>13.3f}"
    yield from _paths(found)
    for reader, made in found.answers.items():
        errors = Counter(answer.error for answer in made if answer.error).most_common()
        if errors:
            yield f"{found.name:<12}{reader} failed: {', '.join(f'{error} {count}' for error, count in errors)}"


HEAD: Final = (
    f"{'set':<12}{'reader':<26}{'pages':>6}{'failed':>7}{'F1':>8}{'+-':>6}{'exact':>7}{'+-':>6}{'title':>7}"
    f"{'authors':>8}{'signed':>8}{'date':>7}{'pages/s':>9}{'p50 ms':>8}{'p99 ms':>8}{'max ms':>8}{'times':>7}"
)


def _line(name: str, reader: str, row: Row, against: Row | None) -> str:
    f1 = f"{_cell(row.f1, 8)}{_cell(row.f1 and row.f1_deviation, 6)}"
    exact = f"{_cell(row.exact, 7)}{_cell(row.f1 and row.exact_deviation, 6)}"
    fields = f"{_cell(row.title, 7)}{_cell(row.authors, 8)}{_cell(row.signed, 8)}{_cell(row.date, 7)}"
    times = f"{row.per_second / against.per_second:>7.2f}" if against and row.max_ms else f"{'-':>7}"
    speed = "".join(f"{value:>{width}.1f}" for value, width in (
        (row.per_second, 9), (row.p50_ms, 8), (row.p99_ms, 8), (row.max_ms, 8),
    )) if row.max_ms else f"{'-':>9}" + f"{'-':>8}" * 3  # fmt: skip
    return f"{name:<12}{reader:<26}{row.pages:>6}{row.failed:>7}{f1}{exact}{fields}{speed}{times}"


def _cell(value: float | None, width: int) -> str:
    return f"{'-' if value is None else f'{value:.3f}':>{width}}"


def _paths(found: Measured) -> Iterator[str]:
    """How the bodies were found, by share of pages."""
    ours = [answer.found for answer in found.answers.get(page_readers.OURS, ()) if answer.found.get("body")]
    if ours:
        counts = Counter(str(one.get("path") or "-") for one in ours).most_common()
        yield f"{found.name:<12}paths: {', '.join(f'{path} {count / len(ours):.1%}' for path, count in counts)}"


def panels(sets: Mapping[str, Mapping[str, Row]], pages: Sequence[Judged]) -> Iterator[Mapping[str, Any]]:
    """What page_picture draws: a panel a set that has bodies, two for the confidence."""
    for name, rows in sets.items():
        points = [
            {"reader": reader, "f1": row.f1, "deviation": row.f1_deviation, "per_second": row.per_second}
            for reader, row in rows.items()
            if row.f1 is not None and row.max_ms and reader != warm(page_readers.REFERENCE)
        ]
        if points:
            yield {
                "kind": "speed",
                "title": f"{name}, {max(row.pages for row in rows.values())} pages",
                "points": points,
            }
    if parts := page_confidence.bins(pages):
        yield {"kind": "curve", "title": "confidence", "bins": [asdict(part) for part in parts]}
        steps = [asdict(step) for step in page_confidence.cascade(pages)]
        yield {"kind": "cascade", "title": "the least sure pages to trafilatura", "steps": steps}


def draw(python: str, target: Path, drawn: Sequence[Mapping[str, Any]]) -> None:
    """The picture, by an interpreter that has matplotlib."""
    if not drawn:
        raise SystemExit("no picture: no set that was measured has bodies")
    ran = subprocess.run(
        [python, str(_PICTURE), str(target)], input=json.dumps(drawn), text=True, capture_output=True, check=False
    )
    if ran.returncode:
        why = ran.stderr.strip().splitlines()[-1] if ran.stderr else f"exit code {ran.returncode}"
        raise SystemExit(f"no picture: {why}; matplotlib is one of page_peers.txt: --peers an environment with them")
    print(f"drawn: {target}", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--every", type=int, default=1, help="only every n-th page")
    parser.add_argument("--set", action="append", choices=SETS, dest="sets")
    parser.add_argument("--reader", action="append", choices=NAMES, dest="readers")
    parser.add_argument("--peers", metavar="PYTHON", help="with what page_peers.txt lists")
    parser.add_argument("--picture", type=Path, metavar="OUT.png", help="quality against speed")
    parser.add_argument(
        "--confidence", action="store_true", help="calibration curve, and trafilatura for the least sure"
    )
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="of a reader that is not run")
    parser.add_argument("--boot", type=int, default=1000, help="draws for the deviations")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds a page")
    return parser.parse_args()


def main() -> int:
    """Prints the table; exit code 0."""
    given = _arguments()
    readers = list(parties(given.readers, given.peers))
    for missing in (one for one in readers if isinstance(one, str)):
        print(missing, file=sys.stderr)
    present = [one for one in readers if isinstance(one, Party)]
    score = scorer(given.shared)
    rows, pages = {}, {}
    print(HEAD)
    for name in given.sets or SETS:
        found = _with_listed(
            measured(name, list(pages_of(given.shared, name, given.every)), present, given.timeout), given
        )
        rows[name] = found.rows(score, given.boot)
        print(*table(found, rows[name]), sep="\n", flush=True)
        pages[name] = judged(score, found) if given.confidence else []
    every = [page for part in pages.values() for page in part]
    for name, part in {**pages, "all sets": every if len(pages) > 1 else []}.items():
        if part:
            print(*page_confidence.table(name, part), sep="\n")
    if given.picture:
        draw(given.peers or sys.executable, given.picture, list(panels(rows, every)))
    return 0


def _with_listed(found: Measured, given: argparse.Namespace) -> Measured:
    if not given.predictions:
        return found
    return replace(found, answers={**found.answers, LISTED: listed(given.predictions, found.pages)})


if __name__ == "__main__":
    sys.exit(main())
