"""What counting an outcome costs: it happens once a record in the one thread of the loop."""

import time
import timeit

from worker.metric_labels import TIMED
from worker.model import EncodedArticle, Handled, Published, RawMessage
from worker.telemetry import Telemetry

ROUNDS = 5_000
MICROSECONDS_MAX = 40  # 21 measured on a busy two-core machine


def test_cost_of_an_outcome() -> None:
    """An article with two missing fields and five timed stages is counted in microseconds of processor time."""
    telemetry = Telemetry(["ians"])
    raw = RawMessage(topic="raw", partition=0, offset=1, timestamp_ms=1, headers=(("content-type", b"text/html"),))
    missing = ("by", "located")
    article = EncodedArticle(uri="u", body=b"x" * 3000, agency="ians", missing=missing, version_created_ms=5)
    stages = tuple((name, 0.01) for name in TIMED)
    handled = Handled(outcome=Published(articles=(article,)), format="html", stage_seconds=stages)

    def count() -> None:
        telemetry.observe(raw, handled, 100.0)
        telemetry.delivered((raw,), 100.0)

    best = min(timeit.repeat(count, number=ROUNDS, repeat=5, timer=time.process_time)) / ROUNDS
    print(f"counting an outcome: {best * 1e6:.1f} us")
    assert best * 1e6 < MICROSECONDS_MAX
