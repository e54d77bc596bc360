"""Articles per processor second of every format, on one story of 3 KB: the parser alone, the whole core, through Kafka.

    python tests/bench/bench_formats.py [--seconds 0.5] [--format NAME].. [--kafka] [--records 4000] [--json]

Every figure stands beside a fixed piece of work of C libraries measured in the same run (lxml reads 3 KB of XML, orjson
reads and writes 3 KB of JSON), in the column that compares two machines, or two hours of one.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy" / "local"))

import format_material
import orjson
from lxml import etree

from worker import pipeline
from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES, PARSERS
from worker.knowledge.loading import Knowledge, load
from worker.model import Hints, Published, RawMessage
from worker.sniff import sniff

# Articles a second on one core that are aimed at.
AIMS: Final = {"nitf": 3000, "ninjs1": 3000, "ninjs2": 3000, "ninjs3": 3000, "iptc7901": 3000, "newsml_g2": 2000}
WHEN: Final = 1_715_950_200_000
PIECES: Final = 5  # the best of so many pieces of the time counts


@dataclass(frozen=True, slots=True)
class Row:
    """One format: articles per processor second."""

    format: str
    size: int
    parse: float
    core: float
    in_refs: float  # whole core, in pieces of the reference work
    kafka: float | None = None


def reference(nitf: bytes, ninjs: bytes) -> None:
    """Fixed work of the libraries below every parser."""
    for element in etree.fromstring(nitf).iter():
        _ = element.tag, element.text
    orjson.dumps(orjson.loads(ninjs))


def microseconds(work: Callable[[], Any], seconds: float) -> float:
    """The best mean of a few pieces, in process time."""
    work()
    best = float("inf")
    for _ in range(PIECES):
        since, rounds = time.process_time(), 0
        while (spent := time.process_time() - since) < seconds / PIECES:
            work()
            rounds += 1
        best = min(best, spent / rounds)
    return best * 1e6


def record(value: bytes, number: int = 0) -> RawMessage:
    """The payload as a record."""
    return RawMessage(topic="bench", partition=0, offset=number, timestamp_ms=WHEN, value=value)


def measured(name: str, value: bytes, knowledge: Knowledge, ref: float, seconds: float) -> Row:
    """One format, without Kafka."""
    raw = record(value)
    handled = pipeline.handle(raw, knowledge)
    if handled.format != name or not isinstance(handled.outcome, Published):
        raise SystemExit(f"{name}: read as {handled.format}, {type(handled.outcome).__name__}")
    articles = len(handled.outcome.articles)
    opened = open_envelope(raw, knowledge.limits, Hints())
    document = opened.document(sniff(opened, FAMILIES))
    parse = microseconds(lambda: list(PARSERS[name](document, knowledge)), seconds)
    core = microseconds(lambda: pipeline.handle(raw, knowledge), seconds)
    return Row(name, len(value), articles * 1e6 / parse, articles * 1e6 / core, core / articles / ref)


def through_kafka(rows: Sequence[Row], material: Mapping[str, bytes], count: int) -> Iterator[Row]:
    """The rows with articles per processor second of a worker's process tree, warm, at least once."""
    import bench_formats_kafka  # noqa: PLC0415 - needs Java and Maven

    with bench_formats_kafka.broker() as bootstrap:
        for row in rows:
            per_second = bench_formats_kafka.articles_per_cpu_second(bootstrap, material[row.format], count)
            yield Row(**{**asdict(row), "kafka": per_second})


def table(rows: Sequence[Row], ref: float) -> Iterator[str]:
    """A line a format."""
    yield f"{'format':<20}{'bytes':>7}{'parser/s':>10}{'core/s':>9}{'/ reference':>12}{'aim':>7}{'Kafka/s':>9}"
    for row in sorted(rows, key=lambda row: -row.core):
        aim = AIMS.get(row.format)
        kafka = f"{row.kafka:>9.0f}" if row.kafka else f"{'-':>9}"
        missed = "" if aim is None or row.core >= aim else "  below its aim"
        yield (
            f"{row.format:<20}{row.size:>7}{row.parse:>10.0f}{row.core:>9.0f}{row.in_refs:>12.2f}"
            f"{aim or '-':>7}{kafka}{missed}"
        )
    yield f"articles per CPU second; reference work: {ref:.1f} us"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=float, default=0.5, help="of each figure")
    parser.add_argument("--format", action="append", dest="formats", default=[])
    parser.add_argument("--kafka", action="store_true", help="through a real Kafka and a worker process, too")
    parser.add_argument("--records", type=int, default=4000, help="of each format, through Kafka")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    knowledge = load()
    pipeline.warm(knowledge)
    material = format_material.messages()
    ref = microseconds(lambda: reference(material["nitf"], material["ninjs3"]), given.seconds)
    names = [name for name in material if not given.formats or name in given.formats]
    rows = [measured(name, material[name], knowledge, ref, given.seconds) for name in names]
    if given.kafka:
        rows = list(through_kafka(rows, material, given.records))
    lines = [json.dumps([asdict(row) for row in rows])] if given.json else table(rows, ref)
    print(*lines, sep="\n")


if __name__ == "__main__":
    main()
