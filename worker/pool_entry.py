"""What a pool child runs: the pipeline, warm.  Loaded by name in the template, never by the parent."""

from functools import partial

from worker import knowledge, pipeline
from worker.model import Hints, Limits
from worker.pool_child import Handle


def extraction(limits: Limits, hints: Hints) -> Handle:
    """The handler of records, every lazy path of it run once."""
    tables = knowledge.load(limits)
    pipeline.warm(tables)
    return partial(pipeline.handle, knowledge=tables, hints=hints)
