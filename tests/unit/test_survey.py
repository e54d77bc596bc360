"""A recording at a glance."""

from dataclasses import replace

from worker import pipeline, survey
from worker.knowledge import loading as knowledge
from worker.model import DeadLetter, EncodedArticle, Published, RawMessage, Reason
from worker.output_records import Route, records_of
from worker.survey import Survey

ROUTE = Route(output_topic="out", dead_letter_topic="dead", output_max_bytes=2**30, dead_letter_max_bytes=2**30)
RAW = RawMessage(topic="raw", partition=1, offset=7, timestamp_ms=1_772_500_000_000, key=b"k", value=b"x" * 10)


def test_partitions_sizes_and_times() -> None:
    """Counted per partition; nulls and the largest of all."""
    found = Survey("day.jsonl", manifest={"agencyfeed_recording": 1, "tool": "t", "redacted": {"headers": 1}})
    later = replace(RAW, offset=9, timestamp_ms=1_772_500_060_000, value=b"y" * 99, headers=(("h", b"v"),))
    for raw in (later, RAW, replace(RAW, partition=0, key=None, value=None, timestamp_ms=None)):
        assert not found.add(raw)
    text = "\n".join(survey.lines(found))
    assert "day.jsonl: 3 records, whole, SHA-256 as written" in text
    assert "redacted    {'headers': 1}" in text
    row = next(line.split() for line in text.splitlines() if "raw-1 " in line)
    times = ["2026-03-03T01:06:40.000Z", "to", "2026-03-03T01:07:40.000Z"]
    assert row == ["raw-1", "2", "113", "7", "to", "9", *times]
    assert "largest     102 bytes at raw-1@9" in text
    assert "key: 1, value: 1" in text
    said = survey.as_json(found)
    assert said["partitions"][1] == {
        "topic": "raw",
        "partition": 1,
        "records": 2,
        "bytes": 113,
        "offsets": [7, 9],
        "times": ["2026-03-03T01:06:40.000Z", "2026-03-03T01:07:40.000Z"],
    }


def test_outputs_are_counted_by_outcome_reason_and_agency() -> None:
    """Read off the records themselves."""
    found = Survey("out.jsonl", manifest={})
    source = b'{"topic": "t", "partition": 0, "offset": 1, "item": 0}'
    body = b'{"infoSources": [{"name": "TT"}], "agencyfeed": {"source": %s}}' % source
    outcomes = (
        Published(articles=(EncodedArticle(uri="urn:1", body=body),)),
        DeadLetter(reason=Reason.EMPTY_INPUT, stage="envelope", detail="empty"),
    )
    for record in (record for outcome in outcomes for record in records_of(RAW, outcome, ROUTE)):
        assert found.add(replace(RAW, topic=record.topic, value=record.value, headers=record.headers))
    assert found.outcomes == {"published": 1, "dead_lettered": 1}
    assert (found.agencies, found.reasons) == ({"TT": 1}, {"empty_input": 1})


def test_looking_tells_what_handling_would() -> None:
    """The same format, or the same reason where there is none, without reading the document."""
    tables = knowledge.load()
    pages = (b"<html><body><p>Text</p></body></html>", b"<nitf><body/></nitf>", b"", b"\x00\x01\xff" * 400, None)
    for value in pages:
        raw = replace(RAW, value=value)
        looked, handled = pipeline.look(raw, tables), pipeline.handle(raw, tables)
        assert looked.format == handled.format
        if looked.format is None:
            assert looked.outcome == handled.outcome
        else:
            assert looked.outcome == Published(articles=())
