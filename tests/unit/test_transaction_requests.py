"""A transactional request that waits for its broker: kept, and quiet about it."""

import logging
from types import SimpleNamespace

import pytest
from kafka.errors import KafkaConnectionError

from worker.kafka.client import keep_transaction_requests


def test_an_outage_is_a_line_and_not_a_thousand(caplog: pytest.LogCaptureFixture) -> None:
    """The sender asks again and again; each refusal is a False, and one of them is told."""

    def refused(_node: str) -> bool:
        raise KafkaConnectionError("Node 1 not ready")

    client = SimpleNamespace(await_ready=refused)
    keep_transaction_requests(SimpleNamespace(_sender=SimpleNamespace(_client=client)))
    with caplog.at_level(logging.WARNING):
        assert [client.await_ready("1") for _ in range(5)] == [False] * 5
    assert [record.message for record in caplog.records] == [
        "broker not ready for a transactional request: KafkaConnectionError: Node 1 not ready"
    ]
