"""The sieve in front of the block model: logistic regression on what is counted of a page's segments."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from material import UNKNOWN, Page
from numpy.typing import NDArray

from worker.formats.html.measures import measures_of
from worker.formats.html.sieve import Look, Sieve, look_at

LOSS: Final = -4.5  # log-odds from which a segment passes: of a thousand words of stories one stays behind
TRUE_MIN: Final = 0.3  # share of a segment's words that are the story's
ROUNDS: Final = 12  # of Newton's method
PENALTY: Final = 1.0


def sieve_of(pages: Sequence[Page]) -> Sieve:
    """Fitted on these pages, whose text is known; each counts as much, its segments by the root of their words."""
    rows, right, weight = zip(*map(_page, pages), strict=True)
    fitted = _logistic(np.concatenate(rows), np.concatenate(right), np.concatenate(weight)).astype(np.float32)
    width = _look(pages[0])[0].containers.shape[1]
    return Sieve(fitted[:width], fitted[width:-1], float(fitted[-1]) - LOSS)


def _look(page: Page) -> tuple[Look, NDArray[np.int64]]:
    measures = measures_of(page.outline)
    return look_at(measures), measures.at


def _page(page: Page) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Rows with a column of ones, what is true, what each counts."""
    look, at = _look(page)
    known = page.labels != UNKNOWN
    rows = np.concatenate([look.containers[at], look.segments, np.ones((len(at), 1))], axis=1, dtype=np.float64)
    told = max(float(page.words[page.labels > 0].sum()), 20.0)
    return rows[known], (page.labels > TRUE_MIN)[known].astype(float), np.sqrt((page.words[known] + 1) / told)


def _logistic(
    rows: NDArray[np.float64], right: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    fitted = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ fitted, -30, 30)))
        bend = (rows.T * (chance * (1 - chance) * weight)) @ rows + PENALTY * np.eye(len(fitted))
        fitted += np.linalg.solve(bend, rows.T @ (weight * (right - chance)) - PENALTY * fitted)
    return fitted
