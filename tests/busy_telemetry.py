"""Metrics after some of everything: what a scrape of a worker under load shows."""

from worker.metric_labels import TIMED
from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason
from worker.telemetry import Telemetry

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACE = f"00-{TRACE_ID}-00f067aa0ba902b7-01".encode()


def busy() -> Telemetry:
    """Every metric has a sample."""
    telemetry = Telemetry(["ians"])
    raw = RawMessage(topic="raw", partition=0, offset=0, timestamp_ms=1, headers=(("traceparent", TRACE),))
    article = EncodedArticle(
        uri="u", body=b"{}", agency="ians", urgency=1, version_created_ms=1, missing=("by",), body_confidence=0.9
    )
    stages = tuple((name, 0.01) for name in TIMED)
    outcome = Published(articles=(article,), dropped=((Reason.NO_ARTICLE, ""),))
    telemetry.observe(raw, Handled(outcome=outcome, format="html", stage_seconds=stages), 2.0)
    letter = DeadLetter(reason=Reason.PARSE_ERROR, stage="parse:html", detail="")
    telemetry.observe(raw, Handled(outcome=letter, format="html", stage_seconds=stages), 2.0)
    killed = DeadLetter(reason=Reason.DEADLINE_EXCEEDED, stage="pool", detail="")
    telemetry.observe(raw, Handled(outcome=killed), 2.0)
    telemetry.observe(raw, Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE)), 2.0)
    telemetry.delivered([raw], 2.0)
    for metric in (
        telemetry.records_consumed_total,
        telemetry.record_bytes_consumed_total,
        telemetry.records_lost_total,
        telemetry.consumer_lag_records,
        telemetry.consumer_lag_seconds,
        telemetry.last_progress_timestamp_seconds,
    ):
        metric.labels("raw", "0").inc()
    return telemetry
