"""Brokers that let a running worker in no more: told from an outage, which is waited out."""

import logging

import pytest
from kafka.errors import KafkaTimeoutError

from worker.kafka.check import Unreachable, look_at, reconnected


def failing(*said: str) -> None:
    """As the client does when it cannot connect: lines of its log, and an error that tells nothing."""
    for line in said:
        logging.getLogger("kafka.net.transport").error(line)
    raise KafkaTimeoutError("Unable to bootstrap from ['kafka:9092']")


def test_credentials_that_are_no_longer_taken_are_not_waited_for() -> None:
    """The password was changed: a new start reads the new one."""
    refused = ("socket disconnected", "Abort ([Error 58] SaslAuthenticationFailedError: Authentication failed)")
    with pytest.raises(Unreachable, match=r"no more: .*Authentication failed.*Look at sasl_username, sasl_password"):
        reconnected(lambda: failing(*refused))


def test_an_outage_is_waited_out() -> None:
    """It stays the client's error, which the loop goes on trying after."""
    with pytest.raises(KafkaTimeoutError):
        reconnected(lambda: failing("Connection failed: KafkaConnectionError: 111 ECONNREFUSED"))
    assert reconnected(lambda: 5) == 5


@pytest.mark.parametrize(
    "cause", ["socket disconnected", "Abort (KafkaConnectionError: [Errno 104] Connection reset by peer)"]
)
def test_a_refusal_that_the_client_missed(cause: str) -> None:
    """A broker may hang up before its answer was read."""
    assert "sasl_password" in look_at(cause)
