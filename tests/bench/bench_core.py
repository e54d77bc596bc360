"""CPU microseconds of every part of the core, on one 3 KB story in four formats, and of classification on many texts.

    python tests/bench/bench_core.py [--repeats 30] [--json]

Each figure is the best of the repeats, in process time; `ref` is a fixed piece of work in plain Python measured in the
same run, so that figures of two machines, or of two hours of one, compare as ratios to it.  Parts that see one story
again and again find it in the processor's caches; the texts of classification are different ones.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping

from core_material import documents, messages

from worker import pipeline
from worker.article import Article
from worker.envelope.opening import open_envelope
from worker.formats import FAMILIES, PARSERS
from worker.formats.ninjs import encoder
from worker.knowledge.loading import Knowledge, load
from worker.model import Hints, RawMessage
from worker.sniff import sniff

CLASSIFICATION = ("subjects", "genre", "urgency", "language", "places", "media_topics", "section")
DOCUMENTS_REPEATS = 6  # of the texts, a sixth of a second each
ROUNDS = 20  # calls in one measured piece
NO_HINTS = Hints()


def reference() -> int:
    """Fixed work of the kind that the core does: words, dictionaries, strings."""
    counts: dict[str, int] = {}
    for number in range(2_000):
        word = f"word{number % 97}"
        counts[word] = counts.get(word, 0) + len(word)
    return sum(counts.values())


def microseconds(work: Callable[[], object], repeats: int, rounds: int = ROUNDS) -> float:
    """The best of `repeats` for one call."""
    best = float("inf")
    for _ in range(repeats):
        since = time.process_time()
        for _ in range(rounds):
            work()
        best = min(best, time.process_time() - since)
    return best / rounds * 1e6


def parts(raw: RawMessage, knowledge: Knowledge) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every part of the way of a record, each on what the one before it gave."""
    opened = open_envelope(raw, knowledge.limits, NO_HINTS)
    yield "envelope", lambda: open_envelope(raw, knowledge.limits, NO_HINTS)
    name = sniff(opened, FAMILIES)
    yield "sniff", lambda: sniff(opened, FAMILIES)
    document = opened.document(name)
    yield "parse", lambda: list(PARSERS[name](document, knowledge))
    article = next(one for one in PARSERS[name](document, knowledge) if isinstance(one, Article))
    for stage, run in pipeline.STAGES:
        before = article
        yield stage, lambda run=run, before=before: run(before, knowledge)  # type: ignore[misc]
        article = run(article, knowledge)
    yield "encode", lambda: encoder.encode(article, raw, 0, knowledge.rules)
    yield "whole", lambda: pipeline.handle(raw, knowledge)


def classification(knowledge: Knowledge) -> Mapping[str, float]:
    """Microseconds a text by stage, and of all of them one after the other."""
    given = list(documents())
    stages = [(name, stage) for name, stage in pipeline.STAGES if name in CLASSIFICATION]

    def classified(article: Article) -> None:
        for _, stage in stages:
            article = stage(article, knowledge)

    def over(work: Callable[[Article], object]) -> float:
        return microseconds(lambda: [work(one) for one in given], DOCUMENTS_REPEATS, 1) / len(given)

    alone = {name: over(lambda one, stage=stage: stage(one, knowledge)) for name, stage in stages}  # type: ignore[misc]
    return {**alone, "all": over(classified), "texts": len(given)}


def table(repeats: int) -> Mapping[str, Mapping[str, float]]:
    """Microseconds by format and part, and the reference's."""
    knowledge = load()
    pipeline.warm(knowledge)
    found: dict[str, Mapping[str, float]] = {"ref": {"ref": microseconds(reference, repeats)}}
    found["classification"] = classification(knowledge)
    for name, value in messages().items():
        raw = RawMessage(topic="bench", partition=0, offset=0, timestamp_ms=1715950200000, value=value)
        found[name] = {part: microseconds(work, repeats) for part, work in parts(raw, knowledge)}
    return found


def shown(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """A row a part, a column a format; then the sums that the aims speak of."""
    ref = found["ref"]["ref"]
    texts = found["classification"]
    columns = {name: rows for name, rows in found.items() if name not in {"ref", "classification"}}
    yield f"{'us of CPU':<14}" + "".join(f"{name:>12}" for name in columns)
    for part in next(iter(columns.values())):
        yield f"{part:<14}" + "".join(f"{rows[part]:>12.1f}" for rows in columns.values())
    own = {
        name: sum(us for part, us in rows.items() if part not in {"parse", "whole"}) for name, rows in columns.items()
    }
    yield f"{'not parsing':<14}" + "".join(f"{us:>12.1f}" for us in own.values())
    yield f"{'articles/s':<14}" + "".join(f"{1e6 / rows['whole']:>12.0f}" for rows in columns.values())
    yield f"{'whole / ref':<14}" + "".join(f"{rows['whole'] / ref:>12.2f}" for rows in columns.values())
    yield f"classification of {texts['texts']:,} different texts of 1,000 characters:"
    yield "".join(f"{name} {us:.1f}, " for name, us in texts.items() if name in CLASSIFICATION) + (
        f"all {texts['all']:.1f} us: {1e6 / texts['all']:,.0f} documents/s a core, {texts['all'] / ref:.2f} x ref"
    )
    yield f"reference work: {ref:.1f} us"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="CPU time of the core's parts")
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = table(given.repeats)
    sys.stdout.writelines(f"{line}\n" for line in ([json.dumps(found)] if given.json else shown(found)))


if __name__ == "__main__":
    main()
