"""What cross-validation gives, a row a set: bodies as the whole worker publishes them, and the fields beside them."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

BODY_SETS: Final = ("scrapinghub", "fundus", "wcxb", "mozilla")
ROUNDS: Final = 1000  # draws of the pages for the deviation of F1
FIELDS: Final = {"title": "exact", "authors": "loose", "date": "exact"}  # the scorer's figure of each

Truth = Mapping[str, Any]
Row = Mapping[str, float]


def row_of(score: Any, truths: Sequence[Truth], published: Sequence[Truth], segments: Sequence[Truth]) -> Row:
    """Figures of one set's pages: as published, with deviations, and of the chosen segments by themselves.

    `lead_optional`: where the truth tells the standfirst apart, a body is right with it and without.
    """
    found = score.score(truths, published, ROUNDS)
    either = (
        score.score(truths, published, 0, lead_optional=True)["body"]
        if any(truth.get("lead") for truth in truths)
        else None
    )
    alone = score.score(truths, segments, 0)["body"]
    body = found["body"]
    share = body["accuracy"]
    return {
        "pages": len(truths),
        "f1": body["f1"],
        "f1_deviation": body["f1_std"],
        "exact": share,
        "exact_deviation": math.sqrt(share * (1 - share) / len(truths)),
        "segments_f1": alone["f1"],
        "segments_exact": alone["accuracy"],
        **({"f1_lead_optional": either["f1"], "exact_lead_optional": either["accuracy"]} if either else {}),
    } | {name: found[name][figure] for name, figure in FIELDS.items() if name in found}


def lines(rows: Mapping[str, Row]) -> Iterator[str]:
    """The rows as a table of text."""
    yield f"  {'set':<12}{'pages':>6}{'body F1':>16}{'exact':>14}{'segments':>15}{'title':>9}{'authors':>9}{'date':>9}"
    for name, row in rows.items():
        f1 = f"{row['f1']:.4f} ±{row['f1_deviation']:.3f}"
        exact = f"{row['exact']:.3f} ±{row['exact_deviation']:.2f}"
        segments = f"{row['segments_f1']:.4f} {row['segments_exact']:.2f}"
        fields = "".join(f"{_shown(row.get(field)):>9}" for field in FIELDS)
        yield f"  {name:<12}{row['pages']:>6}{f1:>16}{exact:>14}{segments:>15}{fields}"
        if "f1_lead_optional" in row:
            f1, exact = f"{row['f1_lead_optional']:.4f}     ", f"{row['exact_lead_optional']:.3f}     "
            yield f"  {'':<12}{'':>6}{f1:>16}{exact:>14}  standfirst in or out"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def write(rows: Mapping[str, Row], target: Path) -> None:
    """The rows as JSON, to four digits."""
    rounded = {name: {key: round(value, 4) for key, value in row.items()} for name, row in rows.items()}
    target.write_text(f"{json.dumps(rounded, indent=2)}\n", "utf-8")


def by_set(names: Iterable[str]) -> list[str]:
    """The sets with known text among these, in the order they are told in."""
    present = frozenset(names)
    return [name for name in BODY_SETS if name in present]
