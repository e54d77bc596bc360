"""`agencyfeed` without the stages of classification: what they cost through Kafka, as a row of bench_throughput.py."""

from functools import partial
from typing import Final

from worker import cli, pipeline
from worker.commands import run
from worker.model import Hints, Limits
from worker.pool import entry
from worker.pool.child import Handle
from worker.pool.pool import Pool

CLASSIFYING: Final = frozenset({"subjects", "genre", "urgency", "language", "places", "media_topics", "section"})


def extraction(limits: Limits, hints: Hints) -> Handle:
    """The handler of records without them; runs in the pool's template."""
    stages = tuple((name, stage) for name, stage in pipeline.STAGES if name not in CLASSIFYING)
    vars(pipeline)["STAGES"] = stages
    return entry.extraction(limits, hints)


if __name__ == "__main__":
    vars(run)["Pool"] = partial(Pool, entry="unclassified_worker:extraction")
    cli.main()
