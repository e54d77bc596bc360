"""Every metric of the worker, declared once, counted in the parent.

One attribute per metric, named without the `agencyfeed_` prefix.  Label values come from the closed lists of
metric_labels, "other" for whatever is on none: they reach us from a child that read the feed.
"""

import math
import platform
from collections.abc import Collection, Iterable
from importlib.metadata import version
from typing import assert_never

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from worker.metric_labels import (
    BREAKER_CAUSES,
    COMMIT_RESULTS,
    DEAD_LETTER_STAGES,
    FORMATS,
    OUTCOMES,
    RESTART_CAUSES,
    TIMED,
    TRANSACTION_RESULTS,
    WATCHED_FIELDS,
    WORKER_STATES,
    Children,
    Closed,
    classified_labels,
    genre_label,
    urgency_label,
)
from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Skipped
from worker.settings import memory
from worker.trace_context import trace_id_of

Exemplar = dict[str, str] | None

# A `_created` series beside every counter and histogram would say nothing that a reset does not.
disable_created_metrics()  # type: ignore[no-untyped-call]

# Seconds.  A wire text takes 1-2 ms, a page 10-100 ms, the deadline ends it at 10-30 s.
_WORK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_STAGE = (0.00001, 0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10)
# The objective is 30 s from broker to output.
_LATENCY = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 30, 60, 120, 300, 900, 3600)
# From the newsroom's time stamp to the output: seconds for a flash, days for a replay.
# Few, since there are many agencies: each bucket is worth a thousand series.
_FRESHNESS = (5, 15, 30, 60, 120, 300, 900, 3600, 21600, 86400)
_CONFIDENCE = (0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1)  # below .5 trafilatura is asked
_COMMIT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 45)


def _exemplar(raw: RawMessage) -> Exemplar:
    """The trace the record belongs to, when it names one."""
    trace_id = trace_id_of(raw.headers)
    return {"trace_id": trace_id} if trace_id else None


