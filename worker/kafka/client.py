"""kafka-python's clients, made from Settings: the security, the safe defaults, and the cures for known traps.

The package has no types: what we use of it is written down here as Protocols.
"""
# ruff: noqa: D102 - the Protocols' methods are the library's, which documents them

import logging
import shlex
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import crc32c  # noqa: F401 - without it kafka-python falls back to a CRC 20-40 times slower than the whole worker
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.errors import KafkaError
from kafka.net.sasl.oauth import AbstractTokenProvider

from worker.settings.loading import Settings

TOKEN_COMMAND_TIMEOUT_S = 30.0
NOT_READY_EVERY_S = 10.0  # a line of the log, in an outage
NOT_READY_PAUSE_S = 0.05
MAX_BLOCK_MS = 30_000  # send() waits so long for an unknown topic's metadata
# The client's 16 KiB hold two articles: a request for each two of them cost more than half of a worker's own time.
BATCH_BYTES = 256 * 1024

log = logging.getLogger(__name__)


class Membership(Protocol):
    """A snapshot of group membership (KIP-447): what fences a stale member's transaction."""

    generation_id: int
    member_id: str


class ConsumerRecord(Protocol):
    """A record as the consumer gives it."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


class Consumer(Protocol):
    """What we use of KafkaConsumer."""

    def subscribe(self, topics: Sequence[str], *, listener: object) -> None: ...
    def poll(self, timeout_ms: int, max_records: int) -> Mapping[TopicPartition, Sequence[ConsumerRecord]]: ...
    def group_metadata(self) -> Membership: ...
    def assignment(self) -> set[TopicPartition]: ...
    def pause(self, *partitions: TopicPartition) -> None: ...
    def resume(self, *partitions: TopicPartition) -> None: ...
    def paused(self) -> set[TopicPartition]: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    def seek_to_beginning(self, *partitions: TopicPartition) -> None: ...
    def committed(self, partition: TopicPartition, *, timeout_ms: int) -> int | None: ...
    def commit(self, offsets: Mapping[TopicPartition, object], timeout_ms: int) -> None: ...
    def commit_async(self, offsets: Mapping[TopicPartition, object]) -> object: ...
    def highwater(self, partition: TopicPartition) -> int | None: ...
    def position(self, partition: TopicPartition, timeout_ms: int) -> int | None: ...
    def end_offsets(self, partitions: Sequence[TopicPartition], timeout_ms: int) -> Mapping[TopicPartition, int]: ...
    def partitions_for_topic(self, topic: str) -> set[int]: ...
    def close(self, *, autocommit: bool, timeout_ms: int) -> None: ...


def connections(consumer: Any) -> Callable[[], int]:
    """Counts what a consumer has: one a broker and one to its coordinator.  Never waits; for any thread."""
    known = consumer._client._manager._conns  # noqa: SLF001 - nothing public tells
    return lambda: sum(connection.connected for connection in list(known.values()))


class Future(Protocol):
    """The result of one send."""

    is_done: bool
    exception: Exception | None

    def succeeded(self) -> bool: ...
    def add_callback(self, f: Callable[[Any], object]) -> object: ...
    def add_errback(self, f: Callable[[BaseException], object]) -> object: ...
    def get(self, timeout: float) -> object: ...


class Producer(Protocol):
    """What we use of KafkaProducer."""

    def send(
        self,
        topic: str,
        value: bytes | None,
        key: bytes | None,
        headers: list[tuple[str, bytes]],
        partition: int | None = None,
        timestamp_ms: int | None = None,
    ) -> Future: ...
    def flush(self, timeout: float) -> None: ...
    def partitions_for(self, topic: str) -> set[int] | None: ...
    def init_transactions(self) -> None: ...
    def begin_transaction(self) -> None: ...
    def send_offsets_to_transaction(
        self, offsets: Mapping[TopicPartition, object], group_metadata: Membership
    ) -> None: ...
    def commit_transaction(self) -> None: ...
    def abort_transaction(self) -> None: ...
    def close(self, timeout: float) -> None: ...


class NoTokenError(Exception):
    """There is no token; the client logs these words, so they quote neither the command nor what it wrote."""


class TokenProvider(AbstractTokenProvider):  # type: ignore[misc]  # untyped base
    """An OAUTHBEARER token read anew at each connection: from a file that a sidecar renews, or a command's output."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._file = settings.sasl_oauth_token_file
        self._command = settings.sasl_oauth_token_command or ""
        self._setting = "sasl_oauth_token_file" if self._file else "sasl_oauth_token_command"

    def token(self) -> str:
        """The token, stripped.  Raises NoTokenError."""
        try:
            said = Path(self._file).read_bytes() if self._file else _output_of(self._command)
            token = said.decode("ascii").strip()
        except subprocess.CalledProcessError as error:
            raise NoTokenError(f"{self._setting} ended with {error.returncode}") from None
        except subprocess.TimeoutExpired:
            raise NoTokenError(f"{self._setting} was not done in {TOKEN_COMMAND_TIMEOUT_S:.0f} s") from None
        except OSError as error:
            raise NoTokenError(f"{self._setting}: {error.strerror}") from None
        except ValueError:  # not ASCII; a quote that is not closed
            raise NoTokenError(f"{self._setting} is no command line or gives no token") from None
        if not token:
            raise NoTokenError(f"{self._setting} gives nothing")
        return token


