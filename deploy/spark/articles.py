"""Raw records to articles on Spark: the worker's own core, called once a record on every executor.

    spark-submit deploy/spark/articles.py RAW ARTICLES

RAW is Parquet with the columns of Spark's Kafka source (`value` binary is enough; key, topic, partition, offset,
timestamp and headers are used where they are there).  ARTICLES is Parquet, a row a record: where it came from, its
outcome, and its articles as ninjs JSON, the same bytes that the worker publishes.  Executors need the agencyfeed wheel.

Unlike the worker, Spark's Python workers cannot be killed for one record: no deadline and no memory limit hold there.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from worker import pipeline
from worker.knowledge.loading import Knowledge, load
from worker.model import DeadLetter, Published, RawMessage, Skipped

SCHEMA = (
    "topic string, partition int, offset long, outcome string, reason string, detail string, format string, "
    "articles array<string>"
)
_COLUMNS = {
    "topic": pa.string(),
    "partition": pa.int32(),
    "offset": pa.int64(),
    "outcome": pa.string(),
    "reason": pa.string(),
    "detail": pa.string(),
    "format": pa.string(),
    "articles": pa.list_(pa.string()),
}


def articles(raw: DataFrame) -> DataFrame:
    """A row for every record of `raw`."""
    return raw.mapInArrow(_handled, SCHEMA)


def _handled(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    tables = load()  # once a task: a third of a second
    for batch in batches:
        rows = [_row(record, tables) for record in batch.to_pylist()]
        yield pa.RecordBatch.from_pylist(rows, schema=pa.schema(_COLUMNS))


def _row(record: Mapping[str, Any], tables: Knowledge) -> dict[str, Any]:
    raw = _raw(record)
    handled = pipeline.handle(raw, tables)
    row: dict[str, Any] = {
        "topic": raw.topic,
        "partition": raw.partition,
        "offset": raw.offset,
        "format": handled.format,
        "articles": [],
    }
    match handled.outcome:
        case Published(articles=made):
            return row | {"outcome": "published", "articles": [one.body.decode() for one in made]}
        case DeadLetter(reason=reason, detail=detail):
            return row | {"outcome": "dead_lettered", "reason": reason.value, "detail": detail}
        case Skipped(reason=skip, detail=detail):
            return row | {"outcome": "skipped", "reason": skip.value, "detail": detail}


def _raw(record: Mapping[str, Any]) -> RawMessage:
    at = record.get("timestamp")
    return RawMessage(
        topic=record.get("topic") or "spark",
        partition=record.get("partition") or 0,
        offset=record.get("offset") or 0,
        timestamp_ms=None if at is None else round(at.timestamp() * 1000),
        key=record.get("key"),
        value=record["value"],
        headers=tuple((header["key"], header["value"]) for header in record.get("headers") or ()),
    )


def main(source: str, target: str) -> None:
    """Read, handle, write."""
    spark = SparkSession.builder.appName("agencyfeed").getOrCreate()
    articles(spark.read.parquet(source)).write.parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
