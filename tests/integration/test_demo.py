"""The demo as a user runs it: every message of the sample has an outcome, with Kafka and without."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sample_messages import MESSAGES, PUBLISHED, SKIPPED

_DEMO = Path(__file__).parents[2] / "deploy" / "local" / "demo.py"
_ROW = re.compile(r"(?m)^(published|dead_lettered|skipped|total) +(.*?) *(\d+)$")


def _played(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, str(_DEMO), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def _expected() -> dict[tuple[str, str], int]:
    outcomes = Counter(message.expected for message in MESSAGES)
    published, skipped = outcomes.pop(PUBLISHED), outcomes.pop(SKIPPED)
    rows = {("dead_lettered", reason): count for reason, count in outcomes.items()}
    rows[PUBLISHED, f"{published} articles"] = published
    return {**rows, (SKIPPED, "tombstone"): skipped, ("total", ""): len(MESSAGES)}


def _table(shown: str) -> dict[tuple[str, str], int]:
    return {(outcome, detail): int(count) for outcome, detail, count in _ROW.findall(shown)}


def test_without_kafka(tmp_path: Path) -> None:
    """Where neither Java nor Maven is, the same loop runs on files and says why."""
    shown = _played(PATH=str(tmp_path), JAVA_HOME="")
    assert "Without Kafka: a broker needs Java 17" in shown
    assert _table(shown) == _expected()
    assert shown.count("Floating library opens in Busan harbour") == 2


@pytest.mark.kafka
def test_through_a_given_kafka(kafka: str) -> None:
    """With a bootstrap address the sample goes through real topics, and the metrics were read on the way."""
    shown = _played("--bootstrap-servers", kafka)
    assert _table(shown) == _expected()
    assert f"{len(MESSAGES)} records processed" in shown
    assert re.search(r"[\d.]+ ms mean, from broker timestamp to acknowledged output", shown)
    assert shown.rstrip().endswith("ended with exit code 0.")