def _output_of(command: str) -> bytes:
    argv = shlex.split(command)
    return subprocess.run(argv, capture_output=True, check=True, timeout=TOKEN_COMMAND_TIMEOUT_S).stdout  # noqa: S603


def connection(settings: Settings) -> dict[str, Any]:
    """What every client is told."""
    config: dict[str, Any] = {
        "bootstrap_servers": list(settings.bootstrap_servers),
        "client_id": settings.client_id,
        "security_protocol": settings.security_protocol,
        "request_timeout_ms": settings.request_timeout_ms,
        "retry_backoff_ms": settings.retry_backoff_ms,
        "reconnect_backoff_max_ms": settings.reconnect_backoff_max_ms,
        "bootstrap_timeout_ms": settings.bootstrap_timeout_ms,
        "ssl_check_hostname": settings.ssl_check_hostname,
        "ssl_cafile": settings.ssl_cafile,
        "ssl_certfile": settings.ssl_certfile,
        "ssl_keyfile": settings.ssl_keyfile,
        "ssl_password": settings.ssl_key_password,
    }
    if settings.security_protocol.startswith("SASL_"):
        config |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password,
        }
        if settings.sasl_mechanism == "OAUTHBEARER":
            config["sasl_oauth_token_provider"] = TokenProvider(settings)
    return config


def consumer(settings: Settings) -> Consumer:
    """A consumer without subscription: earliest, read_committed, manual commits, cooperative-sticky."""
    made: Consumer = KafkaConsumer(
        **connection(settings),
        group_id=settings.group_id,
        group_instance_id=settings.group_instance_id,
        partition_assignment_strategy=(CooperativeStickyAssignor,),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        isolation_level="read_committed",
        allow_auto_create_topics=False,
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=settings.heartbeat_interval_ms,
        max_poll_interval_ms=settings.max_poll_interval_ms,
        fetch_max_bytes=settings.fetch_max_bytes,
        max_partition_fetch_bytes=settings.max_partition_fetch_bytes,
        metrics_enabled=False,
    )
    return made


def producer(settings: Settings) -> Producer:
    """An idempotent producer; transactional (and initialised) when delivery is exactly_once."""
    transactional = settings.delivery == "exactly_once"
    config = connection(settings) | (
        {"transactional_id": settings.transactional_id, "transaction_timeout_ms": settings.transaction_timeout_ms}
        if transactional
        else {}
    )
    made = KafkaProducer(
        **config,
        acks=-1,
        enable_idempotence=True,
        compression_type=None if settings.compression == "none" else settings.compression,
        linger_ms=settings.linger_ms,
        batch_size=BATCH_BYTES,
        max_request_size=settings.max_request_size,
        max_block_ms=MAX_BLOCK_MS,
        allow_auto_create_topics=False,
        metrics_enabled=False,
    )
    keep_transaction_requests(made)
    if transactional:
        _begin_anew(made, settings)
    produced: Producer = made
    return produced


def _begin_anew(made: Any, settings: Settings) -> None:
    """Have the predecessor's transaction ended.

    A broker that has just started and does not know the topics yet takes them for deleted: it calls that transaction
    aborted without a marker on them, and our first commit would commit its records.  So they are asked for first.
    """
    try:
        for topic in filter(None, (settings.output_topic, settings.dead_letter_topic)):
            made.partitions_for(topic)
        made.init_transactions()
    except BaseException:
        discard(made, 0.1)
        raise


def discard(made: Any, timeout_s: float) -> bool:
    """End a producer without sending what it still holds; False when its thread goes on.

    kafka-python's own `close` begins with a flush and, when that times out, leaves the thread running: it would send
    its batches once the broker is back, and the next producer of the same transactional id would commit them.
    """
    sender = made._sender  # noqa: SLF001 - the only handle there is
    sender.force_close()
    sender.join(timeout_s)
    if sender.is_alive():
        return False
    made.close(timeout=timeout_s)
    return True


def keep_transaction_requests(made: Any) -> None:
    """Keep a transactional request when its broker dies: `await_ready` says False instead of raising.

    kafka-python 3.0.12's sender drops the request's handler when `await_ready` raises, and the caller of
    `commit_transaction` then waits for ever.  tests/integration/test_client_traps.py fails when this is taken out,
    and says when a new client no longer needs it.
    """
    client = made._sender._client  # noqa: SLF001 - the only handle there is
    original = client.await_ready
    quiet_until = float("-inf")

    def await_ready(*args: Any, **kwargs: Any) -> bool:
        nonlocal quiet_until
        try:
            return bool(original(*args, **kwargs))
        except KafkaError as error:
            if (now := time.monotonic()) >= quiet_until:
                quiet_until = now + NOT_READY_EVERY_S
                what = "broker not ready for a transactional request: %s"
                log.warning(what, error, extra={"event": "broker_not_ready"})
            time.sleep(NOT_READY_PAUSE_S)  # the sender asks again at once, without end
            return False

    client.await_ready = await_ready


def admin(settings: Settings) -> Any:
    """An admin client for the checks at start."""
    return KafkaAdminClient(**connection(settings))
