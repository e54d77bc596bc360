"""Records sent as they were: nulls where there were nulls, key, partition and time of the sender's choice."""

from collections import deque
from dataclasses import replace
from typing import Any, Final

from kafka.errors import AuthorizationError, ClusterAuthorizationFailedError, KafkaError
from kafka.producer import record_accumulator
from kafka.record.memory_records import MemoryRecordsBuilder

from worker.endpoints import NotProduced
from worker.kafka import client as kafka_client
from worker.kafka.client import Future, Producer
from worker.model import RawMessage
from worker.settings.loading import Settings

IN_FLIGHT_MAX: Final = 2_000  # records handed over and not acknowledged
IN_FLIGHT_BYTES_MAX: Final = 32 * 1024 * 1024
ACKNOWLEDGED_WITHIN_S: Final = 180.0  # the client's own delivery.timeout.ms is 120


# Stands for null on its way through `send`, which takes plain bytes alone: known by being this very object.
NULL: Final = bytes(bytearray(b"null"))


def producer(settings: Settings, largest: int = 0, transactional_id: str | None = None) -> Producer:
    """An idempotent producer that can send nulls and records of `largest` bytes.

    It has a transaction only under an id of its own: the worker's would fence the worker.
    """
    ours = replace(
        settings,
        delivery="exactly_once" if transactional_id else "at_least_once",
        transactional_id=transactional_id,
        output_topic=None,
        dead_letter_topic=None,
        max_request_size=max(settings.max_request_size, largest),
    )
    return kafka_client.producer(ours)


class _NullCarrying(MemoryRecordsBuilder):  # type: ignore[misc]  # untyped base
    """Writes `NULL` as null.

    Kafka's records have null header values, and null keys beside null values.  kafka-python 3.0.12 reads and encodes
    them; only what stands before the encoder refuses them (`send`) or takes their length (`try_append`).
    """

    def append(self, timestamp: Any, key: Any, value: Any, headers: Any = None) -> Any:
        """As its base, with the stand-ins taken out."""
        headers = [(name, None if said is NULL else said) for name, said in headers or ()]
        return super().append(timestamp, key, None if value is NULL else value, headers)


record_accumulator.MemoryRecordsBuilder = _NullCarrying  # nobody else has `NULL`: all other records pass unchanged


class Sender:
    """Sends with a bounded number in flight, and knows how many are acknowledged, counted from the first one on."""

    def __init__(self, producer_: Producer) -> None:
        self.producer = producer_
        self.acknowledged = 0
        self._waiting: deque[tuple[Future, int]] = deque()
        self._bytes = 0

    def send(self, raw: RawMessage, topic: str, partition: int | None, timestamp_ms: int | None) -> None:
        """Hand a record over; waits while too many are in flight.

        Raises NotProduced, AuthorizationError.
        """
        value = NULL if raw.value is None and raw.key is None else raw.value
        headers = [(name, NULL if said is None else said) for name, said in raw.headers]
        try:
            future = self.producer.send(topic, value, raw.key, headers, partition, timestamp_ms)
        except AuthorizationError:
            raise
        except KafkaError as error:
            raise NotProduced(f"cannot send: {error!r}") from error
        size = len(raw.value or b"")
        self._waiting.append((future, size))
        self._bytes += size
        self._collect(IN_FLIGHT_MAX, IN_FLIGHT_BYTES_MAX)

    def settle(self) -> None:
        """Wait until all is acknowledged.  Raises NotProduced, AuthorizationError."""
        self._collect(0, 0)

    def _collect(self, most: int, most_bytes: int) -> None:
        while self._waiting and (len(self._waiting) > most or self._bytes > most_bytes or self._waiting[0][0].is_done):
            future, size = self._waiting.popleft()
            self._bytes -= size
            try:
                future.get(timeout=ACKNOWLEDGED_WITHIN_S)
            except AuthorizationError:
                raise
            except KafkaError as error:
                if ClusterAuthorizationFailedError.__name__ in str(error):  # WRITE on no topic at all: no idempotence
                    raise ClusterAuthorizationFailedError(str(error)) from error
                raise NotProduced(f"not acknowledged: {error!r}") from error
            self.acknowledged += 1
