"""Metrics: names and units, closed label values, and one place where an outcome is counted."""

import random
import re
from itertools import product
from pathlib import Path

import pytest
from prometheus_client.openmetrics.exposition import generate_latest

from worker import metric_labels
from worker import telemetry as module
from worker.formats import PARSERS
from worker.formats.ninjs.encoder import WATCHED_FIELDS
from worker.knowledge.loading import load
from worker.model import DeadLetter, EncodedArticle, Handled, Published, RawMessage, Reason, Skipped, SkipReason
from worker.pool.lane import Cause
from worker.telemetry import Telemetry

NOW = 1_700_000_060.0
RAW = RawMessage(topic="raw", partition=0, offset=1, timestamp_ms=1_700_000_000_000, value=b"x")
ARTICLE = EncodedArticle(
    uri="urn:x",
    body=b"{}" * 50,
    agency="ians",
    urgency=1,
    version_created_ms=1_700_000_050_000,
    body_confidence=0.75,
    language="pt-BR",
    media_topic="11000000",
    genre="Opinion",
    missing=("by",),
)


@pytest.fixture
def telemetry() -> Telemetry:
    """Fresh metrics that know one agency."""
    return Telemetry(["ians"])


def value(telemetry: Telemetry, name: str, **labels: str) -> float | None:
    """One sample."""
    return telemetry.registry.get_sample_value(f"agencyfeed_{name}", labels)


def exposed(telemetry: Telemetry) -> str:
    """What a scrape sees."""
    text: bytes = generate_latest(telemetry.registry)  # type: ignore[no-untyped-call]
    return text.decode()


def test_published(telemetry: Telemetry) -> None:
    """An article counts with its bytes, missing fields, freshness, format and stages."""
    stages = (("envelope", 0.001), ("parse", 0.02))
    dropped = ((Reason.NO_ARTICLE, "a teaser"),)
    outcome = Published(articles=(ARTICLE, ARTICLE), dropped=dropped)
    telemetry.observe(RAW, Handled(outcome=outcome, format="html", stage_seconds=stages), NOW)
    assert value(telemetry, "records_processed_total", outcome="published") == 1
    assert value(telemetry, "articles_published_total", agency="ians") == 2
    assert value(telemetry, "articles_classified_total", media_topic="11000000", language="pt") == 2
    assert value(telemetry, "articles_genre_total", genre="Opinion") == 2
    assert value(telemetry, "article_bytes_published_total") == 200
    assert value(telemetry, "articles_field_missing_total", field="by", agency="ians") == 2
    assert value(telemetry, "articles_dropped_total", reason="no_article") == 1
    assert value(telemetry, "event_freshness_seconds_sum", agency="ians", urgency="1") == 20
    assert value(telemetry, "article_body_confidence_sum") == 1.5
    assert value(telemetry, "input_format_total", format="html") == 1
    assert value(telemetry, "record_processing_duration_seconds_sum", format="html") == pytest.approx(0.021)
    assert value(telemetry, "stage_duration_seconds_sum", stage="parse") == 0.02


def test_dead_letter(telemetry: Telemetry) -> None:
    """A dead letter counts with reason and stage; one from the pool has neither format nor stages."""
    letter = DeadLetter(reason=Reason.WORKER_CRASHED, stage="pool", detail="signal 11")
    telemetry.observe(RAW, Handled(outcome=letter), NOW)
    assert value(telemetry, "records_processed_total", outcome="dead_lettered") == 1
    assert value(telemetry, "dead_letters_total", reason="worker_crashed", stage="pool") == 1
    assert value(telemetry, "input_format_total", format="none") == 1
    assert value(telemetry, "record_processing_duration_seconds_count", format="none") is None


def test_skipped(telemetry: Telemetry) -> None:
    """A skip leaves no trace but a count."""
    telemetry.observe(RAW, Handled(outcome=Skipped(reason=SkipReason.TOMBSTONE)), NOW)
    assert value(telemetry, "records_skipped_total", reason="tombstone") == 1
    assert value(telemetry, "records_processed_total", outcome="skipped") == 1


def test_latency(telemetry: Telemetry) -> None:
    """From the broker's time stamp to the acknowledgement; a clock ahead of ours gives zero, none gives nothing."""
    ahead = RawMessage(topic="raw", partition=0, offset=2, timestamp_ms=1_800_000_000_000)
    telemetry.delivered([RAW, ahead, RawMessage(topic="raw", partition=0, offset=3)], NOW)
    assert value(telemetry, "end_to_end_latency_seconds_count") == 2
    assert value(telemetry, "end_to_end_latency_seconds_sum") == 60


def test_exemplar(telemetry: Telemetry) -> None:
    """A record with a well-formed traceparent leaves its trace id; any other header does not."""
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    good = (("traceparent", f"00-{trace}-00f067aa0ba902b7-01".encode()),)
    bad = (("traceparent", None), ("traceparent", b"00-x"), ("other", good[0][1]))
    telemetry.delivered([RawMessage(topic="r", partition=0, offset=0, timestamp_ms=1, headers=bad)], NOW)
    assert "trace_id" not in exposed(telemetry)
    telemetry.delivered([RawMessage(topic="r", partition=0, offset=0, timestamp_ms=1, headers=good)], NOW)
    assert f'# {{trace_id="{trace}"}}' in exposed(telemetry)


def test_partitions_that_went_away(telemetry: Telemetry) -> None:
    """The lag of a partition that another worker owns is no longer ours to report."""
    for partition in ("0", "1"):
        telemetry.consumer_lag_records.labels("raw", partition).set(9)
    telemetry.keep_partitions({("raw", 1)})
    assert value(telemetry, "consumer_lag_records", topic="raw", partition="0") is None
    assert value(telemetry, "consumer_lag_records", topic="raw", partition="1") == 9


