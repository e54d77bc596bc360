"""What a pool child runs: the pipeline, warm.  Loaded by name in the template, never by the parent."""

import codecs
from contextlib import suppress
from encodings.aliases import aliases
from functools import partial

from worker import pipeline, warming
from worker.knowledge import loading as knowledge
from worker.model import Hints, Limits
from worker.pool.child import Handle


def extraction(limits: Limits, hints: Hints) -> Handle:
    """The handler of records, every lazy path of it run once: a child can open no file, not even a module's."""
    load_codecs()
    tables = knowledge.load(limits)
    pipeline.warm(tables)
    return partial(pipeline.handle, knowledge=tables, hints=hints)


def looking(limits: Limits, hints: Hints) -> Handle:
    """The handler that only tells formats."""
    load_codecs()
    tables = knowledge.load(limits)
    for raw in warming.records():
        pipeline.look(raw, tables)
    return partial(pipeline.look, knowledge=tables, hints=hints)


def load_codecs() -> None:
    """Import every codec of the standard library: libraries look up whatever name a page declares."""
    for name in sorted(set(aliases.values())):
        with suppress(LookupError):  # those of other operating systems
            codecs.lookup(name)
