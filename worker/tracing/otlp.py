"""Spans on their way to a collector: batched, bounded, sampled, and never waited for long."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

from worker.settings.loading import Settings
from worker.tracing.spans import Spans

EXPORT_TIMEOUT_S = 5.0
QUEUE_SPANS_MAX = 8_192  # more are dropped: a collector that is away costs no memory
SHUTDOWN_S = 2.0  # of the drain deadline


@contextmanager
def exported(settings: Settings) -> Iterator[Spans]:
    """Spans that go to the collector the settings name, until the end of the `with`."""
    exporter = OTLPSpanExporter(settings.tracing_endpoint, timeout=EXPORT_TIMEOUT_S, compression=Compression.Gzip)
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(settings.tracing_sample_ratio)),
        resource=_resource(settings),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=QUEUE_SPANS_MAX))
    try:
        yield Spans(provider.get_tracer("agencyfeed", version("agencyfeed")), settings)
    finally:
        _within(SHUTDOWN_S, provider)


def _resource(settings: Settings) -> Resource:
    slot = settings.group_instance_id or socket.gethostname()
    named = {"service.name": "agencyfeed", "service.version": version("agencyfeed"), "service.instance.id": slot}
    return Resource.create(named)  # with OTEL_RESOURCE_ATTRIBUTES


def _within(seconds: float, provider: TracerProvider) -> None:
    """Send what is left; the library would wait half a minute for a collector that does not answer."""
    ending = threading.Thread(target=provider.shutdown, name="spans-shutdown", daemon=True)
    ending.start()
    ending.join(seconds)
