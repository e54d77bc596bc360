"""The pages that are read worst, with missing and extra lines side by side, as one HTML file.

    python tests/bench/extraction_errors.py --set NAME [--worst 30] [--every N] [--reader NAME] [-o report.html]
            [--shared DIR] [--peers PYTHON] [--predictions FILE] [--timeout 30]

`-o -` writes to standard output.  The report holds whole pages of other people's texts: it is for looking at.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import page_readers
from page_measuring import listed, measured
from page_parties import NAMES, Party, parties
from page_processes import Answer
from page_report import Case, Field, report
from page_sets import SETS, Page, Truth, pages_of, scorer, shared_folder


def cases(score: Any, pages: Sequence[Page], answers: Sequence[Answer], worst: int) -> list[Case]:
    """The worst pages by body F1, the worst first; of pages without a body in the truth none."""
    found = [(truth, answer) for (truth, _), answer in zip(pages, answers, strict=True) if truth.get("body")]
    judged = ((score.match(truth["body"], answer.found.get("body")), truth, answer) for truth, answer in found)
    ordered = sorted(judged, key=lambda one: (score.page_f1(one[0]), one[1]["id"]))
    return [_case(score, *one) for one in ordered[:worst]]


def _case(score: Any, triple: tuple[float, float, float], truth: Truth, answer: Answer) -> Case:
    names = ("path", "confidence")
    notes = [f"{name} {answer.found[name]}" for name in names if answer.found.get(name) is not None]
    return Case(
        id=truth["id"],
        url=truth.get("url"),
        f1=score.page_f1(triple),
        precision=score.prec(*triple),
        recall=score.rec(*triple),
        notes=", ".join([*notes, *([f"failed: {answer.error}"] if answer.error else [])]),
        wanted=truth["body"],
        found=answer.found.get("body") or "",
        fields=list(_fields(score, truth, answer.found)),
    )


def _fields(score: Any, truth: Truth, found: Mapping[str, Any]) -> Iterator[Field]:
    same: Mapping[str, Callable[[Any, Any], bool]] = {
        "title": lambda a, b: score.norm(a) == score.norm(b),
        "authors": lambda a, b: bool(score.names(a) & score.names(b)),
        "date": lambda a, b: score.day(a) == score.day(b),
    }
    for name, is_same in same.items():
        wanted, made = truth.get(name), found.get(name)
        if wanted or made:
            yield Field(name, _shown(wanted), _shown(made), is_same(wanted, made) if wanted else None)


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _answers(given: argparse.Namespace, pages: Sequence[Page]) -> Sequence[Answer]:
    if given.predictions:
        return listed(given.predictions, pages)
    asked = list(parties([given.reader], given.peers))
    if missing := [one for one in asked if isinstance(one, str)]:
        raise SystemExit(missing[0])
    present = [one for one in asked if isinstance(one, Party)]
    found = measured(given.set, pages, present, given.timeout, again=False).answers
    if given.reader not in found:
        raise SystemExit(f"{given.reader} does not start")
    return found[given.reader]


def main() -> int:
    """Writes the report; exit code 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--set", choices=SETS, required=True)
    parser.add_argument("--worst", type=int, default=30, help="so many pages")
    parser.add_argument("--every", type=int, default=1, help="of every n-th page")
    parser.add_argument("--reader", choices=NAMES, default=page_readers.OURS)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="instead of reading: a line of JSON a page")
    parser.add_argument("--timeout", type=float, default=30.0, help="seconds a page")
    parser.add_argument("-o", "--output", default="-", help="a file, or - for standard output")
    given = parser.parse_args()
    pages = list(pages_of(given.shared, given.set, given.every))
    chosen = cases(scorer(given.shared), pages, _answers(given, pages), given.worst)
    text = "".join(report(f"{given.set}: the worst {len(chosen)} of {len(pages)} pages, {given.reader}", chosen))
    if given.output == "-":
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    else:
        Path(given.output).write_text(text, "utf-8", "replace")
    return 0


if __name__ == "__main__":
    sys.exit(main())
