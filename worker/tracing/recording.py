"""The recorder that the settings ask for."""
# ruff: noqa: PLC0415 - OpenTelemetry loads only when spans are wanted

from collections.abc import Iterator
from contextlib import contextmanager

from worker.settings.loading import Settings
from worker.tracing.ends import Recorder


@contextmanager
def recorder(settings: Settings) -> Iterator[Recorder | None]:
    """One that lives as long as the `with`; None where tracing is off.  Starts threads: not before the pool."""
    if settings.tracing == "off":
        yield None
        return
    from worker.tracing.otlp import exported

    with exported(settings) as spans:
        yield spans
