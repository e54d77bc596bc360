"""The core on a local Spark: the same outcomes and the same bytes as in the worker."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sample_records import SAMPLE

from worker import pipeline, recording
from worker.knowledge.loading import load
from worker.model import DeadLetter, Published, RawMessage, Skipped

JOB = Path(__file__).parents[2] / "deploy" / "spark" / "articles.py"


@pytest.mark.slow
def test_the_sample_on_spark(tmp_path: Path) -> None:
    """Every record has the outcome that the worker gives it, its articles byte for byte, from and to Parquet."""
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install '.[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17 or newer")
    parquet = importlib.import_module("pyarrow.parquet")
    raws = list(recording.read(SAMPLE))
    parquet.write_table(_table(raws), tmp_path / "raw.parquet")
    _submitted(tmp_path / "raw.parquet", tmp_path / "articles")
    rows = parquet.read_table(tmp_path / "articles").to_pylist()
    found = {(row["partition"], row["offset"]): row for row in rows}
    assert len(rows) == len(found) == len(raws)
    tables = load()
    for raw in raws:
        handled, row = pipeline.handle(raw, tables), found[raw.partition, raw.offset]
        assert row["format"] == handled.format
        match handled.outcome:
            case Published(articles=articles):
                assert row["outcome"] == "published"
                assert [one.encode() for one in row["articles"]] == [one.body for one in articles]
            case DeadLetter(reason=reason) | Skipped(reason=reason):
                assert (row["reason"], row["articles"]) == (reason.value, [])


def _submitted(source: Path, target: Path) -> None:
    """The job on two cores of this machine."""
    ours = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_SUBMIT_ARGS": _SUBMIT}
    argv = [sys.executable, str(JOB), str(source), str(target)]
    done = subprocess.run(argv, env={**os.environ, **ours}, capture_output=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr.decode()[-3_000:]


_SUBMIT = "--master local[2] --driver-memory 512m --conf spark.ui.enabled=false pyspark-shell"


def _table(raws: list[RawMessage]) -> Any:
    """The records with the columns that Spark's Kafka source gives."""
    pa = importlib.import_module("pyarrow")
    header = pa.struct([("key", pa.string()), ("value", pa.binary())])
    columns = {
        "key": pa.binary(),
        "value": pa.binary(),
        "topic": pa.string(),
        "partition": pa.int32(),
        "offset": pa.int64(),
        "timestamp": pa.timestamp("ms", tz="UTC"),
        "headers": pa.list_(header),
    }
    rows = [
        {
            "key": raw.key,
            "value": raw.value,
            "topic": raw.topic,
            "partition": raw.partition,
            "offset": raw.offset,
            "timestamp": raw.timestamp_ms,
            "headers": [{"key": name, "value": value} for name, value in raw.headers],
        }
        for raw in raws
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))