def test_label_values_are_closed(telemetry: Telemetry) -> None:
    """Ten thousand agencies, formats, stages and fields make one series each: other."""
    before = len(exposed(telemetry).splitlines())
    for n in range(2000):
        odd = EncodedArticle(
            uri="u", body=b"", agency=f"a{n}", urgency=n + 10, missing=(f"f{n}",), version_created_ms=0
        )
        published = Handled(outcome=Published(articles=(odd,)), format=f"f{n}", stage_seconds=((f"s{n}", 0.1),))
        telemetry.observe(RAW, published, NOW)
        letter = DeadLetter(reason=Reason.PARSE_ERROR, stage=f"parse:{n}", detail="")
        telemetry.observe(RAW, Handled(outcome=letter, format=f"f{n}"), NOW)
    assert len(exposed(telemetry).splitlines()) - before < 100
    assert value(telemetry, "articles_field_missing_total", field="other", agency="other") == 2000


def test_the_worst_feed_makes_a_bounded_number_of_series() -> None:
    """Every agency, urgency, format, field and stage there is, then ten times as many that nobody knows."""
    codes = [agency.code for agency in load().agencies.all]
    telemetry = Telemetry(codes)
    for code, urgency in product(codes, range(1, 10)):
        observe_article(telemetry, code, urgency, metric_labels.WATCHED_FIELDS)
    for topic, language in product(metric_labels.MEDIA_TOPICS, metric_labels.LANGUAGES):
        article = EncodedArticle(uri="u", body=b"", media_topic=topic, language=language)
        telemetry.observe(RAW, Handled(outcome=Published(articles=(article,))), NOW)
    for stage, format_ in product(metric_labels.DEAD_LETTER_STAGES, metric_labels.FORMATS):
        letter = DeadLetter(reason=Reason.PARSE_ERROR, stage=stage, detail="")
        telemetry.observe(RAW, Handled(outcome=letter, format=format_, stage_seconds=((stage, 0.1),)), NOW)
    worst = series(telemetry)
    dice = random.Random(7)  # noqa: S311 - a seed, no secret
    for _ in range(10 * len(codes)):
        odd = "".join(dice.choices('abcxyz\x00\n"{}äß漢', k=12))
        observe_article(telemetry, odd, dice.choice([None, -1, 0, 10, 10**9]), (odd,))
    assert worst < 20_000
    assert series(telemetry) - worst < 100


def observe_article(telemetry: Telemetry, agency: str, urgency: int | None, missing: tuple[str, ...]) -> None:
    """An article of such an agency, without such fields."""
    article = EncodedArticle(
        uri="u",
        body=b"",
        agency=agency,
        genre=agency,
        media_topic=agency,
        language=agency,
        urgency=urgency,
        missing=missing,
        version_created_ms=0,
    )
    telemetry.observe(RAW, Handled(outcome=Published(articles=(article,)), format=agency), NOW)


def series(telemetry: Telemetry) -> int:
    """How many a scrape brings."""
    return sum(len(metric.samples) for metric in telemetry.registry.collect())


def test_urgencies() -> None:
    """1 to 5 each for itself, then one for all."""
    labels = [metric_labels.urgency_label(value) for value in (None, 0, 1, 5, 6, 9, 10)]
    assert labels == ["none", "other", "1", "5", "6-9", "6-9", "other"]


def test_lists_are_those_of_their_owners() -> None:
    """The closed lists name what the core and the pool can say."""
    assert set(metric_labels.FORMATS) == PARSERS.keys()
    assert set(metric_labels.WATCHED_FIELDS) == set(WATCHED_FIELDS)
    assert set(metric_labels.RESTART_CAUSES) == {cause.value for cause in Cause}


def test_names_and_help() -> None:
    """Each metric is prefixed, explained and in base units; its attribute is called as it is."""
    telemetry = Telemetry()
    ours = [m for m in telemetry.registry.collect() if m.name.startswith("agencyfeed_")]
    for metric in ours:
        assert metric.documentation.endswith("."), metric.name
        assert not re.search(r"_(ms|milliseconds|kb|mib|percent)(_|$)", metric.name)
        name = metric.name.removeprefix("agencyfeed_") + {"counter": "_total", "info": "_info"}.get(metric.type, "")
        assert hasattr(telemetry, name), name
    assert len(ours) > 30


def test_closed_series_are_there_at_zero() -> None:
    """What alerts take rates of exists before it first happens."""
    telemetry = Telemetry()
    assert value(telemetry, "commits_total", result="failed") == 0
    assert value(telemetry, "pool_worker_restarts_total", cause="worker_crashed") == 0
    assert value(telemetry, "records_processed_total", outcome="dead_lettered") == 0


def test_build_info_and_process() -> None:
    """The version is a metric, and the process and garbage collector are watched."""
    text = exposed(Telemetry())
    assert 'agencyfeed_build_info{python="' in text
    assert "process_resident_memory_bytes " in text
    assert "python_gc_collections_total" in text


def test_every_metric_is_fed() -> None:
    """No metric is declared that nothing in the package feeds."""
    package = Path(module.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in package.rglob("*.py"))
    telemetry = Telemetry()
    names = [name for name, metric in vars(telemetry).items() if hasattr(metric, "collect") and name != "registry"]
    fed = {
        name
        for name in names
        if re.search(rf"{name}(\.labels\([^)]*\))?(\.(inc|set|set_function|observe|info)\(|\))", source)
    }
    assert sorted(set(names) - fed) == []
