"""The dashboard drawn to a picture, from a live Prometheus over a worker under an invented load."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from kafka_ends import Topics
from prometheus_server import Prometheus, program, prometheus
from run_worker import Worker
from watched_worker import RULES, kill_a_child, play, ready, watching

RENDER = Path(__file__).parents[2] / "deploy" / "monitoring" / "render"
PICTURE = "AGENCYFEED_TEST_PICTURE"  # where to leave it
LOAD_S = "AGENCYFEED_TEST_PICTURE_S"
PNG = b"\x89PNG\r\n\x1a\n"

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@pytest.fixture
def renderer() -> list[str]:
    """The command, its packages installed as the lock says; a skip where Node or Chromium is missing."""
    node = program("node", "nodejs")
    program("chromium", "chromium")
    if not (RENDER / "node_modules").is_dir():
        npm = [program("npm", "npm"), "ci", "--no-audit", "--no-fund"]
        subprocess.run(npm, cwd=RENDER, check=True, timeout=600)
    return [node, str(RENDER / "render.mjs")]


def test_the_dashboard_is_drawn(kafka: str, topics: Topics, tmp_path: Path, renderer: list[str]) -> None:
    """Rows, panels and lines: far more than a page of empty frames, and none that says that there are no data."""
    worker = Worker(kafka, topics, "exactly_once", **{"dead-letter-max-consecutive": "30", "breaker-cooldown-s": "2"})
    config = watching(worker, rule_files=[str(RULES / "*.yaml")])
    out = tmp_path / "dashboard.png"
    seconds = int(os.environ.get(LOAD_S, "20"))
    with ready(worker), prometheus(tmp_path, config) as server:
        server.wait_for("up == 1")
        work(worker, server, seconds)
        command = [*renderer, "--prometheus", f"http://{server.address}", "--out", str(out)]
        subprocess.run([*command, "--scrape", "1", "--minutes", str(seconds / 60)], check=True, timeout=300)
    assert out.read_bytes().startswith(PNG)
    assert out.stat().st_size > 100_000
    if kept := os.environ.get(PICTURE):
        shutil.copy(out, kept)


def work(worker: Worker, server: Prometheus, seconds: int) -> None:
    """Waves of the sample, a lost child and a burst of poison on the way."""
    began, faults = time.monotonic(), [0.7, 0.4]
    while (passed := (time.monotonic() - began) / seconds) < 1:
        if faults and passed > faults[-1]:
            kill_a_child(worker)
            play(worker, 1, poison=40 if len(faults) == 1 else 0)
            faults.pop()
        play(worker, 1 + int(3 * abs(passed * 4 % 2 - 1)))
        server.wait_for("sum(agencyfeed_inflight_records) + sum(agencyfeed_consumer_lag_records) == 0")
