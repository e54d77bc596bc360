"""An independent reader: every input exactly once across output and dead letters, order kept per partition.

Uses the client alone, read_committed, and nothing of the worker.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kafka_ends import read_all

Place = tuple[int, int]  # (partition, offset) in the input topic


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reader found; `exact` is the proof."""

    inputs: int
    articles: int
    dead_letters: int
    lost: tuple[Place, ...]
    doubled: tuple[Place, ...]
    unknown: tuple[Place, ...]
    out_of_order: int

    @property
    def exact(self) -> bool:
        """Whether every number came out exactly once and in order."""
        return not (self.lost or self.doubled or self.unknown or self.out_of_order)


def verify(bootstrap: str, source: str, output: str, dead_letters: str) -> Verdict:
    """Read all three topics and compare."""
    expected = {(record.partition, record.offset) for record in read_all(bootstrap, source)}
    articles = [(record.partition, _place_of_article(record)) for record in read_all(bootstrap, output)]
    dead = [(record.partition, _place_of_dead_letter(record)) for record in read_all(bootstrap, dead_letters)]
    seen = Counter(place for _, place in (*articles, *dead))
    return Verdict(
        inputs=len(expected),
        articles=len(articles),
        dead_letters=len(dead),
        lost=tuple(sorted(expected - set(seen))),
        doubled=tuple(sorted(place for place, count in seen.items() if count > 1)),
        unknown=tuple(sorted(set(seen) - expected)),
        out_of_order=_out_of_order(articles) + _out_of_order(dead),
    )


def _place_of_article(record: Any) -> Place:
    source = json.loads(record.value)["agencyfeed"]["source"]
    return source["partition"], source["offset"]


def _place_of_dead_letter(record: Any) -> Place:
    headers = dict(record.headers)
    return int(headers["dlq.source.partition"]), int(headers["dlq.source.offset"])


def _out_of_order(placed: Iterable[tuple[int, Place]]) -> int:
    """Steps back, per partition written to and partition read from (the input's order is kept in each)."""
    last: dict[tuple[int, int], int] = {}
    steps = 0
    for written, (partition, offset) in placed:
        steps += offset < last.get((written, partition), -1)
        last[written, partition] = offset
    return steps
