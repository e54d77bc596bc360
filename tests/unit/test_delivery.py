"""Exactly once: what is done with a transaction that has to be given up."""

from types import SimpleNamespace
from typing import cast

import pytest

from worker.kafka.call_guard import CallGuard
from worker.kafka.client import Membership
from worker.kafka.delivery import ExactlyOnce
from worker.kafka.publisher import Publisher
from worker.model import EncodedArticle, Published, RawMessage

RAW = RawMessage(topic="t", partition=0, offset=0, value=b"x")
ARTICLE = Published(articles=(EncodedArticle(uri="u", body=b"{}"),))


@pytest.mark.parametrize(("lifetime_s", "calls"), [(60.0, ["abort", "reconnect"]), (0.0, ["reconnect"])])
def test_a_transaction_older_than_its_time_is_not_aborted_again(lifetime_s: float, calls: list[str]) -> None:
    """The broker has done it; a client that waits for a throttled one would hang until the guard ends the process."""
    done: list[str] = []
    producer = SimpleNamespace(begin_transaction=lambda: None, abort_transaction=lambda: done.append("abort"))
    publisher = SimpleNamespace(
        producer=producer, publish=lambda _raw, _outcome: None, reconnect=lambda: done.append("reconnect"), sent=()
    )
    guard = CallGuard(60)
    try:
        membership = cast(Membership, SimpleNamespace(generation_id=1, member_id="m"))
        exact = ExactlyOnce(cast(Publisher, publisher), lambda: membership, guard, lifetime_s=lifetime_s)
        exact.publish(RAW, ARTICLE)
        exact.abandon()
    finally:
        guard.close()
    assert done == calls