class Telemetry:
    """All metrics in a registry of their own.  `agencies` are the codes of the agency table."""

    def __init__(self, agencies: Iterable[str] = ()) -> None:
        self.registry = CollectorRegistry()
        self._agency = Closed(agencies)
        self._format = Closed(FORMATS)
        self._timed = Closed(TIMED)
        self._field = Closed(WATCHED_FIELDS)
        self._stage_of_death = Closed(DEAD_LETTER_STAGES)
        self._declare_consumer()
        self._declare_outcomes()
        self._declare_articles()
        self._declare_producer()
        self._declare_pool()
        self._declare_process()
        self._outcomes = Children(self.records_processed_total)
        self._dead_letters = Children(self.dead_letters_total)
        self._skipped = Children(self.records_skipped_total)
        self._dropped = Children(self.articles_dropped_total)
        self._articles = Children(self.articles_published_total)
        self._classified = Children(self.articles_classified_total)
        self._genres = Children(self.articles_genre_total)
        self._missing = Children(self.articles_field_missing_total)
        self._formats = Children(self.input_format_total)
        self._durations = Children(self.record_processing_duration_seconds)
        self._stages = Children(self.stage_duration_seconds)
        self._freshness = Children(self.event_freshness_seconds)

    def observe(self, raw: RawMessage, handled: Handled, now: float) -> None:
        """Count one record's outcome; `now` is the time of day in seconds.  Once for every record that is done."""
        exemplar = _exemplar(raw)
        self._count_work(handled, exemplar)
        match handled.outcome:
            case Published() as published:
                self._count_published(published, now, exemplar)
            case DeadLetter(reason=reason, stage=stage):
                self._outcomes["dead_lettered",].inc()
                self._dead_letters[reason.value, self._stage_of_death(stage)].inc()
            case Skipped(reason=skip_reason):
                self._outcomes["skipped",].inc()
                self._skipped[skip_reason.value,].inc()
            case _:
                assert_never(handled.outcome)

    def delivered(self, raws: Iterable[RawMessage], now: float) -> None:
        """The outcomes of `raws` are acknowledged: their latency since the broker's time stamp."""
        for raw in raws:
            if raw.timestamp_ms is not None:
                latency = max(0.0, now - raw.timestamp_ms / 1000)
                self.end_to_end_latency_seconds.observe(latency, exemplar=_exemplar(raw))

    def keep_partitions(self, assigned: Collection[tuple[str, int]]) -> None:
        """Forget lag and progress of partitions that are another worker's now: a stale lag would raise alarms."""
        for gauge in (self.consumer_lag_records, self.consumer_lag_seconds, self.last_progress_timestamp_seconds):
            for sample in [sample for metric in gauge.collect() for sample in metric.samples]:
                topic, partition = sample.labels["topic"], sample.labels["partition"]
                if (topic, int(partition)) not in assigned:
                    gauge.remove(topic, partition)

    def _count_work(self, handled: Handled, exemplar: Exemplar) -> None:
        format_ = self._format(handled.format)
        self._formats[format_,].inc()
        if not handled.stage_seconds:
            return
        total = 0.0
        for stage, seconds in handled.stage_seconds:
            self._stages[self._timed(stage),].observe(seconds)
            total += seconds
        self._durations[format_,].observe(total, exemplar=exemplar)

    def _count_published(self, published: Published, now: float, exemplar: Exemplar) -> None:
        self._outcomes["published",].inc()
        self.article_bytes_published_total.inc(sum(len(article.body) for article in published.articles))
        for article in published.articles:
            self._count_article(article, now, exemplar)
        for reason, _ in published.dropped:
            self._dropped[reason.value,].inc()

    def _count_article(self, article: EncodedArticle, now: float, exemplar: Exemplar) -> None:
        agency = self._agency(article.agency)
        self._articles[agency,].inc()
        self._classified[classified_labels(article.media_topic, article.language)].inc()
        self._genres[genre_label(article.genre),].inc()
        for name in article.missing:
            self._missing[self._field(name), agency].inc()
        if article.version_created_ms is not None:
            freshness = max(0.0, now - article.version_created_ms / 1000)
            self._freshness[agency, urgency_label(article.urgency)].observe(freshness, exemplar=exemplar)
        if article.body_confidence is not None:
            self.article_body_confidence.observe(article.body_confidence)

    def _declare_consumer(self) -> None:
        partition = ("topic", "partition")
        self.records_consumed_total = self._counter(
            "records_consumed_total", "Records taken from the source.", partition
        )
        self.record_bytes_consumed_total = self._counter(
            "record_bytes_consumed_total", "Bytes of keys and values of records taken from the source.", partition
        )
        self.records_lost_total = self._counter(
            "records_lost_total", "Offsets that were deleted before they were read.", partition
        )
        self.consumer_lag_records = self._gauge(
            "consumer_lag_records", "Records of the partition that are not yet taken.", partition
        )
        self.consumer_lag_seconds = self._gauge(
            "consumer_lag_seconds", "Age of the oldest record of the partition without a committed outcome.", partition
        )
        self.last_progress_timestamp_seconds = self._gauge(
            "last_progress_timestamp_seconds", "When the partition last moved or had nothing to do.", partition
        )
        self.partitions_assigned = self._gauge("partitions_assigned", "Partitions this worker owns.")
        self.partitions_paused = self._gauge("partitions_paused", "Owned partitions that are paused.")
        self.partitions_stalled = self._gauge("partitions_stalled", "Owned partitions with lag and without progress.")
        self.rebalances_total = self._counter("rebalances_total", "Changes of the assignment of partitions.")
        self.broker_connections = self._gauge(
            "broker_connections", "Connections that the consumer has to brokers; NaN while no Kafka is read."
        )
        self.broker_connections.set(math.nan)
        self.inflight_records = self._gauge("inflight_records", "Records taken whose outcome is not yet published.")
        self.inflight_bytes = self._gauge(
            "inflight_bytes", "Bytes of records taken whose outcome is not yet published."
        )
        self.end_to_end_latency_seconds = self._histogram(
            "end_to_end_latency_seconds", "From the broker's time stamp to the acknowledged outcome.", _LATENCY
        )

    def _declare_outcomes(self) -> None:
        self.records_processed_total = self._counter(
            "records_processed_total",
            "Records by outcome; their sum is consumed minus in flight.",
            ("outcome",),
            OUTCOMES,
        )
        self.dead_letters_total = self._counter(
            "dead_letters_total", "Records that went to the dead-letter topic.", ("reason", "stage")
        )
        self.records_skipped_total = self._counter(
            "records_skipped_total", "Records that rightly gave neither article nor dead letter.", ("reason",)
        )
        self.input_format_total = self._counter("input_format_total", "Records by format found.", ("format",))
        self.record_processing_duration_seconds = self._histogram(
            "record_processing_duration_seconds",
            "Time a record took from envelope to encoded articles.",
            _WORK,
            ("format",),
        )
        self.stage_duration_seconds = self._histogram(
            "stage_duration_seconds", "Time a record took in one stage.", _STAGE, ("stage",)
        )

    def _declare_articles(self) -> None:
        self.articles_published_total = self._counter("articles_published_total", "Articles published.", ("agency",))
        self.articles_classified_total = self._counter(
            "articles_classified_total", "Articles by media topic and language.", ("media_topic", "language")
        )
        self.articles_genre_total = self._counter(
            "articles_genre_total", "Articles by first genre or form.", ("genre",)
        )
        self.article_bytes_published_total = self._counter(
            "article_bytes_published_total", "Bytes of published articles."
        )
        self.articles_dropped_total = self._counter(
            "articles_dropped_total", "Items that gave no article while siblings of their record did.", ("reason",)
        )
        self.articles_field_missing_total = self._counter(
            "articles_field_missing_total", "Published articles without a watched field.", ("field", "agency")
        )
        self.event_freshness_seconds = self._histogram(
            "event_freshness_seconds",
            "From the newsroom's time stamp to publishing.",
            _FRESHNESS,
            ("agency", "urgency"),
        )
        self.article_body_confidence = self._histogram(
            "article_body_confidence", "Probability that the body the block model chose is right.", _CONFIDENCE
        )

    def _declare_producer(self) -> None:
        self.producer_in_flight_records = self._gauge(
            "producer_in_flight_records", "Output records not yet acknowledged."
        )
        self.produce_errors_total = self._counter("produce_errors_total", "Output records that could not be delivered.")
        self.commits_total = self._counter("commits_total", "Checkpoints by result.", ("result",), COMMIT_RESULTS)
        self.commit_duration_seconds = self._histogram("commit_duration_seconds", "Time a checkpoint took.", _COMMIT)
        self.transactions_total = self._counter(
            "transactions_total", "Transactions by result.", ("result",), TRANSACTION_RESULTS
        )
        self.breaker_trips_total = self._counter(
            "breaker_trips_total", "Times that consumption was paused, by cause.", ("cause",), BREAKER_CAUSES
        )
        self.breaker_open = self._gauge("breaker_open", "1 while too many dead letters or kills pause consumption.")

    def _declare_pool(self) -> None:
        self.pool_workers = self._gauge("pool_workers", "Child processes by state.", ("state",), WORKER_STATES)
        self.pool_worker_restarts_total = self._counter(
            "pool_worker_restarts_total", "Child processes replaced, by cause.", ("cause",), RESTART_CAUSES
        )
        self.pool_busy_seconds_total = self._counter(
            "pool_busy_seconds_total", "Time child processes spent on records."
        )

    def _declare_process(self) -> None:
        self.build_info = Info("agencyfeed_build", "Version of the worker and of its Python.", registry=self.registry)
        self.build_info.info({"version": version("agencyfeed"), "python": platform.python_version()})
        self.memory_used_bytes = self._gauge(
            "memory_used_bytes", "Memory in use in the worker's container, or of the machine where there is none."
        )
        self.memory_limit_bytes = self._gauge("memory_limit_bytes", "Memory that may be used there.")
        self.memory_used_bytes.set_function(memory.used)
        self.memory_limit_bytes.set_function(memory.limit)
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def _counter(self, name: str, help_: str, labels: tuple[str, ...] = (), values: Iterable[str] = ()) -> Counter:
        """`values` of a single label are there from the start, at zero: a rate needs a first point."""
        counter = Counter(f"agencyfeed_{name}", help_, labels, registry=self.registry)
        for value in values:
            counter.labels(value)
        return counter

    def _gauge(self, name: str, help_: str, labels: tuple[str, ...] = (), values: Iterable[str] = ()) -> Gauge:
        gauge = Gauge(f"agencyfeed_{name}", help_, labels, registry=self.registry)
        for value in values:
            gauge.labels(value)
        return gauge

    def _histogram(self, name: str, help_: str, buckets: tuple[float, ...], labels: tuple[str, ...] = ()) -> Histogram:
        return Histogram(f"agencyfeed_{name}", help_, labels, buckets=buckets, registry=self.registry)
