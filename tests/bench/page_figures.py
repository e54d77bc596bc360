"""Figures of one reader on the pages of one set: quality by the benchmark's own scorer, and processor time a page."""

import math
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from page_processes import Answer
from page_protocol import Reader
from page_sets import Page, Truth

Triple = tuple[float, float, float]  # of one page: shares of shingles that are right, extra, missing
SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Row:
    """A figure is None where the set has no truth for it or the reader does not give it."""

    pages: int
    failed: int  # raised, died or took too long
    f1: float | None
    f1_deviation: float
    exact: float | None
    exact_deviation: float
    lead_optional: tuple[float, float] | None  # F1, exact bodies with a standfirst in or out, where the truth tells it
    title: float | None
    authors: float | None
    signed: float | None  # by people and agencies, as published
    date: float | None
    per_second: float  # of processor time
    p50_ms: float
    p99_ms: float
    max_ms: float


def measure(score: Any, pages: Sequence[Page], read: Reader) -> Row:
    """One reader in this process over the pages of one set, without deviations."""
    found = []
    for truth, page in pages:
        since = time.process_time()
        prediction = read(page, truth.get("url"))
        found.append(Answer(prediction, time.process_time() - since))
    return row_of(score, [truth for truth, _ in pages], found, 0)


def row_of(score: Any, truths: Sequence[Truth], answers: Sequence[Answer], rounds: int) -> Row:
    """The figures; deviations by that many draws of the pages."""
    predictions = [{**answer.found, "id": truth["id"]} for truth, answer in zip(truths, answers, strict=True)]
    result = score.score(truths, predictions, 0)
    given = {name for answer in answers for name in answer.found}
    figures = {name: result.get(name, {}) if name in given else {} for name in ("body", "title", "authors", "date")}
    f1_deviation, exact_deviation = body_deviations(score, truths, answers, rounds if figures["body"] else 0)
    seconds = sorted(answer.seconds for answer in answers)
    return Row(
        pages=len(truths),
        failed=sum(answer.error is not None for answer in answers),
        f1=figures["body"].get("f1"),
        f1_deviation=f1_deviation,
        exact=figures["body"].get("accuracy"),
        exact_deviation=exact_deviation,
        lead_optional=_lead_optional(score, truths, predictions) if figures["body"] else None,
        title=figures["title"].get("exact"),
        authors=figures["authors"].get("loose"),
        signed=_signed(score, truths, predictions) if "signed" in given else None,
        date=figures["date"].get("exact"),
        per_second=len(truths) / max(sum(seconds), 1e-9),
        p50_ms=percentile(seconds, 0.5) * 1e3,
        p99_ms=percentile(seconds, 0.99) * 1e3,
        max_ms=seconds[-1] * 1e3,
    )


def _lead_optional(
    score: Any, truths: Sequence[Truth], predictions: Sequence[dict[str, Any]]
) -> tuple[float, float] | None:
    if not any(truth.get("lead") for truth in truths):
        return None
    body = score.score(truths, predictions, 0, lead_optional=True)["body"]
    return body["f1"], body["accuracy"]


def _signed(score: Any, truths: Sequence[Truth], predictions: Sequence[dict[str, Any]]) -> float | None:
    """Makers as published, scored as authors are."""
    names = [{"id": row["id"], "authors": row.get("signed")} for row in predictions]
    result = score.score([{"id": truth["id"], "authors": truth.get("authors")} for truth in truths], names, 0)
    found: float | None = result.get("authors", {}).get("loose")
    return found


def body_deviations(score: Any, truths: Sequence[Truth], answers: Sequence[Answer], rounds: int) -> tuple[float, float]:
    """Standard deviations of body F1 and of the share of exact bodies, over draws of the pages."""
    pairs = [(truth["body"], answer.found.get("body")) for truth, answer in zip(truths, answers, strict=True)
             if truth.get("body")]  # fmt: skip
    if rounds < 2 or not pairs:
        return 0.0, 0.0
    triples = [score.match(wanted, found) for wanted, found in pairs]
    exact = [float(score._TOKEN.findall(wanted) == score._TOKEN.findall(found or "")) for wanted, found in pairs]
    judge = f1_judge(triples)
    return (
        bootstrap(len(pairs), judge, rounds),
        bootstrap(len(pairs), lambda drawn: sum(exact[i] for i in drawn) / len(drawn), rounds),
    )


def f1_judge(triples: Sequence[Triple]) -> Callable[[Sequence[int]], float]:
    """F1 of chosen pages as the benchmark has it: of mean precision (of pages with output) and mean recall.

    The scorer's own `prf`, with the sums it takes of each page taken once: a bootstrap asks for them a thousand times.
    """
    output = [right + extra > 0 for right, extra, _ in triples]
    wanted = [right + missing > 0 for right, _, missing in triples]
    precision = [right / (right + extra) if right else 0.0 for right, extra, _ in triples]
    recall = [right / (right + missing) if right else 0.0 for right, _, missing in triples]

    def judge(chosen: Sequence[int]) -> float:
        p = sum(precision[i] for i in chosen) / max(1, sum(output[i] for i in chosen))
        r = sum(recall[i] for i in chosen) / max(1, sum(wanted[i] for i in chosen))
        return 2 * p * r / (p + r) if p + r else 0.0

    return judge


def bootstrap(count: int, figure: Callable[[Sequence[int]], float], rounds: int, seed: int = SEED) -> float:
    """Standard deviation of a figure over so many draws of `count` pages with replacement; the same at each run."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    return statistics.stdev(figure(draw.choices(range(count), k=count)) for _ in range(rounds))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
