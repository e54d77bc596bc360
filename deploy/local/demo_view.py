"""What the demo shows: one line an article or dead letter, then a table of outcomes and three figures."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from prometheus_client.parser import text_string_to_metric_families

from worker.model import RawMessage

Position = tuple[int, int]  # partition, offset of the input

_WARN, _PLAIN = "\x1b[33m", "\x1b[0m"


@dataclass
class Tally:
    """Outcomes by input: an input counts once however many articles it gives."""

    published: set[Position] = field(default_factory=set)
    dead_lettered: dict[Position, str] = field(default_factory=dict)
    articles: int = 0

    @property
    def settled(self) -> int:
        """Inputs that left something."""
        return len(self.published) + len(self.dead_lettered)


def show(raw: RawMessage, tally: Tally) -> None:
    """Print an output record and count it."""
    headers = {name: (value or b"").decode(errors="replace") for name, value in raw.headers}
    if "dlq.reason" in headers:
        position = (int(headers["dlq.source.partition"]), int(headers["dlq.source.offset"]))
        tally.dead_lettered[position] = headers["dlq.reason"]
        _print(_dead_letter_line(position, headers), warn=True)
        return
    article = orjson.loads(raw.value or b"{}")
    source = article["agencyfeed"]["source"]
    tally.published.add((source["partition"], source["offset"]))
    tally.articles += 1
    _print(_article_line(article))


def table(tally: Tally, inputs: int) -> str:
    """Outcomes and reasons with their numbers."""
    reasons = Counter(tally.dead_lettered.values())
    rows = [("published", f"{tally.articles} articles", len(tally.published))]
    rows += [("dead_lettered", reason, count) for reason, count in sorted(reasons.items())]
    rows += [("skipped", "tombstone", inputs - tally.settled)]
    lines = [f"{'outcome':<15}{'':<22}{'records':>8}"]
    lines += [f"{outcome:<15}{detail:<22}{count:>8}" for outcome, detail, count in rows]
    return "\n".join([*lines, f"{'total':<37}{inputs:>8}"])


def samples(exposition: str) -> dict[str, float]:
    """Each sample of a /metrics page summed over its labels, and once more by outcome: "name published"."""
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(exposition):
        for sample in family.samples:
            outcome = sample.labels.get("outcome")
            for name in [sample.name, *([f"{sample.name} {outcome}"] if outcome else [])]:
                sums[name] = sums.get(name, 0.0) + sample.value
    return sums


def figures(values: Mapping[str, float]) -> Iterable[str]:
    """Three figures that say how the worker does."""
    processed = values.get("agencyfeed_records_processed_total", 0)
    yield f"{processed:.0f} records processed (agencyfeed_records_processed_total)"
    yield _mean(values, "agencyfeed_record_processing_duration_seconds", "a record in a child process")
    yield _mean(values, "agencyfeed_end_to_end_latency_seconds", "from broker timestamp to acknowledged output")


def _mean(values: Mapping[str, float], name: str, words: str) -> str:
    count = values.get(f"{name}_count", 0)
    mean = f"{values[f'{name}_sum'] / count * 1000:.1f} ms mean" if count else "not measured"
    return f"{mean}, {words} ({name})"


def _article_line(article: Mapping[str, Any]) -> str:
    agencies = "+".join(article["agencyfeed"]["syndication"].get("agencies", [])) or "-"
    headline = article.get("headlines", [{"value": "-"}])[0]["value"]
    sizes = " + ".join(_size(body) for body in article.get("bodies", []))
    return f"{article.get('language', '-'):<5}{agencies:<12} {headline}  [{sizes}]  {article['uri']}"


def _size(body: Mapping[str, Any]) -> str:
    kind = str(body.get("contentType", "")).removeprefix("text/")
    return f"{len(body.get('value', ''))} {kind}"


def _dead_letter_line(position: Position, headers: Mapping[str, str]) -> str:
    what = f"{headers['dlq.reason']}: {headers['dlq.error.message']}"
    return f"{'--':<5}{'dead letter':<12} {what}  (partition {position[0]}, offset {position[1]})"


def _print(line: str, *, warn: bool = False) -> None:
    """Whole lines into a pipe; cut to the window and, for dead letters, in colour at a terminal."""
    if sys.stdout.isatty():
        line = line[: shutil.get_terminal_size().columns - 1]
        line = f"{_WARN}{line}{_PLAIN}" if warn and not os.environ.get("NO_COLOR") else line
    print(line, flush=True)
