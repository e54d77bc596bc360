"""The exactly-once proof in its short form; the long one is a command of the README."""

import random
from pathlib import Path

import pytest
from exactly_once import Chaos, Plan

pytestmark = pytest.mark.kafka


def test_every_message_comes_out_exactly_once(tmp_path: Path) -> None:
    """Through kills, a freeze beyond the session timeout and a broker's restart; blackouts are the long form's."""
    seed = random.SystemRandom().randrange(10_000)
    plan = Plan(seed=seed, messages=4_000, kills=3, freezes=1, broker_restarts=1, blackouts=0, deadline_s=240)
    report = Chaos(plan, tmp_path).run()
    assert report.exact, report.table()
