"""What a reader's confidence in a body is worth: a calibration curve, and a second reader for the least sure pages."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from page_figures import Triple, f1_judge

SHARES: Final = (0.0, 0.01, 0.02, 0.05, 0.10, 0.20)
GOOD: Final = 0.9  # F1 of a page that is read well


@dataclass(frozen=True, slots=True)
class Judged:
    """A page as a sure reader and a second one read it."""

    confidence: float | None
    ours: Triple
    seconds: float
    second: Triple
    second_seconds: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Pages of like confidence."""

    pages: int
    lowest: float
    highest: float
    confidence: float  # mean
    f1: float  # mean of the pages' own
    good: float  # share of pages with F1 >= GOOD


@dataclass(frozen=True, slots=True)
class Step:
    """What comes out when a share of the pages goes to the second reader, too."""

    share: float
    pages: int
    f1: float
    per_second: float | None  # None where the first reader was not run


def page_f1(triple: Triple) -> float:
    """F1 of one page's shingles."""
    right, extra, missing = triple
    whole = 2 * right + extra + missing
    return 2 * right / whole if whole else 1.0


def bins(pages: Sequence[Judged], count: int = 10) -> list[Bin]:
    """The pages that have a confidence, in as many parts of one size as there are pages for, the least sure first."""
    sure = sorted((page.confidence, page_f1(page.ours)) for page in pages if page.confidence is not None)
    count = min(count, len(sure))
    cuts = [len(sure) * i // count for i in range(count + 1)] if count else []
    return [_bin(sure[start:end]) for start, end in itertools.pairwise(cuts)]


def _bin(part: Sequence[tuple[float, float]]) -> Bin:
    size = len(part)
    return Bin(
        pages=size,
        lowest=part[0][0],
        highest=part[-1][0],
        confidence=sum(confidence for confidence, _ in part) / size,
        f1=sum(f1 for _, f1 in part) / size,
        good=sum(f1 >= GOOD for _, f1 in part) / size,
    )


def calibration_error(parts: Sequence[Bin]) -> float:
    """Mean distance of confidence from F1, by pages."""
    return sum(part.pages * abs(part.confidence - part.f1) for part in parts) / sum(part.pages for part in parts)


def cascade(pages: Sequence[Judged], shares: Sequence[float] = SHARES) -> list[Step]:
    """For each share: the least sure pages by the second reader, at the cost of both; no confidence is the least."""
    ordered = sorted(pages, key=lambda page: -1.0 if page.confidence is None else page.confidence)
    return [_step(ordered, share) for share in shares]


def _step(ordered: Sequence[Judged], share: float) -> Step:
    sent = math.ceil(round(share * len(ordered), 9))
    triples = [page.second if i < sent else page.ours for i, page in enumerate(ordered)]
    first = sum(page.seconds for page in ordered)
    seconds = first + sum(page.second_seconds for page in ordered[:sent])
    return Step(share, sent, f1_judge(triples)(range(len(triples))), len(ordered) / seconds if first else None)


def table(name: str, pages: Sequence[Judged]) -> Iterator[str]:
    """Both as lines of text."""
    parts = bins(pages)
    if not parts:
        yield f"\n{name}: {len(pages)} pages, none with a confidence of its body"
        return
    yield f"\n{name}: confidence of {sum(part.pages for part in parts)} of {len(pages)} pages"
    yield f"{'confidence':<15}{'mean':>7}{'pages':>7}{'F1':>8}{f'F1 >= {GOOD}':>10}"
    for part in parts:
        span = f"{part.lowest:.3f}-{part.highest:.3f}"
        yield f"{span:<15}{part.confidence:>7.3f}{part.pages:>7}{part.f1:>8.3f}{part.good:>10.2f}"
    yield f"mean distance of confidence from F1: {calibration_error(parts):.3f}"
    yield f"{'to trafilatura':<15}{'pages':>7}{'F1':>8}{'pages/s':>9}"
    for step in cascade(pages):
        yield f"{step.share:<15.0%}{step.pages:>7}{step.f1:>8.4f}{_speed(step.per_second):>9}"


def _speed(per_second: float | None) -> str:
    return "-" if per_second is None else f"{per_second:.1f}"
