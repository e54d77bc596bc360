"""Exactly once: what is done with a transaction that has to be given up."""

from types import SimpleNamespace
from typing import cast

import pytest
from kafka.errors import ProducerFencedError

from worker.endpoints import DeliveryFailed, Fenced, NotProduced
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


@pytest.mark.parametrize(("lifetime_s", "fenced"), [(60.0, 3), (0.0, 0)])
def test_own_time_outs_are_no_other_process(lifetime_s: float, fenced: int) -> None:
    """A broker that is throttled for longer than a transaction may last refuses as it refuses a namesake."""
    ended: list[str] = []

    def refuse() -> None:
        raise NotProduced("not acknowledged") from ProducerFencedError()

    producer = SimpleNamespace(begin_transaction=lambda: None, abort_transaction=lambda: None)
    publisher = SimpleNamespace(
        producer=producer, publish=lambda _raw, _outcome: None, settle=refuse, reconnect=lambda: None, sent=()
    )
    guard = CallGuard(60)
    try:
        membership = cast(Membership, SimpleNamespace(generation_id=1, member_id="m"))
        exact = ExactlyOnce(cast(Publisher, publisher), lambda: membership, guard, ended.append, lifetime_s)
        for attempt in range(3):
            exact.publish(RAW, ARTICLE)
            with pytest.raises(Fenced if fenced and attempt == 2 else DeliveryFailed):
                exact.checkpoint({("t", 0): 1})
            exact.abandon()
    finally:
        guard.close()
    assert ended.count("fenced") == fenced
